"""One way to fill a table of whole numbers with given margins and intervals, far from its edges.

First in proportion, as real numbers; then rounded so that the rows are exact; then columns are put
right along paths of rows that can give from one column to another. Those paths are augmenting
paths of a transportation network, so when none is left there is no solution.
"""

from collections import deque
from itertools import pairwise

import numpy as np

from dashboard.audit.arrays import Bools, Floats, Ints

FITS = 8
NEAR = 0.5  # sums of columns that are so near need no more fitting
STEPS = 4000
UNEVEN = 3.0  # how far random weights of cells lie apart, in powers of e


class _GaveUp(Exception):
    """There may be a table, but it takes long to find."""


def fill(
    rows: Ints, columns: Ints, low: Ints, high: Ints, *, rng: np.random.Generator | None = None
) -> Ints | None:
    """A table with those row and column sums and low <= x <= high; None where none was found.

    `low` and `high` have the axes row and column. With `rng` some far corner of all solutions,
    without it the middle.
    """
    try:
        return _filled(rows, columns, low, high, rng)
    except _GaveUp:
        return None


def hopeless(rows: tuple[Ints, Ints], columns: Ints, low: Ints, high: Ints) -> bool:
    """Whether there is no table such as `fill` looks for, for certain.

    `rows`: the least and the greatest sum of each.
    """
    least, most = rows
    # One column more, for what a row has less than it may have at most.
    columns = np.append(columns, most.sum() - columns.sum())
    low = np.column_stack([low, np.zeros_like(least)])
    high = np.column_stack([high, most - least])
    try:
        return _filled(most, columns, low, high, None) is None
    except _GaveUp:
        return False


def _filled(
    rows: Ints, columns: Ints, low: Ints, high: Ints, rng: np.random.Generator | None
) -> Ints | None:
    """The table; None where there is none."""
    # Columns come first here: steps along the rows, which are many, are the quickest.
    least = np.ascontiguousarray(low.T)
    room = high.T - least
    row_rest, column_rest = rows - least.sum(axis=0), columns - least.sum(axis=1)
    if (room < 0).any() or (row_rest < 0).any() or (column_rest < 0).any():
        return None
    if row_rest.sum() != column_rest.sum():
        return None
    room = np.minimum(room, np.minimum(column_rest[:, None], row_rest))
    if (room.sum(axis=0) < row_rest).any() or (room.sum(axis=1) < column_rest).any():
        return None
    table = _rounded(_proportional(row_rest, column_rest, room, rng), row_rest, room)
    return (least + table).T if _balanced(table, column_rest, room) else None


def _proportional(rows: Ints, columns: Ints, room: Ints, rng: np.random.Generator | None) -> Floats:
    """Iterative proportional fitting, never above the room of a cell; axes column and row."""
    most = room.astype(np.float64)
    table = np.minimum(np.outer(columns, rows) / max(int(rows.sum()), 1), most)
    if rng is not None:
        table *= np.exp(UNEVEN * rng.standard_normal(table.shape))
    for _ in range(FITS):
        now = table.sum(axis=1)
        if np.abs(now - columns).max() < NEAR:
            break
        table *= np.divide(columns, now, out=np.ones(len(now)), where=now > 0)[:, None]
        np.minimum(table, most, out=table)
        now = table.sum(axis=0)
        table *= np.divide(rows, now, out=np.ones(len(now)), where=now > 0)
        np.minimum(table, most, out=table)
    return table


def _rounded(table: Floats, rows: Ints, room: Ints) -> Ints:
    """Whole numbers with exact row sums: the largest fractions are rounded up."""
    whole = np.floor(table + 1e-9).astype(np.int64)
    np.minimum(whole, room, out=whole)
    fraction = table - whole
    first = 1e-9 * np.arange(len(table))[:, None]  # of equal ones
    while True:
        missing = rows - whole.sum(axis=0)
        if not missing.any():
            return whole
        more = missing > 0
        usable = np.where(more, whole < room, whole > 0)
        order = np.where(usable, np.where(more, -fraction, fraction) + first, np.inf)
        # Of few columns all pairs are compared sooner than they are sorted.
        rank = (order[:, None] < order).sum(axis=0, dtype=np.int16)
        step = (rank < np.abs(missing)) & usable
        change = np.where(step, np.sign(missing), 0)
        whole += change
        fraction -= change


def _balanced(table: Ints, columns: Ints, room: Ints) -> bool:
    """Move units within rows, in place, until the column sums hold; False when they cannot."""
    for _ in range(STEPS):
        surplus = table.sum(axis=1) - columns
        if not surplus.any():
            return True
        path = [int(surplus.argmax()), int(surplus.argmin())]
        most = _most(table, room, surplus, path)
        if not most:  # not straight from one to the other
            around = _path(table, room, surplus)
            if around is None:
                return False
            path = around
            most = _most(table, room, surplus, path)
        for start, end in pairwise(path):
            _move(table, room, start, end, most)
    raise _GaveUp


def _most(table: Ints, room: Ints, surplus: Ints, path: list[int]) -> int:
    """How much can be moved along a path of columns."""
    amount = min(int(surplus[path[0]]), int(-surplus[path[-1]]))
    return min(amount, *(int(_slack(table, room, *step).sum()) for step in pairwise(path)))


def _path(table: Ints, room: Ints, surplus: Ints) -> list[int] | None:
    """The shortest path of columns from one with too much to one with too little."""
    came: dict[int, int] = {int(c): -1 for c in np.flatnonzero(surplus > 0)}
    queue = deque(came)
    gives, takes = (table > 0).astype(np.float64), (table < room).astype(np.float64)
    reach: Bools = gives @ takes.T > 0
    while queue:
        here = queue.popleft()
        for there in np.flatnonzero(reach[here]).tolist():
            if there in came:
                continue
            came[there] = here
            if surplus[there] < 0:
                path = [there]
                while came[path[-1]] >= 0:
                    path.append(came[path[-1]])
                return path[::-1]
            queue.append(there)
    return None


def _slack(table: Ints, room: Ints, start: int, end: int) -> Ints:
    return np.asarray(np.minimum(table[start], room[end] - table[end]))


def _move(table: Ints, room: Ints, start: int, end: int, amount: int) -> None:
    """Move from one column to another: up to half of what each row can, the largest first."""
    gives, takes = table[start], table[end]
    while amount > 0:
        slack = _slack(table, room, start, end)
        order = np.argsort(-slack, kind="stable")
        half = (slack[order] + 1) // 2
        together = np.cumsum(half)
        many = int(np.searchsorted(together, amount)) + 1
        order, half = order[:many], half[:many]
        half[-1] -= max(int(together[len(half) - 1]) - amount, 0)
        gives[order] -= half
        takes[order] += half
        amount -= int(half.sum())


def leaning(total: int, low: Ints, high: Ints, tilt: Floats | None) -> Ints | None:
    """Whole numbers between low and high that add up to `total`; the more tilt the higher."""
    rest = total - int(low.sum())
    if rest < 0 or (high < low).any():
        return None
    room = np.minimum(high - low, rest)
    if room.sum() < rest:
        return None
    share = room * (np.full(len(low), 0.5) if tilt is None else tilt)
    for _ in range(60):  # raise or lower all by the same factor until they add up
        missing = rest - share.sum()
        if abs(missing) < 0.5:
            break
        spare = room - share if missing > 0 else share
        share = share + spare * (missing / max(spare.sum(), 1e-9))
    whole = np.clip(np.floor(share + 1e-9).astype(np.int64), 0, room)
    while missing := rest - int(whole.sum()):
        free = np.flatnonzero(whole < room) if missing > 0 else np.flatnonzero(whole > 0)
        order = np.argsort((whole - share)[free] * np.sign(missing), kind="stable")
        whole[free[order[: abs(missing)]]] += np.sign(missing)
    return np.asarray(low + whole)
