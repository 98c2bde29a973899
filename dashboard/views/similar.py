"""Districts of similar size, from what is public of their size."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from dashboard.catalog import Catalog
from dashboard.views.edition import Edition, ValueIndex
from dashboard.views.words import SHOWN

MOST_SIMILAR = 10
# Nobody is similar to a district more than so many times larger or smaller.
WITHIN = 2
LEAST_FOR_A_MIDDLE = 5
_READ = ("school_year", "lea_id", "status", "den")


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor:
    """A district of similar size; `size` is the public count that places it."""

    lea_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """The districts nearest in size to one, nearest first.

    size: its own, None where it is protected or not reported: then it is placed nowhere.
    indicator: the title of what the size is the denominator of; "" where the catalogue names none.
    """

    size: int | None
    unit: str
    indicator: str
    year: int | None
    neighbors: tuple[Neighbor, ...]


def similar_to(lea_id: str, *, edition: Edition, most: int = MOST_SIMILAR) -> Similar:
    """The districts of similar size: half to twice its own, the nearest first.

    Nearest is by ratio, so that 100 is as far from 50 as from 200; of equals, in the order of
    names.
    """
    catalog = edition.catalog
    measured = catalog.get(catalog.size_indicators[0]) if catalog.size_indicators else None
    year, sizes = _sizes(_Held(edition.values, catalog, tuple(edition.districts)))
    size = sizes.get(lea_id)
    found: tuple[Neighbor, ...] = ()
    if size is not None:
        others = [
            (abs(math.log(other / size)), place, name, id, other)
            for place, (id, name) in enumerate(edition.districts.items())
            if id != lea_id
            and (other := sizes.get(id)) is not None
            and size <= WITHIN * other
            and other <= WITHIN * size
        ]
        found = tuple(
            Neighbor(lea_id=id, name=name, size=other)
            for _, _, name, id, other in sorted(others)[:most]
        )
    return Similar(
        size=size,
        unit=measured.unit if measured else "",
        indicator=measured.title if measured else "",
        year=year,
        neighbors=found,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """An edition's values and catalogue as a key: the same objects, which never change."""

    values: ValueIndex
    catalog: Catalog
    lea_ids: tuple[str, ...]

    def __hash__(self) -> int:
        return hash((id(self.values), id(self.catalog)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Held)
            and other.values is self.values
            and other.catalog is self.catalog
        )


@lru_cache(maxsize=4)
def _sizes(held: _Held) -> tuple[int | None, Mapping[str, int]]:
    """The latest year with sizes, and each district's: the first denominator that is public."""
    values = held.values
    found: list[tuple[int, str, int]] = []
    for name in held.catalog.size_indicators:
        ends = [
            start + length - 1
            for lea_id in held.lea_ids
            for start, length in [values.spans.get((name, lea_id), (0, 0))]
            if length
        ]
        last = values.rows.take(pa.array(ends, pa.int64())).select(_READ)
        found += [
            (row["school_year"], row["lea_id"], row["den"])
            for row in last.to_pylist()
            if row["status"] in SHOWN and row["status"] != "CARRIED" and row["den"]
        ]
    if not found:
        return None, {}
    year = max(found)[0]
    sizes: dict[str, int] = {}
    for in_year, lea_id, den in found:
        if in_year == year:
            sizes.setdefault(lea_id, den)
    return year, sizes
