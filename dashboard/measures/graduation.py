"""Indicators of graduating and dropping out (2.2, 2.3)."""

from collections.abc import Sequence

from ibis import _

from dashboard.measures.terms import Rows, Sources, looks_back, measure, ratio, said, share

LEAVER_YEARS = 4
LAST_GRADE = 12


@measure
@looks_back(lambda **_: LEAVER_YEARS - 1)
def graduation_leaver_rate(
    x: Sources,
    *,
    graduated: Sequence[str],
    dropped_out: Sequence[str],
    cohort_dropouts: str = "leaver4",
) -> Rows:
    """Graduates over graduates and the dropouts of their cohort (2.2, era OLD).

    The dropouts of the cohort of Y left grade 12 in Y, grade 11 in Y-1, grade 10 in Y-2 or grade
    9 in Y-3; with `cohort_dropouts="same_year"`, any of these grades in Y.
    """
    leavers = x.exiters.filter(_.iep_at_exit == "Y")
    graduates = leavers.filter(_.exit_code.isin(graduated))

    dropouts = leavers.filter(_.exit_code.isin(dropped_out)).mutate(
        grade=_.grade.cases(("UG", LAST_GRADE), *_grades(9, 12), else_=None)  # A11
    )
    dropouts = said(dropouts.filter(_.grade.notnull()), "grade is one of 09, 10, 11, 12, UG")
    if cohort_dropouts == "leaver4":
        dropouts = dropouts.mutate(school_year=_.school_year + (LAST_GRADE - _.grade))

    # A12: whoever came back and graduated, in any LEA, counts only as a graduate.
    diplomas = x.exiters.filter(_.exit_code.isin(graduated))
    diplomas = diplomas.select("student_id", graduated_in="school_year")
    dropouts = said(
        dropouts.anti_join(
            diplomas,
            [
                dropouts.student_id == diplomas.student_id,
                diplomas.graduated_in <= dropouts.school_year,
                diplomas.graduated_in > dropouts.school_year - LEAVER_YEARS,
            ],
        ),
        "the student did not graduate in any district in the four years of the cohort",
    )
    return ratio(graduates, numerator=_.exit_code.isin(graduated)).union(
        ratio(dropouts, numerator=_.exit_code.isin(graduated))
    )


def _grades(first: int, last: int) -> list[tuple[str, int]]:
    return [(f"{grade:02}", grade) for grade in range(first, last + 1)]


@measure
def graduation_adjusted_cohort(
    x: Sources, *, graduated: Sequence[str], removed: Sequence[str]
) -> Rows:
    """Four-year graduates over the adjusted cohort (2.2, era ACGR4; 34 CFR 200.19(b)).

    Only a documented transfer, emigration or death leaves the cohort.
    """
    cohort = x.cohort.rename(school_year="cohort_year")
    left_the_cohort = _.status.isin(removed) & (_.removal_documented == "Y")
    return ratio(
        cohort.filter((_.iep == "Y") & ~left_the_cohort), numerator=_.status.isin(graduated)
    )


@measure
def dropout_event_rate(x: Sources, *, dropped_out: Sequence[str], grades: Sequence[str]) -> Rows:
    """Dropouts of the year in grades 9-12 over the child count of these grades (2.3)."""
    dropouts = x.exiters.filter(
        _.iep_at_exit == "Y", _.grade.isin(grades), _.exit_code.isin(dropped_out)
    )
    counted = x.child_count.filter(_.grade.isin(grades))
    return share(numerator=dropouts, denominator=counted)
