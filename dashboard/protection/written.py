"""From decisions to public tables."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.catalog import Catalog
from dashboard.protection.closing import not_said_empty
from dashboard.protection.earlier import KEY
from dashboard.protection.marks import HIGH, LOW, Marks
from dashboard.protection.sheet import EVERYBODY, Bools, Ints
from dashboard.values import CODED, in_order

SUPPRESSED = "SUPPRESSED"
FLAGS = {LOW: "BOTTOM_CODED", HIGH: "TOP_CODED"}

RATIO_DECIMALS = 2
"""Places of a ratio as it is displayed."""


@dataclass(eq=False)
class Decisions:
    """What becomes of each row of the exact table.

    `hidden`: nothing is told. `coded`: LOW, HIGH or 0. `added`: groups without members that stand
    hidden among the others: (row of the same unit's ALL, group type, group).
    """

    hidden: Bools
    coded: NDArray[np.int8]
    added: list[tuple[int, str, str]] = field(default_factory=list)

    @classmethod
    def none(cls, rows: int) -> "Decisions":
        """Every row is shown."""
        return cls(np.zeros(rows, np.bool_), np.zeros(rows, np.int8))

    def of(self, at: Ints) -> "Decisions":
        """The decisions for some rows, in their order, which is that of the table."""
        place = np.searchsorted(at, [whole for whole, _, _ in self.added])
        added = [(int(n), kind, g) for n, (_, kind, g) in zip(place, self.added, strict=True)]
        return Decisions(self.hidden[at], self.coded[at], added)

    def take(self, marks: Marks) -> None:
        """Note what was decided of a sheet."""
        sheet = marks.sheet
        there = sheet.row >= 0
        self.hidden[sheet.row[there]] = marks.hidden[there]
        self.coded[sheet.row[there]] = marks.coded[there]
        self.hidden[sheet.zero[not_said_empty(marks)]] = True
        for k, unit, column in np.argwhere(marks.there & (sheet.row < 0)).tolist():
            whole = max(int(sheet.row[k, unit, EVERYBODY]), int(sheet.zero[k, unit]))
            if whole >= 0:
                self.added.append((whole, *sheet.columns[column]))


def written(exact: pa.Table, decisions: Decisions, catalog: Catalog) -> dict[str, pa.Table]:
    """The public `values` and `coded` tables."""
    untold = pa.array(decisions.hidden | (decisions.coded != 0))
    public = exact
    for name in ("num", "den", "value"):
        public = _replace(public, name, untold, pa.scalar(None, exact.schema.field(name).type))
    public = _replace(public, "status", untold, pa.scalar(SUPPRESSED))
    public = _replace(public, "flags", untold, pa.scalar(""))
    for code, flag in FLAGS.items():
        public = _replace(public, "flags", pa.array(decisions.coded == code), pa.scalar(flag))
    public = _with_told_ratios(public, catalog)
    if decisions.added:
        public = _with_added(public, decisions.added)
    return {"values": public, "coded": _bounds(exact, decisions, catalog)}


def _bounds(exact: pa.Table, decisions: Decisions, catalog: Catalog) -> pa.Table:
    at = np.flatnonzero(decisions.coded)
    rows = exact.select(KEY).take(pa.array(at))
    tiers = catalog.profile.protection.coding
    den = exact["den"].take(pa.array(at)).to_numpy()
    tier = np.searchsorted([tier.min_den for tier in tiers], den, side="right") - 1
    low, high = (np.array([float(getattr(t, end)) for t in tiers]) for end in ("low", "high"))
    bound = np.where(decisions.coded[at] == LOW, low[tier], high[tier]) if at.size else []
    return rows.append_column("bound", pa.array(bound, pa.float64())).cast(CODED)


def _with_told_ratios(public: pa.Table, catalog: Catalog) -> pa.Table:
    """A district's ratio as it is displayed; by group only where the group is large enough (5.2).

    An exact ratio gives the counts behind it away.
    """
    hidden = [
        one.id
        for one in catalog.indicators
        if one.ratio_group_min is not None
        and one.ratio_group_min < catalog.profile.protection.min_den
    ]
    told = pc.invert(pc.is_in(public["indicator"], value_set=pa.array(hidden, pa.string())))
    ratio = pc.round(public["ratio"], ndigits=RATIO_DECIMALS, round_mode="half_up")
    return _replace(public.set_column(*_at(public, "ratio"), ratio), "ratio", pc.invert(told), None)


def _with_added(public: pa.Table, added: list[tuple[int, str, str]]) -> pa.Table:
    whole, kinds, groups = zip(*added, strict=True)
    rows = public.take(pa.array(whole))
    nothing = pa.nulls(len(added))
    for name in ("num", "den", "value", "ratio", "district_status"):
        rows = rows.set_column(*_at(rows, name), nothing.cast(public.schema.field(name).type))
    fixed = {
        "group_type": kinds,
        "group": groups,
        "status": [SUPPRESSED] * len(added),
        "flags": [""] * len(added),
    }
    for name, values in fixed.items():
        rows = rows.set_column(*_at(rows, name), pa.array(values, pa.string()))
    return in_order(pa.concat_tables([public, rows.cast(public.schema)]))


def _replace(table: pa.Table, name: str, where: pa.Array, value: pa.Scalar | None) -> pa.Table:
    value = pa.scalar(None, table.schema.field(name).type) if value is None else value
    return table.set_column(*_at(table, name), pc.if_else(where, value, table[name]))


def _at(table: pa.Table, name: str) -> tuple[int, pa.Field]:
    return table.schema.get_field_index(name), table.schema.field(name)
