"""What attackers assume beyond what is published.

Nobody publishes what no listed LEA counts, nor the students of unknown group. `free` leaves them
open; `zero` takes each for nothing wherever the published numbers allow it; `small` also takes
every hidden row for 1 to min_den - 1 students, in every sum for which that is possible.
"""

from dataclasses import dataclass, replace

import numpy as np

from dashboard.audit.arrays import Bools, Ints
from dashboard.audit.bounds import contradictory, narrow
from dashboard.audit.grid import STATE, UNLISTED, Boxes, Grid

TRIES = 8


class Impossible(Exception):
    """No whole numbers satisfy what was assumed; `breakdown` (its place), if that alone says so."""

    def __init__(self, breakdown: int | None = None) -> None:
        self.breakdown = breakdown
        super().__init__("what was assumed cannot be")


@dataclass(frozen=True)
class Attack:
    """What somebody knows after narrowing.

    `assumes`: more than what is published, which may turn out impossible. `small`: that hidden
    rows are small. `years`: axis year, where the attack is one of its own, and consistent.
    `empty`: the counts that what is published shows to be nothing; axes as the boxes'.
    """

    boxes: Boxes
    years: Bools
    assumes: bool
    small: bool
    empty: Bools


def plain(grid: Grid) -> tuple[Attack, Attack]:
    """The attackers `zero` and `free`, as far as adding up takes them.

    `free` has only the years that refute `zero`: elsewhere it knows less than `zero` does. Neither
    has a year in which published numbers contradict each other.
    """
    everything = narrow(grid, grid.boxes.copy())
    wrong = contradictory(everything)
    zero = narrow(grid, _empty_remainders(grid, everything))
    refuted = contradictory(zero) | wrong
    empty = everything.high <= 0
    return (
        Attack(zero, ~refuted, assumes=True, small=False, empty=empty),
        Attack(everything, refuted & ~wrong, assumes=False, small=False, empty=empty),
    )


def _empty_remainders(grid: Grid, known: Boxes) -> Boxes:
    """Remainders taken for nothing all together: no unlisted students, none of unknown group.

    Where the state's own row shows that there are some, they are left open; see `one_sum`.
    """
    boxes = known.copy()
    low, high = boxes.low, boxes.high
    enough = (high[:, :, :UNLISTED].sum(axis=2) >= low[:, :, STATE]).all(axis=0)
    nobody = (enough & (low[:, :, UNLISTED] <= 0).all(axis=0)).all(axis=1)
    low[:, nobody, UNLISTED], high[:, nobody, UNLISTED] = 0, 0
    for span in grid.breakdowns:
        parts = high[..., span.groups].sum(axis=3) >= low[..., 0]
        none = (parts & (low[..., span.stop] <= 0)).all(axis=0) | ~span.asked
        none = span.asked & none.all(axis=1, keepdims=True)
        low[:, none, span.stop], high[:, none, span.stop] = 0, 0
    return boxes


def one_sum(grid: Grid, known: Boxes) -> Boxes:
    """What somebody deduces of each count who takes the remainders of its own sums for nothing.

    Valid for each count by itself, not for all at once.
    """
    low, high = known.low.copy("K"), known.high.copy("K")
    listed_low, listed_high = known.low[:, :, :UNLISTED], known.high[:, :, :UNLISTED]
    spare_high = known.high[:, :, STATE] - listed_low.sum(axis=2)
    spare_low = known.low[:, :, STATE] - listed_high.sum(axis=2)
    possible = (spare_low <= 0).all(axis=0) & (known.low[:, :, UNLISTED] <= 0).all(axis=0)
    where = np.broadcast_to(possible[:, None, :], listed_low.shape[1:])
    _tighten(low[:, :, :UNLISTED], high[:, :, :UNLISTED], where,
             spare_low[:, :, None] + listed_high, spare_high[:, :, None] + listed_low)  # fmt: skip
    for span in grid.breakdowns:
        part_low, part_high = known.low[..., span.groups], known.high[..., span.groups]
        spare_high = known.high[..., 0] - part_low.sum(axis=3)
        spare_low = known.low[..., 0] - part_high.sum(axis=3)
        possible = (spare_low <= 0).all(axis=0) & (known.low[..., span.stop] <= 0).all(axis=0)
        where = np.broadcast_to((possible & span.asked)[:, :, None], part_low.shape[1:])
        _tighten(low[..., span.groups], high[..., span.groups], where,
                 spare_low[..., None] + part_high, spare_high[..., None] + part_low)  # fmt: skip
    return Boxes(low, high)


def _tighten(low: Ints, high: Ints, where: Bools, new_low: Ints, new_high: Ints) -> None:
    np.copyto(low, np.maximum(low, new_low), where=where)
    np.copyto(high, np.minimum(high, new_high), where=where)


def small(grid: Grid, attack: Attack, *, min_den: int, spared: Bools) -> Attack:
    """The attacker who also takes hidden rows for small, where no sum contradicts it.

    `spared`: axes year and column, where that is known to be impossible.
    """
    assumed: dict[int, Bools] = {}
    for n, one in enumerate(grid.unit.members):
        den = grid.unit.place[one.den]
        cells = grid.hidden[n] & ~spared[:, None]
        assumed[den] = np.asarray(cells | assumed.get(den, False))
        assumed[den][:, STATE] = False  # the state's total of a group is nobody's small group
    years = attack.years.copy()
    boxes = attack.boxes
    for _ in range(TRIES):
        boxes = attack.boxes.copy()
        for den, cells in assumed.items():
            _assume(grid, boxes, attack.boxes, den, cells, most=min_den - 1)
        narrow(grid, boxes)
        wrong = boxes.low > boxes.high
        if not (wrong.any(axis=(0, 2, 3)) & years).any():
            return replace(attack, boxes=boxes, years=years, assumes=True, small=True)
        # Sums that turn out impossible only together: their cells lose the assumption too.
        bad: Bools = np.asarray(wrong.any(axis=0))
        for cells in assumed.values():
            for span in grid.breakdowns:
                in_row = bad[:, :, span.parts].any(axis=2, keepdims=True)
                cells[:, :, span.groups] &= ~in_row
            cells &= ~bad.any(axis=1, keepdims=True)
            cells &= ~bad
    years &= ~contradictory(boxes)
    return replace(attack, boxes=boxes, years=years, assumes=True, small=True)


def _assume(grid: Grid, boxes: Boxes, known: Boxes, den: int, cells: Bools, *, most: int) -> None:
    """Set the intervals of the cells to 1 .. most; cells lose what a sum makes impossible."""
    cells &= (known.low[den] <= most) & (known.high[den] >= 1)
    cells &= known.low[den] < known.high[den]
    low, high = boxes.low[den], boxes.high[den]
    while True:
        low[...] = known.low[
            den
        ]  # 1 already, but where the groups without members may be hidden too
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
