"""One value of one extract's year changed, for as long as a build takes."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import BenchError

YEAR = 2010  # three years look back on it, so a change there has the longest reach


@dataclass(frozen=True, kw_only=True)
class Change:
    """In the first row past the middle that has all of `where`, `column` becomes `to`."""

    extract: str
    where: dict[str, str]
    column: str
    to: str


CHANGES = (
    Change(extract="assessment", where={"iep": "Y", "level": "B"}, column="level", to="P"),
    Change(extract="child_count", where={"env_sa": "RC80"}, column="env_sa", to="RC39"),
    Change(extract="discipline", where={"iep": "Y", "method": "OSS"}, column="days", to="44.50"),
    Change(extract="exiters", where={"exit_code": "GHS"}, column="exit_code", to="DROPOUT"),
)
"""The large extracts, and one on which several years look back."""


@contextmanager
def changed(folder: Path, change: Change) -> Iterator[None]:
    """The history in `folder` with the change made; the file as it was afterwards."""
    path = folder / change.extract / f"{YEAR}.csv"
    original = folder / f".{change.extract}-{YEAR}.original"  # beside the extract, never in it
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = _place(lines, change)
    lines[number] = ",".join((_row(lines, number) | {change.column: change.to}).values()) + "\n"
    path.rename(original)
    try:
        path.write_text("".join(lines), encoding="utf-8")
        yield
    finally:
        original.replace(path)


def restore(folder: Path) -> None:
    """Put back what a bench that was killed half-way left changed."""
    for original in folder.glob(".*.original"):
        extract, year = original.name.removesuffix(".original")[1:].rsplit("-", 1)
        original.replace(folder / extract / f"{year}.csv")


def _row(lines: list[str], number: int) -> dict[str, str]:
    return next(csv.DictReader([lines[0], lines[number]]))


def _place(lines: list[str], change: Change) -> int:
    for number in range(len(lines) // 2, len(lines)):
        row = _row(lines, number)
        if all(row[column] == value for column, value in change.where.items()):
            return number
    raise BenchError(f"{change.extract} {YEAR} has no row with {change.where} past its middle.")
