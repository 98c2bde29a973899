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

Floats = NDArray[np.float32]

MOST = np.iinfo(np.int8).max


def moves(
    hidden: Bools, down: Ints, up: Ints, *, enough: int, rows: Ints | None = None
) -> tuple[Ints, Ints]:
    """By how much each hidden number (R, N) can surely fall, and rise, up to `enough`.

    `down`, `up`: how far it may fall and rise by itself. Both answers are 0 where nothing is
    hidden. They are bounds for one number at a time, not for all at once. All rows are answered
    at once by a rough bound; `rows` asks for the better one of some rows alone.
    """
    low: Bytes = np.where(hidden, np.minimum(down, enough), 0).astype(np.int8)
    high: Bytes = np.where(hidden, np.minimum(up, enough), 0).astype(np.int8)
    lows, highs = _steps(low, enough), _steps(high, enough)
    # By how much all rows together can lower column g and raise column h
    total = (lows.transpose(0, 2, 1) @ highs).sum(axis=0).astype(np.int64)
    np.fill_diagonal(total, 0)
    if rows is None:
        # What all rows can do less the most that one of them does.
        ways = _widest(np.clip(total - enough, 0, MOST).astype(np.int8)[None])[0]
        # Only ways with room for all that is ever asked for: then their flows add up.
        wide = (ways >= enough).astype(np.float32)
        np.fill_diagonal(wide, 0)
        rises = (highs * (lows @ wide.T)).sum(axis=0)
        falls = (lows * (highs @ wide)).sum(axis=0)
    else:
        low, high = low[rows], high[rows]
        # own[r, g, h]: row r can lower column g and raise column h by this much
        own = np.minimum(low[:, :, None], high[:, None, :])
        columns = np.arange(hidden.shape[1])
        own[:, columns, columns] = 0
        ways = _widest(np.minimum(total - own, MOST).astype(np.int8))
        rises = _flow(own.transpose(0, 2, 1), ways, enough)
        falls = _flow(own, ways.transpose(0, 2, 1), enough)
    return (
        np.minimum(np.minimum(falls, enough), low).astype(np.int64),
        np.minimum(np.minimum(rises, enough), high).astype(np.int64),
    )


def _steps(most: Bytes, enough: int) -> Floats:
    """Numbers as ones (enough, R, N), one for each step up to them.

    The lesser of two numbers is the sum of the products of their steps: so sums of many are
    products of matrices, exact as long as they are fewer than 2**24.
    """
    return (most >= np.arange(1, enough + 1)[:, None, None]).astype(np.float32)


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
