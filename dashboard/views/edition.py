"""The public tables of one release, indexed for reading: all that a page is made of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from dashboard.catalog import Catalog, Indicator, catalog_from_public
from dashboard.releases import Release
from dashboard.views.bounds import Bounds
from dashboard.views.collected import CollectionNote
from dashboard.views.grid import ValueIndex
from dashboard.views.groups import GroupRows
from dashboard.views.keep import Keep
from dashboard.views.packed import READ

# What the usual pages of a state's indicators need, and room for as much of unusual years.
_MOST = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One release as the pages see it: its catalogue, its values, its districts by name.

    created: when the release was made (UTC, ISO 8601).
    groups: the rows of races, disabilities and sexes, read from the release when asked for.
    collection: how far the collection was that some of the values come from.
    root: the folder of releases it lies in; what stands beside the releases is found there.
    kept: what answers have in common whoever asks, once made (`common_of`).
    by_id: the indicators of the catalogue.
    """

    id: str
    created: str
    root: Path
    catalog: Catalog
    values: ValueIndex
    districts: Mapping[str, str]
    groups: GroupRows
    collection: CollectionNote = field(default_factory=CollectionNote)
    kept: Keep = field(init=False, default_factory=lambda: Keep(_MOST), compare=False, repr=False)
    by_id: Mapping[str, Indicator] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        found = {indicator.id: indicator for indicator in self.catalog.indicators}
        object.__setattr__(self, "by_id", MappingProxyType(found))

    @property
    def years(self) -> tuple[int, ...]:
        """The school years of the release, ascending."""
        return self.values.years

    def series(
        self, indicator: Indicator, lea_id: str | None, *, years: Sequence[int] | None = None
    ) -> list[dict[str, Any]]:
        """The public rows of an indicator for a district, or for the state (None).

        years: from the first to the last of them; None for all there are.
        """
        return self.values.of_series(indicator.id, lea_id, years=years)


def read_edition(release: Release, *, only: str | None = None) -> Edition:
    """The edition of an opened release; reads its public tables and nothing else.

    only: an indicator, where the values of no other are wanted; the districts are then all that
    are listed, with values or without. Raises BrokenRelease, or CatalogError for a catalogue that
    another program version wrote.
    """
    catalog = catalog_from_public(json.loads(release.document("catalog.json")))
    bounds = Bounds.of(release)
    values = ValueIndex.of_parts(
        bounds.beside(
            release.read_public(
                "indicator_value",
                columns=[*READ, "level", "group_type", "group"],
                filters=[("indicator", "=", indicator.id), ("group_type", "=", "ALL")],
            )
        )
        for indicator in catalog.indicators
        if only in (None, indicator.id)
    )
    districts = release.read_public("districts")
    listed = values.lea_ids if only is None else districts["lea_id"].unique().to_pylist()
    names = district_names(districts, having=listed)
    return Edition(
        id=release.id,
        created=release.manifest.created,
        root=release.path.parent,
        catalog=catalog,
        values=values,
        districts=names,
        groups=GroupRows(release, bounds),
        collection=CollectionNote.of(release),
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
