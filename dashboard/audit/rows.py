"""The published rows as arrays: what each row tells, and where it stands.

Reads `indicator_value` and `coded` of one or several releases with one set of codes, so that
their rows can be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.audit.arrays import Bools, Floats, Ints

ABSENT, SHOWN, HIDDEN, BOTTOM, TOP, OPEN = range(6)
"""What a row tells: nothing is reported; both counts; nothing; a word; a percent alone."""

EVERYBODY = "ALL"
KEYS = ("indicator", "school_year", "level", "lea_id", "group_type", "group")


@dataclass(frozen=True)
class Codes:
    """The names behind the codes of rows. `lea` -1 is the STATE; `column` 0 is everybody.

    `columns` are pairs (group_type, group), ordered.
    """

    indicators: tuple[str, ...]
    leas: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Rows:
    """The rows of one release, a value each in every array.

    `num`, `den`: 0 where not published. `has_num`, `has_den`, `has_value`: what is published.
    `bound`: percent of a coded row, NaN where there is none. `carried`: of an earlier year.
    `over`: flagged as having more cases than population. `key`: unique for a place in the table,
    the same in all releases read together.
    """

    codes: Codes
    indicator: Ints
    year: Ints
    lea: Ints
    column: Ints
    kind: Ints
    num: Ints
    den: Ints
    value: Floats
    has_num: Bools
    has_den: Bools
    has_value: Bools
    bound: Floats
    data_year: Ints
    over: Bools
    key: Ints

    @cached_property
    def carried(self) -> Bools:
        """Whether the row repeats the counts of an earlier year."""
        return self.data_year < self.year

    @cached_property
    def is_hidden(self) -> Bools:
        """Whether the row is suppressed, with or without a word."""
        return (self.kind >= HIDDEN) & (self.kind <= TOP)

    def key_of(self, *, indicator: Ints, year: Ints, lea: Ints, column: Ints) -> Ints:
        """The key of places in the table."""
        leas, columns = len(self.codes.leas) + 1, len(self.codes.columns)
        return ((indicator * 10_000 + year) * leas + lea + 1) * columns + column

    def find(self, keys: Ints) -> Ints:
        """The positions of rows with those keys; -1 where there is none."""
        order = np.argsort(self.key, kind="stable")
        ordered = self.key[order]
        place = np.minimum(np.searchsorted(ordered, keys), max(len(ordered) - 1, 0))
        if not len(ordered):
            return np.full(len(keys), -1)
        return np.where(ordered[place] == keys, order[place], -1)


def read_rows(releases: Sequence[tuple[pa.Table, pa.Table]]) -> list[Rows]:
    """Rows of each release, given as its two public tables `indicator_value` and `coded`."""
    codes = Codes(
        indicators=_names("indicator", releases),
        leas=_names("lea_id", releases),
        columns=_columns(releases),
    )
    return [_rows(values, coded, codes) for values, coded in releases]


def _names(column: str, releases: Sequence[tuple[pa.Table, pa.Table]]) -> tuple[str, ...]:
    names: set[str] = set()
    for values, _coded in releases:
        names |= set(pc.unique(values[column]).to_pylist())
    return tuple(sorted(name for name in names if name is not None))


def _columns(releases: Sequence[tuple[pa.Table, pa.Table]]) -> tuple[tuple[str, str], ...]:
    pairs: set[tuple[str, str]] = {(EVERYBODY, EVERYBODY)}
    for values, _coded in releases:
        found = values.select(["group_type", "group"]).group_by(["group_type", "group"])
        pairs |= {(row["group_type"], row["group"]) for row in found.aggregate([]).to_pylist()}
    return tuple(sorted(pairs, key=lambda pair: (pair[0] != EVERYBODY, pair)))


def _rows(values: pa.Table, coded: pa.Table, codes: Codes) -> Rows:
    places = _places(values, codes)
    numbers: dict[str, Any] = {}
    for name in ("num", "den", "value"):
        numbers[name] = _numbers(values[name])
        numbers[f"has_{name}"] = _bools(pc.is_valid(values[name]))
    suppressed = _bools(pc.equal(values["status"], "SUPPRESSED"))
    is_coded = {
        kind: _bools(pc.equal(values["flags"], flag))
        for kind, flag in ((BOTTOM, "BOTTOM_CODED"), (TOP, "TOP_CODED"))
    }
    num, den, value = (numbers[name] for name in ("num", "den", "value"))
    has_num, has_den, has_value = (numbers[f"has_{name}"] for name in ("num", "den", "value"))
    # A percent of a known denominator is the numerator (5.3, 6).
    told = ~has_num & has_den & has_value & ~suppressed
    num = np.where(told, np.rint(value * den / 100), num).astype(np.int64)
    has_num = has_num | told
    kind = np.select(
        [suppressed & is_coded[BOTTOM], suppressed & is_coded[TOP], suppressed,
         has_num & has_den, has_value],
        [BOTTOM, TOP, HIDDEN, SHOWN, OPEN],
        ABSENT,
    )  # fmt: skip
    year = _ints(values["school_year"])
    rows = Rows(
        codes=codes,
        **places,
        year=year,
        kind=kind,
        num=num.astype(np.int64),
        den=den.astype(np.int64),
        value=value,
        has_num=has_num,
        has_den=has_den,
        has_value=has_value,
        bound=np.full(len(year), np.nan),
        data_year=_ints(pc.coalesce(values["data_year"], values["school_year"])),
        over=_bools(pc.match_substring(pc.coalesce(values["flags"], ""), "NUM_GT_DEN")),
        key=np.empty(0, np.int64),
    )
    places["year"] = year
    object.__setattr__(rows, "key", rows.key_of(**places))
    if coded.num_rows:
        words = {**_places(coded, codes), "year": _ints(coded["school_year"])}
        found = rows.find(rows.key_of(**words))
        rows.bound[found[found >= 0]] = _numbers(coded["bound"])[found >= 0]
    return rows


def _places(table: pa.Table, codes: Codes) -> dict[str, Ints]:
    names = {kind for kind, _group in codes.columns}
    kinds = {name: n for n, name in enumerate(sorted(names))}
    groups = {name: n for n, name in enumerate(sorted({group for _kind, group in codes.columns}))}
    lookup = np.full(len(kinds) * len(groups), -1, np.int64)
    for n, (kind, group) in enumerate(codes.columns):
        lookup[kinds[kind] * len(groups) + groups[group]] = n
    kind_codes = _coded(table["group_type"], list(kinds))
    group_codes = _coded(table["group"], list(groups))
    return {
        "indicator": _coded(table["indicator"], list(codes.indicators)),
        "lea": _coded(table["lea_id"], list(codes.leas)),
        "column": lookup[kind_codes * len(groups) + group_codes],
    }


def _coded(column: pa.ChunkedArray, names: Sequence[str]) -> Ints:
    """The place of each name among `names`; -1 for null and unknown ones."""
    found = pc.index_in(column, value_set=pa.array(names, column.type))
    return _ints(pc.fill_null(found, -1))


def _ints(column: pa.ChunkedArray) -> Ints:
    return np.asarray(column.to_numpy(), dtype=np.int64)


def _bools(column: pa.ChunkedArray) -> Bools:
    return np.asarray(pc.fill_null(column, False).to_numpy(), dtype=bool)


def _numbers(column: pa.ChunkedArray) -> Floats:
    return np.asarray(pc.fill_null(column, 0).cast(pa.float64()).to_numpy(), dtype=np.float64)
