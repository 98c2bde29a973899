"""What one published sum tells of the numbers hidden in it: exact bounds in closed form."""

from dataclasses import dataclass

import numpy as np

from dashboard.protection.sheet import Bools, Ints

MANY = np.int64(1) << 40
"""More than any count: where a hidden number has no bound of its own."""


@dataclass(frozen=True, eq=False)
class Boxes:
    """What is known of each number before any sum: at least `low`, at most `high`."""

    low: Ints
    high: Ints


def widths(hidden: Bools, boxes: Boxes, rest: Ints) -> tuple[Ints, Bools]:
    """How far apart the least and the greatest value of each hidden number can be.

    One sum a row: `hidden` (E, N) are its unknown numbers, `rest` (E,) what they add up to. The
    second answer says which sums can be true at all within the boxes; the widths of others mean
    nothing.
    """
    low = np.where(hidden, boxes.low, 0)
    high = np.where(hidden, boxes.high, 0)
    all_low, all_high = low.sum(axis=1, keepdims=True), high.sum(axis=1, keepdims=True)
    left = rest[:, None]
    least = np.maximum(low, left - (all_high - high))
    most = np.minimum(high, left - (all_low - low))
    possible = (all_low[:, 0] <= rest) & (rest <= all_high[:, 0])
    return most - least, possible
