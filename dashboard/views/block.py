"""The cells of one indicator in memory: narrow columns, read as rows where somebody asks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.unsignedinteger[Any]]
Floats = npt.NDArray[np.float64]

KEY = ("indicator", "lea_id", "school_year")


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of few values: `values[code - 1]`, code 0 for none."""

    codes: Codes
    values: tuple[Any, ...]
    by_code: tuple[Any, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", (None, *self.values))

    def code_of(self, value: object) -> int:
        """The code of a value; -1, which no cell has, where the column never holds it."""
        return self.values.index(value) + 1 if value in self.values else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The cells of one indicator, districts down and years across; or the state's one line.

    years: of its columns, those of the release. present: whether there is a row at all. counts:
    shifted by one, 0 for null. few: the columns of few values together, under one code each
    combination of them that there is; names: of these columns, in its order.
    """

    years: tuple[int, ...]
    present: npt.NDArray[np.bool_]
    counts: Mapping[str, Codes | None] = field(repr=False)
    floats: Mapping[str, Floats | None] = field(repr=False)
    few: Coded = field(repr=False)
    names: tuple[str, ...]

    def of_year(self, name: str, place: int) -> Coded:
        """A column of few values in one year, down the districts; of no values if it is unknown."""
        if name not in self.names:
            return Coded(np.zeros(len(self.present), dtype=np.uint8), ())
        at = self.names.index(name)
        each = [combination[at] for combination in self.few.values]
        values = tuple(dict.fromkeys(value for value in each if value is not None))
        codes = [0, *(0 if value is None else values.index(value) + 1 for value in each)]
        kind = np.min_scalar_type(len(values))
        return Coded(np.array(codes, dtype=kind)[self.few.codes[:, place]], values)

    def row(self, line: int, place: int) -> dict[str, Any]:
        """The row of a cell that is present, its key left out."""
        row: dict[str, Any] = {}
        for name, counts in self.counts.items():
            count = 0 if counts is None else int(counts[line, place])
            row[name] = count - 1 if count else None
        for name, floats in self.floats.items():
            number = np.nan if floats is None else float(floats[line, place])
            row[name] = None if number != number else number
        few = self.few.by_code[int(self.few.codes[line, place])]
        return {**row, **dict(zip(self.names, few, strict=True))}

    def rows(
        self, line: int, *, indicator: str, lea_id: str, asked: Sequence[int] | None = None
    ) -> list[dict[str, Any]]:
        """The rows of a line, in the order of years, each with the key given and its year.

        asked: from the first to the last of these years; None for all.
        """
        span = slice(None)
        if asked:
            span = slice(bisect_left(self.years, asked[0]), bisect_right(self.years, asked[-1]))
        # A span costs a fraction of picking its places, and nearly always has them all.
        there = self.present[line, span]
        at: Any = span
        years: Sequence[int] = self.years[span]
        if b"\0" in there.tobytes():
            at = np.flatnonzero(there) + (span.start or 0)
            years = [self.years[place] for place in at]
        none = [None] * len(years)
        columns: list[Sequence[Any]] = [years]
        for counts in self.counts.values():
            found = none if counts is None else counts[line, at].tolist()
            columns.append([count - 1 if count else None for count in found])
        for floats in self.floats.values():
            numbers = none if floats is None else floats[line, at].tolist()
            columns.append([None if number != number else number for number in numbers])
        few = map(self.few.by_code.__getitem__, self.few.codes[line, at].tolist())
        names = (*KEY, *self.counts, *self.floats, *self.names)
        return [
            dict(zip(names, (indicator, lea_id, *row, *more), strict=True))
            for row, more in zip(zip(*columns, strict=True), few, strict=True)
        ]

    def widened(self, lines: int, years: tuple[int, ...]) -> Block:
        """The block with a line for each district and a column for each year of the release.

        Nearly always it has them all; a release may hold districts or years that an indicator
        knows nothing of.
        """
        if len(self.present) == lines and self.years == years:
            return self
        at = np.ix_(range(len(self.present)), [years.index(year) for year in self.years])

        def wide(cells: npt.NDArray[Any], empty: Any) -> npt.NDArray[Any]:
            grown = np.full((lines, len(years)), empty, dtype=cells.dtype)
            grown[at] = cells
            return grown

        return Block(
            years=years,
            present=wide(self.present, False),
            counts={n: None if c is None else wide(c, 0) for n, c in self.counts.items()},
            floats={n: None if c is None else wide(c, np.nan) for n, c in self.floats.items()},
            few=Coded(wide(self.few.codes, 0), self.few.values),
            names=self.names,
        )
