"""Which other solutions are near a given one: moves that leave every published sum as it is.

A move takes students from some cells to others so that all sums hold; each cell has a slack up and
down. In a breakdown, a district gives from one group to another, and other districts give back.
Of everybody, a district gives to another; if both have hidden breakdowns, in one group of each.
How far a count moves up, plus how far down, is a width that is proven: both ends are solutions.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np

from dashboard.audit.arrays import Bools, Ints, Steps
from dashboard.audit.attackers import Attack
from dashboard.audit.fits import spoken
from dashboard.audit.grid import STATE, Boxes, Breakdown, Grid

SHORT = ((31, np.int8), (100, np.int16))
"""Moves of so few students fit small numbers, which are quicker."""

FARTHEST = {np.dtype(one): np.iinfo(one).max // 2 for one in (np.int8, np.int16, np.int64)}
"""Half of what a type holds is farther than anybody asks."""

CHOICES = 2


def widen(grid: Grid, attack: Attack, year: int, layers: Ints, seen: Boxes, needed: Ints) -> Bools:
    """Widen what is `seen` of each count, in place, by what moves from a solution prove.

    `layers`: those of the solution; all axes are layer, place, column. Only cells are looked at
    that are not seen as wide as `needed`, and no move goes farther than the greatest of these.
    Returns the cells that are still not as wide.
    """
    slacks = _Slacks(grid, attack, year, layers, int(needed.max(initial=0)))
    up, down = slacks.steps(seen.high - layers), slacks.steps(layers - seen.low)
    missing: Bools = np.asarray(up + down < needed)
    asked = slacks.steps(needed)
    for plus, minus in _kinds(grid):
        changed = [
            (place, change > 0)
            for place, layer in enumerate(grid.unit.layers)
            if (change := _change(layer, plus, minus))
        ]
        wanted: Bools = np.asarray(missing[[place for place, _ in changed]].any(axis=0))
        if not wanted.any():
            continue
        further, back = _moved(grid, year, *slacks.of(plus, minus), wanted, slacks.enough)
        for place, more in changed:
            rise, fall = (further, back) if more else (back, further)
            np.maximum(up[place], rise, out=up[place])
            np.maximum(down[place], fall, out=down[place])
            missing[place] = up[place] + down[place] < asked[place]
    np.maximum(seen.high, layers + up, out=seen.high)
    np.minimum(seen.low, layers - down, out=seen.low)
    return missing


def _change(layer: int, plus: int, minus: int | None) -> int:
    """What one more of an atom, and one less of another, change in a layer."""
    return (layer >> plus & 1) - (0 if minus is None else layer >> minus & 1)


def _kinds(grid: Grid) -> Iterator[tuple[int, int | None]]:
    """The atom that a move adds to; then two that are exchanged within their denominators."""
    for atom in range(grid.unit.atoms):
        yield atom, None
    yield from combinations(range(grid.unit.atoms), 2)


class _Slacks:
    """How far a cell's atoms can change before some interval or word of it breaks."""

    def __init__(self, grid: Grid, attack: Attack, year: int, layers: Ints, enough: int) -> None:
        self.grid, self.enough = grid, enough
        self.dtype: np.dtype[Any] = np.dtype(
            next((small for most, small in SHORT if enough <= most), np.int64)
        )
        self.over = self.steps(attack.boxes.high[:, year] - layers)
        self.under = self.steps(layers - attack.boxes.low[:, year])
        words = grid.words
        spare, mine = spoken(grid, year, layers)
        self.said = [
            (one, spare[which], words.of(mine[which]))
            for n, one in enumerate(grid.unit.members)
            if (which := words.member[mine] == n).any()
        ]

    def steps(self, many: Ints) -> Steps:
        """Numbers of students, as far as anybody asks."""
        return np.minimum(many, self.enough).astype(self.dtype)

    def of(self, plus: int, minus: int | None) -> tuple[Steps, Steps]:
        """How far each cell can go up and down; axes place, column."""
        up, down = (np.full_like(self.over[0], self.enough) for _ in range(2))
        for place, layer in enumerate(self.grid.unit.layers):
            if change := _change(layer, plus, minus):
                above, below = self.over[place], self.under[place]
                np.minimum(up, above if change > 0 else below, out=up)
                np.minimum(down, below if change > 0 else above, out=down)
        self._say(up, down, plus, minus)
        up[STATE] = down[STATE] = 0
        return up, down

    def _say(self, up: Steps, down: Steps, plus: int, minus: int | None) -> None:
        for one, spare, words in self.said:
            in_den, in_num = _change(one.den, plus, minus), _change(one.num, plus, minus)
            if not in_den and not in_num:
                continue
            change = words.part * in_den - words.whole * in_num
            change = np.where(words.top, -change, change)
            most = self.steps(spare // np.maximum(np.abs(change), 1))
            at = words.at[1:]
            up[at] = np.where(change < 0, np.minimum(up[at], most), up[at])
            down[at] = np.where(change > 0, np.minimum(down[at], most), down[at])


def _moved(
    grid: Grid, year: int, up: Steps, down: Steps, wanted: Bools, enough: int
) -> tuple[Steps, Steps]:
    """How far each cell moves up and down, given the slacks of all; axes place, column."""
    further, back = np.zeros_like(up), np.zeros_like(up)
    spans = [span for span in grid.breakdowns if span.asked[year].any()]
    for span in spans:
        rows: Bools = np.asarray(wanted[:STATE, span.parts].any(axis=1))
        if rows.any():
            ups, downs = up[:STATE, span.parts], down[:STATE, span.parts]
            further[:STATE, span.parts] = _rectangles(ups, downs, enough, rows)
            back[:STATE, span.parts] = _rectangles(downs, ups, enough, rows)
    columns: Bools = np.asarray(wanted.any(axis=0))
    _transfers(up[:STATE], down[:STATE], spans, columns, further[:STATE], back[:STATE])
    return further, back


def _rectangles(up: Steps, down: Steps, enough: int, wanted: Bools) -> Steps:
    """How far each cell moves up: its row gives from other columns, other rows give those back.

    Rows that give back are different for each of those columns, so that the gifts add up. `wanted`
    are the rows that are looked at.
    """
    columns = up.shape[1]
    result = np.zeros_like(up)
    gives = (down > 0).any(axis=1)
    active, asking = np.flatnonzero(gives), np.flatnonzero(gives & wanted)
    if len(active) < 2 or columns < 2 or not len(asking):
        return result
    # Rows come last, in one piece: steps along them are the quickest.
    ups, downs = (np.take(ends.T, active, axis=1) for ends in (up, down))
    # other rows: down in the column of the cell, up in the one that the row takes from
    give = np.minimum(downs[:, None], ups)
    give[np.arange(columns), np.arange(columns)] = 0
    total = _clipped(_added(give, axis=2), give.dtype)[:, :, None]
    own = give
    if len(asking) < len(active):
        ups, downs = (np.take(ends.T, asking, axis=1) for ends in (up, down))
        own = np.compress(wanted[active], give, axis=2)
    best = np.minimum(downs, total - own).max(axis=1)
    short = np.flatnonzero(((best < enough) & (best < ups)).any(axis=0))
    if len(short):
        shared = _shared(give, np.take(downs, short, axis=1), asking[short], active)
        best[:, short] = np.maximum(best[:, short], shared)
    result.T[:, asking] = np.minimum(ups, best)
    return result


def _shared(give: Steps, down: Steps, asking: Ints, active: Ints) -> Steps:
    """How far the cells of some rows move up when every other column gives at once.

    `give` is of all `active` rows, `down` of those `asking`; axes column, column, row, and of
    `down` and the answer column, row. Each row gives back for one column, one after the other.
    """
    columns, many = len(give), len(active)
    turn = np.arange(many) % columns
    gift = np.zeros((columns, -(-many // columns) * columns), give.dtype)
    gift[:, :many] = give[:, turn, np.arange(many)]
    shared = _clipped(_added(gift.reshape(columns, -1, columns), axis=1), give.dtype)
    several = _added(np.minimum(down, shared[:, :, None]), axis=1)
    # No row gives back to itself.
    mine = np.searchsorted(active, asking)
    own, less = shared[:, turn[mine]], down[turn[mine], np.arange(len(mine))]
    several += np.minimum(less, own - gift[:, mine]) - np.minimum(less, own)
    return _clipped(several, give.dtype)


def _added(values: Steps, *, axis: int) -> Ints:
    """Sums of steps; of small ones in small numbers, which are quicker and hold all of them."""
    few = values.dtype.itemsize < np.dtype(np.int64).itemsize
    return np.asarray(values.sum(axis=axis, dtype=np.int32 if few else np.int64))


def _clipped(values: Ints, dtype: np.dtype[Any]) -> Steps:
    """Sums of steps, as steps."""
    return np.asarray(np.minimum(values, FARTHEST[dtype]), dtype)


def _transfers(
    up: Steps,
    down: Steps,
    spans: Sequence[Breakdown],
    wanted: Bools,
    further: Steps,
    back: Steps,
) -> None:
    """Moves from place to place: in everybody, and in one column of each breakdown.

    Widens `further` and `back` in place, at least in the columns that are `wanted`.
    """
    active = np.flatnonzero((up[:, 0] > 0) | (down[:, 0] > 0))
    if len(active) < 2:
        return
    ups, downs = (np.take(ends.T, active, axis=1).T for ends in (up, down))
    chosen = _choices(ups, downs, spans, wanted)
    most, least = (ends.T[chosen].min(axis=1) for ends in (ups, downs))
    some = most.any(axis=1) & least.any(axis=1)
    chosen, most, least = chosen[some], most[some], least[some]
    gain, loss = _exchanged(most, least), _exchanged(least, most)
    if not len(chosen):
        return
    for of_span in chosen.T:
        order = np.argsort(of_span, kind="stable")
        columns, starts = np.unique(of_span[order], return_index=True)
        at = np.ix_(active, columns)
        for ways, moved in ((gain, further), (loss, back)):
            most_of_column = np.maximum.reduceat(ways[order], starts, axis=0).T
            moved[at] = np.maximum(moved[at], most_of_column)


def _exchanged(most: Steps, least: Steps) -> Steps:
    """How far each row goes one way while the others go the other way; axes choice, row."""
    others = _clipped(_added(least, axis=1), least.dtype)[:, None] - least
    return np.asarray(np.minimum(most, others))


def _choices(up: Steps, down: Steps, spans: Sequence[Breakdown], wanted: Bools) -> Ints:
    """Everybody and a column of each breakdown: every one wanted, with the best of others."""
    ups, downs = (ends.sum(axis=0, dtype=np.int64).tolist() for ends in (up, down))
    best = [_best_columns(list(map(min, ups, downs)), span) for span in spans]
    asked = [[n for n in range(span.start, span.stop + 1) if wanted[n]] for span in spans]
    every = [some or good for some, good in zip(asked, best, strict=True)]
    choices: set[tuple[int, ...]] = set()
    for n in range(len(spans) or 1):
        choices |= set(product(*(every[m] if m == n else best[m] for m in range(len(spans)))))
    return np.array([(0, *one) for one in sorted(choices)])


def _best_columns(gift: Sequence[int], span: Breakdown) -> list[int]:
    """The columns of a breakdown in which most can be given and taken."""
    columns = range(span.start, span.stop + 1)
    best = sorted(columns, key=lambda n: -gift[n])[:CHOICES]
    return [n for n in best if gift[n] > 0] or [span.start]
