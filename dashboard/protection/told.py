"""Which published sums tell too much of a quantity, each looked at by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.catalog import Protection
from dashboard.protection.layers import Known, Layer, Quantity
from dashboard.protection.sheet import EVERYBODY, STATE, Bools, Ints, Sheet
from dashboard.protection.sums import Boxes, add_up, widths

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


def sums_of(layer: Layer, sheet: Sheet) -> dict[str, Sums]:
    """The sums along each unit over the groups of each type, then down each column over LEAs."""
    return {name: sums_named(name, layer, sheet) for name in (*sheet.types, UNITS)}


def sums_named(name: str, layer: Layer, sheet: Sheet) -> Sums:
    """The sums of one family: of a group type, or UNITS."""
    value, known = joined(layer.value * layer.there, name, sheet, -layer.value), layer.now
    turned = layer.there.T if name == UNITS else layer.there
    left_out = -value.sum(axis=1)
    return Sums(
        value=value,
        untold=joined(layer.untold, name, sheet),
        **bounds(known, name, sheet),
        left_out=left_out,
        unlisted=left_out if name == UNITS else np.zeros_like(left_out),
        there=turned[:, STATE if name == UNITS else EVERYBODY],
    )


def bounds(known: Known, name: str, sheet: Sheet) -> dict[str, Ints]:
    """What is known of the parts of a family of sums, by the names of Sums."""
    box, small = known.box, known.small
    return {
        "needed": joined(known.needed, name, sheet),
        "low": joined(box.low, name, sheet, -box.high),
        "high": joined(box.high, name, sheet, -box.low),
        "small_low": joined(small.low, name, sheet, -small.high),
        "small_high": joined(small.high, name, sheet, -small.low),
    }


def joined(
    part: NDArray[Any], name: str, sheet: Sheet, whole: NDArray[Any] | None = None
) -> NDArray[Any]:
    """An array (U, C) as the parts of a family of sums and, from `whole`, their totals."""
    whole = part if whole is None else whole
    if name == UNITS:
        parts, total = part[1:], whole[STATE]
    else:
        parts, total = part[:, sheet.types[name]].T, whole[:, EVERYBODY]
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
        return not _differs(layer, layer.now.small.high, self.layer, self.layer.now.small.high)


def tell_as_before(
    name: str, sums: Sums, layer: Layer, small_high: Ints, sheet: Sheet, rule: Protection,
    before: Told | None,
) -> Told:  # fmt: skip
    """`tell_too_much` of the family `name`, which looks only at what is not as it was `before`."""
    if before is None:
        return Told(layer, small_high, tell_too_much(sums, layer.quantity, rule))
    changed = _changed(layer, small_high, before.layer, before.small_high)
    if name == UNITS:
        rows = np.flatnonzero(changed.any(axis=0))
    else:
        of_groups = changed[:, sheet.types[name]].any(axis=1)
        rows = np.flatnonzero(changed[:, EVERYBODY] | of_groups)
    bad = before.bad.copy()
    if rows.size:
        bad[rows] = tell_too_much(sums[rows], layer.quantity, rule)
    return Told(layer, small_high, bad)


def _changed(layer: Layer, small_high: Ints, old: Layer, old_small_high: Ints) -> Bools:
    """The counts (U, C) of which not the same is known as before."""
    changed: Bools = np.asarray(small_high != old_small_high)
    for now, then in _known(layer, old):
        changed |= now != then
    return changed


def _differs(layer: Layer, small_high: Ints, old: Layer, old_small_high: Ints) -> bool:
    """Whether of any count not the same is known as before."""
    pairs = ((small_high, old_small_high), *_known(layer, old))
    return any(not np.array_equal(now, then) for now, then in pairs)


def _known(layer: Layer, old: Layer) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    yield layer.untold, old.untold
    yield layer.there, old.there
    yield layer.now.needed, old.now.needed
    yield layer.now.box.low, old.now.box.low
    yield layer.now.box.high, old.now.box.high
    yield layer.now.small.low, old.now.small.low


def drop_refuted(families: Mapping[str, Sums], layer: Layer, sheet: Sheet) -> Ints:
    """Who takes hidden rows for small ones learns better where a sum cannot be true so.

    Widens the sums in place, and returns the greatest counts (U, C) that are left for small ones.
    """
    box, low, high = layer.now.box, layer.now.small.low, layer.now.small.high.copy()
    while True:
        refuted = np.zeros_like(layer.untold)
        for name, sums in families.items():
            least, most = add_up(sums.untold, Boxes(sums.small_low, sums.small_high))
            untold = _sum_of_untold(sums)
            possible = (least <= untold) & (untold <= most)
            # Nobody knows how many are of no LEA, nor how many of no group where the state's groups
            # do not tell: then a sum may be larger than its parts.
            if name == UNITS or sums.left_out[STATE] > 0 or sums.untold[STATE].any():
                possible |= least <= untold + sums.left_out
            wrong = sums.there & ~possible
            if name == UNITS:
                refuted[1:] |= wrong
            else:
                refuted[:, sheet.types[name]] |= wrong[:, None]
        refuted &= layer.untold & (high < box.high)
        if not refuted.any():
            return high
        high[refuted] = box.high[refuted]
        for name, sums in families.items():
            sums.small_low[:] = joined(low, name, sheet, -high)
            sums.small_high[:] = joined(high, name, sheet, -low)


def _sum_of_untold(sums: Sums) -> Ints:
    total: Ints = np.where(sums.untold, sums.value, 0).sum(axis=1)
    return total
