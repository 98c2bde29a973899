"""How far hidden numbers of a two-way table can move while all its sums stay as they are.

In a table whose rows and columns add up, raise one hidden number and lower others of its row by as
much in all; let other rows do the reverse, between the same columns or from column to column in
between: every sum is as before. What can be moved so is a lower bound of what an attacker cannot
know, and it needs no linear programme.
"""

import numpy as np
from numpy.typing import NDArray

from dashboard.protection.sheet import Bools, Ints

Bytes = NDArray[np.int8]
"""No more than a few is ever asked for, so bytes hold it all: the tables are large."""

MOST = np.iinfo(np.int8).max


def moves(
    hidden: Bools, down: Ints, up: Ints, *, enough: int, rows: Ints | None = None
) -> tuple[Ints, Ints]:
    """By how much each hidden number (R, N) can surely fall, and rise, up to `enough`.

    `down`, `up`: how far it may fall and rise by itself. Both answers are 0 where nothing is
    hidden. They are bounds for one number at a time, not for all at once. All rows are answered
    at once by a rough bound; `rows` asks for the better one of some rows alone.
    """
    # Rows come last: there are many, and steps along them are the quickest.
    low: Bytes = np.where(hidden, np.minimum(down, enough), 0).T.astype(np.int8, order="C")
    high: Bytes = np.where(hidden, np.minimum(up, enough), 0).T.astype(np.int8, order="C")
    # own[g, h, r]: row r can lower column g and raise column h by this much
    own: Bytes = np.minimum(low[:, None], high)
    columns = np.arange(len(low))
    own[columns, columns] = 0
    total = own.sum(axis=2, dtype=np.int32)
    if rows is None:
        # What all rows can do less the most that one of them does.
        ways = _widest(np.clip(total - enough, 0, MOST).astype(np.int8)[None])[0]
        # Only ways with room for all that is ever asked for: then their flows add up.
        own[enough > ways.T] = 0
        rises, falls = (own.sum(axis=axis, dtype=np.int32).T for axis in (0, 1))
    else:
        low, high = low[:, rows], high[:, rows]
        mine = np.ascontiguousarray(own[:, :, rows].transpose(2, 0, 1))
        ways = _widest(np.minimum(total - mine, MOST).astype(np.int8))
        rises = _flow(mine.transpose(0, 2, 1), ways, enough)
        falls = _flow(mine, ways.transpose(0, 2, 1), enough)
    return (
        np.minimum(np.minimum(falls, enough), low.T).astype(np.int64),
        np.minimum(np.minimum(rises, enough), high.T).astype(np.int64),
    )


def _widest(ways: Bytes) -> Bytes:
    """The widest way from column to column; each column on it is lowered and raised once.

    So a row that takes part in two of its steps stays within its own bounds.
    """
    for between in range(ways.shape[1]):
        detour = np.minimum(ways[:, :, between, None], ways[:, None, between, :])
        np.maximum(ways, detour, out=ways)
    return ways


def _flow(own: Bytes, ways: Bytes, enough: int) -> Bytes:
    """The most that can move in each row's column at once, through all other columns together.

    Where every way that is used has room for the whole flow, its parts can share the rows on
    their ways in proportion, so they never ask more of a row than it has.
    """
    most = np.zeros(own.shape[:2], np.int8)
    for flow in range(1, enough + 1):
        usable = np.where(ways >= flow, own, 0).sum(axis=2, dtype=np.int16)
        most[usable >= flow] = flow
    return most
