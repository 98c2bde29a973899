"""Readings A7 to A9 and A36, A37, A39: what rows hold beside the counts."""

import pytest

from dashboard.catalog import load_catalog
from tests.support.small_rows import ayp, child, counts, everything, exiter, survey, target
from tests.support.small_state import LEA

NOTHING = (None, None, None)
OF_DISTRICTS = ("3A", "4A", "4B", "9", "10")


def told(row):
    return row["status"], row["target"]


def test_A7_no_students_keeps_the_counted_numerator(state):
    state.districts(2012)
    exiter(state, 2012, "10", "DROPOUT", times=2)
    child(state, 2012, 16, lea_id="000002", grade="10")
    row = state.values("2").one("2", 2012, LEA)
    assert (row["status"], *counts(row), row["flags"]) == ("NO_STUDENTS", 2, 0, None, "NUM_GT_DEN")


def test_A7_not_reported_has_no_counts(state):
    state.districts(2012)
    row = state.values("8").one("8", 2012)
    assert (row["status"], row["era"], counts(row)) == ("NOT_REPORTED", "ALL", NOTHING)


def test_A8_rows_of_districts_tell_a_status(state):
    state.districts(2012, leas=(LEA, "000002"))
    everything(state, 2011, 2012)
    values = state.values(*OF_DISTRICTS)
    expected = {
        "3A": ("MET_SUBGROUP", "NOT_EXAMINED_NO_DATA"),
        "4A": ("NOT_EXAMINED_MIN_N", "NOT_EXAMINED_NO_DATA"),
        "4B": ("NOT_EXAMINED_MIN_N", "NOT_EXAMINED_NO_DATA"),
        "9": ("NOT_EXAMINED_MIN_N", "NOT_EXAMINED_MIN_N"),
        "10": ("NOT_EXAMINED_MIN_N", "NOT_EXAMINED_MIN_N"),
    }
    for indicator, statuses in expected.items():
        for lea, status in zip((LEA, "000002"), statuses, strict=True):
            row = values.one(indicator, 2012, lea)
            no_data = status == "NOT_EXAMINED_NO_DATA"
            assert row["district_status"] == status
            assert told(row) == ("NO_STUDENTS" if no_data else "NO_TARGET", None)
            assert counts(row) == NOTHING


@pytest.mark.parametrize(
    ("second", "status"),
    [
        ({}, "MET_SUBGROUP"),
        ({"perf_met": "N"}, "NOT_MET_SUBGROUP"),
        ({"part_met": "N"}, "NOT_MET_SUBGROUP"),
        ({"part_met": ""}, "NOT_MET_SUBGROUP"),
        ({"n_accountable": 29}, "NOT_EXAMINED_MIN_N"),
    ],
)
def test_3A_every_subject_must_be_large_enough_and_met(state, second, status):
    state.districts(2012)
    ayp(state, 2012, LEA, n=30)
    state.rows["ayp_district"][1].update({name: str(value) for name, value in second.items()})
    row = state.values("3A").one("3A", 2012, LEA)
    assert (row["district_status"], row["status"]) == (status, "NO_TARGET")


@pytest.mark.parametrize("indicator", OF_DISTRICTS)
def test_A8_a_district_row_not_reported_has_no_target_either(state, indicator):
    state.districts(2012)
    row = state.values(indicator).one(indicator, 2012, LEA)
    assert (*told(row), row["district_status"], row["ratio"]) == ("NOT_REPORTED", *NOTHING)


def test_A9_dates_in_place_of_school_year(state):
    state.districts(2011, 2012, 2013)
    for day in ("2011-06-30", "2011-07-01", "2012-06-30", "2012-07-01"):
        state.add("due_process", filed_date=day, resolution_held="Y", settlement_written="Y")
        state.add("mediation", requested_date=day, held="Y", agreement="N")
        state.add("cohort", cohort_year=2012, iep="Y", status="GRAD4")
    values = state.values("1", "15", "16")
    for indicator in ("15", "16"):
        assert [values.one(indicator, year)["den"] for year in (2011, 2012, 2013)] == [1, 2, 1]
    assert values.one("1", 2012)["den"] == 4


def test_A36_published_fills_only_what_is_not_reported(state):
    state.districts(2011, 2012)
    survey(state, 2012, 1, 1)
    for indicator, year, level, lea, num, den, value in (
        ("8", 2012, "STATE", "", 9, 10, "90"),  # counted from records
        ("8", 2011, "STATE", "", 29, 40, "72.5"),
        ("8", 2011, "LEA", LEA, "", "", "61.25"),
        ("8", 2011, "LEA", "999999", 1, 2, "50"),  # not listed
        ("6A", 2011, "STATE", "", 1, 2, "50"),  # outside its era
        ("5A", 2012, "STATE", "", "", 50, ""),  # says nothing
        ("9", 2012, "STATE", "", 1, 30_000, "0"),
        ("13", 2012, "STATE", "", 29_999, 30_000, "100"),
        ("13", 2012, "LEA", LEA, 0, 0, ""),
    ):  # fmt: skip
        state.add(
            "published", indicator=indicator, school_year=year, level=level, lea_id=lea,
            num=num, den=den, value=value,
        )  # fmt: skip
    target(state, "8", 2011, "72.5")
    values = state.values("8", "6A", "5A", "9", "13")
    assert counts(values.one("8", 2012)) == (1, 2, 50.0)
    filled = values.one("8", 2011)
    assert (*counts(filled), filled["status"], filled["flags"]) == (
        29, 40, 72.5, "MET", "PUBLISHED",
    )  # fmt: skip
    by_value = values.one("8", 2011, LEA)
    assert (*counts(by_value), by_value["status"]) == (None, None, 61.25, "NOT_MET")
    assert values.all(lea_id="999999") == []
    assert told(values.one("6A", 2011)) == ("NOT_REPORTED", None)
    assert (counts(values.one("5A", 2012)), values.one("5A", 2012)["flags"]) == (NOTHING, "")
    assert told(values.one("9", 2012)) == ("NOT_MET", 0.0)
    assert told(values.one("13", 2012)) == ("NOT_MET", 100.0)
    assert values.one("13", 2012)["value"] == 29_999 / 30_000 * 100
    assert told(values.one("13", 2012, LEA)) == ("NO_STUDENTS", 100.0)


def test_A37_a_blank_code_is_valid_and_every_question_about_it_answers_no(state):
    state.districts(2012)
    exiter(state, 2012, "10", "DROPOUT", iep_at_exit="")
    exiter(state, 2012, "", "DROPOUT")
    exiter(state, 2012, "10", "")
    child(state, 2012, 16, grade="")
    child(state, 2012, 16, grade="10")
    state.add("cohort", cohort_year=2012, iep="", status="GRAD4")
    state.add("cohort", cohort_year=2012, iep="Y", status="TRANSFER_OUT", removal_documented="")
    state.add("cohort", cohort_year=2012, iep="Y", status="")
    survey(state, 2012, 1, 0)
    state.add("parent_survey", school_year=2012, facilitated="")
    state.add("followup", school_year=2012, exit_code="GHS", respondent="", he="Y")
    state.add("followup", school_year=2012, exit_code="GHS", respondent="Y", he="", ce="")
    state.add("due_process", filed_date="2012-01-01", resolution_held="Y", settlement_written="")
    state.add("due_process", filed_date="2012-01-01", resolution_held="", settlement_written="Y")
    assert state.library().findings == ()
    values = state.values("1", "2", "8", "14C", "15")
    assert counts(values.one("2", 2012)) == (0, 1, 0.0)
    assert counts(values.one("1", 2012)) == (0, 2, 0.0)
    assert counts(values.one("8", 2012)) == (1, 1, 100.0)
    assert counts(values.one("14C", 2012)) == (0, 1, 0.0)
    assert counts(values.one("15", 2012)) == (0, 1, 0.0)


def test_A39_the_default_protection():
    rule = load_catalog().profile.protection
    assert rule.min_den == 10
    assert [(tier.min_den, tier.low, tier.high) for tier in rule.coding] == [
        (10, 20, 80), (20, 10, 90), (40, 5, 95), (100, 2, 98), (300, 1, 99),
    ]  # fmt: skip
