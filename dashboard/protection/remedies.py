"""How rows are hidden, and what is left to hide where a sum has no row any more that could be."""

import numpy as np

from dashboard.protection.closing import fill, groups_told
from dashboard.protection.layers import Layer
from dashboard.protection.marks import Marks
from dashboard.protection.sheet import EVERYBODY, STATE, Bools
from dashboard.protection.told import UNITS


def hide(marks: Marks, members: tuple[int, ...], unit: int, column: int) -> None:
    """Hide a row in some indicators."""
    for k in members:
        marks.hidden[k, unit, column] |= marks.there[k, unit, column]
        marks.coded[k, unit, column] = 0


def hide_more(marks: Marks, layer: Layer, name: str, at: int, fixed: Bools) -> bool:
    """All rows of a sum are hidden and still tell too much: hide what lies about them.

    `fixed`: rows (K, U, C) that everybody knows from an earlier release (P4): to hide them hides
    nothing, and tells that somebody is to be hidden.
    """
    members = list(layer.members)
    may = layer.may_hide & ~np.logical_or.reduce(fixed[members])
    if name != UNITS:
        known = np.logical_or.reduce(fixed[list(layer.population)])
        return at != STATE and (
            _hide_people(marks, layer, name, at, known)
            or _hide_who_is_there(marks, layer, name, at, known)
            or _hide_total(marks, layer, at, may)
        )
    if at != EVERYBODY:
        if not may[STATE, at]:
            return False
        hide(marks, layer.members, STATE, at)
        return True
    if marks.zeros[members].all() or not (marks.sheet.zero[members] >= 0).any():
        return False
    marks.zeros[members] = True
    return True


def _hide_people(marks: Marks, layer: Layer, kind: str, unit: int, known: Bools) -> bool:
    """Hide the denominators too where a linked indicator tells them: more is open then."""
    columns = marks.sheet.types[kind]
    some = layer.untold[unit, columns] & ~known[unit, columns]
    untold = np.flatnonzero(some) + columns.start
    population = list(layer.population)
    told = untold[marks.shown[population][:, unit, untold].any(axis=0)]
    for column in told.tolist():
        hide(marks, layer.population, unit, column)
    return bool(told.size)


def _hide_total(marks: Marks, layer: Layer, unit: int, may: Bools) -> bool:
    """The last resort of a breakdown: not even its total is told (5.4)."""
    if not may[unit, EVERYBODY]:
        return False
    hide(marks, layer.members, unit, EVERYBODY)
    return True


def _hide_who_is_there(marks: Marks, layer: Layer, kind: str, unit: int, known: Bools) -> bool:
    """Show no group of the unit, and not which of them there are."""
    columns = marks.sheet.types[kind]
    if groups_told(marks, layer.population, kind, slice(unit, unit + 1)).any():
        if known[unit, columns].any():
            return False
        for column in range(columns.start, columns.stop):
            hide(marks, layer.population, unit, column)
    elif marks.filled[kind][unit]:
        return False
    marks.filled[kind][unit] = True
    fill(marks, kind, slice(unit, unit + 1), [layer.population])
    return True
