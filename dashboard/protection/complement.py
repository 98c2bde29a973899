"""Complementary cells: what else is hidden so that no hidden number can be worked out (5.4).

Sum by sum, as long as some untold number is told too closely, the smallest row that is still shown
in that sum is hidden too. Sums are first judged by themselves, in closed form; then those of a
breakdown together, by what can be moved in them (`breakdowns`). It ends because every step hides
something; what no step can mend, the audit refuses to publish.
"""

import numpy as np

from dashboard.catalog import Catalog, Protection
from dashboard.protection.breakdowns import mend_breakdowns
from dashboard.protection.closing import close
from dashboard.protection.joint import parts_told, rests_told
from dashboard.protection.judged import NEVER, Judged, Preference, costs
from dashboard.protection.layers import Layer, again, layers
from dashboard.protection.marks import Marks, same_population
from dashboard.protection.remedies import hide, hide_more
from dashboard.protection.sheet import Ints
from dashboard.protection.told import (
    UNITS,
    Sums,
    bounds,
    drop_refuted,
    joined,
    sums_named,
    tell_as_before,
    tell_too_much,
)


def complement(marks: Marks, catalog: Catalog, prefer: Preference) -> None:
    """Hide complementary rows until nothing untold is told too closely."""
    judged = Judged()
    mended = True
    while mended:
        close(marks, catalog)
        mended = (
            _mend_parts(marks, catalog)
            or _mend_sums(marks, catalog, prefer, judged)
            or mend_breakdowns(marks, catalog, prefer, judged)
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
        chosen, left = _choose(sums, at, layer, name, costs(marks, layer, prefer), marks, rule)
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
    prices = joined(cost, name, marks.sheet, None, at)[:, :-1]
    chosen: list[tuple[int, int]] = []
    stuck: list[int] = []
    left = np.arange(len(at))
    while left.size:
        left = left[tell_too_much(now[left], layer.quantity, rule)]
        part = np.argmin(prices[left], axis=1) if prices.shape[1] else np.zeros(len(left), np.int64)
        can = prices[left, part] < NEVER if prices.shape[1] else np.zeros(len(left), np.bool_)
        stuck += at[left[~can]].tolist()
        left, part = left[can], part[can]
        chosen += zip(at[left].tolist(), part.tolist(), strict=True)
        prices[left, part] = NEVER
        now.untold[left, part] = True
        for key, value in then.items():
            getattr(now, key)[left, part] = value[left, part]
    return chosen, stuck


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
