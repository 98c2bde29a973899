"""A sheet laid out as a grid: its rows put where the sums meet them."""

import numpy as np

from dashboard.audit.arrays import Bools, Ints, Kinds
from dashboard.audit.grid import STATE, Breakdown, Grid, along_places
from dashboard.audit.rows import ABSENT, EVERYBODY, OPEN
from dashboard.audit.sheets import Sheet
from dashboard.audit.told import boxes, words
from dashboard.catalog import Protection


def laid(sheet: Sheet, rule: Protection, *, over: bool = False) -> Grid:
    """The grid of a sheet: of one year. `over`: numerators may exceed denominators, flag or not."""
    leas = np.unique(sheet.lea[sheet.lea >= 0])
    columns, spans = _columns(sheet)
    size = (len(sheet.unit.members), 1, len(leas) + 2, int(spans[-1][2] + 1 if spans else 1))
    at = (
        sheet.member,
        np.zeros(len(sheet.lea), np.int64),
        np.where(sheet.lea < 0, size[2] + STATE, np.searchsorted(leas, sheet.lea)),
        columns[sheet.column],
    )
    kind = along_places(size, np.int8)
    kind[...] = ABSENT
    kind[at] = sheet.kind
    row_at = np.full_like(kind, -1, np.int64)
    row_at[at] = np.arange(len(sheet.lea))
    more = np.array([over or bool(sheet.over.any())])
    breakdowns = tuple(
        Breakdown(name, start, stop, _asked(kind, start, stop)) for name, start, stop in spans
    )
    return Grid(
        unit=sheet.unit,
        years=(sheet.year,),
        breakdowns=breakdowns,
        kind=kind,
        boxes=boxes(sheet.unit, kind, row_at, sheet, breakdowns, more),
        words=words(kind, row_at, sheet, rule),
        over=more,
    )


def _columns(sheet: Sheet) -> tuple[Ints, list[tuple[str, int, int]]]:
    """The column of each code, and (name, start, stop) of each breakdown."""
    place = np.zeros(len(sheet.columns), np.int64)
    spans: list[tuple[str, int, int]] = []
    next_column = 1
    for name in dict.fromkeys(kind for kind, _ in sheet.columns if kind != EVERYBODY):
        groups = [n for n, pair in enumerate(sheet.columns) if pair[0] == name]
        place[groups] = np.arange(next_column, next_column + len(groups))
        spans.append((name, next_column, next_column + len(groups)))
        next_column += len(groups) + 1
    return place, spans


def _asked(kind: Kinds, start: int, stop: int) -> Bools:
    some = (kind[:, :, :, start:stop] != ABSENT).any(axis=(0, 2, 3))
    return np.asarray(some[:, None] & (kind[:, :, :, 0] != OPEN).all(axis=0))
