"""Indicators of settling disputes (2.18, 2.19)."""

from ibis import _

from dashboard.measures.terms import Rows, Sources, measure, ratio, school_year_of


@measure
def resolution_sessions(x: Sources) -> Rows:
    """Resolution sessions that ended in a written settlement, over sessions held (2.18)."""
    requests = x.due_process.mutate(school_year=school_year_of(_.filed_date))
    return ratio(requests.filter(_.resolution_held == "Y"), numerator=_.settlement_written == "Y")


@measure
def mediation_agreements(x: Sources) -> Rows:
    """Mediations that ended in an agreement, over mediations held (2.19)."""
    requests = x.mediation.mutate(school_year=school_year_of(_.requested_date))
    return ratio(requests.filter(_.held == "Y"), numerator=_.agreement == "Y")
