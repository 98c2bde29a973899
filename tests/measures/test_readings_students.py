"""Readings A10 to A20, A31 and A32: graduation, dropout, assessment, environments, groups."""

import pytest

from tests.support.small_rows import child, counts, everything, exiter, survey
from tests.support.small_state import LEA


def test_A10_a_repeated_key_refuses_the_file(state):
    state.districts(2012)
    exiter(state, 2012, "12", "GHS", times=2, student_id="0000000001")
    assert state.library().refused == ("exiters.csv",)


def test_A11_UG_is_grade_12_in_the_old_graduation_rate_only(state):
    state.districts(2009)
    exiter(state, 2009, "12", "GHS")
    exiter(state, 2009, "UG", "GHS")
    exiter(state, 2009, "UG", "DROPOUT")
    exiter(state, 2008, "UG", "DROPOUT")  # of the cohort of 2008
    for year in (2006, 2007):
        exiter(state, year, "08", "DROPOUT")
    child(state, 2009, 18, grade="UG")
    child(state, 2009, 17, grade="12")
    values = state.values("1", "2")
    assert counts(values.one("1", 2009)) == (2, 3, 66.67)
    assert counts(values.one("2", 2009)) == (0, 1, 0.0)


def test_A11_school_year_decides_the_year_of_an_exit(state):
    state.districts(2012)
    for day in ("2011-06-30", "2011-07-01", "2012-06-30", "2012-07-01", ""):
        exiter(state, 2012, "10", "DROPOUT", exit_date=day)
    child(state, 2012, 16, times=10, grade="10")
    assert counts(state.values("2").one("2", 2012)) == (5, 10, 50.0)
    findings = state.library().findings
    assert [(one.line, one.severity) for one in findings] == [(2, "warning"), (5, "warning")]


@pytest.mark.parametrize(
    ("diploma", "dropouts"), [(2005, 1), (2006, 0), (2008, 0), (2009, 0), (2010, 1)]
)
def test_A12_who_graduated_in_any_lea_is_no_dropout_of_the_cohort(state, diploma, dropouts):
    """The cohort of 2009 looks at diplomas of 2006 to 2009."""
    state.districts(2009)
    for year in (2006, 2007, 2008):
        exiter(state, year, "08", "DROPOUT")
    exiter(state, 2009, "12", "GHS")
    exiter(state, 2009, "12", "DROPOUT", student_id="back")
    exiter(state, diploma, "12", "GHS", student_id="back", lea_id="999999", iep_at_exit="N")
    row = state.values("1").one("1", 2009)
    assert counts(row)[:2] == (1, 1 + dropouts)


def test_A12_the_years_are_those_of_the_cohort_not_of_the_exit(state):
    state.districts(2009)
    exiter(state, 2006, "09", "DROPOUT", student_id="back")
    exiter(state, 2009, "12", "GHS", student_id="back", lea_id="999999")
    for year in (2007, 2008):
        exiter(state, year, "08", "DROPOUT")
    assert counts(state.values("1").one("1", 2009)) == (1, 1, 100.0)


def test_A13_the_old_rate_counts_rows(state):
    state.districts(2009, leas=(LEA, "000002"))
    for year in (2006, 2007, 2008):
        exiter(state, year, "08", "DROPOUT")
    for lea in (LEA, "000002"):
        exiter(state, 2009, "12", "GHS", student_id="one", lea_id=lea)
        exiter(state, 2009, "12", "RMA", student_id="two", lea_id=lea)
    assert counts(state.values("1").one("1", 2009)) == (2, 4, 50.0)


@pytest.mark.parametrize("missing", [2006, 2007, 2008])
def test_A13_a_year_without_exiters_makes_the_cohort_incomplete(state, missing):
    state.districts(2009)
    for year in {2006, 2007, 2008, 2009} - {missing}:
        exiter(state, year, "12", "GHS", lea_id="999999")
    values = state.values("1")
    for lea in (None, LEA):
        row = values.one("1", 2009, lea)
        assert (row["status"], row["flags"], counts(row)) == (
            "NOT_REPORTED", "INCOMPLETE_COHORT", (None, None, None),
        )  # fmt: skip


def test_A13_without_the_year_itself_nothing_is_incomplete(state):
    state.districts(2009)
    for year in (2006, 2007, 2008):
        exiter(state, year, "12", "GHS")
    row = state.values("1").one("1", 2009)
    assert (row["status"], row["flags"]) == ("NOT_REPORTED", "")


RESULT = {
    "test": "MAP", "iep": "Y", "fay": "Y", "accountable": "Y", "participated": "Y",
    "reportable": "Y", "level": "P",
}  # fmt: skip


def result(state, year, subject="CA", times=1, **more):
    state.add("assessment", times=times, school_year=year, subject=subject, **{**RESULT, **more})


def test_A14_3B_is_both_subjects_together(state):
    state.districts(2012)
    result(state, 2012, "CA", times=3)
    result(state, 2012, "MA", times=1)
    result(state, 2012, "MA", times=4, participated="N")
    assert counts(state.values("3B").one("3B", 2012)) == (4, 8, 50.0)


@pytest.mark.parametrize("accountable", ["N", ""])
def test_A15_who_took_part_is_accountable(state, accountable):
    state.districts(2012)
    result(state, 2012)
    result(state, 2012, accountable=accountable)
    result(state, 2012, accountable=accountable, participated="N")
    library = state.library()
    assert [(one.line, one.column) for one in library.findings] == [(3, "participated")]
    assert counts(state.values("3B").one("3B", 2012)) == (1, 1, 100.0)


def test_A15_LND_is_never_in_3C(state):
    state.districts(2012)
    result(state, 2012)
    result(state, 2012, level="LND")
    result(state, 2012, level="")  # unknown, but reportable: A37
    assert counts(state.values("3C-CA").one("3C-CA", 2012)) == (1, 2, 50.0)


def test_A16_a_blank_environment_is_in_the_denominator_alone(state):
    state.districts(2012)
    child(state, 2012, 10, env_sa="RC80")
    child(state, 2012, 10, env_sa="")
    child(state, 2012, 4, env_ec="SC")
    child(state, 2012, 4, env_ec="")
    values = state.values("5A", "5B", "5C", "6A", "6B")
    found = {row["indicator"]: counts(row)[:2] for row in values.all(level="STATE", group="ALL")}
    assert found == {"5A": (1, 2), "5B": (0, 2), "5C": (0, 2), "6A": (0, 2), "6B": (1, 2)}


def test_A17_pct_inside_is_used_where_env_sa_is_blank(state):
    state.districts(2012)
    for percent in ("79.01", "80", "79", "40", "39.99", "0"):
        child(state, 2012, 10, env_sa="", pct_inside=percent)
    child(state, 2012, 10, env_sa="SS", pct_inside="100")
    values = state.values("5A", "5B", "5C")
    assert counts(values.one("5A", 2012))[:2] == (2, 7)
    assert counts(values.one("5B", 2012))[:2] == (2, 7)
    assert counts(values.one("5C", 2012))[:2] == (1, 7)


def test_A31_MISSING_and_blank_are_no_group_but_in_the_total(state):
    state.districts(2012)
    for code in ("BL7", "MISSING", ""):
        child(state, 2012, 10, race=code, env_sa="RC80")
    values = state.values("5A")
    for lea in (None, LEA):
        races = values.all(group_type="RACE", lea_id=lea)
        assert [(row["group"], row["num"], row["den"]) for row in races] == [("BL7", 1, 1)]
        assert counts(values.one("5A", 2012, lea)) == (3, 3, 100.0)


@pytest.mark.parametrize("column", ["disability", "sex"])
def test_A31_holds_for_disability_and_sex_too(state, column):
    state.districts(2012)
    for code in ("MISSING", ""):
        child(state, 2012, 10, env_sa="RC80", **{column: code})
    found = {row["group"] for row in state.values("5A").all(group_type=column.upper())}
    assert found == set()


def test_A32_which_indicators_have_rows_of_groups(state):
    state.districts(2010, 2012)
    everything(state, *range(2007, 2013))
    for year in (2010, 2012):
        child(state, year, 4, env_ec="SC")
        survey(state, year, 1, 1, child_race="BL7")
        rows_without_groups(state, year)
    values = state.values(*state.catalog.ids)
    found = {}
    for row in values.rows:
        found.setdefault((row["indicator"], row["school_year"]), set()).add(row["group_type"])
    every = {"ALL", "RACE", "DISABILITY", "SEX"}
    for (indicator, year), kinds in found.items():
        if indicator in ("2", "5A", "5B", "5C"):
            expected = every
        elif indicator in ("6A", "6B"):
            expected = every if year == 2012 else {"ALL"}
        elif indicator == "1":
            expected = every if year == 2010 else {"ALL"}
        else:
            expected = {"ALL", "RACE"} if indicator == "8" else {"ALL"}
        assert kinds == expected, (indicator, year)


def rows_without_groups(state, year):
    """Rows of further extracts: no indicator that reads them has groups."""
    result(state, year)
    state.add("followup", school_year=year, exit_code="GHS", respondent="Y", he="Y")
    state.add("eco", school_year=year, birth_date=f"{year - 5}-01-01", entry_a=1, exit_a=6)
    state.add("evaluations", school_year=year, consent_date=f"{year}-01-01")


def test_A32_rows_of_groups_add_up_to_all_where_every_code_is_known(state):
    state.districts(2012)
    child(state, 2012, 10, times=2, env_sa="RC80", sex="M")
    child(state, 2012, 10, times=3, env_sa="SS", race="BL7", disability="AUT")
    values = state.values("5A")
    for kind, groups in (
        ("RACE", {"WH7": (2, 2), "BL7": (0, 3)}),
        ("SEX", {"M": (2, 2), "F": (0, 3)}),
        ("DISABILITY", {"SLD": (2, 2), "AUT": (0, 3)}),
    ):
        rows = values.all(group_type=kind, lea_id=LEA)
        assert {row["group"]: (row["num"], row["den"]) for row in rows} == groups
