"""Which other solutions are near a given one: moves that leave every published sum as it is.

A move takes students from some cells to others so that all sums hold; each cell has a slack up and
down. In a breakdown, a district gives from one group to another, and other districts give back.
Of everybody, a district gives to another; if both have hidden breakdowns, in one group of each.
How far a count moves up, plus how far down, is a width that is proven: both ends are solutions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from dashboard.audit.arrays import Ints, Steps
from dashboard.audit.attackers import Attack
from dashboard.audit.grid import BIG, STATE, Breakdown, Grid
from dashboard.audit.point import layered, spoken

FAR = 1 << 20
"""Farther than any width that is asked for; keeps sums of slacks small."""

CHOICES = 4


@dataclass(frozen=True)
class Reach:
    """How far each layer can be moved up and down; axes layer, place, column."""

    up: Ints
    down: Ints


def reach(grid: Grid, attack: Attack, year: int, atoms: Ints, *, pairs: bool) -> Reach:
    """What moves from a solution prove. `pairs`: also exchange atoms within their denominators."""
    layers = layered(grid, atoms)
    found = Reach(np.zeros_like(layers), np.zeros_like(layers))
    slacks = _Slacks(grid, attack, year, layers)
    for plus, minus in _kinds(grid, pairs=pairs):
        up, down = slacks.of(plus, minus)
        further, back = _moved(grid, year, up, down)
        for place, layer in enumerate(grid.unit.layers):
            change = (layer >> plus & 1) - (0 if minus is None else layer >> minus & 1)
            if change > 0:
                np.maximum(found.up[place], further, out=found.up[place])
                np.maximum(found.down[place], back, out=found.down[place])
            elif change < 0:
                np.maximum(found.up[place], back, out=found.up[place])
                np.maximum(found.down[place], further, out=found.down[place])
    return found


def _kinds(grid: Grid, *, pairs: bool) -> Iterator[tuple[int, int | None]]:
    """The atom that a move adds to, and the one that it takes from at once, if any."""
    if pairs:
        yield from combinations(range(grid.unit.atoms), 2)
    else:
        for atom in range(grid.unit.atoms):
            yield atom, None


class _Slacks:
    """How far a cell's atoms can change before some interval or word of it breaks."""

    def __init__(self, grid: Grid, attack: Attack, year: int, layers: Ints) -> None:
        self.grid, self.year, self.layers = grid, year, layers
        self.over = attack.boxes.high[:, year] - layers
        self.under = layers - attack.boxes.low[:, year]
        self.words, self.mine = spoken(grid, year, layers)

    def of(self, plus: int, minus: int | None) -> tuple[Steps, Steps]:
        up, down = np.full((2, *self.layers.shape[1:]), BIG)
        for place, layer in enumerate(self.grid.unit.layers):
            change = (layer >> plus & 1) - (0 if minus is None else layer >> minus & 1)
            if change:
                above, below = self.over[place], self.under[place]
                np.minimum(up, above if change > 0 else below, out=up)
                np.minimum(down, below if change > 0 else above, out=down)
        self._say(up, down, plus, minus)
        up[STATE] = down[STATE] = 0
        return np.minimum(up, FAR).astype(np.int32), np.minimum(down, FAR).astype(np.int32)

    def _say(self, up: Ints, down: Ints, plus: int, minus: int | None) -> None:
        words, unit = self.grid.words, self.grid.unit
        for n, one in enumerate(unit.members):
            which = words.member[self.mine] == n
            mine, spare = self.mine[which], self.words[which]
            in_den = (one.den >> plus & 1) - (0 if minus is None else one.den >> minus & 1)
            in_num = (one.num >> plus & 1) - (0 if minus is None else one.num >> minus & 1)
            change = words.part[mine] * in_den - words.whole[mine] * in_num
            change = np.where(words.top[mine], -change, change)
            most = spare // np.maximum(np.abs(change), 1)
            at = (words.at[1][mine], words.at[2][mine])
            up[at] = np.where(change < 0, np.minimum(up[at], most), up[at])
            down[at] = np.where(change > 0, np.minimum(down[at], most), down[at])


def _moved(grid: Grid, year: int, up: Steps, down: Steps) -> tuple[Steps, Steps]:
    """How far each cell moves up and down, given the slacks of all; axes place, column."""
    further, back = np.zeros((2, *up.shape), np.int32)
    spans = [span for span in grid.breakdowns if span.asked[year].any()]
    for span in spans:
        inside = slice(span.start, span.stop + 1)
        ups, downs = up[:STATE, inside], down[:STATE, inside]
        further[:STATE, inside] = _rectangles(ups, downs)
        back[:STATE, inside] = _rectangles(downs, ups)
    _transfers(up[:STATE], down[:STATE], spans, further[:STATE], back[:STATE])
    return further, back


def _rectangles(up: Steps, down: Steps) -> Steps:
    """How far each cell moves up: its row gives from other columns, other rows give those back.

    Rows that give back are different for each of those columns, so that the gifts add up.
    """
    columns = up.shape[1]
    active = np.flatnonzero(((up > 0) & (down.sum(axis=1) > 0)[:, None]).any(axis=1)
                            | (down > 0).any(axis=1))  # fmt: skip
    result = np.zeros_like(up)
    if len(active) < 2 or columns < 2:
        return result
    up, down = up[active], down[active]
    # other rows: down in the column of the cell, up in the one that the row takes from
    give = np.minimum(down[:, :, None], up[:, None, :])
    give[:, np.arange(columns), np.arange(columns)] = 0
    total = give.sum(axis=0)
    single = np.minimum(down[:, None, :], total - give)
    single[:, np.arange(columns), np.arange(columns)] = 0
    best = single.max(axis=2)
    kind = np.arange(len(active)) % columns
    shared = np.zeros((columns, columns), np.int32)
    for column in range(columns):
        shared[:, column] = give[kind == column][:, :, column].sum(axis=0)
    own = np.where(kind[:, None, None] == np.arange(columns), give, 0)
    several = np.minimum(down[:, None, :], shared - own)
    several[:, np.arange(columns), np.arange(columns)] = 0
    best = np.maximum(best, several.sum(axis=2))
    result[active] = np.minimum(up, best)
    return result


def _transfers(
    up: Steps, down: Steps, spans: Sequence[Breakdown], further: Steps, back: Steps
) -> None:
    """Moves from place to place: in everybody, and in one column of each breakdown.

    Widens `further` and `back` in place.
    """
    active = np.flatnonzero((up[:, 0] > 0) | (down[:, 0] > 0))
    if len(active) < 2:
        return
    ups, downs = up[active], down[active]
    for chosen in product(*(_best_columns(ups, downs, span) for span in spans)):
        columns = [0, *chosen]
        most, least = ups[:, columns].min(axis=1), downs[:, columns].min(axis=1)
        if most.any() and least.any():
            gain = np.minimum(most, least.sum() - least)[:, None]
            loss = np.minimum(least, most.sum() - most)[:, None]
            box = np.ix_(active, np.array(columns))
            further[box] = np.maximum(further[box], gain)
            back[box] = np.maximum(back[box], loss)


def _best_columns(up: Steps, down: Steps, span: Breakdown) -> list[int]:
    """The columns of a breakdown in which most can be given and taken."""
    gift = np.minimum(up[:, span.parts].sum(axis=0), down[:, span.parts].sum(axis=0))
    best = np.argsort(-gift, kind="stable")[:CHOICES]
    return [span.start + int(n) for n in best if gift[n] > 0] or [span.start]
