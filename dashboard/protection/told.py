"""Which published sums tell too much of a quantity, each looked at by itself."""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.catalog import Protection
from dashboard.protection.layers import Known, Layer, Quantity
from dashboard.protection.sheet import EVERYBODY, STATE, Bools, Ints, Sheet
from dashboard.protection.sums import Boxes, widths

UNITS = "units"
"""The name of the sums of the state over its LEAs; the others are named for their group type."""


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums side by side: arrays (E, N + 1), the total last and counted backwards.

    `left_out` (E,): what the total has beside its parts, students of no LEA or of no group;
    `unlisted` (E,): those of no LEA alone. `there` (E,): whether there is a total at all.
    """

    value: Ints
    untold: Bools
    needed: Ints
    low: Ints
    high: Ints
    small_low: Ints
    small_high: Ints
    left_out: Ints
    unlisted: Ints
    there: Bools

    def __getitem__(self, rows: Ints) -> "Sums":
        return Sums(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


Some = Ints | slice
"""Which sums of a family."""

ALL = slice(None)


def sums_named(name: str, layer: Layer, small_high: Ints, sheet: Sheet, at: Some = ALL) -> Sums:
    """Some sums of a family: along each unit over the groups of a type, or UNITS, down each column.

    `small_high`: the greatest counts (U, C) for who takes hidden rows for small ones.
    """
    value = joined(layer.value * layer.there, name, sheet, -layer.value, at)
    known = replace(layer.now, small=Boxes(layer.now.small.low, small_high))
    turned = layer.there.T if name == UNITS else layer.there
    left_out = -value.sum(axis=1)
    return Sums(
        value=value,
        untold=joined(layer.untold, name, sheet, None, at),
        **bounds(known, name, sheet, at),
        left_out=left_out,
        unlisted=left_out if name == UNITS else np.zeros_like(left_out),
        there=turned[at, STATE if name == UNITS else EVERYBODY],
    )


def bounds(known: Known, name: str, sheet: Sheet, at: Some) -> dict[str, Ints]:
    """What is known of the parts of some sums of a family, by the names of Sums."""
    box, small = known.box, known.small
    return {
        "needed": joined(known.needed, name, sheet, None, at),
        "low": joined(box.low, name, sheet, -box.high, at),
        "high": joined(box.high, name, sheet, -box.low, at),
        "small_low": joined(small.low, name, sheet, -small.high, at),
        "small_high": joined(small.high, name, sheet, -small.low, at),
    }


def joined(
    part: NDArray[Any], name: str, sheet: Sheet, whole: NDArray[Any] | None, at: Some
) -> NDArray[Any]:
    """An array (U, C) as the parts of some sums of a family and, from `whole`, their totals."""
    whole = part if whole is None else whole
    if name == UNITS:
        parts, total = part[1:, at], whole[STATE, at]
    else:
        parts, total = part[at, sheet.types[name]].T, whole[at, EVERYBODY]
    # Turned round, because adding whole columns up is much faster than adding many short rows.
    sums = np.empty((len(parts) + 1, len(total)), part.dtype)
    sums[:-1], sums[-1] = parts, total
    return sums.T


def tell_too_much(sums: Sums, quantity: Quantity, rule: Protection) -> Bools:
    """The sums (E,) that tell an untold number too closely, or pool too few children (C2).

    Four attackers: who takes those left out for nobody, or knows how many they are; and who takes
    every hidden row for a small one, or not.
    """
    untold, sum_of_untold = sums.untold, _sum_of_untold(sums)
    # Who guesses denominators must still not have a numerator.
    guessed = rule.small_width if quantity is Quantity.DENOMINATOR else 1
    some = untold.any(axis=1)
    bad = np.zeros(len(sums.value), np.bool_)
    rests = [sum_of_untold]
    if sums.left_out.any():
        rests.append(sum_of_untold + sums.left_out)
    for low, high, least in (
        (sums.low, sums.high, sums.needed),
        (sums.small_low, sums.small_high, np.minimum(sums.needed, guessed)),
    ):
        for width, possible in widths(untold, Boxes(low, high), rests):
            bad |= ((width < least) & untold).any(axis=1) & possible
    if quantity is Quantity.DENOMINATOR:
        pooled = np.where(untold, sums.value, 0)[:, :-1].sum(axis=1)
        told = ~untold[:, -1]
        bad |= told & some & (pooled < rule.min_den)
        # A few of no listed LEA are somebody too, and nobody's row. Of whom the race is not known,
        # say, nobody knows who that is: they are no group that could be recognised.
        few = (sums.unlisted > 0) & (sums.unlisted < rule.min_den)
        bad |= told & few & (pooled < rule.min_width)
    return bad & sums.there


@dataclass(frozen=True, eq=False)
class Told:
    """Which sums of a family told too much (`bad`), when the layer stood like that.

    `small_high`: of the layer, as `drop_refuted` left it.
    """

    layer: Layer
    small_high: Ints
    bad: Bools

    def still_holds(self, layer: Layer) -> bool:
        """Whether a later layer of the same quantity stands as this one did."""
        old = self.layer
        return not _changed(layer, layer.now.small.high, old, old.now.small.high).any()


def tell_as_before(
    name: str, layer: Layer, small_high: Ints, sheet: Sheet, rule: Protection, before: Told | None
) -> Told:
    """`tell_too_much` of the family `name`, which looks only at what is not as it was `before`."""
    if before is None:
        sums = sums_named(name, layer, small_high, sheet)
        return Told(layer, small_high, tell_too_much(sums, layer.quantity, rule))
    changed = _changed(layer, small_high, before.layer, before.small_high)
    if name == UNITS:
        rows = np.flatnonzero(changed.any(axis=0))
    else:
        of_groups = changed[:, sheet.types[name]].any(axis=1)
        rows = np.flatnonzero(changed[:, EVERYBODY] | of_groups)
    bad = before.bad.copy()
    if rows.size:
        sums = sums_named(name, layer, small_high, sheet, rows)
        bad[rows] = tell_too_much(sums, layer.quantity, rule)
    return Told(layer, small_high, bad)


def _changed(layer: Layer, small_high: Ints, old: Layer, old_small_high: Ints) -> Bools:
    """The counts (U, C) of which not the same is known as before.

    What comes to be there is hidden at once, so that need not be compared.
    """
    now, then = layer.now, old.now
    changed: Bools = np.asarray(layer.untold != old.untold)
    changed |= small_high != old_small_high
    changed |= now.small.low != then.small.low
    changed |= now.needed != then.needed
    changed |= now.box.low != then.box.low
    changed |= now.box.high != then.box.high
    return changed


def drop_refuted(layer: Layer, sheet: Sheet) -> Ints:
    """The greatest counts (U, C) that are left for who takes hidden rows for small ones.

    They learn better where a sum cannot be true so.
    """
    box, low, high = layer.now.box, layer.now.small.low, layer.now.small.high
    untold, names = layer.untold, (*sheet.types, UNITS)
    value = layer.value * layer.there
    told_sum, least_sum = (np.where(untold, ends, 0) for ends in (value, low))
    beyond, rest, floor, there = {}, {}, {}, {}
    for name in names:
        (parts, total), (untold_parts, untold_total) = (
            _added_up(ends, name, sheet) for ends in (value, told_sum)
        )
        rest[name], floor[name] = untold_parts - untold_total, _added_up(least_sum, name, sheet)
        there[name] = layer.there[STATE] if name == UNITS else layer.there[:, EVERYBODY]
        beyond[name] = total - parts
    while True:
        most_sum = np.where(untold, high, 0)
        refuted = np.zeros_like(untold)
        for name in names:
            (low_parts, low_total), (high_parts, high_total) = (
                floor[name],
                _added_up(most_sum, name, sheet),
            )
            least, most = low_parts - high_total, high_parts - low_total
            possible = (least <= rest[name]) & (rest[name] <= most)
            # Nobody knows how many are of no LEA, nor how many of no group where the state's groups
            # do not tell: then a sum may be larger than its parts.
            if name == UNITS or beyond[name][STATE] > 0 or _some_untold(untold, name, sheet):
                possible |= least <= rest[name] + beyond[name]
            wrong = there[name] & ~possible
            if name == UNITS:
                refuted[1:] |= wrong
            else:
                refuted[:, sheet.types[name]] |= wrong[:, None]
        refuted &= untold & (high < box.high)
        if not refuted.any():
            return high
        high = np.where(refuted, box.high, high)


def _added_up(part: Ints, name: str, sheet: Sheet) -> tuple[Ints, Ints]:
    """The sums of the parts of each sum of a family, and what stands at its total."""
    if name == UNITS:
        return part[1:].sum(axis=0), part[STATE]
    return part[:, sheet.types[name]].sum(axis=1), part[:, EVERYBODY]


def _some_untold(untold: Bools, name: str, sheet: Sheet) -> bool:
    """Whether of the state's own groups of a type some are not told, or not how many in all."""
    return bool(untold[STATE, sheet.types[name]].any() or untold[STATE, EVERYBODY])


def _sum_of_untold(sums: Sums) -> Ints:
    total: Ints = np.where(sums.untold, sums.value, 0).sum(axis=1)
    return total
