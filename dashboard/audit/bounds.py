"""Outer bounds: what the equations leave of each interval, narrowed until nothing changes.

Each step is a valid deduction about whole numbers, so an interval that is narrow here is a proof
that the count can be told that closely. That it is wide here proves nothing.
"""

from collections.abc import Sequence

import numpy as np

from dashboard.audit.arrays import Bools, Ints
from dashboard.audit.grid import BIG, STATE, Boxes, Grid

ROUNDS = 40


def narrow(grid: Grid, boxes: Boxes) -> Boxes:
    """Narrow all intervals in place, and return them.

    A year in which some interval ends up empty contradicts what was assumed; see `contradictory`.
    """
    before = -1
    for _ in range(ROUNDS):
        _cells(grid, boxes)
        _words(grid, boxes)
        _districts(boxes)
        _breakdowns(grid, boxes)
        np.clip(boxes.low, -BIG, BIG, out=boxes.low)
        np.clip(boxes.high, -BIG, BIG, out=boxes.high)
        now = int(np.sum(boxes.high, dtype=np.int64) - np.sum(boxes.low, dtype=np.int64))
        if now == before:
            break
        before = now
    return boxes


def contradictory(boxes: Boxes) -> Bools:
    """The years in which some interval is empty."""
    return np.asarray((boxes.low > boxes.high).any(axis=(0, 2, 3)))


def _cells(grid: Grid, boxes: Boxes) -> None:
    """A quantity is the sum of its parts (5.3, 3 and 4)."""
    low, high = boxes.low, boxes.high
    for total, parts in grid.unit.sums:
        _add_up(low[total], high[total], [low[n] for n in parts], [high[n] for n in parts])


def _add_up(total_low: Ints, total_high: Ints, lows: Sequence[Ints], highs: Sequence[Ints]) -> None:
    low, high = sum(lows[1:], lows[0]), sum(highs[1:], highs[0])
    np.maximum(total_low, low, out=total_low)
    np.minimum(total_high, high, out=total_high)
    for part_low, part_high in zip(lows, highs, strict=True):
        others_low, others_high = low - part_low, high - part_high
        np.minimum(part_high, total_high - others_low, out=part_high)
        np.maximum(part_low, total_low - others_high, out=part_low)


def _words(grid: Grid, boxes: Boxes) -> None:
    """A word bounds num by den, and den by its tier."""
    words, unit = grid.words, grid.unit
    if not len(words.member):
        return
    nums = np.array([unit.place[one.num] for one in unit.members])[words.member]
    dens = np.array([unit.place[one.den] for one in unit.members])[words.member]
    num, den = (nums, *words.at), (dens, *words.at)
    part, whole, top = words.part, words.whole, words.top
    low, high = boxes.low, boxes.high
    den_low = np.maximum(low[den], words.least)
    den_high = np.minimum(high[den], words.most)
    num_low, num_high = low[num], high[num]
    under = (part * den_high - 1) // whole
    over = part * den_low // whole + 1
    safe = np.maximum(part, 1)
    few, many = whole * num_low // safe + 1, -(-(whole * num_high) // safe) - 1
    usable = part > 0
    np.maximum.at(low, den, np.where(usable & ~top, np.maximum(den_low, few), den_low))
    np.minimum.at(high, den, np.where(usable & top, np.minimum(den_high, many), den_high))
    np.minimum.at(high, num, np.where(top, num_high, under))
    np.maximum.at(low, num, np.where(top, over, num_low))


def _districts(boxes: Boxes) -> None:
    """The state is the sum of its districts and of what is not listed (5.3, 1)."""
    _sum_along(boxes.low[:, :, :STATE], boxes.high[:, :, :STATE],
               boxes.low[:, :, STATE], boxes.high[:, :, STATE], axis=2)  # fmt: skip


def _breakdowns(grid: Grid, boxes: Boxes) -> None:
    """Everybody is the sum of the groups and of those of unknown group (5.3, 2)."""
    for span in grid.breakdowns:
        _sum_along(boxes.low[..., span.parts], boxes.high[..., span.parts],
                   boxes.low[..., 0], boxes.high[..., 0], axis=3)  # fmt: skip


def _sum_along(low: Ints, high: Ints, total_low: Ints, total_high: Ints, *, axis: int) -> None:
    """Narrow parts along an axis and their totals, which are views, in place."""
    sum_low, sum_high = low.sum(axis=axis), high.sum(axis=axis)
    np.maximum(total_low, sum_low, out=total_low)
    np.minimum(total_high, sum_high, out=total_high)
    spare_high = np.expand_dims(total_high - sum_low, axis)
    spare_low = np.expand_dims(total_low - sum_high, axis)
    new_low = np.maximum(low, spare_low + high)
    np.minimum(high, spare_high + low, out=high)
    low[...] = new_low
