"""What a hidden row takes along, so that no row beside it tells what it stood for."""

from collections.abc import Sequence

import numpy as np

from dashboard.catalog import Catalog
from dashboard.protection.marks import Marks, same_population, secret
from dashboard.protection.sheet import EVERYBODY, STATE, Bools

LEAS = slice(1, None)
"""The units but for the state."""


def close(marks: Marks, catalog: Catalog) -> None:
    """Hide what a hidden row takes along: in linked indicators, and in its own breakdown."""
    sheet = marks.sheet
    populations = same_population(sheet, catalog)
    before = -1
    while before != (now := int(marks.hidden.sum())):
        before = now
        for link in catalog.links:
            members = [p for p in map(sheet.place, link.indicators) if p is not None]
            if link.kind in ("overlap", "summary") and len(members) > 1:
                why = marks.hidden[members] & ~marks.by_parts[members]
                _hide_together(marks, members, np.logical_or.reduce(why))
            if link.kind == "summary" and len(members) > 1:
                # No child below age level: all of those hidden were at it, and stayed there.
                hidden = np.logical_or.reduce(marks.untold[members][:, :, EVERYBODY])
                marks.nobody[members] = (sheet.zero[members] >= 0) & hidden
        for name, kind in sheet.types.items():
            everybody = marks.hidden[:, :, EVERYBODY, None] & marks.there[:, :, kind]
            marks.hidden[:, :, kind] |= everybody
            coded = (marks.coded[:, :, EVERYBODY] != 0)[:, :, None]
            marks.hidden[:, :, kind] |= coded & marks.shown[:, :, kind]
            marks.filled[name][LEAS] |= np.logical_or.reduce(_closed(marks, LEAS))
            fill(marks, name, LEAS, populations)
        for population in populations:
            # A denominator that none of them tells is hidden in each.
            _hide_together(marks, list(population), secret(marks, population))
        marks.coded[marks.hidden] = 0


def _hide_together(marks: Marks, members: list[int], where: Bools) -> None:
    for place in members:
        marks.hidden[place] |= where & marks.there[place]
        marks.coded[place][marks.hidden[place]] = 0


def fill(marks: Marks, kind: str, units: slice, populations: Sequence[tuple[int, ...]]) -> None:
    """Let the groups of a type that have no members in a unit stand hidden among those that have.

    Nobody can tell then which of the state's groups there are (5.4, zeros). Nor do the rows tell
    that a hidden district has nobody: it has the same rows as any other. That is so only where no
    group of the unit is told by any indicator of the population: otherwise a row means members.
    `units` are LEAs.
    """
    columns = marks.sheet.types[kind]
    here = marks.there[:, units, columns]
    some = np.logical_or(here.any(axis=2), _closed(marks, units))
    may: Bools = np.logical_and(some, marks.filled[kind][units])
    for population in populations:
        may[list(population)] &= ~groups_told(marks, population, kind, units)
    empty = ~here & may[:, :, None] & marks.sheet.there[:, [STATE], columns]
    marks.there[:, units, columns] |= empty
    marks.hidden[:, units, columns] |= empty


def groups_told(
    marks: Marks, population: tuple[int, ...], kind: str, units: slice = slice(None)
) -> Bools:
    """The units (U,) of which an indicator of the population tells something of a group."""
    rows, columns = list(population), marks.sheet.types[kind]
    there, hidden = marks.there[:, units, columns], marks.hidden[:, units, columns]
    told: Bools = np.asarray((there[rows] & ~hidden[rows]).any(axis=(0, 2)))
    return told


def not_said_empty(marks: Marks) -> Bools:
    """LEAs (K, U) of which it is not told that they have no students."""
    told: Bools = (marks.sheet.zero >= 0) & (marks.zeros[:, None] | marks.nobody)
    return told


def _closed(marks: Marks, units: slice) -> Bools:
    """Of some LEAs (K, U), those of which not even the ALL row is shown."""
    closed: Bools = marks.hidden[:, units, EVERYBODY] | not_said_empty(marks)[:, units]
    return closed


def withhold_breakdown(marks: Marks, kind: str) -> None:
    """Show nothing of a group type, neither of the state nor of any unit; of ALL, of no LEA."""
    sheet = marks.sheet
    if kind == "ALL":
        marks.hidden[:, 1:, EVERYBODY] |= marks.there[:, 1:, EVERYBODY]
        marks.zeros[:] = True
    elif kind in sheet.types:
        columns = sheet.types[kind]
        marks.hidden[:, :, columns] |= marks.there[:, :, columns]
        marks.filled[kind][LEAS] = True
        fill(marks, kind, LEAS, [(k,) for k in range(len(sheet.indicators))])
    marks.coded[marks.hidden] = 0
