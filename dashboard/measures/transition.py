"""Indicators of leaving school: transition plans and what youth do afterwards (2.16, 2.17)."""

from collections.abc import Sequence

import ibis
from ibis import _

from dashboard.measures.terms import Rows, Sources, age, measure, ratio

ALWAYS_NEEDED = ("q1", "q2", "q3", "q4", "q5", "q6", "q7")
AGENCY_INVITED = "q8"  # not applicable where no agency takes part


@measure
def transition_plans(x: Sources, *, min_age: int) -> Rows:
    """Plans that meet every item of the checklist, over plans of youth of that age (2.16)."""
    plans = x.transition_plans.mutate(age_at_review=age(_.birth_date, _.review_date))
    plans = plans.filter(_.age_at_review >= min_age)
    meets = plans[AGENCY_INVITED].isin(["Y", "NA"])
    for item in ALWAYS_NEEDED:
        meets = meets & (plans[item] == "Y")
    return ratio(plans, numerator=meets)


@measure
def post_school_outcomes(x: Sources, *, through: int, leavers: Sequence[str]) -> Rows:
    """Youth in one of the first `through` categories, over those who answered (2.17).

    Each youth is in one category, the highest: 1 higher education, 2 competitive employment, 3
    other education or training, 4 other employment, 5 none.
    """
    respondents = x.followup.filter(_.exit_code.isin(leavers), _.respondent == "Y")
    category = ibis.cases(
        (_.he == "Y", 1), (_.ce == "Y", 2), (_.ope == "Y", 3), (_.oe == "Y", 4), else_=5
    )
    return ratio(
        respondents.mutate(highest_category=category), numerator=_.highest_category <= through
    )
