"""Releases that are still published: what they tell beside the one that is made now (P4)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.catalog import Catalog
from dashboard.protection.sheet import Bools, Ints

KEY = ("indicator", "school_year", "level", "lea_id", "group_type", "group")


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The public indicator_value table of a release that is still published."""

    values: pa.Table


@dataclass(frozen=True, eq=False)
class Memory:
    """What earlier releases mean for each row of the exact table.

    `hide`: hidden by one of them, or shown by one with counts so near that the difference would
    be somebody (T-SUP6). `known`: shown by one of them with the same counts. `fixed`: known, and
    the state's total is the same too, so that nobody would doubt it: hiding it hides nothing.
    These have one place more than the table has rows, for "no row", which is False. `filled`: the
    LEAs and group types of an indicator and year that had rows which stood for nobody.
    """

    hide: Bools
    known: Bools
    fixed: Bools
    filled: frozenset[tuple[str, int, str, str]] = frozenset()


def remember(exact: pa.Table, earlier: Sequence[Earlier], catalog: Catalog) -> Memory:
    """Compare the exact table with the earlier releases, row by row."""
    hide = np.zeros(exact.num_rows + 1, np.bool_)
    known, fixed = np.zeros_like(hide), np.zeros_like(hide)
    if not earlier:
        return Memory(hide, known, fixed)
    keys = _keys(exact)
    num, den = _counts(exact)
    total = _totals(exact, keys)
    filled: set[tuple[str, int, str, str]] = set()
    for release in earlier:
        at = pc.index_in(keys, value_set=_keys(release.values))
        here = np.flatnonzero(at.is_valid().to_numpy(zero_copy_only=False))
        there = pc.drop_null(at).to_numpy().astype(np.int64)
        was_hidden = pc.equal(release.values["status"], "SUPPRESSED").to_numpy()[there]
        coded = pc.not_equal(release.values["flags"], "").to_numpy()[there]
        old_num, old_den = (column[there] for column in _counts(release.values))
        shown = ~was_hidden & (old_den >= 0) & (den[here] >= 0)
        same = (old_num == num[here]) & (old_den == den[here])
        near = np.abs(old_den - den[here]) < catalog.profile.protection.min_den
        known[here] |= shown & same
        unrevised = np.zeros_like(hide)
        unrevised[here] = shown & same
        fixed |= unrevised & unrevised[total]
        filled |= _filled(release.values, keys)
        hide[here] |= (was_hidden & ~coded) | (shown & ~same & near)
    return Memory(hide, known & ~hide, fixed & ~hide, frozenset(filled))


def _filled(values: pa.Table, keys: pa.Array) -> set[tuple[str, int, str, str]]:
    """Where a release had hidden rows of LEAs of which the exact table has none."""
    nobody = pc.and_(
        pc.is_null(pc.index_in(_keys(values), value_set=keys)),
        pc.and_(pc.equal(values["status"], "SUPPRESSED"), pc.equal(values["level"], "LEA")),
    )
    rows = values.filter(nobody)
    names = ("indicator", "school_year", "lea_id", "group_type")
    return set(zip(*(rows[name].to_pylist() for name in names), strict=True))


def _totals(table: pa.Table, keys: pa.Array) -> Ints:
    """The place of the state's total of each row's indicator and year; the last place for none."""
    parts = [table[name].cast(pa.string()) for name in KEY[:2]]
    state = pc.binary_join_element_wise(*parts, "STATE", "", "ALL", "ALL", "\x1f")
    at = pc.index_in(state.combine_chunks(), value_set=keys)
    return np.append(pc.fill_null(at, table.num_rows).to_numpy(), table.num_rows)


def _keys(table: pa.Table) -> pa.Array:
    """Each row's key as one text."""
    parts = [pc.fill_null(table[name].cast(pa.string()), "") for name in KEY]
    return pc.binary_join_element_wise(*parts, "\x1f").combine_chunks()


def _counts(table: pa.Table) -> tuple[Ints, Ints]:
    """num and den, -1 for none."""
    num, den = (pc.fill_null(table[name], -1).to_numpy() for name in ("num", "den"))
    return num, den
