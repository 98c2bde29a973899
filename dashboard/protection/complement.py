"""Complementary cells: what else is hidden so that no hidden number can be worked out (5.4).

Sum by sum, as long as some untold number is told too closely, the smallest row that is still shown
in that sum is hidden too. Sums are first judged by themselves, in closed form; then those of a
breakdown together, by what can be moved in them (`swaps`). It ends because every step hides
something; what no step can mend, the audit refuses to publish.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.catalog import Catalog, Protection
from dashboard.protection.closing import close
from dashboard.protection.joint import Moved, parts_told, rests_told, swaps_told
from dashboard.protection.layers import Layer, Quantity, again, layers
from dashboard.protection.marks import Marks, same_population
from dashboard.protection.remedies import hide, hide_more
from dashboard.protection.sheet import EVERYBODY, STATE, Bools, Ints
from dashboard.protection.told import (
    UNITS,
    Sums,
    Told,
    bounds,
    drop_refuted,
    joined,
    sums_named,
    tell_as_before,
    tell_too_much,
)

NEVER = np.int64(1) << 62
"""The cost of a row that cannot be hidden."""


MOST_ASKED = 3
"""How often a breakdown may ask other units for help before it is left to the audit."""


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


def complement(marks: Marks, catalog: Catalog, prefer: Preference) -> None:
    """Hide complementary rows until nothing untold is told too closely."""
    judged = Judged()
    mended = True
    while mended:
        close(marks, catalog)
        mended = (
            _mend_parts(marks, catalog)
            or _mend_sums(marks, catalog, prefer, judged)
            or _mend_swaps(marks, catalog, prefer, judged)
        )


def _as_it_is(marks: Marks, catalog: Catalog) -> dict[tuple[int, ...], bytes]:
    """How each population stands, to be compared and no more."""
    around = marks.zeros.tobytes() + b"".join(units.tobytes() for units in marks.filled.values())
    return {
        population: marks.hidden[list(population)].tobytes()
        + marks.coded[list(population)].tobytes()
        + around
        for population in same_population(marks.sheet, catalog)
    }


def _breakdowns_as_they_are(
    marks: Marks, catalog: Catalog
) -> dict[tuple[tuple[int, ...], str], NDArray[np.int8]]:
    """How each unit's breakdown of each population stands (U, …), to be compared and no more."""
    found = {}
    many = len(marks.sheet.units)
    zeros = np.broadcast_to(marks.zeros, (many, len(marks.zeros)))
    for population in same_population(marks.sheet, catalog):
        for kind, columns in marks.sheet.types.items():
            parts = [zeros, marks.filled[kind][:, None]]
            for k in population:
                for part in (marks.hidden[k], marks.coded[k]):
                    parts += [part[:, [EVERYBODY]], part[:, columns]]
            found[population, kind] = np.concatenate(parts, axis=1, dtype=np.int8)
    return found


def _mend_sums(marks: Marks, catalog: Catalog, prefer: Preference, judged: Judged) -> bool:
    """Rows hidden in every sum that tells too much; False when none does, or nothing helps."""
    now = _as_it_is(marks, catalog)
    fine = {one for one, how in now.items() if judged.sums.get(one) == how}
    unsound: set[tuple[int, ...]] = set()
    for layer in layers(marks, catalog, skip=fine):
        while _mend_layer(marks, catalog, prefer, judged, layer):
            unsound.add(layer.population)
            layer = again(layer, marks, catalog)
    judged.sums.update({one: now[one] for one in now.keys() - unsound})
    return bool(unsound)


def _mend_layer(
    marks: Marks, catalog: Catalog, prefer: Preference, judged: Judged, layer: Layer
) -> bool:
    """Rows hidden in every sum that tells too much; whether there was any to hide."""
    rule, sheet = catalog.profile.protection, marks.sheet
    places = [(layer.members, layer.quantity, name) for name in (*sheet.types, UNITS)]
    if all(judged.settled(place, layer) for place in places):
        return False
    small_high = drop_refuted(layer, sheet)
    mended = False
    for place in places:
        name, stuck = place[2], judged.stuck[place]
        if mended and name == UNITS:
            break  # groups of one type are not in the sums of another, but all are in these
        told = tell_as_before(name, layer, small_high, sheet, rule, judged.told.get(place))
        judged.told[place] = told
        bad = told.bad.copy()
        bad[list(stuck)] = False
        if not bad.any():
            continue
        at = np.flatnonzero(bad)
        sums = sums_named(name, layer, small_high, sheet, at)
        chosen, left = _choose(sums, at, layer, name, _costs(marks, layer, prefer), marks, rule)
        mended |= _hide_chosen(marks, layer, name, chosen)
        helpless = {one for one in left if not hide_more(marks, layer, name, one, prefer.fixed)}
        stuck |= helpless
        if len(helpless) < len(left):
            return True  # what was hidden changes the other sums of this quantity
    return mended


def _choose(
    now: Sums,
    at: Ints,
    layer: Layer,
    name: str,
    cost: Ints,
    marks: Marks,
    rule: Protection,
) -> tuple[list[tuple[int, int]], list[int]]:
    """The cheapest parts (sum, part) whose hiding mends each bad sum; and the sums without one.

    `at`: the places of the bad sums, as they are `now`.
    """
    then = bounds(layer.then(), name, marks.sheet, at)
    costs = joined(cost, name, marks.sheet, None, at)[:, :-1]
    chosen: list[tuple[int, int]] = []
    stuck: list[int] = []
    left = np.arange(len(at))
    while left.size:
        left = left[tell_too_much(now[left], layer.quantity, rule)]
        part = np.argmin(costs[left], axis=1) if costs.shape[1] else np.zeros(len(left), np.int64)
        can = costs[left, part] < NEVER if costs.shape[1] else np.zeros(len(left), np.bool_)
        stuck += at[left[~can]].tolist()
        left, part = left[can], part[can]
        chosen += zip(at[left].tolist(), part.tolist(), strict=True)
        costs[left, part] = NEVER
        now.untold[left, part] = True
        for key, value in then.items():
            getattr(now, key)[left, part] = value[left, part]
    return chosen, stuck


def _costs(marks: Marks, layer: Layer, prefer: Preference) -> Ints:
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


def _hide_chosen(marks: Marks, layer: Layer, name: str, chosen: list[tuple[int, int]]) -> bool:
    for at, part in chosen:
        cell = (part + 1, at) if name == UNITS else (at, marks.sheet.types[name].start + part)
        hide(marks, layer.members, *cell)
    return bool(chosen)


def _mend_parts(marks: Marks, catalog: Catalog) -> bool:
    """Disjoint parts that leave another one too little room: the smallest is hidden."""
    found = parts_told(marks, catalog) + rests_told(marks, catalog)
    for k, unit, column in found:
        hide(marks, (k,), unit, column)
    return bool(found)


def _mend_swaps(marks: Marks, catalog: Catalog, prefer: Preference, judged: Judged) -> bool:
    """More rows hidden in each unit whose breakdown is told by all its sums together."""
    if not marks.sheet.types:
        return False
    now = _breakdowns_as_they_are(marks, catalog)
    units = {one: _changed_units(how, judged.swaps.get(one)) for one, how in now.items()}
    judged.swaps.update(now)
    mended = False
    rough: dict[Any, Moved] = {}
    done = [
        population
        for population in same_population(marks.sheet, catalog)
        if not any(units[population, kind].size for kind in marks.sheet.types)
    ]
    for layer in layers(marks, catalog, skip=done):
        for kind in marks.sheet.types:
            some = units[layer.population, kind]
            if some.size:
                bad = swaps_told(marks, catalog, layer, kind, some, rough=rough)
                mended |= _mend_breakdown(marks, catalog, prefer, judged, layer, kind, bad)
    return mended


def _changed_units(now: NDArray[np.int8], before: NDArray[np.int8] | None) -> Ints:
    """The units that are to be looked at: what others hide only gives room."""
    if before is None or (now[STATE] != before[STATE]).any():
        return np.arange(len(now))
    return np.flatnonzero((now != before).any(axis=1))


def _mend_breakdown(
    marks: Marks,
    catalog: Catalog,
    prefer: Preference,
    judged: Judged,
    layer: Layer,
    kind: str,
    bad: Bools,
) -> bool:
    """One row after the other hidden in each unit in which some number has no room (`bad`)."""
    mended = False
    while bad.any():
        cost = _costs(marks, layer, prefer)
        helped = [
            unit
            for unit in np.flatnonzero(bad.any(axis=1)).tolist()
            if _give_room(marks, layer, kind, unit, bad[unit], cost, prefer, judged)
        ]
        if not helped:
            break
        mended = True
        layer = again(layer, marks, catalog)
        bad = swaps_told(marks, catalog, layer, kind, np.array(helped))
    return mended


def _give_room(
    marks: Marks,
    layer: Layer,
    kind: str,
    unit: int,
    bad: Bools,
    cost: Ints,
    prefer: Preference,
    judged: Judged,
) -> bool:
    """Hide the cheapest row of a unit's breakdown, or what else gives its numbers room."""
    columns = marks.sheet.types[kind]
    mine = cost[unit, columns]
    if int(mine.min()) < NEVER:
        hide(marks, layer.members, unit, columns.start + int(np.argmin(mine)))
        return True
    if hide_more(marks, layer, kind, unit, prefer.fixed):
        return True
    # The unit has nothing left: another one must have hidden parts in the same columns.
    who = ((layer.members, layer.quantity, kind), unit)
    if judged.asked[who] == MOST_ASKED:
        return False
    judged.asked[who] += 1
    place = int(np.flatnonzero(bad)[0])
    other = cost[1:, columns.start + place]
    also = layer.untold[1:, columns] & layer.untold[unit, columns]
    also[:, place] = False
    open_end = ~also.any(axis=1) & (other < NEVER)
    other = np.where(open_end, np.minimum(other + (NEVER >> 1), NEVER - 1), other)
    if int(other.min()) == NEVER:
        return False
    hide(marks, layer.members, int(np.argmin(other)) + 1, columns.start + place)
    return True
