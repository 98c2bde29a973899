"""How wide each hidden count has to stay.

As wide as the rule says (`min_width`, or `small_width` where hidden means small), but never wider
than the published totals alone would leave it: those are public by law.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.audit.arrays import Bools, Ints
from dashboard.audit.attackers import Attack
from dashboard.audit.grid import BIG, STATE, UNLISTED, Grid
from dashboard.audit.report import Quantity
from dashboard.audit.rows import ABSENT
from dashboard.catalog import Protection


@dataclass(frozen=True)
class Demand:
    """One quantity of one member: `width` is needed where it is above zero; -axes of a layer."""

    member: int
    quantity: Quantity
    layer: int
    width: Ints


def demands(grid: Grid, attack: Attack, *, rule: Protection) -> Iterator[Demand]:
    """What has to hold against an attack, for the hidden and the coded rows of its years."""
    # Of linked numerators each is published for its own sake; together they must tell none exactly.
    together = len(grid.unit.members) > 1
    for n, one in enumerate(grid.unit.members):
        hidden, coded = grid.hidden[n], grid.coded[n]
        hidden, coded = hidden & attack.years[:, None, None], coded & attack.years[:, None, None]
        most = min(rule.small_width, rule.min_width) if attack.small else rule.min_width
        quantities: tuple[tuple[Quantity, int, int], ...] = (
            ("denominator", one.den, most),
            # Who guesses denominators must still not have a numerator.
            ("numerator", one.num, 1 if attack.small or together else most),
            ("complement", one.comp, 1),  # others than all: C3 of 5.4
        )
        for quantity, layer, least in quantities:
            place = grid.unit.place[layer]
            cap = _cap(grid, place, coded, _by_law(grid, n, place))
            width = np.where(hidden, np.minimum(least, cap), 0)
            # What another indicator of the population publishes is nobody's secret, nor is it that
            # there is nobody (NO_STUDENTS).
            width[attack.empty[grid.unit.place[one.den]]] = 0
            width[grid.boxes.low[place] == grid.boxes.high[place]] = 0
            if quantity == "complement":
                width[grid.over] = 0
            if quantity != "denominator" and coded.any():
                words = _words_allow(grid, attack, n, most=least)
                if quantity == "complement":
                    words = np.where(_top(grid, n), words, 0)
                width = np.where(coded, np.minimum(words, cap), width)
            yield Demand(n, quantity, place, np.maximum(width, 0))


def _by_law(grid: Grid, member: int, layer: int) -> Bools:
    """The rows that are all there is of the state's own total; axes year, place, column.

    That total is always told (A39), and so are they, whatever is hidden. A row that is all of
    another total is not: that total can be hidden too.
    """
    den = grid.unit.place[grid.unit.members[member].den]
    there = (grid.kind[member] != ABSENT) & (grid.boxes.high[den] > 0)
    told = grid.boxes.low[layer][:, STATE, 0] == grid.boxes.high[layer][:, STATE, 0]
    found = np.zeros(there.shape, bool)
    found[:, STATE, 0] = told
    districts = there[:, :UNLISTED]
    of_state = there & (districts.sum(axis=1, keepdims=True) < 2)
    found[:, :UNLISTED, 0] = of_state[:, :UNLISTED, 0] & told[:, None]
    for span in grid.breakdowns:
        groups = there[..., span.groups]
        of_place = groups & (groups.sum(axis=2, keepdims=True) < 2)
        found[..., span.groups] = of_place & found[..., :1]
        there_too = of_state[:, :UNLISTED, span.groups] & found[:, STATE:, span.groups]
        found[:, :UNLISTED, span.groups] |= there_too
    return found


def _cap(grid: Grid, layer: int, coded: Bools, by_law: Bools) -> Ints:
    """The width that the published totals of a cell would leave it on their own.

    Where a total is told in words, "under 5 %", its parts are small by these words alone: they
    must only not be exact.
    """
    low, high = grid.boxes.low[layer], grid.boxes.high[layer]
    least = np.where(low == high, 0, low)  # only what is not published has to share
    cap = np.full(low.shape, BIG)
    state = _spare(low[:, STATE], high[:, STATE], least[:, :STATE].sum(axis=1))
    state = np.where(coded[:, STATE], 1, state)
    cap[:, :STATE] = state[:, None]
    for span in grid.breakdowns:
        spare = _spare(low[:, :, 0], high[:, :, 0], least[:, :, span.groups].sum(axis=2))
        spare = np.where(coded[:, :, 0], 1, spare)
        # What the state's total tells of a district it tells of the district's groups.
        spare = np.minimum(spare, cap[:, :, 0])
        groups = cap[:, :, span.groups]
        np.minimum(groups, spare[:, :, None], out=groups)
    cap[by_law] = 0
    return cap


def _spare(low: Ints, high: Ints, shared: Ints) -> Ints:
    return np.where(low == high, high - shared, BIG)


def _top(grid: Grid, member: int) -> Bools:
    top = np.zeros(grid.kind.shape[1:], bool)
    mine = grid.words.member == member
    top[tuple(axis[mine] for axis in grid.words.at)] = grid.words.top[mine]
    return top


def _words_allow(grid: Grid, attack: Attack, member: int, *, most: int) -> Ints:
    """The width of a coded numerator that its own words leave, at most `most`.

    At its denominator where that is known, else the least over its tier; and never a single value
    where the words allow two.
    """
    words = grid.words
    mine = words.member == member
    at = tuple(axis[mine] for axis in words.at)
    den = grid.unit.place[grid.unit.members[member].den]
    low, high = attack.boxes.low[den][at], attack.boxes.high[den][at]
    mine_only = words.of(mine)
    least = mine_only.allow(low)
    needed = np.where(low == high, least, words.over_tier[mine])
    two = np.maximum(least, mine_only.allow(np.minimum(high, BIG // 2**20))) > 0
    result = np.zeros(grid.kind.shape[1:], np.int64)
    result[at] = np.maximum(np.minimum(needed, most), two)
    return result
