"""The decision table of progress for one child (3.3); `measures.outcomes` counts by the same."""

from __future__ import annotations

WITHIN_AGE_EXPECTATIONS = (6, 7)


def is_impossible(*, entry: int, exit: int, progress: str) -> bool:
    """Whether a child kept pace and yet "made no progress": that answer is a mistake."""
    return progress == "N" and exit >= entry and not entry == exit == 1


def progress_category(*, entry: int, exit: int, progress: str) -> str | None:
    """The category a to e; None for an impossible combination, or where the answer decides and
    there is none (A18). progress: "Y", "N" or "".
    """
    if is_impossible(entry=entry, exit=exit, progress=progress):
        return None
    if exit in WITHIN_AGE_EXPECTATIONS:
        return "e" if entry in WITHIN_AGE_EXPECTATIONS else "d"
    if exit > entry:
        return "c"
    if exit == entry > 1:
        return "b"
    return {"Y": "b", "N": "a"}.get(progress)
