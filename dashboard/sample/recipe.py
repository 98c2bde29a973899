"""Which function makes which extract, for which years, in one file or one a year."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.sample import (
    assessments,
    cohort,
    counts,
    discipline,
    disputes,
    exits,
    monitoring,
    preschool,
    register,
    reviews,
    timelines,
)
from dashboard.sample.columns import Columns
from dashboard.sample.world import World


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How one extract is made.

    `years_before`: how many years before the first one it reaches back (A40).
    `by_year`: a folder with a file for each school year, in place of one file.
    """

    name: str
    rows: Callable[[World, int], Columns]
    years_before: int = 0
    by_year: bool = False


RECIPES = (
    Recipe(name="targets", rows=register.targets),
    Recipe(name="monitoring_cycle", rows=monitoring.monitoring_cycle),
    Recipe(name="exiters", rows=exits.exiters, years_before=3, by_year=True),
    Recipe(name="cohort", rows=cohort.cohort, by_year=True),
    Recipe(name="child_count", rows=counts.child_count, years_before=1, by_year=True),
    Recipe(name="enrollment", rows=counts.enrollment, years_before=1),
    Recipe(name="assessment", rows=assessments.assessment, by_year=True),
    Recipe(name="ayp_district", rows=assessments.ayp_district),
    Recipe(name="discipline", rows=discipline.discipline, years_before=1, by_year=True),
    Recipe(name="policy_review", rows=reviews.policy_review),
    Recipe(name="eco", rows=preschool.eco, by_year=True),
    Recipe(name="parent_survey", rows=monitoring.parent_survey, by_year=True),
    Recipe(name="evaluations", rows=timelines.evaluations),
    Recipe(name="c_to_b", rows=timelines.c_to_b),
    Recipe(name="transition_plans", rows=monitoring.transition_plans),
    Recipe(name="followup", rows=exits.followup),
    Recipe(name="due_process", rows=disputes.due_process),
    Recipe(name="mediation", rows=disputes.mediation),
    Recipe(name="findings", rows=disputes.findings),
    # Last, because a folder with its districts is a finished sample (the Makefile asks for it).
    Recipe(name="districts", rows=register.districts),
)
"""Every extract but `published`, in the order of writing."""
