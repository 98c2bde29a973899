"""The indicator of parent involvement (2.12)."""

from ibis import _

from dashboard.measures.terms import Rows, Sources, measure, ratio


@measure
def parent_involvement(x: Sources) -> Rows:
    """Parents who say that schools facilitated involvement, over those who answered (2.12)."""
    answers = x.parent_survey.filter(_.facilitated.isin(["Y", "N"])).rename(race="child_race")
    return ratio(answers, numerator=_.facilitated == "Y")
