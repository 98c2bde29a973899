"""Disproportionate representation by race, in all and in some disabilities (2.13, section 4)."""

from collections.abc import Sequence
from typing import Any

import ibis
from ibis import _

from dashboard.measures.environments import of_age
from dashboard.measures.findings import (
    FLAGGED,
    MIN_N,
    NOT_FLAGGED,
    district_rows,
    exceeds,
    quotient,
    reviewed,
)
from dashboard.measures.terms import (
    COUNTED,
    Rows,
    Sources,
    addends,
    behind,
    count,
    is_race,
    measure,
    total,
)

EVERY_DISABILITY = "ALL"
PARTS = ("cell", "size", "other_cell", "other_size")


@measure
def disproportionate_representation(
    x: Sources,
    *,
    threshold: str,
    min_cell: int,
    min_n: int,
    ages: Sequence[int],
    disabilities: Sequence[str],
    review: str,
) -> Rows:
    """Districts where a race is over-represented through inappropriate identification (2.13).

    The risk of a race against that of all others, in every disability together, or in each of
    `disabilities`. A district whose comparison group is too small is compared with the state's
    (A30); a district without an examined cell is NOT_EXAMINED_MIN_N.
    """
    children = _children(x, ages=ages, disabilities=disabilities)
    cells = _cells(x, children)
    own = _risks(cells, "school_year", "lea_id")
    state = _risks(cells, "school_year").select(
        "school_year", "disability", "race", state_cell=_.other_cell, state_size=_.other_size
    )
    key = ("school_year", "disability", "race")
    examined = (
        own.filter(_.cell >= min_cell, _.size >= min_n)
        .left_join(state, key)
        .drop(*(f"{name}_right" for name in key))
    )
    own_comparison = _usable(examined.other_cell, examined.other_size, min_cell, min_n)
    states_comparison = _usable(examined.state_cell, examined.state_size, min_cell, min_n)
    examined = examined.filter(own_comparison | states_comparison).mutate(
        alternate=~own_comparison,
        other_cell=ibis.ifelse(own_comparison, _.other_cell, _.state_cell),
        other_size=ibis.ifelse(own_comparison, _.other_size, _.state_size),
    )
    parts = {name: examined[name] for name in PARTS}
    judged = examined.mutate(ratio=quotient(**parts), high=exceeds(threshold, **parts))
    found = judged.group_by("school_year", "lea_id").agg(
        ratio=_.ratio.max(),
        alternate=_.alternate.any(),
        district_status=ibis.ifelse(_.high.any(), FLAGGED, NOT_FLAGGED),
    )
    return district_rows(x, reviewed(x, found, review=review), unseen=MIN_N)


@behind(disproportionate_representation)
def children_of_each_race(
    x: Sources, *, ages: Sequence[int], disabilities: Sequence[str], **_others: Any
) -> Rows:
    """Children with IEPs of every race, over the students enrolled.

    MISSING and blank are in no risk of their own, but among "all others" (A31).
    """
    children = _children(x, ages=ages, disabilities=disabilities).filter(is_race(_.race))
    enrolled = x.enrollment.filter(is_race(_.race), _.enrolled_total > 0)
    none = ibis.literal(0)
    in_cell = addends(children, num=count(children), den=none).select(*COUNTED)
    in_size = addends(enrolled, num=none, den=enrolled.enrolled_total).select(*COUNTED)
    return in_cell.union(in_size)


def _children(x: Sources, *, ages: Sequence[int], disabilities: Sequence[str]) -> Rows:
    """The children of these ages, in some disabilities, or in all of them together."""
    children = of_age(x, ages)
    if disabilities:
        return children.filter(_.disability.isin(disabilities))
    return children.mutate(disability=ibis.literal(EVERY_DISABILITY))


def _usable(
    cell: ibis.expr.types.IntegerValue,
    size: ibis.expr.types.IntegerValue,
    min_cell: int,
    min_n: int,
) -> ibis.expr.types.BooleanValue:
    """A comparison group that is large enough, with a risk to divide by (4.2, A29)."""
    return ((cell >= min_cell) & (size >= min_n) & (cell > 0)).fill_null(False)


def _cells(x: Sources, children: Rows) -> Rows:
    """Children with IEPs (cell) and enrolled students (size) of each district, disability and race.

    Every race is there, MISSING and blank too: they are part of "all others" (A31).
    """
    key = ("school_year", "lea_id", "race")
    counted = total(children, *key, "disability", cell=count(children).sum())
    enrolled = total(x.enrollment, *key, size=_.enrolled_total.sum())
    none = ibis.literal(0).cast("int64")
    kinds = children.select("disability").distinct()
    return (
        enrolled.cross_join(kinds)
        .mutate(cell=none)
        .select(*key, "disability", "cell", "size")
        .union(counted.mutate(size=none).select(*key, "disability", "cell", "size"))
    )


def _risks(cells: Rows, *place: str) -> Rows:
    """For each race: its cell and size, and those of all others in the same place."""
    by_race = total(cells, *place, "disability", "race", cell=_.cell.sum(), size=_.size.sum())
    everyone = total(by_race, *place, "disability", all_cell=_.cell.sum(), all_size=_.size.sum())
    key = (*place, "disability")
    joined = by_race.inner_join(everyone, key)
    return joined.filter(is_race(joined.race)).select(
        *key,
        "race",
        "cell",
        "size",
        other_cell=joined.all_cell - joined.cell,
        other_size=joined.all_size - joined.size,
    )
