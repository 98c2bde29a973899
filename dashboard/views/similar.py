"""Districts of similar size, from what is public of their size."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from dashboard.views.block import Block
from dashboard.views.edition import Edition
from dashboard.views.grid import ValueIndex
from dashboard.views.words import SHOWN

MOST_SIMILAR = 10
# Nobody is similar to a district more than so many times larger or smaller.
WITHIN = 2
LEAST_FOR_A_MIDDLE = 5


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
    year, sizes = _sizes(edition.values, catalog.size_indicators)
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


_Sizes = tuple[int | None, Mapping[str, int]]
# The same for everybody who asks, and whole columns to read: kept as long as the values are.
_kept: WeakKeyDictionary[ValueIndex, dict[tuple[str, ...], _Sizes]] = WeakKeyDictionary()


def _sizes(values: ValueIndex, indicators: tuple[str, ...]) -> _Sizes:
    """The latest year with sizes, and each district's: the first denominator that is public."""
    kept = _kept.setdefault(values, {})
    if indicators not in kept:
        kept[indicators] = _read(values, indicators)
    return kept[indicators]


def _read(values: ValueIndex, indicators: tuple[str, ...]) -> _Sizes:
    for place in reversed(range(len(values.years))):
        sizes: dict[str, int] = {}
        for name in indicators:
            block = values.districts.get(name)
            found = _public_dens(block, place) if block is not None else None
            if found is None:
                continue
            for lea_id, line in values.lines.items():
                if found[line] > 0:
                    sizes.setdefault(lea_id, int(found[line]))
        if sizes:
            return values.years[place], sizes
    return None, {}


def _public_dens(block: Block, place: int) -> npt.NDArray[np.int64] | None:
    """The denominators of one year that their rows show and that are of this year; else 0."""
    counts, column = block.counts["den"], block.of_year("status", place)
    if counts is None:
        return None
    public = [column.code_of(status) for status in SHOWN if status != "CARRIED"]
    shown = block.present[:, place] & np.isin(column.codes, public)
    return np.where(shown, counts[:, place].astype(np.int64) - 1, 0)
