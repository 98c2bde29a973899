"""What the extracts of the sample say of the same students and districts agrees."""

from collections.abc import Mapping

import pandas as pd
import pytest

Extracts = Mapping[str, pd.DataFrame]
PERSON = ["school_year", "student_id"]
CYCLE = ("parent_survey", "evaluations", "c_to_b", "transition_plans")


def listed(extracts: Extracts) -> set[tuple[str, str]]:
    rows = extracts["districts"]
    rows = rows[(rows["active"] == "Y") & rows["lea_type"].isin(["REG", "CHARTER"])]
    return set(zip(rows["school_year"], rows["lea_id"], strict=True))


def persons(rows: pd.DataFrame, *, year: str = "school_year", shift: int = 0) -> set[tuple]:
    return set(zip(rows[year].astype(int) + shift, rows["student_id"], strict=True))


def test_enrolled_are_never_fewer_than_counted(small: Extracts) -> None:
    by = ["school_year", "lea_id", "race"]
    counted = small["child_count"].groupby(by).size()
    enrolled = small["enrollment"].set_index(by)["enrolled_total"].astype(int)
    both = counted.to_frame("counted").join(enrolled).reset_index()
    both = both[both["lea_id"] != "STATE0"]
    assert (both["counted"] <= both["enrolled_total"]).all()
    assert (both["counted"] < both["enrolled_total"]).mean() > 0.8


def test_a_student_keeps_id_birth_date_sex_and_race_from_year_to_year(small: Extracts) -> None:
    rows = small["child_count"]
    for column in ("birth_date", "sex"):
        assert (rows.groupby("student_id")[column].nunique() == 1).all()
    this = persons(rows[rows["school_year"] == "2011"], shift=1)
    again = this & persons(rows[rows["school_year"] == "2012"])
    assert 0.75 < len(again) / len(this) < 0.97


def test_ages_are_3_to_21_and_settings_go_by_age(small: Extracts) -> None:
    rows = small["child_count"]
    born = pd.to_datetime(rows["birth_date"])
    days = (pd.to_datetime(rows["count_date"]) - born).dt.days
    assert days.between(3 * 365, 22 * 366).all()
    young = days < 6 * 365
    assert (rows.loc[young, "env_sa"] == "").all()
    assert (rows.loc[days > 6 * 366, "env_ec"] == "").all()
    assert (rows["disability"] == "DD")[days > 6 * 366].sum() == 0


def test_a_blank_setting_sometimes_has_the_percent_inside(whole: Extracts) -> None:
    rows = whole["child_count"]
    uncoded = rows[(rows["env_sa"] == "") & (rows["env_ec"] == "")]
    assert 0 < (uncoded["pct_inside"] == "").sum() < len(uncoded) < len(rows) / 100


def test_who_left_for_good_is_not_counted_again(small: Extracts) -> None:
    gone = small["exiters"]
    gone = gone[gone["exit_code"] != "DROPOUT"]
    assert not persons(gone, shift=1) & persons(small["child_count"])


def test_some_dropouts_return_and_graduate_a_year_on(whole: Extracts) -> None:
    rows = whole["exiters"]
    dropped = persons(rows[rows["exit_code"] == "DROPOUT"], shift=1)
    back = dropped & persons(rows[rows["exit_code"] == "GHS"])
    assert 0.01 < len(back) / len(dropped) < 0.10


def test_dropouts_leave_from_every_grade_of_high_school_and_below(whole: Extracts) -> None:
    rows = whole["exiters"]
    rows = rows[rows["exit_code"].isin(["DROPOUT", "MNKC"])]
    assert {"08", "09", "10", "11", "12", "UG"} <= set(rows["grade"])


def test_the_cohort_and_the_exiters_agree_on_graduates(small: Extracts) -> None:
    cohort, exiters = small["cohort"], small["exiters"]
    graduates = cohort[(cohort["iep"] == "Y") & (cohort["status"] == "GRAD4")]
    graduates = graduates[graduates["cohort_year"] == "2012"]
    diplomas = set(exiters.loc[exiters["exit_code"] == "GHS", "student_id"])
    assert len(graduates) > 50
    assert set(graduates["student_id"]) <= diplomas
    removed = cohort["status"].isin(["TRANSFER_OUT", "EMIGRATED", "DECEASED"])
    assert set(cohort.loc[removed, "removal_documented"]) == {"Y", "N"}
    assert set(cohort.loc[~removed, "removal_documented"]) == {""}


def test_the_followup_asks_the_leavers_of_the_year_before(small: Extracts) -> None:
    rows = small["followup"]
    assert persons(rows, shift=-1) <= persons(small["exiters"])
    assert (rows["leaver_year"].astype(int) == rows["school_year"].astype(int) - 1).all()
    silent = rows[rows["respondent"] == "N"]
    assert (silent[["he", "ce", "ope", "oe"]] == "").all(axis=None)
    assert (rows["he"] == "Y")[rows["ce"] == "Y"].any()


def test_assessment_flags_hang_together(small: Extracts) -> None:
    rows = small["assessment"]
    assert not ((rows["participated"] == "Y") & (rows["accountable"] != "Y")).any()
    assert not ((rows["reportable"] == "Y") & (rows["level"] == "LND")).any()
    assert not ((rows["reportable"] == "Y") & (rows["participated"] != "Y")).any()
    tested = persons(rows[rows["iep"] == "Y"])
    assert tested <= persons(small["child_count"])
    assert not persons(rows[rows["iep"] == "N"]) & persons(small["child_count"])
    assert 0.3 < (rows["iep"] == "N").mean() < 0.6


def test_the_subgroups_are_those_of_the_assessments(small: Extracts) -> None:
    rows = small["assessment"]
    rows = rows[(rows["iep"] == "Y") & (rows["accountable"] == "Y")]
    by = ["school_year", "lea_id", "subject"]
    counted = rows.groupby(by).size().rename("counted")
    subgroups = small["ayp_district"].set_index(by).join(counted)
    assert (subgroups["n_accountable"].astype(int) == subgroups["counted"]).all()
    sizes = subgroups["n_accountable"].astype(int)
    assert (sizes < 30).any()
    assert (sizes >= 30).any()


def test_removed_students_with_ieps_are_in_the_count(small: Extracts) -> None:
    rows = small["discipline"]
    with_iep = persons(rows[rows["iep"] == "Y"])
    assert with_iep <= persons(small["child_count"])


def test_days_out_of_school_go_beyond_ten_in_both_ways(small: Extracts) -> None:
    rows = small["discipline"]
    rows = rows[rows["method"].isin(["OSS", "EXP"])].assign(days=pd.to_numeric(rows["days"]))
    sums = rows.groupby([*PERSON, "lea_id"])["days"].agg(["sum", "max"])
    assert (sums["max"] > 10).sum() > 20
    assert ((sums["sum"] > 10) & (sums["max"] <= 10)).sum() > 20
    assert (sums["sum"] <= 10).mean() > 0.7


@pytest.mark.parametrize("name", CYCLE)
def test_monitored_extracts_come_from_districts_in_their_year(small: Extracts, name: str) -> None:
    cycle = small["monitoring_cycle"]
    yes = cycle[cycle["collected"] == "Y"]
    collected = set(zip(yes["school_year"], yes["lea_id"], strict=True))
    assert set(zip(small[name]["school_year"], small[name]["lea_id"], strict=True)) <= collected


def test_every_district_has_one_year_in_five(whole: Extracts) -> None:
    cycle = whole["monitoring_cycle"]
    collected = cycle[cycle["collected"] == "Y"]
    first = collected[collected["school_year"].astype(int) < 2011]
    assert (first.groupby(["lea_id", "indicator"]).size() == 1).all()
    closed = set(whole["districts"].query("active == 'N'")["lea_id"])  # before its year came
    assert set(collected["lea_id"]) == {lea for _, lea in listed(whole)} - closed
    assert set(zip(cycle["school_year"], cycle["lea_id"], strict=True)) == listed(whole)


def test_one_district_closes_one_opens_and_one_is_state_operated(whole: Extracts) -> None:
    rows = whole["districts"]
    by_year = {
        year: {lea for y, lea in listed(whole) if y == year} for year in set(rows["school_year"])
    }
    assert len(by_year["2006"] - by_year["2013"]) == 1
    assert len(by_year["2013"] - by_year["2006"]) == 1
    closed = rows[rows["active"] == "N"]
    assert list(closed["lea_id"]) == list(by_year["2006"] - by_year["2013"])
    assert set(rows["lea_type"]) == {"REG", "CHARTER", "STATEOP"}
    assert len({lea for leas in by_year.values() for lea in leas}) == 60
    assert rows["name"].str.len().max() > 80


def test_some_rows_belong_to_no_district(whole: Extracts) -> None:
    rows = whole["child_count"]
    assert 0 < (rows["lea_id"] == "STATE0").sum() < len(rows) / 200
    state_operated = set(whole["districts"].query("lea_type == 'STATEOP'")["lea_id"])
    assert (
        rows.loc[rows["lea_id"].isin(state_operated) & (rows["env_sa"] != ""), "env_sa"] == "SOP"
    ).mean() > 0.9
    known = set(whole["districts"]["lea_id"]) | {"STATE0"}
    assert all(set(each["lea_id"]) <= known for each in whole.values() if "lea_id" in each)


def test_preschool_ratings_hold_every_case(whole: Extracts) -> None:
    rows = whole["eco"]
    stay = pd.to_datetime(rows["exit_date"]) - pd.to_datetime(rows["entry_date"])
    assert (stay.dt.days < 182).any()
    entry, leaving = pd.to_numeric(rows["entry_a"]), pd.to_numeric(rows["exit_a"])
    stood_still = (leaving >= entry) & ~((entry == 1) & (leaving == 1))
    impossible = (rows["progress_a"] == "N") & stood_still & ~((entry == 7) & (leaving == 6))
    assert 0 < impossible.sum() < len(rows) / 30
    sixth = (rows["birth_date"].str[:4].astype(int) + 6).astype(str) + rows["birth_date"].str[4:]
    assert 0 < (rows["exit_date"] > sixth).sum() < len(rows) / 20
    assert set(rows["exit_reason"]) >= {"KINDERGARTEN", "DISMISSED", "MOVED", "UNDER_6_MONTHS"}


def test_one_review_is_pending_and_some_find_something(whole: Extracts) -> None:
    rows = whole["policy_review"]
    pending = rows[rows["reviewed"] == "N"]
    assert pending[["school_year", "lea_id"]].to_numpy().tolist() == [["2013", "003023"]]
    assert (pending[["noncompliant", "contributes"]] == "").all(axis=None)
    assert set(rows["indicator"]) == {"4B", "9", "10"}
    found = rows[rows["indicator"] == "4B"]["noncompliant"] == "Y"
    assert found.any()
    assert not found.all()
    assert (rows[rows["indicator"] != "4B"]["noncompliant"] == "N").mean() > 0.8


def test_targets_carry_every_kind(whole: Extracts) -> None:
    rows = whole["targets"].set_index(["indicator", "school_year"])
    assert rows.loc[("8", "2006"), "kind"] == "BASELINE"
    assert rows.loc[("8", "2006"), "target"] == ""
    assert rows.loc[("14A", "2009"), "kind"] == "NONE"
    assert rows.loc[("15", "2013"), ["target", "target_high"]].tolist() == ["38", "55"]
    assert (whole["targets"]["component"] == "").all()
    assert set(whole["targets"]["catalogue"]) == {"missouri"}
    assert (rows.loc[rows["kind"] == "TARGET", "target"] != "").all()
    assert not set(whole["targets"]["indicator"]) & {"4B", "9", "10", "11", "12", "13"}
