"""The public tables of one release, indexed for reading: all that a page is made of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.catalog import Catalog, Indicator, catalog_from_public
from dashboard.releases import Release

_KEY = ("indicator", "lea_id", "school_year")
_READ = (
    *_KEY,
    "num",
    "den",
    "value",
    "target",
    "status",
    "district_status",
    "ratio",
    "era",
    "data_year",
    "flags",
)


@dataclass(frozen=True, slots=True)
class ValueIndex:
    """The ALL rows of `indicator_value`, found by (indicator, lea_id) without a search.

    rows: sorted by indicator, lea_id, school_year; `spans` holds where each pair begins and how
    many rows it has. lea_id is "" for the STATE rows. Immutable, so threads share it freely.
    """

    rows: pa.Table = field(repr=False)
    spans: Mapping[tuple[str, str], tuple[int, int]] = field(repr=False)
    years: tuple[int, ...]

    @classmethod
    def of(cls, table: pa.Table) -> ValueIndex:
        """The index of a public `indicator_value` table; its group rows are left aside."""
        rows = table.filter(pc.equal(table["group_type"], "ALL")).select(_READ)
        lea = pc.fill_null(rows["lea_id"], "")
        rows = rows.set_column(rows.schema.get_field_index("lea_id"), "lea_id", lea)
        rows = rows.sort_by([(name, "ascending") for name in _KEY]).combine_chunks()
        years = tuple(sorted(pc.unique(rows["school_year"]).to_pylist()))
        return cls(rows=rows, spans=MappingProxyType(_spans(rows)), years=years)

    @property
    def lea_ids(self) -> frozenset[str]:
        """The districts that have a row of any indicator."""
        return frozenset(lea_id for _, lea_id in self.spans if lea_id)

    def of_series(self, indicator: str, lea_id: str | None) -> list[dict[str, Any]]:
        """The rows of one indicator and district (None: the state), in the order of years."""
        start, length = self.spans.get((indicator, lea_id or ""), (0, 0))
        return self.rows.slice(start, length).to_pylist() if length else []


def _spans(rows: pa.Table) -> dict[tuple[str, str], tuple[int, int]]:
    if not rows.num_rows:
        return {}
    codes = [rows[name].combine_chunks().dictionary_encode() for name in ("indicator", "lea_id")]
    change = np.zeros(rows.num_rows, dtype=bool)
    change[0] = True
    for column in codes:
        numbers = column.indices.to_numpy(zero_copy_only=False)
        change[1:] |= numbers[1:] != numbers[:-1]
    starts = np.flatnonzero(change)
    lengths = np.diff(np.append(starts, rows.num_rows))
    keys = zip(*(column.take(pa.array(starts)).to_pylist() for column in codes), strict=True)
    return {
        key: (int(start), int(length))
        for key, start, length in zip(keys, starts, lengths, strict=True)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One release as the pages see it: its catalogue, its values, its districts by name.

    root: the folder of releases it lies in; what stands beside the releases is found there.
    """

    id: str
    root: Path
    catalog: Catalog
    values: ValueIndex
    districts: Mapping[str, str]

    @property
    def years(self) -> tuple[int, ...]:
        """The school years of the release, ascending."""
        return self.values.years

    def series(self, indicator: Indicator, lea_id: str | None) -> list[dict[str, Any]]:
        """The public rows of an indicator for a district, or for the state (None)."""
        return self.values.of_series(indicator.id, lea_id)


def read_edition(release: Release) -> Edition:
    """The edition of an opened release; reads its public tables and nothing else.

    Raises BrokenRelease, or CatalogError for a catalogue that another program version wrote.
    """
    table = release.read_public(
        "indicator_value", columns=[*_READ, "group_type"], filters=[("group_type", "=", "ALL")]
    )
    values = ValueIndex.of(table)
    names = district_names(release.read_public("districts"), having=values.lea_ids)
    catalog = catalog_from_public(json.loads(release.document("catalog.json")))
    return Edition(
        id=release.id, root=release.path.parent, catalog=catalog, values=values, districts=names
    )


def district_names(table: pa.Table, *, having: Iterable[str]) -> Mapping[str, str]:
    """lea_id to its latest name, in the order of names, of the districts that have values.

    A name that two districts bear is followed by the id; a district without a name is its id.
    """
    latest = dict.fromkeys(having, "")
    columns = table.select(["school_year", "lea_id", "name"]).sort_by("school_year")
    for lea_id, name in zip(
        columns["lea_id"].to_pylist(), columns["name"].to_pylist(), strict=True
    ):
        if lea_id in latest:
            latest[lea_id] = name or latest[lea_id]
    bearers = Counter(latest.values())
    named = {
        lea_id: name if name and bearers[name] == 1 else f"{name} ({lea_id})".strip()
        for lea_id, name in latest.items()
    }
    return MappingProxyType(dict(sorted(named.items(), key=lambda item: item[1].casefold())))
