"""From a table of the release to narrow columns, and from these to a block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.views.block import KEY, Block, Coded, Codes, Floats

_COUNTS = ("num", "den")
_FLOATS = ("value", "ratio")
_TEXTS = ("status", "district_status", "era", "flags")
_FEW = ("target", *_TEXTS, "data_year", "bound")
"""Columns of few values; a table has bounds where `Bounds.beside` put them."""
READ = (*KEY, *_COUNTS, *_FLOATS, "target", *_TEXTS, "data_year")
STATE = ""
"""The key of the state among the districts' lea_ids."""
_MOST_KEYS = 1 << 62


@dataclass(frozen=True, slots=True)
class Packed:
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
    def of(cls, table: pa.Table) -> Packed:
        """The rows of a table of one indicator."""
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
