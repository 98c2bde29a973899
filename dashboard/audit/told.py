"""What each published row tells by itself: an interval for each count, and words.

Nothing is added up here; see `bounds.py`.
"""

import numpy as np

from dashboard.audit.arrays import Bools, Ints, Kinds
from dashboard.audit.grid import (
    BIG,
    STATE,
    UNLISTED,
    Boxes,
    Breakdown,
    Words,
    along_places,
    below_zero,
)
from dashboard.audit.rows import ABSENT, BOTTOM, HIDDEN, SHOWN, TOP
from dashboard.audit.sheets import Sheet
from dashboard.audit.units import Unit
from dashboard.catalog import Protection


def words(kind: Kinds, row_at: Ints, rows: Sheet, rule: Protection) -> Words:
    """The coded rows; `row_at` is the row of the sheet that stands at each place of `kind`."""
    member, *at = np.nonzero((kind == BOTTOM) | (kind == TOP))
    row = row_at[member, at[0], at[1], at[2]]
    bound, top = rows.bound[row], rows.kind[row] == TOP
    least, most = np.full(len(row), 1), np.full(len(row), BIG)
    starts = [tier.min_den for tier in rule.coding]
    ends = [*(start - 1 for start in starts[1:]), BIG]
    for is_top in (False, True):
        for value in np.unique(bound[top == is_top]):
            here = (top == is_top) & (bound == value)
            tiers = [
                n for n, t in enumerate(rule.coding) if float(t.high if is_top else t.low) == value
            ]
            if tiers:
                least[here], most[here] = starts[tiers[0]], ends[tiers[-1]]
    scale = 10_000
    part = np.rint(np.nan_to_num(bound, nan=0) * scale).astype(np.int64)
    # A coded row without a bound says nothing: num is over -1 / 1 of den, or under 2 / 1 of it.
    whole = np.full(len(row), 100 * scale)
    nothing = np.isnan(bound)
    part[nothing], whole[nothing] = np.where(top[nothing], -1, 2), 1
    common = np.gcd(part, whole)
    common = np.maximum(common, 1)
    return Words(member, (at[0], at[1], at[2]), top, part // common, whole // common, least, most)


def boxes(
    unit: Unit,
    kind: Kinds,
    row_at: Ints,
    rows: Sheet,
    breakdowns: tuple[Breakdown, ...],
    over: Bools,
) -> Boxes:
    """What each row tells by itself."""
    low = along_places((len(unit.layers), *kind.shape[1:]), np.int64)
    high = np.full_like(low, BIG)
    for layer in below_zero(unit):
        low[layer][over] = -BIG
    places = np.arange(kind.shape[2]) < kind.shape[2] + UNLISTED
    for n, one in enumerate(unit.members):
        num, den, comp = (unit.place[layer] for layer in (one.num, one.den, one.comp))
        told, row = kind[n] == SHOWN, np.maximum(row_at[n], 0)
        absent = kind[n] == ABSENT
        absent[:, ~places] = False
        absent[:, STATE, 1:] = (kind[n][:, :, 1:] == ABSENT).all(axis=1)
        for span in breakdowns:
            absent[:, :, span.stop] = False
        suppressed = (kind[n] >= HIDDEN) & (kind[n] <= TOP)
        nobody = told & (rows.den[row] == 0) & (rows.num[row] == 0)
        some_are_empty = nobody[:, :UNLISTED, 0].any(axis=1)
        # Who has no one for one statement may hide that for the sake of the other.
        some_are_empty &= len({one.den for one in unit.members}) == 1
        least = _least_den(kind, breakdowns, some_are_empty, over)
        low[den] = np.where(suppressed, np.maximum(low[den], least), low[den])
        for layer, has, values in (
            (num, rows.has_num, rows.num),
            (den, rows.has_den, rows.den),
        ):
            known = told | (suppressed & has[row])  # a suppressed row that tells nonetheless
            fixed = np.where(absent, 0, values[row])
            low[layer] = np.where(known | absent, fixed, low[layer])
            high[layer] = np.where(known | absent, fixed, high[layer])
        rest = np.where(absent, 0, rows.den[row] - rows.num[row])
        low[comp] = np.where(told | absent, rest, low[comp])
        high[comp] = np.where(told | absent, rest, high[comp])
    return Boxes(low, high)


def _least_den(
    kind: Kinds,
    breakdowns: tuple[Breakdown, ...],
    some_are_empty: Bools,
    over: Bools,
) -> Ints:
    """The least denominator of a suppressed row; axes year, place, column.

    A group's row means members, unless all groups of the district stand hidden, for any member of
    the unit: then the rows of nobody are put beside the others, for all members. A district may
    be empty where no empty one is shown.
    """
    least = np.ones(kind.shape[1:], np.int64)
    least[:, :UNLISTED, 0] = some_are_empty[:, None]
    for span in breakdowns:
        groups = kind[..., span.groups]
        in_grid = (groups != ABSENT).any(axis=2, keepdims=True)
        all_hidden = ((groups == HIDDEN) | ~in_grid).all(axis=3).any(axis=0)
        least[:, :, span.groups] = np.where(all_hidden[:, :, None], 0, 1)
    return np.where(over[:, None, None], 0, least)
