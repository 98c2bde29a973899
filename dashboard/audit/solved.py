"""The solver's turn: a breakdown that could not be filled step by step, as one programme."""

from dataclasses import replace

import numpy as np

from dashboard.audit.arrays import Ints
from dashboard.audit.attackers import Attack, Impossible
from dashboard.audit.grid import STATE, Boxes, Breakdown, Grid
from dashboard.audit.programme import system
from dashboard.audit.settle import any_solution

MOST_VARIABLES = 4000
"""Larger programmes take longer than the proof is worth; their counts stay open."""


def solved(grid: Grid, attack: Attack, year: int, span: Breakdown, layers: Ints) -> Ints | None:
    """Atoms of a breakdown (axes atom, place, column) that fit; None where none was found.

    `layers`: everybody, and the state's row of the breakdown, stand as they are there.
    """
    low, high = attack.boxes.low[:, [year]].copy(), attack.boxes.high[:, [year]].copy()
    atoms = grid.unit.atoms
    unknown = np.zeros(low.shape[2:], bool)
    unknown[:STATE, span.parts] = True
    if ((low < high)[:atoms, 0] & unknown).sum() > MOST_VARIABLES:
        return None
    known = layers.copy()
    known[..., : span.start][..., 1:] = 0  # other breakdowns have nothing to do with it
    known[..., span.stop + 1 :] = 0
    for ends in (low, high):
        ends[:, 0] = np.where(unknown, ends[:, 0], known)
    words = grid.words
    here = (words.at[0] == year) & (words.at[2] >= span.start) & (words.at[2] <= span.stop)
    one = replace(grid, words=words.of(here), breakdowns=(span,))
    whole = system(one, replace(attack, boxes=Boxes(low, high)), 0)
    try:
        found = any_solution(whole)
    except Impossible:
        return None  # with what everybody was taken for; not by itself
    if found is None:
        return None
    result = whole.fixed.copy()
    result[whole.ids >= 0] = found[whole.ids[whole.ids >= 0]]
    return result[:, :, span.parts]
