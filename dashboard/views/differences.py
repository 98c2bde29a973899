"""What changed between two releases: how many values, of which indicators; never the values.

An earlier release may show what a later one protects, so numbers of values are all that is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.releases import open_release

_KEY = ("indicator", "school_year", "lea_id", "group_type", "group")
_SAID = ("status", "num", "den", "value", "district_status", "ratio")
_NUMBERS = ("num", "den", "value", "ratio")
# Statuses of rows that tell a reader nothing.
_SILENT = ("NOT_REPORTED",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Of one indicator: values that are new, that changed, and that are gone."""

    indicator: str
    new: int
    changed: int
    gone: int


def differences(root: Path, *, earlier: str, later: str) -> tuple[Difference, ...]:
    """The indicators of which anything changed, in the order of their ids.

    Raises UnknownRelease or BrokenRelease. Releases never change, so the answer is kept.
    """
    return _differences(root, earlier, later)


@lru_cache(maxsize=16)
def _differences(root: Path, earlier: str, later: str) -> tuple[Difference, ...]:
    before, after = (_told(root, release_id) for release_id in (earlier, later))
    both = before.join(
        after,
        keys=list(_KEY),
        join_type="full outer",
        left_suffix="_before",
        right_suffix="_after",
        use_threads=False,
    )
    was = pc.fill_null(both["told_before"], False)
    is_ = pc.fill_null(both["told_after"], False)
    same = None
    for name in _SAID:
        equal = _equal(both[f"{name}_before"], both[f"{name}_after"])
        same = equal if same is None else pc.and_(same, equal)
    counts = {
        "new": pc.and_(is_, pc.invert(was)),
        "gone": pc.and_(was, pc.invert(is_)),
        "changed": pc.and_(pc.and_(was, is_), pc.invert(same)),
    }
    table = pa.table(
        {"indicator": both["indicator"]}
        | {name: pc.cast(column, pa.int64()) for name, column in counts.items()}
    )
    summed = table.group_by("indicator").aggregate([(name, "sum") for name in counts])
    found = [
        Difference(
            indicator=row["indicator"],
            new=row["new_sum"],
            changed=row["changed_sum"],
            gone=row["gone_sum"],
        )
        for row in summed.to_pylist()
    ]
    return tuple(
        sorted(
            (each for each in found if each.new or each.changed or each.gone),
            key=lambda each: each.indicator,
        )
    )


def _told(root: Path, release_id: str) -> pa.Table:
    """What a release tells in each cell; what it protects is one and the same word."""
    table = open_release(root, release_id=release_id).read_public(
        "indicator_value", columns=[*_KEY, *_SAID]
    )
    hidden = pc.equal(table["status"], "SUPPRESSED")
    for name in _NUMBERS:
        column = table[name]
        blank = pa.nulls(len(column), column.type)
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, pc.if_else(hidden, blank, column))
    place = table.schema.get_field_index("lea_id")
    table = table.set_column(place, "lea_id", pc.fill_null(table["lea_id"], ""))
    told = pc.invert(pc.is_in(table["status"], pa.array(_SILENT)))
    return table.append_column("told", told)


def _equal(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    """Equal, or both without a value."""
    return pc.or_(
        pc.fill_null(pc.equal(one, other), False), pc.and_(pc.is_null(one), pc.is_null(other))
    )
