"""Indicators of where children are served (2.9, 2.10)."""

from collections.abc import Sequence

import ibis
from ibis import _

from dashboard.measures.terms import ALIKE, Rows, Sources, age, alike, measure, ratio


def of_age(x: Sources, ages: Sequence[int], *, by: Sequence[str] = ()) -> Rows:
    """The child count of some ages (first and last), by age on the count date.

    `by`: the columns to keep, when a measure asks for no others.
    """
    first, last = ages
    children = _children(x).filter(_.age.between(first, last)).drop("age")
    return x.shared(alike(children.select(*by, ALIKE) if by else children))


def _children(x: Sources) -> Rows:
    """The child count with each child's age.

    The share of the day inside the regular class tells the environment of a school-age child
    whose environment is blank (A17).
    """
    by_share_of_day = ibis.cases(
        (_.pct_inside > 79, "RC80"),
        (_.pct_inside < 40, "RC39"),
        (_.pct_inside.notnull(), "RC79TO40"),
        else_="",
    )
    children = x.child_count.mutate(
        age=age(_.birth_date, _.count_date),
        env_sa=ibis.ifelse(_.env_sa == "", by_share_of_day, _.env_sa),
    )
    return children.drop("birth_date", "count_date", "grade", "pct_inside")


@measure
def school_age_environment(x: Sources, *, environments: Sequence[str], ages: Sequence[int]) -> Rows:
    """Children in some environments over all children of school age (2.9).

    A child without an environment is in the denominator (A16).
    """
    return ratio(of_age(x, ages), numerator=_.env_sa.isin(environments))


@measure
def preschool_environment(x: Sources, *, environments: Sequence[str], ages: Sequence[int]) -> Rows:
    """Children in some preschool environments over all children aged 3 through 5 (2.10)."""
    return ratio(of_age(x, ages), numerator=_.env_ec.isin(environments))
