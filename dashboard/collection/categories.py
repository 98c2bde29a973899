"""What the decision table of progress calls impossible for one child (3.3)."""

from __future__ import annotations


def is_impossible(*, entry: int, exit: int, progress: str) -> bool:
    """Whether a child kept pace and yet "made no progress": that answer is a mistake.

    progress: "Y", "N" or "". `measures.outcomes` leaves such a child out.
    """
    return progress == "N" and exit >= entry and not entry == exit == 1
