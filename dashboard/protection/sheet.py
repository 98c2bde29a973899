"""The counts that are protected together: linked indicators in one year, as arrays.

One sheet is one year of one set of linked indicators. Its axes are K indicators, U units and C
columns. Unit 0 is the state; the others are LEAs. Column 0 is everybody (ALL); the others are
groups, those of one group type side by side. Every sum that is published (5.3) runs along one of
the last two axes: the state over its LEAs, everybody over the groups of a type.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.catalog import Catalog, Indicator

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

STATE, EVERYBODY = 0, 0
"""Their places on the axes of units and columns."""

YEARS = 10_000
"""More than any year."""

PROFILES = ("student", "process")
"""The protection profiles with counts to hide (5.2)."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One year of linked indicators.

    `num`, `den`: counts, (K, U, C); 0 where there is no row. `there`: a row with counts that
    stands in the year's sums. `row`: its place in the table, -1 for none. `zero`: the place of a
    LEA's row of no students (K, U), -1 for none. `units`, `columns`: what the axes hold; a column
    is (group type, group). `types`: the columns of each group type.
    """

    year: int
    indicators: tuple[Indicator, ...]
    units: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    types: Mapping[str, slice]
    num: Ints
    den: Ints
    there: Bools
    row: Ints
    zero: Ints

    def place(self, id: str) -> int | None:
        """Where an indicator stands on the first axis; None where it is not in the sheet."""
        return next((k for k, one in enumerate(self.indicators) if one.id == id), None)


@dataclass(frozen=True, eq=False)
class Coded:
    """The columns of an indicator_value table that protection reads, as whole numbers.

    `unit` is -1 and 0 .. for the state and the LEAs of `units`; `column` points into `columns`.
    """

    indicator: Ints
    year: Ints
    data_year: Ints
    unit: Ints
    column: Ints
    num: Ints
    den: Ints
    fresh: Bools
    counted: Bools
    none: Bools
    indicators: tuple[str, ...]
    units: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]

    @cached_property
    def places(self) -> Mapping[tuple[str, int], Ints]:
        """The rows of each indicator and year that are not carried, in their order."""
        fresh = np.flatnonzero(self.fresh)
        key = self.indicator[fresh] * YEARS + self.year[fresh]
        order = np.argsort(key, kind="stable")
        keys, starts = np.unique(key[order], return_index=True)
        parts = np.split(fresh[order], starts[1:])
        return {
            (self.indicators[key // YEARS], key % YEARS): mine
            for key, mine in zip(keys.tolist(), parts, strict=False)  # of no rows there is one part
        }

    def of(self, indicators: Sequence[Indicator], year: int) -> Ints:
        """The rows of some indicators in a year that are not carried."""
        parts = [self.places[one.id, year] for one in indicators if (one.id, year) in self.places]
        return np.concatenate([np.empty(0, np.int64), *parts])


def read(table: pa.Table) -> Coded:
    """The table's rows as whole numbers. A count told only as a percent is worked out (P2)."""
    indicator, indicators = _codes(table["indicator"])
    unit, units = _codes(table["lea_id"])
    kinds, kind_names = _codes(table["group_type"])
    groups, group_names = _codes(table["group"])
    pair = kinds * len(group_names) + groups
    used, column = np.unique(pair, return_inverse=True)
    columns = tuple(
        (kind_names[code // len(group_names)], group_names[code % len(group_names)])
        for code in used.tolist()
    )
    den, has_den = _whole(table["den"])
    num, has_num = _whole(table["num"])
    value = pc.fill_null(table["value"], np.nan).to_numpy()
    told = ~has_num & has_den & ~np.isnan(value)
    num[told] = np.floor(value[told] * den[told] / 100 + 0.5).astype(np.int64)
    year, _ = _whole(table["school_year"])
    data_year, dated = _whole(table["data_year"])
    counted = has_den & (has_num | told)
    return Coded(
        indicator=indicator,
        year=year,
        data_year=np.where(dated, data_year, year),
        unit=unit,
        column=column.astype(np.int64),
        num=num,
        den=den,
        fresh=~dated | (data_year == year),
        counted=counted & ((den > 0) | (num > 0)),
        none=counted & (den == 0) & (num == 0),
        indicators=indicators,
        units=units,
        columns=columns,
    )


def sheets(rows: Coded, catalog: Catalog) -> Iterator[list[Sheet]]:
    """The sheets of each set of linked indicators, in the order of their years.

    Those of most rows come first: they are made when they are asked for.
    """
    places = {id: place for place, id in enumerate(rows.indicators)}
    years = sorted({year for _, year in rows.places})
    sets = [[one for one in members if one.id in places] for members in linked_sets(catalog)]
    in_years = [(members, {year: rows.of(members, year) for year in years}) for members in sets]
    in_years.sort(key=lambda one: -sum(map(len, one[1].values())))
    for members, of_years in in_years:
        some = {year: at[(rows.counted | rows.none)[at]] for year, at in of_years.items()}
        found = [_sheet(rows, at, year, members, places) for year, at in some.items() if at.size]
        if found:
            yield found


def linked_sets(catalog: Catalog) -> list[tuple[Indicator, ...]]:
    """The indicators with counts to hide, those that any link joins together."""

    def merge(sets: list[frozenset[str]], link: frozenset[str]) -> list[frozenset[str]]:
        apart = [one for one in sets if not one & link]
        return [*apart, link.union(*(one for one in sets if one & link))]

    wanted = [one for one in catalog.indicators if one.protection in PROFILES]
    alone = [frozenset({one.id}) for one in wanted]
    ids = frozenset(one.id for one in wanted)
    links = [frozenset(link.indicators) & ids for link in catalog.links]
    joined = reduce(merge, [link for link in links if link], alone)
    sets = [tuple(one for one in wanted if one.id in members) for members in joined]
    return sorted(sets, key=lambda members: wanted.index(members[0]))


def _sheet(
    rows: Coded, at: Ints, year: int, indicators: list[Indicator], places: Mapping[str, int]
) -> Sheet:
    codes = [places[one.id] for one in indicators]
    k = np.searchsorted(np.sort(codes), rows.indicator[at])
    k = np.argsort(codes)[k]
    # -1, the state, sorts first; so does ALL, whatever a group is called.
    units, u = np.unique(np.append(rows.unit[at], -1), return_inverse=True)
    first = sorted(
        np.unique(rows.column[at]).tolist(),
        key=lambda code: (rows.columns[code][0] != "ALL", rows.columns[code]),
    )
    if not first or rows.columns[first[0]][0] != "ALL":
        first = [-1, *first]
    order = np.zeros(len(rows.columns), np.int64)
    order[[code for code in first if code >= 0]] = [n for n, code in enumerate(first) if code >= 0]
    c = order[rows.column[at]]
    columns = tuple(rows.columns[code] if code >= 0 else ("ALL", "ALL") for code in first)
    shape = (len(indicators), len(units), len(columns))
    cell = (k, u[:-1], c)
    full = rows.counted[at]
    inside = tuple(part[full] for part in cell)
    num, den = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    there, row = np.zeros(shape, np.bool_), np.full(shape, -1)
    num[inside], den[inside] = rows.num[at][full], rows.den[at][full]
    there[inside], row[inside] = True, at[full]
    zero = np.full(shape[:2], -1)
    none = rows.none[at] & (c == EVERYBODY)
    zero[k[none], u[:-1][none]] = at[none]
    return Sheet(
        year=year,
        indicators=tuple(indicators),
        units=("", *(rows.units[code] for code in units.tolist()[1:])),
        columns=columns,
        types=_types(columns),
        num=num,
        den=den,
        there=there,
        row=row,
        zero=zero,
    )


def _types(columns: tuple[tuple[str, str], ...]) -> dict[str, slice]:
    found: dict[str, slice] = {}
    for place, (kind, _) in enumerate(columns[1:], start=1):
        start = found[kind].start if kind in found else place
        found[kind] = slice(start, place + 1)
    return found


def _codes(column: pa.ChunkedArray) -> tuple[Ints, tuple[str, ...]]:
    """A text column as places in its sorted distinct values; -1 for null."""
    encoded = column.combine_chunks().dictionary_encode()
    names = encoded.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names) + 1, np.int64)
    rank[order], rank[-1] = np.arange(len(names)), -1
    codes = rank[pc.fill_null(encoded.indices, len(names)).to_numpy()]
    return codes, tuple(names[place] for place in order)


def _whole(column: pa.ChunkedArray) -> tuple[Ints, Bools]:
    """A column of counts (0 for null), and which are there."""
    known = column.is_valid().to_numpy()
    return pc.fill_null(column, 0).to_numpy().astype(np.int64), known
