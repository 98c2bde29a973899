"""What attackers assume beyond what is published.

Nobody publishes what no listed LEA counts, nor the students of unknown group. `free` leaves them
open; `zero` takes each for nothing wherever the published numbers allow it; `small` also takes
every hidden row for 1 to min_den - 1 students, in every sum for which that is possible.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.audit.arrays import Bools
from dashboard.audit.bounds import contradictory, narrow
from dashboard.audit.grid import STATE, UNLISTED, Boxes, Grid

TRIES = 8


@dataclass(frozen=True)
class Attack:
    """What somebody knows after narrowing; `small`: with that assumption.

    `years`: axis year, where the attack is one of its own, and consistent. `unlisted_adds_up` as
    in `narrow`.
    """

    boxes: Boxes
    years: Bools
    unlisted_adds_up: bool
    small: bool


def plain(grid: Grid) -> tuple[Attack, Attack]:
    """The attackers `zero` and `free`, as far as adding up takes them.

    `free` has only the years that refute `zero`: elsewhere it knows less than `zero` does.
    """
    everything = narrow(grid, grid.boxes.copy(), unlisted_adds_up=True)
    wrong = contradictory(everything)
    # Published numbers that contradict each other: what each row tells is all that is left.
    for known, told in ((everything.low, grid.boxes.low), (everything.high, grid.boxes.high)):
        known[:, wrong] = told[:, wrong]
    zero = narrow(grid, _empty_remainders(grid, everything), unlisted_adds_up=False)
    refuted = contradictory(zero)
    return (
        Attack(zero, ~refuted, unlisted_adds_up=False, small=False),
        Attack(everything, refuted, unlisted_adds_up=True, small=False),
    )


def _empty_remainders(grid: Grid, known: Boxes) -> Boxes:
    """Remainders taken for nothing in every sum that allows it (all of its quantities)."""
    boxes = known.copy()
    low, high = known.low, known.high
    listed = high[:, :, :UNLISTED]
    possible = (listed.sum(axis=2) >= low[:, :, STATE]).all(axis=0) & (
        low[:, :, UNLISTED] <= 0
    ).all(axis=0)
    for span in grid.breakdowns:
        # The unknown group of the unlisted stays open: it takes what the state's row leaves.
        possible[:, span.stop] = False
    boxes.low[:, :, UNLISTED] = np.where(possible, 0, low[:, :, UNLISTED])
    boxes.high[:, :, UNLISTED] = np.where(possible, 0, high[:, :, UNLISTED])
    for span in grid.breakdowns:
        enough = high[:, :, :UNLISTED, span.groups].sum(axis=3) >= low[:, :, :UNLISTED, 0]
        none = (enough & (low[:, :, :UNLISTED, span.stop] <= 0)).all(axis=0)
        none &= span.asked[:, :UNLISTED]
        for ends in (boxes.low, boxes.high):
            column = ends[:, :, :UNLISTED, span.stop]
            column[:, none] = 0
    return boxes


def small(grid: Grid, attack: Attack, *, min_den: int) -> Attack:
    """The attacker who also takes hidden rows for small, where no sum contradicts it."""
    assumed: dict[int, Bools] = {}
    for n, one in enumerate(grid.unit.members):
        den = grid.unit.place[one.den]
        assumed[den] = np.asarray(grid.hidden[n] | assumed.get(den, False))
    years = attack.years.copy()
    boxes = attack.boxes
    for _ in range(TRIES):
        boxes = attack.boxes.copy()
        for den, cells in assumed.items():
            _assume(grid, boxes, attack.boxes, den, cells, most=min_den - 1)
        narrow(grid, boxes, unlisted_adds_up=attack.unlisted_adds_up)
        wrong = boxes.low > boxes.high
        if not (wrong.any(axis=(0, 2, 3)) & years).any():
            return Attack(boxes, years, attack.unlisted_adds_up, small=True)
        # Sums that turn out impossible only together: their cells lose the assumption too.
        bad: Bools = np.asarray(wrong.any(axis=0))
        for cells in assumed.values():
            for span in grid.breakdowns:
                in_row = bad[:, :, span.parts].any(axis=2, keepdims=True)
                cells[:, :, span.groups] &= ~in_row
            cells &= ~bad.any(axis=1, keepdims=True)
            cells &= ~bad
    years &= ~contradictory(boxes)
    return Attack(boxes, years, attack.unlisted_adds_up, small=True)


def _assume(grid: Grid, boxes: Boxes, known: Boxes, den: int, cells: Bools, *, most: int) -> None:
    """Set the intervals of the cells to 1 .. most; cells lose what a sum makes impossible."""
    cells &= (known.low[den] <= most) & (known.high[den] >= 1)
    cells &= known.low[den] < known.high[den]
    low, high = boxes.low[den], boxes.high[den]
    while True:
        low[...] = np.where(cells, np.maximum(known.low[den], 1), known.low[den])
        high[...] = np.where(cells, np.minimum(known.high[den], most), known.high[den])
        lost = np.zeros_like(cells)
        parts_low, parts_high = low[:, :STATE].sum(axis=1), high[:, :STATE].sum(axis=1)
        bad = (parts_low > high[:, STATE]) | (parts_high < low[:, STATE])
        lost |= bad[:, None, :]
        for span in grid.breakdowns:
            parts_low = low[:, :, span.parts].sum(axis=2)
            parts_high = high[:, :, span.parts].sum(axis=2)
            bad = (parts_low > high[:, :, 0]) | (parts_high < low[:, :, 0])
            lost[:, :, span.groups] |= bad[:, :, None]
            lost[:, :, 0] |= bad
        if not (cells & lost).any():
            return
        cells &= ~lost
