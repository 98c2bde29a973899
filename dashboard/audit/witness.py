"""Widths that are proven by solutions: some in the middle, and what moves make of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from dashboard.audit.arrays import Ints
from dashboard.audit.attackers import Attack
from dashboard.audit.fits import consistent, layered
from dashboard.audit.grid import Boxes, Grid
from dashboard.audit.moves import widen
from dashboard.audit.point import solution

TRIES, POINTS = 3, 6
"""How often a first solution is looked for, and how many there are at most."""

STALE = 0.3
"""A solution that leaves more than this share open is the last one: more would not pay."""


@dataclass
class Points:
    """The solutions of a year that were found so far, by any attack; each serves all it fits."""

    grid: Grid
    year: int
    known: list[Ints] = field(default_factory=list)

    def of(self, attack: Attack) -> Iterator[Ints]:
        """Solutions of an attack, those known first; one in the middle, others far from it.

        Raises Impossible when there is none.
        """
        fitting = [one for one in self.known if consistent(self.grid, attack, self.year, one)]
        yield from fitting
        found = len(fitting)
        places = self.grid.kind.shape[2]
        rng = np.random.default_rng(7)  # any will do; the same each time
        for number in range(min(found, 1), POINTS):
            tilt, far = (np.asarray(rng.random(places)), rng) if number else (None, None)
            refuse = not found and not number  # what one solution refutes no other need
            atoms = solution(self.grid, attack, self.year, tilt=tilt, rng=far, refuse=refuse)
            if atoms is None and number == TRIES - 1 and not found:
                atoms = solution(self.grid, attack, self.year, solver=True)
            if atoms is not None:
                found += 1
                self.known.append(atoms)
                yield atoms
            elif number >= TRIES - 1 and not found:
                return


def witnessed(grid: Grid, attack: Attack, year: int, needed: Ints, points: Points) -> Ints | None:
    """Widths that solutions of the year prove, each layer's; None when no solution was found.

    Axes layer, place, column, as of `needed`, the widths that are enough. All solutions are whole
    and satisfy everything that the attacker knows, so an interval is at least as wide. No width is
    followed much farther than is needed. Raises Impossible when there is no solution.
    """
    seen: Boxes | None = None
    missing = int((needed > 0).sum())
    for atoms in points.of(attack):
        layers = layered(grid, atoms)
        seen = seen or Boxes(layers.copy("K"), layers.copy("K"))
        before, missing = missing, int(widen(grid, attack, year, layers, seen, needed).sum())
        if missing > before * STALE or not missing:
            break
    return None if seen is None else seen.high - seen.low
