"""Reading A6, and how a value is compared with its target (1.2, 1.7)."""

import pytest

from tests.support.small_rows import child, evaluation, survey, target
from tests.support.small_state import LEA


def told(row):
    return row["status"], row["target"]


def test_A6_a_fixed_target_wins(state):
    state.districts(2012)
    evaluation(state, 2012, 9, 1)
    for indicator, value in (("11", 50), ("9", 60), ("4B", 70), ("10", 80)):
        target(state, indicator, 2012, value)
    target(state, "12", 2012, "", kind="NONE")
    target(state, "13", 2012, 1, kind="BASELINE")
    values = state.values("4B", "9", "10", "11", "12", "13")
    assert told(values.one("11", 2012)) == told(values.one("11", 2012, LEA)) == ("NOT_MET", 100.0)
    assert [values.one(id, 2012)["target"] for id in ("4B", "9", "10")] == [0.0] * 3
    assert [values.one(id, 2012)["target"] for id in ("12", "13")] == [100.0] * 2


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "BASELINE"},
        {"kind": "NONE"},
        {"kind": ""},
        {"target": ""},
        {"catalogue": "other"},
        {"component": "CA"},
        {"school_year": 2011},
    ],
)
def test_A6_what_sets_no_target(state, changed):
    state.districts(2012)
    survey(state, 2012, 1, 1)
    target(state, "8", 2012, **{"value": 50})
    state.rows["targets"][0].update({name: str(value) for name, value in changed.items()})
    assert told(state.values("8").one("8", 2012)) == ("NO_TARGET", None)


def test_A6_baseline_years_have_no_target(state):
    state.districts(2006, 2007, 2010, 2011)
    for year in (2006, 2007, 2010, 2011):
        survey(state, year, 1, 1)
        state.add("followup", school_year=year, exit_code="GHS", respondent="Y", he="Y")
        for indicator in ("8", "14A", "14B", "14C"):
            target(state, indicator, year, 40)
    values = state.values("8", "14A", "14B", "14C")
    assert told(values.one("8", 2006)) == ("NO_TARGET", None)
    assert told(values.one("8", 2006, LEA)) == ("NO_TARGET", None)
    assert told(values.one("8", 2007)) == ("MET", 40.0)
    for indicator in ("14A", "14B", "14C"):
        assert told(values.one(indicator, 2010)) == ("NO_TARGET", None)
        assert told(values.one(indicator, 2011)) == ("MET", 40.0)


@pytest.mark.parametrize(("low", "status"), [(40, "MET"), (50, "MET"), (51, "NOT_MET")])
def test_A6_a_range_compares_with_its_low_end(state, low, status):
    state.districts(2012)
    survey(state, 2012, 1, 1)
    target(state, "8", 2012, low, target_high=60)
    assert told(state.values("8").one("8", 2012)) == (status, float(low))


@pytest.mark.parametrize(
    ("held", "settled", "expected"),
    [
        (9, 9, ("NO_TARGET", None)),
        (10, 6, ("MET", 60.0)),
        (10, 5, ("NOT_MET", 60.0)),
        (0, 0, ("NO_STUDENTS", None)),
    ],
)
def test_A6_fewer_than_ten_cases_of_15_and_16_have_no_target(state, held, settled, expected):
    state.districts(2012, 2013)
    for year in (2012, 2013):
        target(state, "15", year, 60)
        target(state, "16", year, 60)
    for done, agreed, times in (("Y", "Y", settled), ("Y", "N", held - settled), ("N", "N", 3)):
        state.add(
            "due_process", times=times, filed_date="2012-01-01", resolution_held=done,
            settlement_written=agreed,
        )  # fmt: skip
        state.add(
            "mediation", times=times, requested_date="2012-01-01", held=done, agreement=agreed
        )
    values = state.values("15", "16")
    for indicator in ("15", "16"):
        assert told(values.one(indicator, 2012)) == expected
        assert told(values.one(indicator, 2013)) == ("NOT_REPORTED", 60.0)


def test_A6_other_rows_carry_the_target_whatever_their_status(state):
    state.districts(2009, 2012, leas=(LEA, "000002"))
    survey(state, 2012, 1, 1, child_race="BL7")
    target(state, "8", 2009, 50)
    target(state, "8", 2012, 50)
    values = state.values("8", "13")
    assert told(values.one("8", 2009)) == ("NOT_REPORTED", 50.0)
    assert told(values.one("8", 2012)) == ("MET", 50.0)
    assert told(values.one("8", 2012, group="BL7")) == ("MET", 50.0)
    assert told(values.one("13", 2009)) == ("NOT_REPORTED", 100.0)


@pytest.mark.parametrize(
    ("indicator", "num", "den", "value", "status"),
    [
        ("8", 333, 1000, "33.3", "MET"),
        ("8", 333, 1000, "33.300001", "NOT_MET"),
        ("8", 1, 3, "33.333333", "MET"),
        ("8", 1, 3, "33.333334", "NOT_MET"),
        ("8", 29_999, 30_000, "100", "NOT_MET"),
        ("8", 30_000, 30_000, "100", "MET"),
        ("5B", 7, 100, "7", "MET"),
        ("5B", 7, 100, "6.999999", "NOT_MET"),
        ("5B", 1, 30_000, "0", "NOT_MET"),
        ("5B", 0, 30_000, "0", "MET"),
    ],
)
def test_T_RND_compared_exactly_before_rounding(state, indicator, num, den, value, status):
    state.districts(2012)
    target(state, indicator, 2012, value)
    state.add("published", indicator=indicator, school_year=2012, level="STATE", num=num, den=den)
    row = state.values(indicator).one(indicator, 2012)
    assert (row["num"], row["den"], row["status"]) == (num, den, status)
    assert row["value"] == pytest.approx(num / den * 100, abs=1e-12)


def test_lower_is_better_and_counted_from_records(state):
    state.districts(2012)
    child(state, 2012, 10, times=3, env_sa="RC39")
    child(state, 2012, 10, times=7, env_sa="RC80")
    target(state, "5A", 2012, 70)
    target(state, "5B", 2012, 30)
    target(state, "5C", 2012, 0)
    values = state.values("5A", "5B", "5C")
    assert [values.one(id, 2012)["status"] for id in ("5A", "5B", "5C")] == ["MET"] * 3
