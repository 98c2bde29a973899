"""Widths that are proven by solutions: some in the middle, and what moves make of them."""

from collections.abc import Iterator

import numpy as np

from dashboard.audit.arrays import Floats, Ints
from dashboard.audit.attackers import Attack
from dashboard.audit.grid import Grid
from dashboard.audit.moves import reach
from dashboard.audit.point import layered, solution


def witnessed(grid: Grid, attack: Attack, year: int, needed: Ints) -> Ints | None:
    """Widths that solutions of the year prove, each layer's; None when no solution was found.

    Axes layer, place, column, as of `needed`, the widths that are enough. All solutions are whole
    and satisfy everything that the attacker knows, so an interval is at least as wide.
    """
    low: Ints | None = None
    high: Ints | None = None
    for tilt in _tilts(needed.shape[1]):
        atoms = solution(grid, attack, year, tilt=tilt)
        if atoms is None:
            continue
        layers = layered(grid, atoms)
        for pairs in (False, True):
            moved = reach(grid, attack, year, atoms, pairs=pairs)
            least, most = layers - moved.down, layers + moved.up
            low = least if low is None else np.minimum(low, least)
            high = most if high is None else np.maximum(high, most)
            if (high - low >= needed).all():
                return high - low
    return None if low is None or high is None else high - low


def _tilts(places: int) -> Iterator[Floats | None]:
    """Where the places stand between their ends: all alike, then high and low in turn."""
    yield None
    turn = (np.arange(places) % 2).astype(np.float64)
    yield 0.1 + 0.8 * turn
    yield 0.9 - 0.8 * turn
