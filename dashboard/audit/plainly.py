"""What can be told without adding up much: row by row, or against one other row or release."""

from collections.abc import Iterator, Sequence

import numpy as np

from dashboard.audit.arrays import Bools
from dashboard.audit.report import Kind, Leak, Quantity
from dashboard.audit.rows import ABSENT, BOTTOM, HIDDEN, SHOWN, TOP, Rows
from dashboard.catalog import Catalog, Link

OPEN_DATA = "state_only"  # counts that are public by federal law (5.2)
CODED_PROFILE = "student"  # the profile with words for nearly none and nearly all (5.2)


def plain_leaks(rows: Rows, earlier: Sequence[Rows], catalog: Catalog) -> Iterator[Leak]:
    """Leaks that need no more than a look at one row and one other."""
    rule = catalog.profile.protection
    guarded = ~_of(rows, catalog, protection=OPEN_DATA) & ~_of(rows, catalog, districts=True)
    below = guarded & ((rows.lea >= 0) | (rows.column > 0))  # STATE ALL is never hidden
    nobody = (rows.den == 0) & (rows.num == 0)
    small = below & rows.has_den & (rows.kind == SHOWN) & (rows.den < rule.min_den) & ~nobody
    yield from leaks(rows, small, "denominator", "shown")
    for has, quantity in _numbers(rows):
        yield from leaks(rows, rows.is_hidden & has, quantity, "shown")
    yield from leaks(rows, _uncoded(rows, catalog) & ~small, "numerator", "uncoded")
    yield from leaks(rows, _remainders(rows, catalog) & guarded, "denominator", "remainder")
    for link in catalog.links:
        for small_part in _small_parts(rows, link, catalog):
            yield from leaks(rows, small_part, "numerator", "part")
    yield from leaks(rows, _carried(rows) & guarded, "numerator", "carried")
    for other in earlier:
        yield from _editions(rows, other, below, min_den=rule.min_den)


def leaks(rows: Rows, where: Bools, quantity: Quantity, kind: Kind) -> Iterator[Leak]:
    """One leak for each table in which `where` holds."""
    at = np.flatnonzero(where)
    if not len(at):
        return
    breakdowns = sorted({name for name, _ in rows.codes.columns})
    table = np.array([breakdowns.index(name) for name, _ in rows.codes.columns])[rows.column[at]]
    keys = np.stack([rows.indicator[at], rows.year[at], rows.lea[at] >= 0, table])
    found, counts = np.unique(keys, axis=1, return_counts=True)
    for (indicator, year, lea, breakdown), cells in zip(found.T.tolist(), counts, strict=True):
        level = "LEA" if lea else "STATE"
        yield Leak(
            rows.codes.indicators[indicator], year, f"{level} {breakdowns[breakdown]}",
            quantity, kind, int(cells),
        )  # fmt: skip


def _numbers(rows: Rows) -> tuple[tuple[Bools, Quantity], ...]:
    """A suppressed row has no number at all; a percent tells most numerators (5.3, 6)."""
    return (rows.has_num, "numerator"), (rows.has_den, "denominator"), (rows.has_value, "numerator")


def _of(
    rows: Rows, catalog: Catalog, *, protection: str | None = None, districts: bool = False
) -> Bools:
    """Rows of the indicators with a protection profile, or that are percents of districts."""
    chosen = [
        n
        for n, name in enumerate(rows.codes.indicators)
        if name in catalog
        and (
            catalog[name].protection == protection
            or (districts and catalog[name].percent_of_districts)
        )
    ]
    return np.asarray(np.isin(rows.indicator, chosen))


def _uncoded(rows: Rows, catalog: Catalog) -> Bools:
    """Rows whose percent is so near none or all that only a word may stand there (A39).

    The state's own total is never told in words, its groups are.
    """
    percent = np.zeros(len(rows.den))
    np.divide(rows.num * 100.0, rows.den, out=percent, where=rows.den > 0)
    extreme = np.zeros(len(rows.den), bool)
    for tier in catalog.profile.protection.coding:  # ascending: the last that fits holds
        here = rows.den >= tier.min_den
        outside = (percent < float(tier.low)) | (percent > float(tier.high))
        extreme = np.where(here, outside, extreme)
    below = (rows.lea >= 0) | (rows.column > 0)
    shown = (rows.kind == SHOWN) & below & (rows.num <= rows.den) & (rows.den > 0)
    student = _of(rows, catalog, protection=CODED_PROFILE) & ~_of(rows, catalog, districts=True)
    return np.asarray(extreme & shown & student)


def _remainders(rows: Rows, catalog: Catalog) -> Bools:
    """STATE rows of which all is shown but a few students of districts that are not listed."""
    place = rows.key_of(
        indicator=rows.indicator, year=rows.year, lea=np.full(len(rows.lea), -1), column=rows.column
    )
    state = np.flatnonzero((rows.lea < 0) & (rows.kind == SHOWN))
    part = np.flatnonzero((rows.lea >= 0) & (rows.kind != ABSENT) & ~rows.carried)
    order = state[np.argsort(place[state])]
    at = np.searchsorted(place[order], place[part])
    at = np.minimum(at, max(len(order) - 1, 0))
    found = np.zeros(len(rows.lea), bool)
    if not len(order):
        return found
    belongs = place[order[at]] == place[part]
    part, at = part[belongs], at[belongs]
    listed = np.bincount(at, rows.den[part], len(order)).astype(np.int64)
    secrets = np.bincount(at, rows.kind[part] != SHOWN, len(order)) > 0
    some = np.bincount(at, minlength=len(order)) > 0
    rest = rows.den[order] - listed
    min_den = catalog.profile.protection.min_den
    found[order] = some & ~secrets & (rest > 0) & (rest < min_den)
    return found


def _small_parts(rows: Rows, link: Link, catalog: Catalog) -> Iterator[Bools]:
    """Districts where linked percents tell of a part with one or two children (T-SUP8)."""
    if link.kind not in ("nested", "summary"):
        return
    if any(one not in rows.codes.indicators for one in link.indicators):
        return
    codes = [rows.codes.indicators.index(one) for one in link.indicators]
    of_everybody = (rows.lea >= 0) & (rows.column == 0) & (rows.kind == SHOWN)
    first = np.flatnonzero(of_everybody & (rows.indicator == codes[0]))
    members = [first]
    for code in codes[1:]:
        key = rows.key_of(
            indicator=np.full(len(first), code), year=rows.year[first], lea=rows.lea[first],
            column=rows.column[first],
        )  # fmt: skip
        members.append(rows.find(key))
    together = np.all([(at >= 0) & of_everybody[at] for at in members], axis=0)
    members = [at[together] for at in members]
    num, den = (np.stack([values[at] for at in members]) for values in (rows.num, rows.den))
    if link.kind == "nested":
        parts = np.diff(np.vstack([num, den[-1]]), axis=0, prepend=0)
    else:
        e = den[1] - den[0]
        d = num[1] - e
        parts = np.stack([den[0] - num[0], num[0] - d, d, e])
    rule = catalog.profile.protection
    told = ((parts > 0) & (parts < rule.min_part)).any(axis=0) & (den[-1] < rule.part_den)
    for at in members:
        found = np.zeros(len(rows.lea), bool)
        found[at[told]] = True
        yield found


def _carried(rows: Rows) -> Bools:
    """Suppressed rows whose counts stand, or are told of more, under another school year (A27)."""
    source = rows.key_of(
        indicator=rows.indicator, year=rows.data_year, lea=rows.lea, column=rows.column
    )
    some = np.flatnonzero(np.isin(source, source[rows.carried]) & (rows.kind != ABSENT))
    groups, group = np.unique(source[some], return_inverse=True)
    kind = rows.kind[some]
    coded = (kind == BOTTOM) | (kind == TOP)
    shown_somewhere = np.bincount(group, kind == SHOWN, len(groups)) > 0
    coded_somewhere = np.bincount(group, coded, len(groups)) > 0
    found = np.zeros(len(rows.lea), bool)
    found[some] = (shown_somewhere[group] & (coded | (kind == HIDDEN))) | (
        coded_somewhere[group] & (kind == HIDDEN)
    )
    return found


def _editions(now: Rows, then: Rows, below: Bools, *, min_den: int) -> Iterator[Leak]:
    """What two releases tell together (5.3, 5; P4)."""
    other = then.find(now.key)
    there = below & (other >= 0)
    at = np.maximum(other, 0)
    both = there & (now.kind == SHOWN) & (then.kind[at] == SHOWN)
    more = np.abs(now.den - then.den[at])
    few = both & (more > 0) & (more < min_den)
    changed = now.num != then.num[at]
    yield from leaks(now, few, "denominator", "changed")
    yield from leaks(now, both & changed & (few | (more == 0)), "numerator", "changed")
    same_state = _same_state(now, then)
    once = (now.is_hidden & (then.kind[at] == SHOWN)) | (
        (now.kind == SHOWN) & (then.kind[at] >= HIDDEN) & (then.kind[at] <= TOP)
    )
    yield from leaks(now, there & once & same_state, "numerator", "earlier")


def _same_state(now: Rows, then: Rows) -> Bools:
    """Rows whose table has the same state total in both releases: it was not revised."""
    zero = np.zeros(len(now.lea), np.int64)
    key = now.key_of(indicator=now.indicator, year=now.year, lea=zero - 1, column=zero)
    here, there = now.find(key), then.find(key)
    found = (here >= 0) & (there >= 0)
    found &= (now.kind[here] == SHOWN) & (then.kind[there] == SHOWN)
    same = (now.num[here] == then.num[there]) & (now.den[here] == then.den[there])
    return np.asarray(found & same)
