"""The sheets of a release: the rows of indicators that count one population, one year at a time.

Nothing adds up across sheets, so each is attacked for itself, and the answer of an attack holds as
long as the sheet is the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from hashlib import sha256

import numpy as np

from dashboard.audit.arrays import Bools, Floats, Ints
from dashboard.audit.rows import ABSENT, Rows
from dashboard.audit.units import Unit, units_of
from dashboard.catalog import Catalog


@dataclass(frozen=True)
class Sheet:
    """The published rows of a unit in one year: a value each in every array.

    `member` is a place among the unit's, `column` one among `columns`, pairs (group_type, group)
    of which the first is everybody. The rest is as in `rows.Rows`.
    """

    unit: Unit
    year: int
    columns: tuple[tuple[str, str], ...]
    member: Ints
    lea: Ints
    column: Ints
    kind: Ints
    num: Ints
    den: Ints
    has_num: Bools
    has_den: Bools
    bound: Floats
    over: Bools

    def digest(self) -> str:
        """SHA-256 (hex) of all that is published of the sheet; districts count, not their names."""
        total = sha256(repr((self.unit, self.year, self.columns)).encode())
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name == "lea":
                value = np.unique(value, return_inverse=True)[1] - (value < 0).any()
            if isinstance(value, np.ndarray):
                total.update(f"{one.name} {value.dtype} {value.shape}".encode())
                total.update(np.ascontiguousarray(value).tobytes())
        return total.hexdigest()


def sheets(rows: Rows, catalog: Catalog) -> Iterator[Sheet]:
    """The sheets in which anything is suppressed."""
    names = rows.codes.indicators
    counted = np.flatnonzero(_in_sums(rows, catalog))
    place = rows.indicator[counted] * 10_000 + rows.year[counted]
    order = np.argsort(place, kind="stable")
    keys, starts = np.unique(place[order], return_index=True)
    at = dict(zip(keys.tolist(), np.split(counted[order], starts[1:]), strict=True))
    usable = {key for key, mine in at.items() if (rows.kind[mine] != ABSENT).any()}
    secret = {key for key, mine in at.items() if rows.is_hidden[mine].any()}
    present = [n for n in range(len(names)) if any(key // 10_000 == n for key in usable)]
    years = sorted({key % 10_000 for key in usable})
    for unit in units_of(catalog, [names[n] for n in present]):
        codes = [names.index(one.indicator) for one in unit.members]
        for year in years:
            there = [n for n in codes if n * 10_000 + year in usable]
            if not any(n * 10_000 + year in secret for n in there):
                continue
            for part in units_of(catalog, [names[n] for n in there]):
                mine = [at[names.index(one.indicator) * 10_000 + year] for one in part.members]
                yield _sheet(part, year, rows, mine)


def _in_sums(rows: Rows, catalog: Catalog) -> Bools:
    """Rows that stand in the equations: not those carried, nor percents of districts (A8)."""
    apart = [
        n
        for n, name in enumerate(rows.codes.indicators)
        if name in catalog and catalog[name].percent_of_districts
    ]
    counted = ~rows.carried & ((rows.kind != ABSENT) | (rows.column == 0))
    return np.asarray(counted & ~np.isin(rows.indicator, apart))


def _sheet(unit: Unit, year: int, rows: Rows, of_members: list[Ints]) -> Sheet:
    mine = np.concatenate(of_members)
    used = np.union1d(rows.column[mine], [0])
    return Sheet(
        unit=unit,
        year=year,
        columns=tuple(rows.codes.columns[n] for n in used),
        member=np.repeat(np.arange(len(of_members)), [len(one) for one in of_members]),
        lea=rows.lea[mine],
        column=np.searchsorted(used, rows.column[mine]),
        kind=rows.kind[mine],
        num=rows.num[mine],
        den=rows.den[mine],
        has_num=rows.has_num[mine],
        has_den=rows.has_den[mine],
        bound=rows.bound[mine],
        over=rows.over[mine],
    )
