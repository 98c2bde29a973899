"""The levels of the default sample, computed from its records, beside published ones.

The bands are wide: they hold the sample to what is plausible, not to a value.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

Extracts = Mapping[str, pd.DataFrame]


def percent(mask: pd.Series) -> float:
    return 100 * float(mask.mean())


def by_year(rows: pd.DataFrame, mask: pd.Series, *, year: str = "school_year") -> pd.Series:
    return 100 * mask.groupby(rows[year].astype(int)).mean()


def school_age(extracts: Extracts) -> pd.DataFrame:
    rows = extracts["child_count"]
    return rows[rows["env_sa"] != ""]


@pytest.mark.parametrize(
    ("codes", "low", "high"),
    [
        (("RC80",), 54, 62),  # Missouri 2012: 58.1
        (("RC39",), 8, 12),  # 9.4
        (("SS", "RF", "HH", "SOP"), 2.5, 4.6),  # 3.5
    ],
)
def test_settings(whole: Extracts, codes: tuple[str, ...], low: float, high: float) -> None:
    rows = school_age(whole)
    values = by_year(rows, rows["env_sa"].isin(codes))
    assert values.between(low, high).all(), values


def test_preschool_settings(whole: Extracts) -> None:
    rows = whole["child_count"]
    rows = rows[rows["env_ec"] != ""]
    assert percent(rows["env_ec"].isin(["REC10YSVCS", "REC09YSVCS"])) == pytest.approx(46, abs=4)
    assert percent(rows["env_ec"].isin(["SC", "SS", "RF"])) == pytest.approx(23, abs=4)


def test_share_of_students_with_ieps(whole: Extracts) -> None:
    enrolled = whole["enrollment"].assign(n=whole["enrollment"]["enrolled_total"].astype(int))
    share = (
        whole["child_count"].groupby("school_year").size()
        / enrolled.groupby("school_year")["n"].sum()
    )
    assert share.between(0.12, 0.155).all()


def test_dropouts_among_high_school_students(whole: Extracts) -> None:
    high_school = ["09", "10", "11", "12"]
    gone = whole["exiters"]
    gone = gone[
        gone["grade"].isin(high_school) & gone["exit_code"].isin(["RC", "RMA", "MNKC", "DROPOUT"])
    ]
    count = whole["child_count"]
    there = count[count["grade"].isin(high_school)].groupby("school_year").size()
    rate = (100 * gone.groupby("school_year").size() / there).dropna()
    assert rate["2006":"2013"].between(3.5, 7.5).all()
    assert rate["2013"] < rate["2006"]


def test_four_year_graduates(whole: Extracts) -> None:
    rows = whole["cohort"]
    out = rows["status"].isin(["TRANSFER_OUT", "EMIGRATED", "DECEASED"]) & (
        rows["removal_documented"] == "Y"
    )
    rows = rows[~out]
    for iep, low, high in (("Y", 60, 76), ("N", 80, 94)):
        group = rows[rows["iep"] == iep]
        assert (
            by_year(group, group["status"] == "GRAD4", year="cohort_year").between(low, high).all()
        )


@pytest.mark.parametrize("subject", ["CA", "MA"])
def test_proficiency_rises_and_others_do_better(whole: Extracts, subject: str) -> None:
    rows = whole["assessment"]
    rows = rows[(rows["subject"] == subject) & (rows["reportable"] == "Y")]
    top2 = rows["level"].isin(["P", "A"])
    with_iep = rows["iep"] == "Y"
    values = by_year(rows[with_iep], top2[with_iep])
    assert values.between(15, 35).all()
    assert values[2013] > values[2006] + 3
    assert percent(top2[~with_iep]) > percent(top2[with_iep]) + 15


def test_participation(whole: Extracts) -> None:
    rows = whole["assessment"]
    rows = rows[(rows["iep"] == "Y") & (rows["accountable"] == "Y")]
    assert by_year(rows, rows["participated"] == "Y").between(96.5, 99.7).all()


def test_evaluations_in_time(whole: Extracts) -> None:
    rows = whole["evaluations"]
    done = rows[(rows["eval_complete_date"] != "") & (rows["exception"] == "NONE")]
    days = pd.to_datetime(done["eval_complete_date"]) - pd.to_datetime(done["consent_date"])
    assert 95 < percent(days.dt.days <= 60) < 99.5


def test_plans_get_better(whole: Extracts) -> None:
    rows = whole["transition_plans"]
    answers = rows[[f"q{item}" for item in range(1, 9)]]
    complete = (answers.iloc[:, :7] == "Y").all(axis=1) & answers["q8"].isin(["Y", "NA"])
    values = by_year(rows, complete)
    assert 50 < values[2006] < 80
    assert 82 < values[2013] < 98


def test_parents(whole: Extracts) -> None:
    rows = whole["parent_survey"]
    rows = rows[rows["facilitated"] != ""]
    assert by_year(rows, rows["facilitated"] == "Y").between(58, 85).all()


def test_followup(whole: Extracts) -> None:
    rows = whole["followup"]
    rows = rows[(rows["respondent"] == "Y") & ~rows["exit_code"].isin(["MKC", "TRAN", "D"])]
    higher = rows["he"] == "Y"
    working = higher | (rows["ce"] == "Y")
    engaged = working | (rows["ope"] == "Y") | (rows["oe"] == "Y")
    assert 20 < percent(higher) < 32
    assert 46 < percent(working) < 62
    assert 63 < percent(engaged) < 78


def test_preschool_outcomes(whole: Extracts) -> None:
    rows = whole["eco"][["entry_b", "exit_b"]].apply(pd.to_numeric).dropna()
    below = rows[rows["entry_b"] < 6]
    assert 74 < percent(below["exit_b"] > below["entry_b"]) < 92
    assert 40 < percent(rows["exit_b"] >= 6) < 58


def test_disputes_are_few_in_some_years(whole: Extracts) -> None:
    rows = whole["due_process"]
    held = rows[rows["resolution_held"] == "Y"]
    year = held["filed_date"].str[:4].astype(int) + (held["filed_date"].str[5:7].astype(int) >= 7)
    assert (year.value_counts() < 10).any()
    assert (year.value_counts() >= 10).any()


def test_long_removals_are_likelier_with_an_iep_and_much_so_in_a_few_districts(
    whole: Extracts,
) -> None:
    rows = whole["discipline"]
    rows = rows[rows["method"].isin(["OSS", "EXP"])]
    days = (
        pd.to_numeric(rows["days"])
        .groupby([rows["school_year"], rows["lea_id"], rows["student_id"], rows["iep"]])
        .sum()
    )
    long = (
        days[days > 10]
        .reset_index()
        .groupby(["school_year", "lea_id", "iep"])
        .size()
        .unstack(fill_value=0)
    )
    enrolled = whole["enrollment"].assign(n=whole["enrollment"]["enrolled_total"].astype(int))
    enrolled = enrolled.groupby(["school_year", "lea_id"])["n"].sum()
    counted = whole["child_count"].groupby(["school_year", "lea_id"]).size()
    rates = long.join(enrolled).join(counted.rename("counted"))
    with_iep = rates["Y"] / rates["counted"]
    ratio = with_iep / (rates["N"] / (rates["n"] - rates["counted"]))
    high = (ratio > 4) & (rates["Y"] >= 5) & np.isfinite(ratio)
    years = (
        high[high]
        .reset_index()
        .groupby("lea_id")["school_year"]
        .apply(lambda y: set(y.astype(int)))
    )
    consecutive = [lea for lea, found in years.items() if any(year + 1 in found for year in found)]
    assert 1 <= len(consecutive) <= 6
    assert "002011" in consecutive  # the district whose part it is
    state = rates.groupby("school_year").sum()
    statewide = (state["Y"] / state["counted"]) / (state["N"] / (state["n"] - state["counted"]))
    assert statewide.between(1.8, 4.5).all()


def test_a_hard_place_is_hard_in_several_ways(whole: Extracts) -> None:
    tested = whole["assessment"]
    tested = tested[(tested["iep"] == "Y") & (tested["reportable"] == "Y")]
    top2 = tested["level"].isin(["P", "A"]).groupby(tested["lea_id"]).mean()
    removals = whole["discipline"].groupby("lea_id").size()
    enrolled = whole["enrollment"].assign(n=whole["enrollment"]["enrolled_total"].astype(int))
    rate = removals / enrolled.groupby("lea_id")["n"].sum()
    large = enrolled.groupby("lea_id")["n"].sum() > 9 * 400
    both = pd.DataFrame({"top2": top2, "rate": rate}).reindex(large[large].index).dropna()
    assert both["top2"].corr(both["rate"], method="pearson") < -0.15


def test_a_district_resembles_itself_a_year_later(whole: Extracts) -> None:
    rows = school_age(whole)
    share = (
        (rows["env_sa"] == "RC80").groupby([rows["lea_id"], rows["school_year"]]).mean().unstack()
    )
    many = rows.groupby("lea_id").size() > 9 * 60
    assert share[many]["2009"].corr(share[many]["2010"]) > 0.6


def test_identification_by_race_stands_out_somewhere_for_years(whole: Extracts) -> None:
    counted = (
        whole["child_count"].groupby(["school_year", "lea_id", "race"]).size().unstack(fill_value=0)
    )
    enrolled = whole["enrollment"].assign(n=whole["enrollment"]["enrolled_total"].astype(int))
    enrolled = enrolled.pivot_table(
        index=["school_year", "lea_id"], columns="race", values="n", fill_value=0
    )
    counted = counted.reindex(enrolled.index, fill_value=0)
    risk = counted["BL7"] / enrolled["BL7"]
    others = (counted.sum(axis=1) - counted["BL7"]) / (enrolled.sum(axis=1) - enrolled["BL7"])
    high = (risk / others > 2.5) & (counted["BL7"] >= 30)
    years = high[high].reset_index().groupby("lea_id").size()
    assert years.max() >= 5
    assert years.idxmax() == "003011"  # the district whose part it is
    assert len(years) <= 4
