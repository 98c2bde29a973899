"""Indicators of what must happen in time: evaluation, and the third birthday (2.14, 2.15)."""

import ibis
from ibis import _

from dashboard.measures.terms import Rows, Sources, days_from, measure, ratio, said, school_year_of

EXCEPTIONS = ("PARENT_NO_SHOW", "MOVED_AGREED")


@measure
def evaluation_timeline(x: Sources, *, limit_days: int) -> Rows:
    """Evaluations completed within the limit, over consents received (2.14).

    Counted in calendar days, consent is day 0. Exceptions leave both counts even when timely. An
    evaluation not completed is late once the limit has passed before the cut-off, by default 30
    June; before that it is not yet due, and in neither count (A21).
    """
    consents = x.evaluations.filter(~_.exception.isin(EXCEPTIONS)).mutate(
        cutoff=ibis.coalesce(_.collection_cutoff, ibis.date(_.school_year, 6, 30)),
        days_taken=days_from(_.consent_date, _.eval_complete_date),
    )
    completed = _.eval_complete_date.notnull()
    overdue = days_from(_.consent_date, _.cutoff) > limit_days
    due = said(
        consents.filter(completed | overdue),
        f"completed, or more than {limit_days} days old at the cut-off",
    )
    return ratio(due, numerator=_.days_taken <= limit_days)


@measure
def part_c_to_b(x: Sources) -> Rows:
    """Children with an IEP in effect by the third birthday, over those found eligible (2.15).

    In scope: the third birthday lies in the school year and the referral to Part B came before
    it. Delays by parents' refusal and exceptions leave both counts, unless the IEP was timely all
    the same (A22). Born 29 February: the deadline is 28 February.
    """
    children = x.c_to_b.mutate(third_birthday=(_.birth_date + ibis.interval(years=3)).cast("date"))
    eligible = (
        children.mutate(third_birthday_in=school_year_of(_.third_birthday))
        .filter(
            _.eligible == "Y",
            _.third_birthday_in == _.school_year,
            _.partb_referral_date < _.third_birthday,
        )
        .mutate(timely=(_.iep_implemented_date <= _.third_birthday).fill_null(False))
    )
    excused = (_.parent_refusal_delay == "Y") | (_.exception == "Y")
    return ratio(eligible.filter(_.timely | ~excused), numerator=_.timely)
