"""Whether whole numbers fit all that an attacker knows, exactly."""

import numpy as np

from dashboard.audit.arrays import Ints
from dashboard.audit.attackers import Attack
from dashboard.audit.grid import STATE, Grid, along_places


def layered(grid: Grid, atoms: Ints) -> Ints:
    """All layers of the atoms; axes layer, place, column."""
    many = grid.unit.atoms
    found = along_places((len(grid.unit.layers), *atoms.shape[1:]), np.int64)
    found[:many] = atoms
    for place, layer in enumerate(grid.unit.layers[many:], many):
        for n in range(many):
            if layer >> n & 1:
                found[place] += atoms[n]
    return found


def consistent(grid: Grid, attack: Attack, year: int, atoms: Ints) -> bool:
    """Whether atoms satisfy everything that the attacker knows of the year, exactly."""
    layers = layered(grid, atoms)
    low, high = attack.boxes.low[:, year], attack.boxes.high[:, year]
    if (layers < low).any() or (layers > high).any():
        return False
    if (atoms[:, :STATE].sum(axis=1) != atoms[:, STATE]).any():
        return False
    for span in grid.breakdowns:
        if (atoms[..., span.parts].sum(axis=2) != atoms[..., 0]).any():
            return False
    return bool((spoken(grid, year, layers)[0] >= 0).all())


def spoken(grid: Grid, year: int, layers: Ints) -> tuple[Ints, Ints]:
    """How far each coded row of the year is from breaking its word (0: just not), and its place
    among the words."""
    words, unit = grid.words, grid.unit
    mine = np.flatnonzero(words.at[0] == year)
    at = (words.at[1][mine], words.at[2][mine])
    num = np.array([unit.place[one.num] for one in unit.members])[words.member[mine]]
    den = np.array([unit.place[one.den] for one in unit.members])[words.member[mine]]
    under = words.part[mine] * layers[den, *at] - words.whole[mine] * layers[num, *at]
    return np.where(words.top[mine], -under, under) - 1, mine
