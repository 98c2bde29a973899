"""The exact answer for what neither bounds nor moves settle: integer programmes, one a count.

All that an attacker knows of one year of a grid, as linear rows over the atoms that are not known.
It falls into components that share no row; each is solved for itself. A solution counts as a
witness only if it is whole and satisfies every row exactly, as whole numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.audit.arrays import Ints
from dashboard.audit.attackers import Attack
from dashboard.audit.grid import BIG, STATE, Grid

Block = tuple[Ints, Ints, Ints, Ints, Ints]
"""Rows, variables and coefficients of the entries; lower and upper end of each row."""


@dataclass(frozen=True)
class System:
    """low <= x <= high, row_low <= A x <= row_high, with A as entries; x whole.

    `ids`: the variable of each atom, axes atom, place, column; -1 where it is known. `fixed`: its
    value there, 0 elsewhere.
    """

    ids: Ints
    fixed: Ints
    low: Ints
    high: Ints
    row: Ints
    column: Ints
    value: Ints
    row_low: Ints
    row_high: Ints

    def components(self) -> Ints:
        """A label for each variable: the same where rows connect them."""
        label = np.arange(len(self.low))
        while True:
            least = np.full(len(self.row_low), len(label))
            np.minimum.at(least, self.row, label[self.column])
            before = label.copy()
            np.minimum.at(label, self.column, least[self.row])
            if (before == label).all():
                return label


def variables(grid: Grid, attack: Attack, year: int) -> int:
    """How many unknowns the system of a year has."""
    low, high = attack.boxes.low[:, year], attack.boxes.high[:, year]
    return int((low < high)[: grid.unit.atoms].sum())


def system(grid: Grid, attack: Attack, year: int) -> System:
    """What an attacker knows of a year (its place in the grid)."""
    atoms = grid.unit.atoms
    low, high = attack.boxes.low[:, year], attack.boxes.high[:, year]
    open_ = low[:atoms] < high[:atoms]
    ids = np.where(open_, np.cumsum(open_).reshape(open_.shape) - 1, -1)
    fixed = np.where(open_, 0, low[:atoms])
    blocks = list(_blocks(grid, attack, year, np.stack([ids, fixed])))
    rows = np.cumsum([0, *(len(block[3]) for block in blocks)])
    return System(
        ids,
        fixed,
        low[:atoms][open_],
        high[:atoms][open_],
        np.concatenate([block[0] + start for block, start in zip(blocks, rows, strict=False)]),
        *(np.concatenate([block[n] for block in blocks]) for n in (1, 2, 3, 4)),
    )


def _blocks(grid: Grid, attack: Attack, year: int, atoms: Ints) -> Iterator[Block]:
    """`atoms`: their variables and their known values, axes of that pair, atom, place, column."""
    places = atoms.shape[2]
    sign = np.ones(places, np.int64)
    sign[STATE] = -1
    yield _equations(atoms.transpose(0, 1, 3, 2).reshape(2, -1, places), sign)
    for span in grid.breakdowns:
        inside = [*range(span.start, span.stop + 1), 0]
        sign = np.append(np.ones(len(inside) - 1, np.int64), -1)
        yield _equations(atoms[..., inside].reshape(2, -1, len(inside)), sign)
    low, high = attack.boxes.low[:, year], attack.boxes.high[:, year]
    for place, layer in enumerate(grid.unit.layers[grid.unit.atoms :], grid.unit.atoms):
        parts = [n for n in range(grid.unit.atoms) if layer >> n & 1]
        tighter = (low[place] > low[parts].sum(axis=0)) | (high[place] < high[parts].sum(axis=0))
        at = np.nonzero(tighter & (atoms[0, parts] >= 0).any(axis=0))
        block = atoms[:, parts][:, :, at[0], at[1]].transpose(0, 2, 1)
        yield _rows(block, np.ones(len(parts), np.int64), low[place][at], high[place][at])
    yield from _words(grid, year, atoms)


def _words(grid: Grid, year: int, atoms: Ints) -> Iterator[Block]:
    words = grid.words
    bits = range(grid.unit.atoms)
    for n, one in enumerate(grid.unit.members):
        in_num, in_den = ([layer >> bit & 1 for bit in bits] for layer in (one.num, one.den))
        for top in (False, True):
            mine = (words.member == n) & (words.top == top) & (words.at[0] == year)
            place, column = words.at[1][mine], words.at[2][mine]
            # whole x num < part x den, or > where the word is for high values
            sign = np.outer(words.whole[mine], in_num) - np.outer(words.part[mine], in_den)
            block = atoms[:, :, place, column].transpose(0, 2, 1)
            ends = np.full(len(place), -BIG), np.full(len(place), -1)
            yield _rows(block, -sign if top else sign, *ends)


def _equations(block: Ints, sign: Ints) -> Block:
    zero = np.zeros(block.shape[1], np.int64)
    return _rows(block, sign, zero, zero)


def _rows(block: Ints, sign: Ints, low: Ints, high: Ints) -> Block:
    """A row for each line of the block that has a variable; `sign` is their coefficients."""
    ids, fixed = block
    sign = np.broadcast_to(sign, ids.shape)
    known = (fixed * sign).sum(axis=1)
    some = ((ids >= 0) & (sign != 0)).any(axis=1)
    ids, sign, known, low, high = ids[some], sign[some], known[some], low[some], high[some]
    row, place = np.nonzero((ids >= 0) & (sign != 0))
    low = np.where(low <= -BIG // 2, -BIG, low - known)
    high = np.where(high >= BIG // 2, BIG, high - known)
    return row, ids[row, place], sign[row, place], low, high
