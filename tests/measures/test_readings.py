"""Readings A1 to A5 and A38: which rows there are, in which years, and which are reported."""

import pytest

from tests.support.small_rows import (
    ayp,
    child,
    counts,
    evaluation,
    everything,
    exiter,
    incidents,
    population,
    survey,
    target,
)
from tests.support.small_state import LEA

NOTHING = (None, None, None)
OF_DISTRICTS = ("3A", "4A", "4B", "9", "10")


def told(row):
    return row["status"], row["target"]


# A1: which districts have rows


def test_A1_listed_districts_are_active_and_regular_or_charter(state):
    for lea, kind, active in (
        ("000001", "REG", "Y"), ("000002", "CHARTER", "Y"), ("000003", "STATEOP", "Y"),
        ("000004", "REG", "N"), ("000005", "REG", ""), ("000006", "", "Y"),
    ):  # fmt: skip
        state.add("districts", school_year=2012, lea_id=lea, name=lea, lea_type=kind, active=active)
        child(state, 2012, 10, lea_id=lea, env_sa="RC80")
        population(state, 2012, lea, children=1, enrolled=10)
    state.add("policy_review", school_year=2012, indicator="9", reviewed="N")
    values = state.values("5A", "9", "10")
    for indicator in ("5A", "9", "10"):
        rows = values.all(indicator=indicator, level="LEA", group_type="ALL")
        assert [row["lea_id"] for row in rows] == ["000001", "000002"]
    assert values.one("5A", 2012)["den"] == 12
    assert values.one("9", 2012)["den"] == values.one("10", 2012)["den"] == 2


def test_A1_being_listed_is_a_matter_of_the_year(state):
    state.districts(2011, leas=("000001",)).districts(2012, leas=("000002",))
    for year in (2011, 2012):
        survey(state, year, 1, 1, lea_id="000001")
    values = state.values("8")
    assert counts(values.one("8", 2011, "000001")) == (1, 2, 50.0)
    assert counts(values.one("8", 2012)) == (1, 2, 50.0)
    assert values.all(school_year=2012, lea_id="000001") == []


# A2: rows of no listed district


def test_A2_blank_STATE0_and_unlisted_rows_count_in_STATE_only(state):
    state.districts(2012)
    state.add(
        "districts", school_year=2012, lea_id="000003", name="S", lea_type="STATEOP", active="Y"
    )
    for lea in (LEA, "", "STATE0", "999999", "000003"):
        child(state, 2012, 10, lea_id=lea, env_sa="RC80", race="BL7")
    values = state.values("5A")
    assert counts(values.one("5A", 2012)) == (5, 5, 100.0)
    assert counts(values.one("5A", 2012, group="BL7")) == (5, 5, 100.0)
    assert {row["lea_id"] for row in values.rows} == {None, LEA}
    assert counts(values.one("5A", 2012, LEA)) == (1, 1, 100.0)


def test_A2_a_blank_lea_is_a_warning(state):
    state.districts(2012)
    child(state, 2012, 10, lea_id="")
    child(state, 2012, 10, lea_id="STATE0")
    findings = state.library().findings
    assert [(one.column, one.line, one.severity) for one in findings] == [
        ("lea_id", 2, "warning")
    ]  # fmt: skip


def test_A2_other_rows_are_never_in_percent_of_districts(state):
    state.districts(2012)
    everything(state, 2011, 2012)
    for lea in ("", "STATE0", "999999"):
        ayp(state, 2012, lea)
        for year in (2011, 2012):
            population(state, year, lea, children=30, enrolled=300, race="HI7")
            incidents(state, year, lea, swd=30, nd=1)
    values = state.values(*OF_DISTRICTS)
    assert counts(values.one("3A", 2012)) == (1, 1, 100.0)
    for indicator in ("4A", "4B", "9", "10"):
        assert counts(values.one(indicator, 2012)) == (0, 1, 0.0)


def test_A2_years_looked_back_on_need_not_list_the_district(state):
    """Cohort dropouts of 1, the year before of 4A, and the carried value of 11."""
    state.districts(2010)
    for year, grade in ((2007, "09"), (2008, "10"), (2009, "11"), (2010, "12")):
        exiter(state, year, grade, "DROPOUT")
    exiter(state, 2010, "12", "GHS")
    for year in (2009, 2010):
        population(state, year, LEA, children=100, enrolled=1100)
        incidents(state, year, LEA, swd=30, nd=30)
    evaluation(state, 2009, 9, 1)
    evaluation(state, 2010, 1, 0, lea_id="999999")
    state.add("monitoring_cycle", school_year=2009, indicator="11", collected="Y")
    state.add("monitoring_cycle", school_year=2010, lea_id="999999", indicator="11", collected="Y")
    values = state.values("1", "4A", "11")
    assert counts(values.one("1", 2010, LEA)) == (1, 5, 20.0)
    assert values.one("4A", 2010, LEA)["district_status"] == "FLAGGED"
    carried = values.one("11", 2010, LEA)
    assert (carried["status"], carried["data_year"], carried["num"]) == ("CARRIED", 2009, 9)
    assert counts(values.one("11", 2010)) == (1, 1, 100.0)


# A3: what is not reported

NEEDED = [
    ("1", 2010, "exiters", 2010), ("1", 2011, "cohort", 2011), ("2", 2012, "exiters", 2012),
    ("2", 2012, "child_count", 2012), ("9", 2012, "child_count", 2012),
    ("9", 2012, "enrollment", 2012), ("10", 2012, "child_count", 2012),
    ("10", 2012, "enrollment", 2012),
    *((id, 2012, extract, year) for id in ("4A", "4B")
      for extract in ("discipline", "child_count", "enrollment") for year in (2011, 2012)),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "year", "extract", "missing"), NEEDED)
def test_A3_an_extract_without_rows_for_the_year(state, indicator, year, extract, missing):
    state.districts(year)
    everything(state, *range(2007, 2013))
    key = "cohort_year" if extract == "cohort" else "school_year"
    kept = state.rows[extract]
    assert state.values(indicator).one(indicator, year)["status"] != "NOT_REPORTED"
    state.rows[extract] = [row for row in kept if row[key] != str(missing)]
    values = state.values(indicator)
    for lea in (None, LEA):
        row = values.one(indicator, year, lea)
        assert (row["status"], counts(row)) == ("NOT_REPORTED", NOTHING)


def test_A3_a_year_not_reported_has_no_rows_of_groups(state):
    state.districts(2012)
    exiter(state, 2012, "10", "DROPOUT")
    values = state.values("2")
    assert {row["group_type"] for row in values.rows} == {"ALL"}
    assert {row["status"] for row in values.rows} == {"NOT_REPORTED"}


def test_A3_exiters_are_not_needed_from_2011_on(state):
    state.districts(2011)
    state.add("cohort", cohort_year=2011, iep="Y", status="GRAD4")
    assert counts(state.values("1").one("1", 2011)) == (1, 1, 100.0)


def test_A3_a_row_set_aside_is_not_a_used_row(state):
    state.districts(2012)
    survey(state, 2012, 1, 0)
    state.rows["parent_survey"][0]["facilitated"] = "yes"
    assert state.values("8").one("8", 2012)["status"] == "NOT_REPORTED"


@pytest.mark.parametrize("indicator", ["4B", "9", "10"])
def test_A3_policy_review_must_exist_but_may_be_empty(state, indicator):
    state.districts(2012)
    everything(state, 2011, 2012)
    reviews = state.rows.pop("policy_review")
    for lea in (None, LEA):
        row = state.values(indicator).one(indicator, 2012, lea)
        assert (row["status"], row["district_status"]) == ("NOT_REPORTED", None)
    header = ",".join(reviews[0]) + "\n"
    (state.folder / "policy_review.csv").write_text(header, encoding="utf-8")
    assert counts(state.values(indicator).one(indicator, 2012)) == (0, 1, 0.0)


def test_A3_a_district_without_rows_counts_0(state):
    state.districts(2012, leas=(LEA, "000002"))
    child(state, 2012, 10, env_sa="RC80")
    target(state, "5A", 2012, 50)
    row = state.values("5A").one("5A", 2012, "000002")
    assert (row["num"], row["den"], row["value"], *told(row)) == (0, 0, None, "NO_STUDENTS", 50.0)


# A4, A5, A38: years and eras


def test_A4_the_years_are_those_of_districts(state):
    state.districts(2010, 2012)
    for year in range(2009, 2014):
        survey(state, year, 1, 0)
    values = state.values(*state.catalog.ids)
    assert {row["school_year"] for row in values.rows} == {2010, 2012}
    assert {row["indicator"] for row in values.rows} == set(state.catalog.ids)


@pytest.mark.parametrize(
    ("indicator", "year"), [("13", 2009), ("6A", 2011), ("14A", 2009), ("4A", 2006), ("4B", 2008)]
)
def test_A4_outside_eras_and_in_gap_years(state, indicator, year):
    state.districts(year)
    everything(state, year - 1, year)
    child(state, year, 4, env_ec="SC")
    state.add("followup", school_year=year, exit_code="GHS", respondent="Y", he="Y")
    state.add(
        "transition_plans", school_year=year, birth_date="1990-01-01",
        review_date=f"{year}-01-01",
    )  # fmt: skip
    values = state.values(indicator)
    for lea in (None, LEA):
        row = values.one(indicator, year, lea)
        assert (row["status"], row["era"], counts(row)) == ("NOT_REPORTED", None, NOTHING)
        assert (row["district_status"], row["ratio"], row["data_year"]) == (None, None, year)


def test_A5_first_years(state):
    first = {one.id: one.eras[0].from_year for one in state.catalog.indicators}
    assert first.pop("4A") == 2007
    assert first.pop("4B") == 2009
    assert {first.pop(id) for id in ("6A", "6B")} == {2012}
    assert {first.pop(id) for id in ("7A1", "7A2", "7B1", "7B2", "7C1", "7C2")} == {2007}
    assert {first.pop(id) for id in ("14A", "14B", "14C")} == {2010}
    assert set(first.values()) == {2006}


def test_A38_era_ids_in_the_rows(state):
    years = range(2006, 2014)
    state.districts(*years)
    values = state.values("1", "3A", "3B", "3C-CA", "6A", "13", "4B")
    eras = {
        id: [values.one(id, year)["era"] for year in years]
        for id in ("1", "3A", "3B", "3C-CA", "6A", "13", "4B")
    }
    assert eras == {
        "1": ["OLD"] * 5 + ["ACGR4"] * 3,
        "3A": ["AYP50"] * 2 + ["AYP30"] * 4 + ["AMO"] * 2,
        "3B": ["NO_EOC"] * 3 + ["EOC"] * 5,
        "3C-CA": ["ALL"] * 3 + ["FAY_EOC"] * 3 + ["ALL_EOC"] * 2,
        "6A": [None] * 6 + ["EC2012"] * 2,
        "13": ["OLD"] * 3 + [None] + ["NEW"] * 4,
        "4B": [None] * 3 + ["ALL"] * 5,
    }
