"""Which rows are rather hidden than others, and what has been judged of a sheet already."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dashboard.protection.layers import Layer, Quantity
from dashboard.protection.marks import Marks
from dashboard.protection.sheet import Bools, Ints
from dashboard.protection.told import Told

NEVER = np.int64(1) << 62
"""The cost of a row that cannot be hidden."""


@dataclass(frozen=True, eq=False)
class Preference:
    """Which rows to hide rather than others, all (K, U, C).

    `before`: hidden in the year before, or in an earlier release. `known`: published by an
    earlier release and not changed since. `fixed`: known, and so is that nothing of their table
    changed: hiding them would hide nothing (P4).
    """

    before: Bools
    known: Bools
    fixed: Bools


Family = tuple[tuple[int, ...], Quantity, str]
"""Sums side by side: those of some indicators' quantity, along groups of a type or UNITS."""


@dataclass(frozen=True, eq=False)
class Judged:
    """What has been judged already.

    `sums`: how each population was when it was found in order; `swaps`: how each of its breakdowns
    was when it was last looked at. `told`: what the sums of each family told when they were last
    looked at, and `stuck`, the places of those without remedy. `asked`: how often a unit's
    breakdown asked other units for help.
    """

    sums: dict[tuple[int, ...], bytes] = field(default_factory=dict)
    swaps: dict[tuple[tuple[int, ...], str], NDArray[np.int8]] = field(default_factory=dict)
    told: dict[Family, Told] = field(default_factory=dict)
    stuck: defaultdict[Family, set[int]] = field(default_factory=lambda: defaultdict(set))
    asked: Counter[tuple[Family, int]] = field(default_factory=Counter)

    def settled(self, family: Family, layer: Layer) -> bool:
        """Whether nothing is left to do for sums that stand in the layer as they did before."""
        told = self.told.get(family)
        if told is None or not self.stuck[family].issuperset(np.flatnonzero(told.bad).tolist()):
            return False
        return told.still_holds(layer)


def costs(marks: Marks, layer: Layer, prefer: Preference) -> Ints:
    """What hiding each row (U, C) costs; NEVER for rows that are hidden or not there."""
    members = list(layer.members)
    known = np.logical_or.reduce(prefer.known[members])
    fresh = ~np.logical_or.reduce(prefer.before[members])
    den = marks.sheet.den[members].max(axis=0)
    place = np.arange(den.size).reshape(den.shape)
    # A row whose other sum already has hidden parts closes a circle with them.
    alone = np.zeros_like(layer.untold)
    alone[:, 1:] = ~np.logical_or.reduce(layer.untold[1:, 1:])
    # Words are better than nothing: a coded row is hidden when no other is left.
    rank = layer.untold * 8 + known * 4 + fresh * 2 + alone
    cost = (rank.astype(np.int64) << 57) + (den << 20) + place
    fixed = np.logical_or.reduce(prefer.fixed[members])
    return np.where(layer.may_hide & ~fixed, cost, NEVER)
