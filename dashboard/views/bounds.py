"""The bounds of coded rows (A39): a row that says "under 5 %" has its 5 in a table of its own."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.releases import Release

KEY = ("indicator", "school_year", "level", "lea_id", "group_type", "group")
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a release, by the key of their rows; none where it was published without."""

    keys: pa.Array
    values: pa.Array

    @classmethod
    def of(cls, release: Release) -> Bounds:
        """The bounds that a release publishes; raises BrokenRelease when they are damaged."""
        if not release.has_public("coded"):
            return cls(pa.array([], pa.string()), pa.array([], pa.float64()))
        table = release.read_public("coded")
        return cls(_keys(table), table["bound"].combine_chunks())

    def beside(self, rows: pa.Table) -> pa.Table:
        """The rows of a public indicator_value table with a column `bound`, in percent or null."""
        if not len(self.keys):
            return rows.append_column("bound", pa.nulls(rows.num_rows, pa.float64()))
        at = pc.index_in(_keys(rows), value_set=self.keys)
        return rows.append_column("bound", self.values.take(at))


def _keys(table: pa.Table) -> pa.Array:
    parts = [pc.fill_null(table[name].cast(pa.string()), "") for name in KEY]
    joined = pc.binary_join_element_wise(*parts, _BETWEEN)
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined
