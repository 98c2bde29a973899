"""The textbook's suppression (5.4, without its audit), to have something to attack.

Small cells are hidden, and from each sum with hidden cells the least others, until what is hidden
together is neither one cell nor few students nor all alike. No coding; linked indicators are
hidden together. It knows nothing of intervals, so an attacker still finds something now and then.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.catalog import Catalog

MIN_DEN = 10
ROUNDS = 30


def simply_protected(exact: pa.Table, *, catalog: Catalog, least: int = MIN_DEN) -> pa.Table:
    """The table with hidden cells; `least` students must be hidden together in every sum."""
    units = [link.indicators for link in catalog.links if link.kind != "overlap"]
    units += [(one,) for one in catalog.ids if not any(one in unit for unit in units)]
    table = exact.append_column("row", pa.array(np.arange(exact.num_rows)))
    counted = pc.and_(pc.is_valid(table["den"]), pc.equal(table["data_year"], table["school_year"]))
    table = table.filter(counted)
    hidden = np.zeros(exact.num_rows, bool)
    carried = pc.less(exact["data_year"], exact["school_year"])
    small = pc.and_(carried, pc.less(exact["den"], MIN_DEN))
    hidden |= np.asarray(pc.fill_null(small, False))
    for unit in units:
        if any(one in catalog and catalog[one].percent_of_districts for one in unit):
            continue
        if catalog[unit[0]].protection == "state_only":
            continue
        mine = table.filter(pc.is_in(table["indicator"], pa.array(unit)))
        for year in pc.unique(mine["school_year"]).to_pylist():
            of_year = mine.filter(pc.equal(mine["school_year"], year))
            hidden[_of_year(of_year, unit, least)] = True
    return _without(exact, hidden)


def _of_year(table: pa.Table, unit: tuple[str, ...], least: int) -> np.ndarray:
    places = sorted(set(table["lea_id"].to_pylist()) - {None})
    pairs = list(zip(table["group_type"].to_pylist(), table["group"].to_pylist(), strict=True))
    columns = sorted(set(pairs), key=lambda pair: (pair[0] != "ALL", pair))
    place = pc.fill_null(
        pc.index_in(table["lea_id"], pa.array(places, pa.string())), len(places)
    ).to_numpy()
    number = {pair: n for n, pair in enumerate(columns)}
    column = np.array([number[pair] for pair in pairs], int)
    member = pc.index_in(table["indicator"], pa.array(unit)).to_numpy()
    shape = (len(unit), len(places) + 1, len(columns))
    num, den, row = np.zeros(shape, int), np.zeros(shape, int), np.full(shape, -1)
    at = (member, place, column)
    for array, name in ((num, "num"), (den, "den"), (row, "row")):
        array[at] = table[name].to_numpy()
    there = (row >= 0).any(axis=0) & ((den > 0) | (num > 0)).any(axis=0)
    size = den.max(axis=0)
    hide = there & (size < MIN_DEN)
    hide[-1, 0] = False
    spans = {}
    for n, (kind, _group) in enumerate(columns):
        spans.setdefault(kind, []).append(n)
    for _ in range(ROUNDS):
        before = hide.sum()
        by_column = (array.transpose(0, 2, 1)[:, :, :-1] for array in (num, den))
        _complement(hide.T[:, :-1], there.T[:, :-1], size.T[:, :-1], *by_column, least)
        for kind, inside in spans.items():
            if kind != "ALL":
                part = hide[:, inside]
                _complement(part, there[:, inside], size[:, inside], num[:, :, inside],
                            den[:, :, inside], least)  # fmt: skip
                hide[:, inside] = part
        if hide.sum() == before:
            break
    found = row[:, hide]
    return found[found >= 0]


def _complement(hide, there, size, num, den, least):
    """One more cell for each line (the last axis) whose hidden cells tell of each other."""
    some = hide.sum(axis=1)
    pooled_num = (num * hide).sum(axis=2)
    pooled = (den * hide).sum(axis=2)
    bad = (some == 1) | (pooled < least).any(axis=0) | (pooled_num < 5).any(axis=0)
    bad |= (pooled - pooled_num < 5).any(axis=0)
    bad &= some > 0
    if hide.shape[1] == 0:
        return
    free = there & ~hide
    cost = np.where(free, size, np.iinfo(int).max)
    least_cost = cost.argmin(axis=1)
    lines = np.flatnonzero(bad & free.any(axis=1))
    hide[lines, least_cost[lines]] = True


def _without(exact: pa.Table, hidden: np.ndarray) -> pa.Table:
    where = pa.array(hidden)
    for name in ("num", "den", "value"):
        column = pc.if_else(where, pa.scalar(None, exact.schema.field(name).type), exact[name])
        exact = exact.set_column(
            exact.schema.get_field_index(name), exact.schema.field(name), column
        )
    for name, text in (("status", "SUPPRESSED"), ("flags", "")):
        column = pc.if_else(where, pa.scalar(text), exact[name])
        exact = exact.set_column(
            exact.schema.get_field_index(name), exact.schema.field(name), column
        )
    return exact
