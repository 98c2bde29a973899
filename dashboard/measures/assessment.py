"""State assessment: districts meeting targets, participation, proficiency (2.4 to 2.6)."""

from collections.abc import Sequence
from typing import Any

import ibis
from ibis import Deferred, _

from dashboard.measures.terms import Rows, Sources, behind, measure, ratio


@measure
def districts_meeting_targets(x: Sources, *, min_n: int, n_rule: str = "both") -> Rows:
    """Districts whose disability subgroup is large enough, and those that met every target (2.4).

    `n_rule`: `both` subjects must reach `min_n`, or `any` of them. A district must meet the
    participation and the performance target in every subject in which it reaches `min_n`.
    """
    large = _large(min_n)
    subjects = x.ayp_district.group_by("school_year", "lea_id").agg(
        large=large.sum(), met=(large & _met()).sum()
    )
    enough = subjects.large >= (2 if n_rule == "both" else 1)
    subjects = subjects.mutate(
        found=ibis.cases(
            (~enough, "NOT_EXAMINED_MIN_N"),
            (subjects.met == subjects.large, "MET_SUBGROUP"),
            else_="NOT_MET_SUBGROUP",
        )
    )
    districts = x.listed.left_join(subjects, ["school_year", "lea_id"])
    return districts.select(
        "school_year",
        "lea_id",
        district_status=_.found.fill_null("NOT_EXAMINED_NO_DATA"),  # A8
        ratio=ibis.null("float64"),
        flags=ibis.literal(""),
        num=(_.found == "MET_SUBGROUP").fill_null(False).cast("int64"),
        den=_.found.isin(["MET_SUBGROUP", "NOT_MET_SUBGROUP"]).fill_null(False).cast("int64"),
    )


def _large(min_n: int) -> Deferred:
    return _.n_accountable >= min_n


def _met() -> Deferred:
    return (_.part_met == "Y") & (_.perf_met == "Y")


@behind(districts_meeting_targets)
def subjects_of_a_district(x: Sources, *, min_n: int, **_others: Any) -> Rows:
    """The subjects in which a district met its targets, over those in which it is large enough."""
    return ratio(x.ayp_district.filter(_large(min_n)), numerator=_met())


def _tested(x: Sources, subjects: Sequence[str], tests: Sequence[str]) -> Rows:
    # A37: a blank test is not known to be one that the era leaves out.
    return x.assessment.filter(_.subject.isin(subjects), _.test.isin([*tests, ""]))


@measure
def assessment_participation(x: Sources, *, subjects: Sequence[str], tests: Sequence[str]) -> Rows:
    """Students with IEPs who took part, over those accountable; subjects together (2.5, A14)."""
    accountable = _tested(x, subjects, tests).filter(_.accountable == "Y")
    return ratio(accountable, numerator=_.participated == "Y")


@measure
def assessment_proficiency(
    x: Sources,
    *,
    subject: str,
    top: Sequence[str],
    tests: Sequence[str],
    full_academic_year: bool = False,
) -> Rows:
    """Proficient and advanced over reportable results of students with IEPs (2.6).

    With `full_academic_year`, only students enrolled for all of it, in both counts.
    """
    results = _tested(x, [subject], tests).filter(_.reportable == "Y", _.level != "LND")  # A15
    if full_academic_year:
        results = results.filter(_.fay == "Y")
    return ratio(results, numerator=_.level.isin(top))
