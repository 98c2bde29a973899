"""What one published sum tells of the numbers hidden in it: exact bounds in closed form."""

from collections.abc import Iterator, Sequence
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


def add_up(hidden: Bools, boxes: Boxes) -> tuple[Ints, Ints]:
    """What the unknown numbers of each sum (a row of `hidden`) are together, at least and at most.

    Where a sum is not within, its boxes cannot all be true.
    """
    return (
        np.where(hidden, boxes.low, 0).sum(axis=1),
        np.where(hidden, boxes.high, 0).sum(axis=1),
    )


def widths(hidden: Bools, boxes: Boxes, rests: Sequence[Ints]) -> Iterator[tuple[Ints, Bools]]:
    """How far apart the least and the greatest value of each hidden number can be.

    One sum a row: `hidden` (E, N) are its unknown numbers; each of `rests` (E,) is what they may
    add up to, and has an answer. Its second part says which sums can be true at all within the
    boxes; the widths of others mean nothing, nor do those of numbers that are not hidden.
    """
    all_low, all_high = add_up(hidden, boxes)
    span = boxes.high - boxes.low
    for rest in rests:
        # A number may rise by what is left above the least of all, and fall alike.
        up, down = rest - all_low, all_high - rest
        width = np.minimum(span, up[:, None])
        width += np.minimum(down[:, None] - span, 0)
        yield width, (up >= 0) & (down >= 0)
