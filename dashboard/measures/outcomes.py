"""Early childhood outcomes: from entry and exit ratings to summary statements (section 3)."""

from collections.abc import Sequence

import ibis
from ibis import _

from dashboard.measures.terms import Rows, Sources, age, days_from, measure, ratio, school_year_of

WITHIN_AGE_EXPECTATIONS = (6, 7)
GREW = ("c", "d")
BELOW_AT_ENTRY = ("a", "b", "c", "d")
WITHIN_AT_EXIT = ("d", "e")
ALL = ("a", "b", "c", "d", "e")
STATEMENTS = {1: (GREW, BELOW_AT_ENTRY), 2: (WITHIN_AT_EXIT, ALL)}


@measure
def early_childhood_outcomes(
    x: Sources,
    *,
    outcome: str,
    statement: int,
    min_days: int = 182,
    on_impossible: str = "exclude",
    ages: Sequence[int] = (3, 5),
) -> Rows:
    """A summary statement of one outcome, over children who left in the year (2.11, 3.4).

    Statement 1: of those who entered below age expectations, who grew faster. Statement 2: who
    left within age expectations. Each outcome stands alone (A18).
    """
    leavers = x.eco.mutate(
        entered=ibis.coalesce(_.entry_date, _.entry_rating_date),  # A19
        left=ibis.coalesce(_.exit_date, _.exit_rating_date),
    )
    after_sixth_birthday = age(_.birth_date, _.left - ibis.interval(days=1)) >= 6
    other_age_at_entry = ~age(_.birth_date, _.entered).between(*ages)
    leavers = leavers.mutate(
        left_in=school_year_of(_.left),
        days_served=days_from(_.entered, _.left),
        left_after_sixth_birthday=after_sixth_birthday.fill_null(False),
        entered_at_another_age=other_age_at_entry.fill_null(False),
    ).filter(
        _.left_in == _.school_year,
        _.days_served >= min_days,
        ~_.left_after_sixth_birthday,
        ~_.entered_at_another_age,
    )
    progress = progress_category(
        entry=leavers[f"entry_{outcome}"],
        exit=leavers[f"exit_{outcome}"],
        progress=leavers[f"progress_{outcome}"],
        on_impossible=on_impossible,
    )
    counted_in_numerator, counted = STATEMENTS[statement]
    rated = leavers.mutate(progress_category=progress).filter(_.progress_category.isin(counted))
    return ratio(rated, numerator=_.progress_category.isin(counted_in_numerator))


def progress_category(
    *,
    entry: ibis.expr.types.IntegerValue,
    exit: ibis.expr.types.IntegerValue,
    progress: ibis.expr.types.StringValue,
    on_impossible: str = "exclude",
) -> ibis.expr.types.StringValue:
    """The progress category a to e of the decision table (3.3); null when the child is not counted.

    Not counted: a rating is missing, the answer on progress is missing where it decides (A18), or,
    unless `on_impossible="ignore_progress"`, the child kept pace and yet "made no progress".
    """
    kept_pace = (exit >= entry) & ~((entry == 1) & (exit == 1))
    impossible = (progress == "N") & kept_pace
    rated = entry.notnull() & exit.notnull()
    if on_impossible == "exclude":
        rated = rated & ~impossible
    return ibis.cases(
        (~rated, ibis.null("string")),
        (exit.isin(WITHIN_AGE_EXPECTATIONS) & entry.isin(WITHIN_AGE_EXPECTATIONS), "e"),
        (exit.isin(WITHIN_AGE_EXPECTATIONS), "d"),
        (exit > entry, "c"),
        ((exit == entry) & (entry > 1), "b"),
        (progress == "Y", "b"),
        (progress == "N", "a"),
        else_=ibis.null("string"),
    )
