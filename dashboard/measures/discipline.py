"""Significant discrepancy in suspensions and expulsions, for all and by race (2.7, 2.8)."""

from collections.abc import Sequence
from typing import Any

import ibis
from ibis import _

from dashboard.measures.environments import of_age
from dashboard.measures.findings import (
    FLAGGED,
    MIN_N,
    NO_DATA,
    NOT_FLAGGED,
    district_rows,
    exceeds,
    quotient,
    reviewed,
)
from dashboard.measures.terms import (
    COUNTED,
    RECORD,
    Rows,
    Sources,
    addends,
    behind,
    count,
    is_race,
    looks_back,
    measure,
    said,
    total,
)

EVERYBODY = "ALL"
KEY = ("school_year", "lea_id", "race")
STUDENT = ("school_year", "lea_id", "student_id", "iep", "race")


@measure
@looks_back(lambda *, years=2, **_: years - 1)
def significant_discrepancy(
    x: Sources,
    *,
    threshold: str,
    min_incidents: int,
    more_than_days: int,
    methods: Sequence[str],
    ages: Sequence[int],
    years: int = 2,
    by_race: bool = False,
    den_rule: str = "all",
    review: str | None = None,
) -> Rows:
    """Districts with a high ratio in each of `years` years on end (2.7; by race: 2.8).

    The ratio: incidents of children with IEPs over the child count, against incidents of
    nondisabled students over their enrollment. `den_rule`: all listed districts, or the examined.
    """
    incidents = discipline_incidents(x, methods=methods, more_than_days=more_than_days)
    groups = _groups(x, incidents, ages=ages, by_race=by_race, min_incidents=min_incidents)
    comparisons = _comparisons(x, incidents, ages=ages)
    yearly = _judged(groups, comparisons, threshold=threshold)
    found = _districts(groups, comparisons, yearly, years=years)
    if review:
        found = reviewed(x, found, review=review)
    rows = district_rows(x, found, unseen=NO_DATA)
    if den_rule == "examined":
        rows = rows.mutate(den=(~rows.district_status.isin([NO_DATA, MIN_N])).cast("int64"))
    return rows


def discipline_incidents(x: Sources, *, methods: Sequence[str], more_than_days: int) -> Rows:
    """Incidents of each student (A23): one for each removal of more than 10 days, and one more
    when the shorter ones together exceed 10. Strictly: 10.0 days are not more than 10 (2.7).
    """
    removals = _removals(x, methods=methods, more_than_days=more_than_days)
    students = removals.group_by(STUDENT).agg(
        long=removals.is_long.sum(), short_days=removals.days.sum(where=~removals.is_long)
    )
    set_of_short = (students.short_days.fill_null(0) > more_than_days).cast("int64")
    incidents = students.mutate(incidents=students.long + set_of_short)
    return x.shared(incidents.filter(_.incidents > 0).drop("long", "short_days"))


def _removals(x: Sources, *, methods: Sequence[str], more_than_days: int) -> Rows:
    """The removals by some methods, and whether each is long by itself."""
    removals = x.discipline.filter(_.method.isin(methods)).mutate(days=_.days.fill_null(0))
    return removals.mutate(is_long=_.days > more_than_days)


@behind(significant_discrepancy)
def removals_and_children(
    x: Sources,
    *,
    methods: Sequence[str],
    more_than_days: int,
    ages: Sequence[int],
    by_race: bool = False,
    **_others: Any,
) -> Rows:
    """The removals that are incidents of children with IEPs, over the child count.

    Of shorter removals that are one incident together, the first adds it and the others nothing.
    """
    removals = _removals(x, methods=methods, more_than_days=more_than_days)
    removals = removals.filter(_.iep == "Y")
    children = of_age(x, ages)
    if by_race:
        removals, children = removals.filter(is_race(_.race)), children.filter(is_race(_.race))
    short = removals.filter(~_.is_long).group_by(STUDENT)
    short = short.agg(short_days=_.days.sum(), first_short=_[RECORD].min())
    both = removals.left_join(short, STUDENT)
    removals = both.select(*removals.columns, "short_days", "first_short")
    incidents = said(
        removals.filter(_.is_long | (_.short_days > more_than_days)),
        f"more than {more_than_days} days, alone or with the student's other shorter removals",
    )
    none = ibis.literal(0)
    adds = (incidents.is_long | (incidents[RECORD] == incidents.first_short)).cast("int64")
    in_cell = addends(incidents, num=adds, den=none).select(*COUNTED)
    return in_cell.union(addends(children, num=none, den=count(children)).select(*COUNTED))


def _groups(
    x: Sources, incidents: Rows, *, ages: Sequence[int], by_race: bool, min_incidents: int
) -> Rows:
    """Each examined group: school_year, lea_id, race, cell (incidents), size (children)."""
    disabled = incidents.filter(_.iep == "Y")
    children = of_age(x, ages, by=KEY)
    if by_race:
        disabled, children = disabled.filter(is_race(_.race)), children.filter(is_race(_.race))
    else:
        disabled, children = disabled.mutate(race=_all()), children.mutate(race=_all())
    cells = total(disabled, *KEY, cell=_.incidents.sum())
    sizes = total(children, *KEY, size=count(children).sum())
    return cells.inner_join(sizes, KEY).filter(_.cell >= min_incidents)


def _all() -> ibis.expr.types.StringScalar:
    return ibis.literal(EVERYBODY)


def _comparisons(x: Sources, incidents: Rows, *, ages: Sequence[int]) -> Rows:
    """Nondisabled students of each district, and of the state where the district has no incident.

    school_year, lea_id, enough (there are any), other_cell, other_size, alternate. Districts
    without a child of these ages or without an enrollment row are left out (A25).
    """
    nondisabled = incidents.filter(_.iep == "N")
    key = ("school_year", "lea_id")
    children = of_age(x, ages, by=KEY)
    children = total(children, *key, children=count(children).sum())
    enrolled = total(x.enrollment, *key, enrolled=_.enrolled_total.sum())
    cells = total(nondisabled, *key, own_cell=_.incidents.sum())
    own = children.inner_join(enrolled, key).left_join(cells, key).drop("school_year_right")
    own = own.drop("lea_id_right").mutate(
        own_cell=_.own_cell.fill_null(0), own_size=_.enrolled - _.children
    )

    # A24: the alternate is all rows of the state, those of unlisted districts too.
    year = ("school_year",)
    state = (
        total(enrolled, *year, state_enrolled=_.enrolled.sum())
        .left_join(total(children, *year, state_children=_.children.sum()), year)
        .drop("school_year_right")
        .left_join(total(cells, *year, state_cell=_.own_cell.sum()), year)
        .drop("school_year_right")
    )
    both = own.left_join(state, year).drop("school_year_right")
    alternate = both.own_cell == 0
    return both.select(
        "school_year",
        "lea_id",
        alternate=alternate,
        other_cell=ibis.ifelse(alternate, both.state_cell.fill_null(0), both.own_cell),
        other_size=ibis.ifelse(alternate, both.state_enrolled - both.state_children, both.own_size),
        enough=both.own_size > 0,
    )


def _judged(groups: Rows, comparisons: Rows, *, threshold: str) -> Rows:
    """Each examined group of a year with its ratio, and whether it is high."""
    usable = comparisons.filter(_.enough, _.other_cell > 0, _.other_size > 0)
    pairs = groups.inner_join(usable, ["school_year", "lea_id"])
    parts = {name: pairs[name] for name in ("cell", "size", "other_cell", "other_size")}
    return pairs.select(
        "school_year",
        "lea_id",
        "race",
        "alternate",
        ratio=quotient(**parts),
        high=exceeds(threshold, **parts),
    )


def _districts(groups: Rows, comparisons: Rows, yearly: Rows, *, years: int) -> Rows:
    """Each district of a year that has data: status, highest ratio, alternate (A25).

    A group is flagged when high in the year and in each of the years before it that count; a
    year in which it was not examined breaks the run (4.3). Being listed is judged only in the
    year of the value, so the years before are the district's own rows (A2).
    """
    flagged = yearly.filter(_.high).select("school_year", "lea_id", "race")
    for back in range(1, years):
        before = yearly.filter(_.high).mutate(school_year=_.school_year + back)
        flagged = flagged.semi_join(before, ["school_year", "lea_id", "race"])

    key = ("school_year", "lea_id")
    judged = yearly.group_by(key).agg(ratio=_.ratio.max(), alternate=_.alternate.any())
    large_enough = groups.select(*key).distinct().mutate(large_enough=True)
    flags = flagged.select(*key).distinct().mutate(flagged=True)
    districts = comparisons.select(*key)
    for more in (large_enough, judged, flags):
        districts = districts.left_join(more, key).drop("school_year_right", "lea_id_right")
    status = ibis.cases(
        (districts.large_enough.isnull(), MIN_N),
        (districts.ratio.isnull(), NO_DATA),
        (districts.flagged.notnull(), FLAGGED),
        else_=NOT_FLAGGED,
    )
    return districts.select(*key, "ratio", "alternate", district_status=status)
