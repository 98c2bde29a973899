"""The rows of races, disabilities and sexes: far too many to hold, so read when asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.releases import Release
from dashboard.views.bounds import Bounds
from dashboard.views.packed import READ, STATE

_MOST_HELD = 32
_Table = tuple[pa.Table, dict[str, tuple[int, int]]]


class GroupRows:
    """The public group rows of a release, an indicator and year at a time.

    The last few asked for stay as tables: everybody asks for the latest year.
    """

    def __init__(self, release: Release, bounds: Bounds) -> None:
        self._release, self._bounds = release, bounds
        self._held: OrderedDict[tuple[str, int], _Table] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, indicator: str, lea_id: str | None, *, year: int) -> list[dict[str, Any]]:
        """The rows of a district (None: the state), in the order of the release.

        Raises BrokenRelease when the release has been damaged since it was opened.
        """
        table, spans = self._table(indicator, year)
        start, length = spans.get(lea_id or STATE, (0, 0))
        rows: list[dict[str, Any]] = table.slice(start, length).to_pylist() if length else []
        return rows

    def _table(self, indicator: str, year: int) -> _Table:
        key = (indicator, year)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        table = self._read(indicator, year)
        with self._lock:
            self._held[key] = table
            while len(self._held) > _MOST_HELD:
                self._held.popitem(last=False)
        return table

    def _read(self, indicator: str, year: int) -> _Table:
        rows = self._release.read_public(
            "indicator_value",
            columns=[*READ, "level", "group_type", "group"],
            filters=[
                ("indicator", "=", indicator),
                ("school_year", "=", year),
                ("group_type", "!=", "ALL"),
            ],
        )
        rows = self._bounds.beside(rows)
        lea_ids = pc.fill_null(rows["lea_id"], STATE)
        rows = rows.set_column(rows.schema.get_field_index("lea_id"), "lea_id", lea_ids)
        # Stable: within a district the groups keep the order of the release.
        rows = rows.take(pc.sort_indices(rows["lea_id"])).combine_chunks()
        runs = pc.run_end_encode(rows["lea_id"].combine_chunks()) if rows.num_rows else None
        if runs is None:
            return rows, {}
        ends = runs.run_ends.to_pylist()
        starts = [0, *ends[:-1]]
        return rows, {
            name: (start, end - start)
            for name, start, end in zip(runs.values.to_pylist(), starts, ends, strict=True)
        }
