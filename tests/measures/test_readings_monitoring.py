"""Readings A21, A22, A27 and A28: timelines, and the monitoring cycle."""

import pytest

from tests.support.small_rows import counts, evaluation, survey
from tests.support.small_state import LEA

OTHER = "000002"


def evaluated(state, consent, completed="", **more):
    told = {"exception": "NONE", "consent_date": consent, "eval_complete_date": completed}
    state.add("evaluations", school_year=2012, **{**told, **more})


@pytest.mark.parametrize("exception", ["PARENT_NO_SHOW", "MOVED_AGREED"])
@pytest.mark.parametrize("completed", ["2012-01-20", "2012-06-20", ""])
def test_A21_exceptions_leave_both_counts_even_when_timely(state, exception, completed):
    state.districts(2012)
    evaluated(state, "2012-01-10", "2012-01-20")
    evaluated(state, "2012-01-10", completed, exception=exception)
    assert counts(state.values("11").one("11", 2012)) == (1, 1, 100.0)


def test_A21_a_blank_exception_is_none(state):
    state.districts(2012)
    evaluated(state, "2012-01-10", "2012-01-20", exception="")
    assert counts(state.values("11").one("11", 2012)) == (1, 1, 100.0)


def test_A21_bad_rows(state):
    state.districts(2012)
    evaluated(state, "2012-01-10", "2012-01-10")
    evaluated(state, "2012-01-10", "2012-01-09")
    evaluated(state, "2011-06-30", "2011-08-01")
    evaluated(state, "2011-07-01", "2011-08-01")
    evaluated(state, "2012-06-30", "2012-08-29")
    evaluated(state, "2012-07-01", "2012-07-02")
    findings = state.library().findings
    assert [(one.line, one.column) for one in findings] == [
        (3, "eval_complete_date"), (4, "consent_date"), (7, "consent_date"),
    ]  # fmt: skip
    assert counts(state.values("11").one("11", 2012)) == (3, 3, 100.0)


@pytest.mark.parametrize(
    ("consent", "cutoff", "den"),
    [
        ("2012-05-01", "", 0),  # 60 days before 30 June: not yet due
        ("2012-04-30", "", 1),  # 61 days: late
        ("2012-03-01", "2012-04-30", 0),
        ("2012-03-01", "2012-05-01", 1),
    ],
)
def test_A21_without_a_cutoff_it_is_30_june(state, consent, cutoff, den):
    state.districts(2012)
    evaluated(state, consent, collection_cutoff=cutoff)
    evaluated(state, "2012-01-10", "2012-01-20")
    assert counts(state.values("11").one("11", 2012))[:2] == (1, 1 + den)


def born(state, birth, implemented, **more):
    told = {
        "birth_date": birth, "partb_referral_date": "2011-01-01", "eligible": "Y",
        "iep_implemented_date": implemented, "parent_refusal_delay": "N", "exception": "N",
    }  # fmt: skip
    state.add("c_to_b", **{"school_year": 2012, **told, **more})


def test_A22_delays_leave_the_denominator_only_when_late(state):
    state.districts(2012)
    for excuse in ("parent_refusal_delay", "exception"):
        born(state, "2009-05-10", "2012-05-10", **{excuse: "Y"})  # timely all the same
        born(state, "2009-05-10", "2012-05-11", **{excuse: "Y"})
        born(state, "2009-05-10", "", **{excuse: "Y"})
    born(state, "2009-05-10", "2012-05-11", parent_refusal_delay="", exception="")
    assert counts(state.values("12").one("12", 2012)) == (2, 3, 66.67)


@pytest.mark.parametrize(
    "changed",
    [
        {"eligible": ""},
        {"eligible": "N"},
        {"partb_referral_date": ""},
        {"partb_referral_date": "2012-05-10"},  # the birthday itself is too late
        {"birth_date": "2008-06-30"},
        {"birth_date": "2009-07-01"},
        {"birth_date": ""},
    ],
)
def test_A22_who_is_out_of_scope(state, changed):
    state.districts(2012)
    born(state, "2009-05-10", "2012-05-01")
    born(state, "2009-05-10", "2012-05-01", **changed)
    assert counts(state.values("12").one("12", 2012)) == (1, 1, 100.0)


@pytest.mark.parametrize("birth", ["2008-07-01", "2009-06-30", "2009-05-10"])
def test_A22_the_third_birthday_lies_in_the_school_year(state, birth):
    state.districts(2012)
    born(state, birth, "2011-07-01")
    assert counts(state.values("12").one("12", 2012)) == (1, 1, 100.0)


@pytest.mark.parametrize(
    ("referred", "implemented", "expected"),
    [
        ("2011-01-01", "2011-02-28", (1, 1)),
        ("2011-01-01", "2011-03-01", (0, 1)),
        ("2011-02-27", "2011-02-28", (1, 1)),
        ("2011-02-28", "2011-02-28", (0, 0)),
    ],
)
def test_A22_born_29_february_the_day_is_the_28th(state, referred, implemented, expected):
    state.districts(2011)
    born(
        state, "2008-02-29", implemented, school_year=2011, partb_referral_date=referred
    )  # fmt: skip
    assert counts(state.values("12").one("12", 2011))[:2] == expected


# A27, A28


def cycle(state, indicator, *places, collected="Y"):
    for year, lea in places:
        state.add(
            "monitoring_cycle", school_year=year, lea_id=lea, indicator=indicator,
            collected=collected,
        )  # fmt: skip


def told(row):
    return row["status"], row["num"], row["den"], row["data_year"]


def test_A27_rows_of_districts_that_are_not_collected_are_ignored(state):
    state.districts(2012, leas=(LEA, OTHER, "000003"))
    cycle(state, "8", (2012, LEA))
    cycle(state, "8", (2012, OTHER), collected="N")
    cycle(state, "8", (2012, "000003"), collected="")
    cycle(state, "11", (2012, OTHER))
    for lea in (LEA, OTHER, "000003", "999999"):
        survey(state, 2012, 1, 1, lea_id=lea, child_race="BL7")
    values = state.values("8")
    assert counts(values.one("8", 2012)) == (1, 2, 50.0)
    assert counts(values.one("8", 2012, group="BL7")) == (1, 2, 50.0)
    assert [told(values.one("8", 2012, lea)) for lea in (OTHER, "000003")] == [
        ("NOT_REPORTED", None, None, 2012)
    ] * 2
    assert values.all(lea_id=OTHER, group_type="RACE") == []


def test_A27_without_the_extract_a_district_with_any_row_is_collected(state):
    state.districts(2011, 2012, leas=(LEA, OTHER, "000003"))
    survey(state, 2011, 3, 1, lea_id=OTHER)
    survey(state, 2012, 1, 1)
    state.add("parent_survey", school_year=2012, lea_id="000003", facilitated="")
    values = state.values("8")
    assert told(values.one("8", 2012, LEA)) == ("NO_TARGET", 1, 2, 2012)
    assert told(values.one("8", 2012, OTHER)) == ("CARRIED", 3, 4, 2011)
    assert told(values.one("8", 2012, "000003")) == ("NO_STUDENTS", 0, 0, 2012)


def test_A27_collected_without_cases(state):
    state.districts(2011, 2012, leas=(LEA, OTHER))
    cycle(state, "11", (2011, LEA), (2012, LEA), (2012, OTHER))
    evaluation(state, 2011, 3, 1)
    evaluation(state, 2012, 1, 1, lea_id=OTHER)
    row = state.values("11").one("11", 2012, LEA)
    assert told(row) == ("NO_STUDENTS", 0, 0, 2012)


def test_A27_the_latest_earlier_year_with_cases_is_carried(state):
    state.districts(2010, 2011, 2012, 2013, leas=(LEA, OTHER))
    cycle(state, "8", (2010, LEA), (2011, LEA), (2012, OTHER), (2013, OTHER))
    survey(state, 2010, 3, 1)
    survey(state, 2011, 0, 0)
    state.add("parent_survey", school_year=2011, facilitated="")
    survey(state, 2012, 1, 1, lea_id=OTHER)
    survey(state, 2012, 9, 0)  # not collected then
    survey(state, 2013, 1, 0, lea_id=OTHER)
    for year in (2010, 2012, 2013):
        state.add(
            "targets", catalogue="missouri", indicator="8", school_year=year, target=year - 1930,
            kind="TARGET",
        )  # fmt: skip
    values = state.values("8")
    assert told(values.one("8", 2011, LEA)) == ("NO_STUDENTS", 0, 0, 2011)
    for year in (2012, 2013):
        row = values.one("8", year, LEA)
        assert (told(row), row["value"], row["target"]) == (
            ("CARRIED", 3, 4, 2010), 75.0, float(year - 1930),
        )  # fmt: skip
    assert counts(values.one("8", 2012)) == (1, 2, 50.0)
    assert told(values.one("8", 2011, OTHER)) == ("NOT_REPORTED", None, None, 2011)


def test_A27_a_year_without_any_row_is_not_reported_A3(state):
    state.districts(2011, 2012)
    cycle(state, "8", (2011, LEA))
    survey(state, 2011, 1, 1)
    assert told(state.values("8").one("8", 2012, LEA)) == ("NOT_REPORTED", None, None, 2012)


def test_A28_carrying_never_crosses_a_gap_or_an_era(state):
    state.districts(*range(2007, 2013), leas=(LEA, OTHER))
    cycle(state, "13", *((year, LEA) for year in (2007, 2009, 2011)))
    cycle(state, "13", *((year, OTHER) for year in (2008, 2010, 2012)))
    for year in range(2007, 2013):
        for lea in (LEA, OTHER):
            state.add(
                "transition_plans", school_year=year, lea_id=lea, birth_date="1985-01-01",
                review_date=f"{year}-01-01",
            )  # fmt: skip
    values = state.values("13")
    assert [values.one("13", year, LEA)["status"] for year in range(2007, 2013)] == [
        "NOT_MET", "CARRIED", "NOT_REPORTED", "NOT_REPORTED", "NOT_MET", "CARRIED",
    ]  # fmt: skip
    assert values.one("13", 2012, LEA)["data_year"] == 2011
