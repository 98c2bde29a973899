"""A unit's table as arrays of intervals: every count lies between `low` and `high`.

Axes are layer, year, place and column. Places are the LEAs, then what no listed LEA counts
(`UNLISTED`), then the state (`STATE`). Columns are everybody, then for each breakdown its groups
and, last of it, those of unknown group: what a published total holds beyond its published parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.audit.arrays import Bools, Ints, Kinds
from dashboard.audit.rows import ABSENT, BOTTOM, EVERYBODY, HIDDEN, OPEN, SHOWN, TOP, Rows
from dashboard.audit.units import Unit, units_of
from dashboard.catalog import Catalog, Protection

BIG = 1 << 36
"""No bound. Small enough that sums over a state's table do not overflow."""

UNLISTED, STATE = -2, -1


@dataclass(frozen=True)
class Breakdown:
    """The columns start .. stop - 1 are groups, `stop` is unknown group.

    `asked`, axes year and place: where rows of the breakdown are published at all, so that
    somebody may take the unknown group for empty.
    """

    name: str
    start: int
    stop: int
    asked: Bools

    @property
    def groups(self) -> slice:
        """The columns of the groups."""
        return slice(self.start, self.stop)

    @property
    def parts(self) -> slice:
        """The columns that add up to everybody."""
        return slice(self.start, self.stop + 1)


@dataclass(frozen=True)
class Words:
    """Coded rows: where they stand, and that num is under (or over) `part` / `whole` of den.

    All arrays have one value for each row; `least` and `most` are the denominators of its tier.
    """

    member: Ints
    at: tuple[Ints, Ints, Ints]
    top: Bools
    part: Ints
    whole: Ints
    least: Ints
    most: Ints


@dataclass(frozen=True)
class Boxes:
    """An interval for each count, all ends included; axes layer, year, place, column."""

    low: Ints
    high: Ints

    def copy(self) -> "Boxes":
        """The same intervals, to be narrowed apart."""
        return Boxes(self.low.copy(), self.high.copy())


@dataclass(frozen=True)
class Grid:
    """A unit in the years that report all of its members.

    `kind`: what each row tells (`rows.py`), axes member, year, place, column. `boxes`: what the
    rows tell one by one, before anything is added up. `over`: years in which numerators may
    exceed denominators.
    """

    unit: Unit
    years: tuple[int, ...]
    leas: Ints
    column_codes: Ints
    breakdowns: tuple[Breakdown, ...]
    kind: Kinds
    boxes: Boxes
    words: Words
    over: Bools

    def loosened(self, years: Bools) -> "Grid":
        """The same, but in those years numerators may exceed denominators."""
        boxes = self.boxes.copy()
        loose = np.zeros(boxes.low.shape, bool)
        loose[_below_zero(self.unit)] = years[:, None, None]
        loose &= boxes.low != boxes.high
        boxes.low[loose] = -BIG
        return replace(self, boxes=boxes, over=self.over | years)

    @property
    def hidden(self) -> Bools:
        """Rows that are suppressed without a word; axes member, year, place, column."""
        return np.asarray(self.kind == HIDDEN)

    @property
    def coded(self) -> Bools:
        """Rows that are suppressed with a word."""
        return np.asarray((self.kind == BOTTOM) | (self.kind == TOP))


def grids(rows: Rows, catalog: Catalog) -> Iterator[Grid]:
    """The grids in which anything is suppressed."""
    rule = catalog.profile.protection
    names = rows.codes.indicators
    counted = _in_sums(rows, catalog)
    usable = counted & (rows.kind != ABSENT)
    suppressed = counted & rows.is_hidden
    years_of = {
        name: frozenset(np.unique(rows.year[usable & (rows.indicator == n)]).tolist())
        for n, name in enumerate(names)
    }
    for unit in units_of(catalog, [name for name in names if years_of[name]]):
        by_members: dict[tuple[str, ...], list[int]] = {}
        ids = [one.indicator for one in unit.members]
        codes = [names.index(one) for one in ids]
        with_secrets = np.unique(rows.year[suppressed & np.isin(rows.indicator, codes)])
        for year in with_secrets.tolist():
            there = tuple(one for one in ids if year in years_of[one])
            by_members.setdefault(there, []).append(year)
        for there, years in by_members.items():
            for part in units_of(catalog, there):
                yield _grid(part, tuple(years), rows, counted, rule)


def _in_sums(rows: Rows, catalog: Catalog) -> Bools:
    """Rows that stand in the equations: not those carried, nor percents of districts (A8)."""
    apart = [
        n
        for n, name in enumerate(rows.codes.indicators)
        if name in catalog and catalog[name].percent_of_districts
    ]
    return ~rows.carried & ~np.isin(rows.indicator, apart)


def _grid(unit: Unit, years: tuple[int, ...], rows: Rows, counted: Bools, rule: Protection) -> Grid:
    codes = [rows.codes.indicators.index(one.indicator) for one in unit.members]
    mine = np.flatnonzero(
        counted
        & np.isin(rows.indicator, codes)
        & np.isin(rows.year, years)
        & ((rows.kind != ABSENT) | (rows.column == 0))
    )
    leas = np.unique(rows.lea[mine])
    leas = leas[leas >= 0]
    columns, spans = _columns(rows, mine)
    size = (len(unit.members), len(years), len(leas) + 2, int(spans[-1][2] + 1 if spans else 1))
    lea = rows.lea[mine]
    member = np.searchsorted(np.array(codes), rows.indicator[mine], sorter=np.argsort(codes))
    member = np.argsort(codes)[member]
    at = (
        member,
        np.searchsorted(np.array(years), rows.year[mine]),
        np.where(lea < 0, size[2] + STATE, np.searchsorted(leas, lea)),
        columns[rows.column[mine]],
    )
    kind = np.full(size, ABSENT, np.int8)
    kind[at] = rows.kind[mine]
    row_at = np.full(size, -1, np.int64)
    row_at[at] = mine
    over = np.zeros(len(years), bool)
    over[np.unique(at[1][rows.over[mine]])] = True
    breakdowns = tuple(
        Breakdown(name, start, stop, _asked(kind, start, stop)) for name, start, stop in spans
    )
    words = _words(kind, row_at, rows, rule)
    boxes = _boxes(unit, kind, row_at, rows, breakdowns, over)
    column_codes = np.full(size[3], -1, np.int64)
    used = np.unique(rows.column[mine])
    column_codes[columns[used]] = used
    return Grid(unit, years, leas, column_codes, breakdowns, kind, boxes, words, over)


def _columns(rows: Rows, mine: Ints) -> tuple[Ints, list[tuple[str, int, int]]]:
    """The column of each code, and (name, start, stop) of each breakdown."""
    used = set(np.unique(rows.column[mine]).tolist())
    place = np.full(len(rows.codes.columns), -1, np.int64)
    place[0] = 0
    spans: list[tuple[str, int, int]] = []
    next_column = 1
    names = dict.fromkeys(kind for kind, _ in rows.codes.columns if kind != EVERYBODY)
    for name in names:
        groups = [n for n, pair in enumerate(rows.codes.columns) if pair[0] == name and n in used]
        if groups:
            place[groups] = np.arange(next_column, next_column + len(groups))
            spans.append((name, next_column, next_column + len(groups)))
            next_column += len(groups) + 1
    return place, spans


def _asked(kind: Kinds, start: int, stop: int) -> Bools:
    some = (kind[:, :, :, start:stop] != ABSENT).any(axis=(0, 2, 3))
    return np.asarray(some[:, None] & (kind[:, :, :, 0] != OPEN).all(axis=0))


def _words(kind: Kinds, row_at: Ints, rows: Rows, rule: Protection) -> Words:
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


def _boxes(
    unit: Unit,
    kind: Kinds,
    row_at: Ints,
    rows: Rows,
    breakdowns: tuple[Breakdown, ...],
    over: Bools,
) -> Boxes:
    """What each row tells by itself."""
    low = np.zeros((len(unit.layers), *kind.shape[1:]), np.int64)
    high = np.full(low.shape, BIG)
    for layer in _below_zero(unit):
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
        least = _least_den(kind[n], breakdowns, some_are_empty, over)
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


def _below_zero(unit: Unit) -> list[int]:
    """The layers that go below zero where numerators exceed denominators."""
    dens = {one.den for one in unit.members}
    return [
        n for n, layer in enumerate(unit.layers) if layer >> unit.rest & 1 and layer not in dens
    ]


def _least_den(
    kind: Kinds,
    breakdowns: tuple[Breakdown, ...],
    some_are_empty: Bools,
    over: Bools,
) -> Ints:
    """The least denominator of a suppressed row; axes year, place, column.

    A group's row means members, unless all groups of the district stand hidden. A district may be
    empty where no empty one is shown.
    """
    least = np.ones(kind.shape, np.int64)
    least[:, :UNLISTED, 0] = some_are_empty[:, None]
    for span in breakdowns:
        groups = kind[:, :, span.groups]
        in_grid = (groups != ABSENT).any(axis=1, keepdims=True)
        all_hidden = ((groups == HIDDEN) | ~in_grid).all(axis=2)
        least[:, :, span.groups] = np.where(all_hidden[:, :, None], 0, 1)
    return np.where(over[:, None, None], 0, least)
