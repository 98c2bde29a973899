"""A unit's table as arrays of intervals: every count lies between `low` and `high`.

Axes are layer, year, place and column. Places are the LEAs, then what no listed LEA counts
(`UNLISTED`), then the state (`STATE`). Columns are everybody, then for each breakdown its groups
and, last of it, those of unknown group: what a published total holds beyond its published parts.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.audit.arrays import Bools, Ints, Kinds
from dashboard.audit.rows import BOTTOM, HIDDEN, TOP
from dashboard.audit.units import Unit

BIG = 1 << 36
"""No bound. Small enough that sums over a state's table do not overflow."""

UNLISTED, STATE = -2, -1


@dataclass(frozen=True)
class Breakdown:
    """The columns start .. stop - 1 are groups, `stop` is unknown group.

    `asked`, axes year and place: where rows of the breakdown are published at all, so that
    somebody may take the unknown group for empty.
    """

    name: str
    start: int
    stop: int
    asked: Bools

    @property
    def groups(self) -> slice:
        """The columns of the groups."""
        return slice(self.start, self.stop)

    @property
    def parts(self) -> slice:
        """The columns that add up to everybody."""
        return slice(self.start, self.stop + 1)


@dataclass(frozen=True)
class Words:
    """Coded rows: where they stand, and that num is under (or over) `part` / `whole` of den.

    All arrays have one value for each row; `least` and `most` are the denominators of its tier.
    """

    member: Ints
    at: tuple[Ints, Ints, Ints]
    top: Bools
    part: Ints
    whole: Ints
    least: Ints
    most: Ints

    def of(self, which: Bools | Ints) -> "Words":
        """Some of them, as of a grid of one year."""
        place, column = self.at[1][which], self.at[2][which]
        return Words(
            self.member[which],
            (np.zeros(len(place), np.int64), place, column),
            self.top[which],
            self.part[which],
            self.whole[which],
            self.least[which],
            self.most[which],
        )

    def allow(self, den: Ints) -> Ints:
        """Highest less lowest numerator that each word allows of a denominator."""
        return _width(den, self.part, self.whole, self.top)

    @cached_property
    def over_tier(self) -> Ints:
        """The least that each word allows over its tier."""
        terms = np.stack([self.part, self.whole, self.top, self.least, self.most])
        (part, whole, top, least, most), place = np.unique(terms, axis=1, return_inverse=True)
        # The widths grow with the denominator but for rounding: the first ones hold the least.
        some = np.minimum(least[:, None] + np.arange(2 * 100), most[:, None])
        widths = _width(some, part[:, None], whole[:, None], top[:, None] > 0)
        return np.asarray(widths.min(axis=1, initial=BIG)[place.ravel()])


def _width(den: Ints, part: Ints, whole: Ints, top: Bools) -> Ints:
    over = den - part * den // whole - 1
    under = (part * den - 1) // whole
    return np.where(top, over, np.minimum(under, den))


@dataclass(frozen=True)
class Boxes:
    """An interval for each count, all ends included; axes layer, year, place, column."""

    low: Ints
    high: Ints

    def copy(self) -> "Boxes":
        """The same intervals, to be narrowed apart."""
        return Boxes(self.low.copy("K"), self.high.copy("K"))


@dataclass(frozen=True)
class Grid:
    """A unit in the years that report all of its members.

    `kind`: what each row tells (`rows.py`), axes member, year, place, column. `boxes`: what the
    rows tell one by one, before anything is added up. `over`: years in which numerators may
    exceed denominators.
    """

    unit: Unit
    years: tuple[int, ...]
    breakdowns: tuple[Breakdown, ...]
    kind: Kinds
    boxes: Boxes
    words: Words
    over: Bools

    @property
    def hidden(self) -> Bools:
        """Rows that are suppressed without a word; axes member, year, place, column."""
        return np.asarray(self.kind == HIDDEN)

    @property
    def coded(self) -> Bools:
        """Rows that are suppressed with a word."""
        return np.asarray((self.kind == BOTTOM) | (self.kind == TOP))


def along_places(shape: tuple[int, ...], dtype: type[np.generic]) -> NDArray[Any]:
    """Zeros whose last axes are place and column, those of a column side by side in memory.

    There are many places and few columns: steps along places are the quickest.
    """
    *others, places, columns = shape
    return np.zeros((*others, columns, places), dtype).swapaxes(-1, -2)


def below_zero(unit: Unit) -> list[int]:
    """The layers that go below zero where numerators exceed denominators."""
    dens = {one.den for one in unit.members}
    return [
        n for n, layer in enumerate(unit.layers) if layer >> unit.rest & 1 and layer not in dens
    ]
