"""How rows are hidden, and what is left to hide where a sum has no row any more that could be."""

import numpy as np

from dashboard.protection.closing import fill, groups_told
from dashboard.protection.layers import Layer
from dashboard.protection.marks import Marks
from dashboard.protection.sheet import EVERYBODY, STATE
from dashboard.protection.told import UNITS


def hide(marks: Marks, members: tuple[int, ...], unit: int, column: int) -> None:
    """Hide a row in some indicators."""
    for k in members:
        marks.hidden[k, unit, column] |= marks.there[k, unit, column]
        marks.coded[k, unit, column] = 0


def hide_more(marks: Marks, layer: Layer, name: str, at: int) -> bool:
    """All rows of a sum are hidden and still tell too much: hide what lies about them."""
    members = list(layer.members)
    if name != UNITS:
        return at != STATE and (
            _hide_people(marks, layer, name, at)
            or _hide_who_is_there(marks, layer, name, at)
            or _hide_total(marks, layer, at)
        )
    if at != EVERYBODY:
        if not layer.may_hide[STATE, at]:
            return False
        hide(marks, layer.members, STATE, at)
        return True
    if marks.zeros[members].all() or not (marks.sheet.zero[members] >= 0).any():
        return False
    marks.zeros[members] = True
    return True


def _hide_people(marks: Marks, layer: Layer, kind: str, unit: int) -> bool:
    """Hide the denominators too where a linked indicator tells them: more is open then."""
    columns = marks.sheet.types[kind]
    untold = np.flatnonzero(layer.untold[unit, columns]) + columns.start
    population = list(layer.population)
    told = untold[marks.shown[population][:, unit, untold].any(axis=0)]
    for column in told.tolist():
        hide(marks, layer.population, unit, column)
    return bool(told.size)


def _hide_total(marks: Marks, layer: Layer, unit: int) -> bool:
    """The last resort of a breakdown: not even its total is told (5.4)."""
    if not layer.may_hide[unit, EVERYBODY]:
        return False
    hide(marks, layer.members, unit, EVERYBODY)
    return True


def _hide_who_is_there(marks: Marks, layer: Layer, kind: str, unit: int) -> bool:
    """Show no group of the unit, and not which of them there are."""
    if groups_told(marks, layer.population, kind, slice(unit, unit + 1)).any():
        columns = marks.sheet.types[kind]
        for column in range(columns.start, columns.stop):
            hide(marks, layer.population, unit, column)
    elif marks.filled[kind][unit]:
        return False
    marks.filled[kind][unit] = True
    fill(marks, kind, slice(unit, unit + 1), [layer.population])
    return True
