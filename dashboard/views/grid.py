"""The values of a release in memory: a grid of small numbers for each indicator.

At 14,000 districts, 33 indicators and 20 years nine million rows must fit into a worker beside
everything else. So a column is as narrow as its values allow, a text is a code, and a column
without any value is not there. Rows become objects only where somebody asks for them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Codes = npt.NDArray[np.unsignedinteger[Any]]
Floats = npt.NDArray[np.float64]

KEY = ("indicator", "lea_id", "school_year")
_COUNTS = ("num", "den")
_FLOATS = ("value", "ratio")
_TEXTS = ("status", "district_status", "era", "flags")
_FEW = ("target", *_TEXTS, "data_year", "bound")
"""Columns of few values; a table has bounds where `Bounds.beside` put them."""
READ = (*KEY, *_COUNTS, *_FLOATS, "target", *_TEXTS, "data_year")
_MOST_KEYS = 1 << 62
STATE = ""
"""The key of the state among the districts' lea_ids."""


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


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class ValueIndex:
    """The ALL rows of `indicator_value`, found by (indicator, lea_id) without a search.

    blocks: of the districts and of the state, by indicator. lines: of each lea_id in its blocks.
    Immutable, so threads share it freely.
    """

    districts: Mapping[str, Block] = field(repr=False)
    state: Mapping[str, Block] = field(repr=False)
    lines: Mapping[str, int] = field(repr=False)
    years: tuple[int, ...]

    @classmethod
    def of(cls, table: pa.Table) -> ValueIndex:
        """The index of a public `indicator_value` table; its group rows are left aside."""
        rows = table.filter(pc.equal(table["group_type"], "ALL"))
        names = pc.unique(rows["indicator"]).to_pylist()
        return cls.of_parts(rows.filter(pc.equal(rows["indicator"], name)) for name in names)

    @classmethod
    def of_parts(cls, parts: Iterable[pa.Table]) -> ValueIndex:
        """The index of tables of one indicator each, read one after the other."""
        lines: dict[str, int] = {}
        years: set[int] = set()
        districts, state = {}, {}
        for part in parts:
            if not part.num_rows:
                continue
            packed = _Packed.of(part)
            for lea_id in packed.lea_ids:
                if lea_id != STATE:
                    lines.setdefault(lea_id, len(lines))
            districts[packed.indicator] = packed.block(lines)
            state[packed.indicator] = packed.block({STATE: 0})
            years.update(districts[packed.indicator].years)
        pa.default_memory_pool().release_unused()
        span = tuple(sorted(years))
        return cls(
            districts={n: block.widened(len(lines), span) for n, block in districts.items()},
            state={name: block.widened(1, span) for name, block in state.items()},
            lines=lines,
            years=span,
        )

    @property
    def lea_ids(self) -> frozenset[str]:
        """The districts that have a row of any indicator."""
        return frozenset(self.lines)

    def of_series(
        self, indicator: str, lea_id: str | None, *, years: Sequence[int] | None = None
    ) -> list[dict[str, Any]]:
        """The rows of one indicator and district (None: the state), in the order of years.

        years: from the first to the last of them; None for all there are.
        """
        block = (self.state if lea_id is None else self.districts).get(indicator)
        line = 0 if lea_id is None else self.lines.get(lea_id)
        if block is None or line is None:
            return []
        return block.rows(line, indicator=indicator, lea_id=lea_id or STATE, asked=years)


@dataclass(frozen=True, slots=True)
class _Packed:
    """The rows of one indicator with narrow columns, not yet in their places."""

    indicator: str
    lea_codes: npt.NDArray[np.int32]
    lea_ids: Sequence[str]
    years: npt.NDArray[np.int16]
    counts: Mapping[str, Codes]
    floats: Mapping[str, Floats | None]
    few: Coded
    names: tuple[str, ...]

    @classmethod
    def of(cls, table: pa.Table) -> _Packed:
        lea = pc.fill_null(table["lea_id"], STATE).combine_chunks().dictionary_encode()
        years = table["school_year"].to_numpy().astype(np.int16)
        counts = {name: _counts(table[name]) for name in _COUNTS}
        floats = {name: _floats(table[name]) for name in _FLOATS}
        # A value that its counts give is worked out from them, exactly; only the others are kept.
        if floats["value"] is not None:
            floats["value"] = _known(np.where(counts["num"] > 0, np.nan, floats["value"]))
        names = tuple(name for name in _FEW if name in table.column_names)
        return cls(
            indicator=table["indicator"][0].as_py(),
            lea_codes=lea.indices.to_numpy(zero_copy_only=False).astype(np.int32),
            lea_ids=lea.dictionary.to_pylist(),
            years=years,
            counts=counts,
            floats=floats,
            few=_together([_coded(table[name]) for name in names]),
            names=names,
        )

    def block(self, lines: Mapping[str, int]) -> Block:
        """The rows of the units that have a line, each in its place."""
        years = np.unique(self.years)
        of_code = np.array([lines.get(lea_id, -1) for lea_id in self.lea_ids], dtype=np.int64)
        line = of_code[self.lea_codes]
        chosen = np.flatnonzero(line >= 0)
        at = (line[chosen], np.searchsorted(years, self.years[chosen]))
        shape = (len(lines), len(years))

        def placed(column: npt.NDArray[Any], empty: Any, kind: Any) -> npt.NDArray[Any]:
            cells = np.full(shape, empty, dtype=kind)
            cells[at] = column[chosen]
            return cells

        def narrow(column: npt.NDArray[Any]) -> Codes | None:
            most = int(column[chosen].max(initial=0))
            return placed(column, 0, np.min_scalar_type(most)) if most else None

        def numbers(column: Floats | None) -> Floats | None:
            if column is None or np.isnan(column[chosen]).all():
                return None
            return placed(column, np.nan, np.float64)

        return Block(
            years=tuple(int(year) for year in years),
            present=placed(np.ones(len(line), dtype=bool), False, np.bool_),
            counts={name: narrow(column) for name, column in self.counts.items()},
            floats={name: numbers(column) for name, column in self.floats.items()},
            few=Coded(placed(self.few.codes, 0, self.few.codes.dtype), self.few.values),
            names=self.names,
        )


def _counts(column: pa.ChunkedArray) -> Codes:
    shifted = pc.fill_null(pc.add(column.cast(pa.int64()), 1), 0).to_numpy()
    return np.asarray(shifted, dtype=np.min_scalar_type(int(shifted.max(initial=0))))


def _floats(column: pa.ChunkedArray) -> Floats | None:
    return _known(np.array(column.cast(pa.float64()).to_numpy(), dtype=np.float64))


def _known(numbers: Floats) -> Floats | None:
    """The numbers; None where there is not one."""
    return None if np.isnan(numbers).all() else numbers


def _coded(column: pa.ChunkedArray) -> Coded:
    encoded = column.combine_chunks().dictionary_encode()
    codes = pc.fill_null(pc.add(encoded.indices.cast(pa.int64()), 1), 0).to_numpy()
    values = tuple(encoded.dictionary.to_pylist())
    return Coded(codes.astype(np.min_scalar_type(len(values))), values)


def _together(columns: Sequence[Coded]) -> Coded:
    """Several columns as one: each combination of their values that there is has a code."""
    keys = np.zeros(len(columns[0].codes), dtype=np.int64)
    most = 1
    for column in columns:
        size = len(column.values) + 1
        if most * size > _MOST_KEYS:  # put the keys close together, or they would run over
            known, keys = np.unique(keys, return_inverse=True)
            most = len(known)
        keys, most = keys * size + column.codes, most * size
    _, first, places = np.unique(keys, return_index=True, return_inverse=True)
    values = (map(column.by_code.__getitem__, column.codes[first].tolist()) for column in columns)
    return Coded(
        (places + 1).astype(np.min_scalar_type(len(first))), tuple(zip(*values, strict=True))
    )
