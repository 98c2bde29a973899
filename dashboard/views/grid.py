"""The values of a release in memory: a grid of small numbers for each indicator.

At 14,000 districts, 33 indicators and 20 years nine million rows must fit into a worker beside
everything else. So a column is as narrow as its values allow, a text is a code, and a column
without any value is not there. Rows become objects only where somebody asks for them.
"""

from __future__ import annotations

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
READ = (*KEY, *_COUNTS, *_FLOATS, "target", *_TEXTS, "data_year")
STATE = ""
"""The key of the state among the districts' lea_ids."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of few values: `values[code - 1]`, code 0 for none."""

    codes: Codes
    values: tuple[Any, ...]

    def code_of(self, value: object) -> int:
        """The code of a value; -1, which no cell has, where the column never holds it."""
        return self.values.index(value) + 1 if value in self.values else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The cells of one indicator, districts down and years across; or the state's one line.

    present: whether there is a row at all. counts: shifted by one, 0 for null.
    """

    present: npt.NDArray[np.bool_]
    counts: Mapping[str, Codes | None] = field(repr=False)
    floats: Mapping[str, Floats | None] = field(repr=False)
    coded: Mapping[str, Coded] = field(repr=False)

    def row(self, line: int, place: int) -> dict[str, Any]:
        """A cell's row, its key left out."""
        row: dict[str, Any] = {}
        for name, counts in self.counts.items():
            count = 0 if counts is None else int(counts[line, place])
            row[name] = count - 1 if count else None
        for name, floats in self.floats.items():
            number = np.nan if floats is None else float(floats[line, place])
            row[name] = None if number != number else number
        for name, column in self.coded.items():
            code = int(column.codes[line, place])
            row[name] = column.values[code - 1] if code else None
        return row


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
        packed = [_Packed.of(part) for part in parts if part.num_rows]
        years = sorted({int(year) for part in packed for year in part.years})
        ids = sorted({lea_id for part in packed for lea_id in part.lea_ids} - {STATE})
        lines = {lea_id: line for line, lea_id in enumerate(ids)}
        return cls(
            districts={p.indicator: p.block(lines=lines, years=years) for p in packed},
            state={p.indicator: p.block(lines={STATE: 0}, years=years) for p in packed},
            lines=lines,
            years=tuple(years),
        )

    @property
    def lea_ids(self) -> frozenset[str]:
        """The districts that have a row of any indicator."""
        return frozenset(self.lines)

    def of_series(self, indicator: str, lea_id: str | None) -> list[dict[str, Any]]:
        """The rows of one indicator and district (None: the state), in the order of years."""
        block = (self.state if lea_id is None else self.districts).get(indicator)
        line = 0 if lea_id is None else self.lines.get(lea_id)
        if block is None or line is None:
            return []
        return [
            block.row(line, int(place))
            | {"indicator": indicator, "lea_id": lea_id or STATE, "school_year": self.years[place]}
            for place in np.flatnonzero(block.present[line])
        ]


@dataclass(frozen=True, slots=True)
class _Packed:
    """The rows of one indicator with narrow columns, not yet in their places."""

    indicator: str
    lea_codes: npt.NDArray[np.int64]
    lea_ids: Sequence[str]
    years: npt.NDArray[np.int64]
    counts: Mapping[str, Codes]
    floats: Mapping[str, Floats]
    coded: Mapping[str, Coded]

    @classmethod
    def of(cls, table: pa.Table) -> _Packed:
        lea = pc.fill_null(table["lea_id"], STATE).combine_chunks().dictionary_encode()
        years = table["school_year"].to_numpy().astype(np.int64)
        counts = {name: _counts(table[name]) for name in _COUNTS}
        floats = {name: _floats(table[name]) for name in _FLOATS}
        # A value that its counts give is worked out from them, exactly; only the others are kept.
        floats["value"] = np.where(counts["num"] > 0, np.nan, floats["value"])
        coded = {name: _coded(table[name]) for name in ("target", *_TEXTS, "data_year")}
        return cls(
            indicator=table["indicator"][0].as_py(),
            lea_codes=lea.indices.to_numpy(zero_copy_only=False).astype(np.int64),
            lea_ids=lea.dictionary.to_pylist(),
            years=years,
            counts=counts,
            floats=floats,
            coded=coded,
        )

    def block(self, *, lines: Mapping[str, int], years: Sequence[int]) -> Block:
        """The rows of the units that have a line, each in its place."""
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

        def numbers(column: Floats) -> Floats | None:
            return None if np.isnan(column[chosen]).all() else placed(column, np.nan, np.float64)

        return Block(
            present=placed(np.ones(len(line), dtype=bool), False, np.bool_),
            counts={name: narrow(column) for name, column in self.counts.items()},
            floats={name: numbers(column) for name, column in self.floats.items()},
            coded={
                name: Coded(placed(column.codes, 0, column.codes.dtype), column.values)
                for name, column in self.coded.items()
            },
        )


def _counts(column: pa.ChunkedArray) -> Codes:
    shifted = pc.fill_null(pc.add(column.cast(pa.int64()), 1), 0)
    return np.asarray(shifted.to_numpy(), dtype=np.uint64)


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.array(column.cast(pa.float64()).to_numpy(), dtype=np.float64)


def _coded(column: pa.ChunkedArray) -> Coded:
    encoded = column.combine_chunks().dictionary_encode()
    codes = pc.fill_null(pc.add(encoded.indices.cast(pa.int64()), 1), 0).to_numpy()
    values = tuple(encoded.dictionary.to_pylist())
    return Coded(codes.astype(np.min_scalar_type(len(values))), values)
