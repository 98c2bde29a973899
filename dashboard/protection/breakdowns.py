"""Breakdowns that all their sums together tell: more of their rows are hidden (5.4)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.catalog import Catalog
from dashboard.protection.joint import Moved, swaps_told
from dashboard.protection.judged import NEVER, Judged, Preference, costs
from dashboard.protection.layers import Layer, again, layers
from dashboard.protection.marks import Marks, same_population
from dashboard.protection.remedies import hide, hide_more
from dashboard.protection.sheet import EVERYBODY, STATE, Bools, Ints

MOST_ASKED = 3
"""How often a breakdown may ask other units for help before it is left to the audit."""


def mend_breakdowns(marks: Marks, catalog: Catalog, prefer: Preference, judged: Judged) -> bool:
    """More rows hidden in each unit whose breakdown is told by all its sums together."""
    if not marks.sheet.types:
        return False
    now = _as_they_are(marks, catalog)
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


def _as_they_are(
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
        cost = costs(marks, layer, prefer)
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
