"""Readings A23 to A26: significant discrepancy, indicators 4A and 4B."""

import pytest

from tests.support.small_rows import child, counts, incidents, population, removals
from tests.support.small_state import LEA

YEARS = (2011, 2012)


def both_years(state, lea=LEA, *, children=100, enrolled=1100, swd=5, nd=10, race="WH7"):
    """Ratio: (swd / children) / (nd / (enrolled - children))."""
    for year in YEARS:
        population(state, year, lea, children=children, enrolled=enrolled, race=race)
        incidents(state, year, lea, swd=swd, nd=nd, race=race)


def test_A23_incidents_are_counted_for_each_student_iep_and_race(state):
    """Two removals of 6 days are one incident only where lea, student, iep and race agree."""
    state.districts(2012)
    both_years(state, swd=5, nd=10)
    removals(state, 2012, LEA, 6, 6, student="one")
    removals(state, 2012, LEA, 6, student="iep")
    removals(state, 2012, LEA, 6, student="iep", iep="N")
    removals(state, 2012, LEA, 6, student="race")
    removals(state, 2012, LEA, 6, student="race", race="BL7")
    removals(state, 2012, LEA, 6, student="lea")
    removals(state, 2012, "999999", 6, student="lea")
    removals(state, 2012, LEA, 6, student="unknown", iep="")
    removals(state, 2012, LEA, 6, student="unknown", iep="")
    row = state.values("4A").one("4A", 2012, LEA)
    assert row["ratio"] == pytest.approx((6 / 100) / (10 / 1000))


def test_A23_days_count_as_given_and_blank_is_0(state):
    state.districts(2012)
    both_years(state, swd=5, nd=10)
    removals(state, 2012, LEA, 10, "", student="blank")
    removals(state, 2012, LEA, 10.01, student="strictly")
    removals(state, 2012, LEA, 365, method="EXP", student="expelled")
    row = state.values("4A").one("4A", 2012, LEA)
    assert row["ratio"] == pytest.approx((7 / 100) / (10 / 1000))


def test_A24_the_alternate_is_all_rows_of_the_state(state):
    """No incident of nondisabled students in the district: the state's, unlisted rows too."""
    state.districts(2012, leas=(LEA, "000002"))
    both_years(state, swd=8, nd=0)
    both_years(state, "000002", swd=5, nd=20)
    both_years(state, "999999", children=100, enrolled=1000, swd=5, nd=19)
    values = state.values("4A")
    row = values.one("4A", 2012, LEA)
    assert row["ratio"] == pytest.approx((8 / 100) / (39 / (1000 + 1000 + 900)))
    assert (row["flags"], row["district_status"]) == ("ALT_COMPARISON", "FLAGGED")
    assert values.one("4A", 2012, "000002")["flags"] == ""
    assert counts(values.one("4A", 2012)) == (1, 2, 50.0)


@pytest.mark.parametrize("indicator", ["4A", "4B"])
def test_A24_nothing_in_the_state_to_compare_with(state, indicator):
    state.districts(2012)
    both_years(state, swd=8, nd=0)
    state.add("policy_review", school_year=2012, indicator=indicator, reviewed="N")
    state.rows["policy_review"][0]["indicator"] = "4B"
    row = state.values(indicator).one(indicator, 2012, LEA)
    assert (row["district_status"], row["status"]) == ("NOT_EXAMINED_NO_DATA", "NO_STUDENTS")
    assert (row["ratio"], row["flags"]) == (None, "")


@pytest.mark.parametrize(
    ("case", "status"),
    [
        ("only children too young or too old", "NOT_EXAMINED_NO_DATA"),
        ("no enrollment row", "NOT_EXAMINED_NO_DATA"),
        ("4 incidents", "NOT_EXAMINED_MIN_N"),
        ("4 incidents and nobody else enrolled", "NOT_EXAMINED_MIN_N"),
        ("5 incidents and nobody else enrolled", "NOT_EXAMINED_NO_DATA"),
        ("5 incidents", "NOT_FLAGGED"),
    ],
)
def test_A25_the_order_of_what_is_not_examined(state, case, status):
    state.districts(2012)
    both_years(state, "999999", nd=100)
    for year in YEARS:
        if "too young" in case:
            child(state, year, 2, times=5)
            child(state, year, 22, times=5)
        else:
            child(state, year, 3, times=5)
            child(state, year, 21, times=5)
        if case != "no enrollment row":
            total = 10 if "nobody else" in case else 20
            state.add("enrollment", school_year=year, race="WH7", enrolled_total=total)
        incidents(state, year, LEA, swd=4 if "4" in case else 5, nd=2)
    row = state.values("4A").one("4A", 2012, LEA)
    assert row["district_status"] == status
    assert (row["ratio"] is None) == (status != "NOT_FLAGGED")


def test_A25_4B_is_examined_if_any_race_is(state):
    state.districts(2012, leas=(LEA, "000002"))
    for race, swd in (("BL7", 4), ("WH7", 5)):
        both_years(state, race=race, swd=swd, nd=50)
    for race in ("BL7", "WH7"):
        both_years(state, "000002", race=race, swd=4, nd=50)
    state.add("policy_review", school_year=2012, indicator="4B", reviewed="N")
    values = state.values("4A", "4B")
    row = values.one("4B", 2012, LEA)
    assert row["district_status"] == "NOT_FLAGGED"
    assert row["ratio"] == pytest.approx((5 / 100) / (100 / 2000))
    small = values.one("4B", 2012, "000002")
    assert (small["district_status"], small["ratio"]) == ("NOT_EXAMINED_MIN_N", None)
    assert values.one("4A", 2012, "000002")["district_status"] == "NOT_FLAGGED"  # 8 in all


def test_A25_4B_wants_the_same_race_in_both_years(state):
    state.districts(2012)
    for year in YEARS:
        for race in ("BL7", "WH7"):
            population(state, year, LEA, children=100, enrolled=1100, race=race)
        incidents(state, year, LEA, swd=20, nd=20, race="BL7" if year == 2012 else "WH7")
    state.add("policy_review", school_year=2012, indicator="4B", reviewed="N")
    values = state.values("4A", "4B")
    assert values.one("4A", 2012, LEA)["district_status"] == "FLAGGED"
    row = values.one("4B", 2012, LEA)
    assert (row["district_status"], row["ratio"]) == ("NOT_FLAGGED", pytest.approx(20.0))


@pytest.mark.parametrize(("swd", "status"), [(40, "NOT_FLAGGED"), (41, "FLAGGED")])
def test_exactly_the_threshold_is_not_over_it(state, swd, status):
    """(40/100) / (100/1000) = 4.000, which is not > 4.0."""
    state.districts(2012)
    both_years(state, swd=swd, nd=100)
    assert state.values("4A").one("4A", 2012, LEA)["district_status"] == status


REVIEWS = [
    (("Y", "Y", "Y"), "FLAGGED"),
    (("Y", "Y", "N"), "NOT_FLAGGED"),
    (("Y", "Y", ""), "NOT_FLAGGED"),
    (("Y", "N", "Y"), "NOT_FLAGGED"),
    (("Y", "", ""), "NOT_FLAGGED"),
    (("N", "Y", "Y"), "REVIEW_PENDING"),
    (("", "Y", "Y"), "REVIEW_PENDING"),
    (None, "REVIEW_PENDING"),
]


def test_A26_what_the_review_says_of_a_finding(state):
    """A district for each answer, over the threshold in 4B, 9 and 10."""
    leas = [f"{n:06}" for n in range(1, len(REVIEWS) + 1)]
    state.districts(2012, leas=leas)
    state.add("policy_review", school_year=2011, lea_id=leas[-1], indicator="9", reviewed="Y")
    for lea, (answers, _) in zip(leas, REVIEWS, strict=True):
        for race, children in (("BL7", 30), ("WH7", 10)):
            both_years(
                state, lea, race=race, children=children, enrolled=100,
                swd=8 if race == "BL7" else 0, nd=1,
            )  # fmt: skip
        for indicator in ("4B", "9", "10") if answers else ():
            names = ("reviewed", "noncompliant", "contributes")
            told = dict(zip(names, answers, strict=True))
            state.add("policy_review", school_year=2012, lea_id=lea, indicator=indicator, **told)
    values = state.values("4B", "9", "10")
    for indicator in ("4B", "9", "10"):
        found = [values.one(indicator, 2012, lea)["district_status"] for lea in leas]
        assert found == [status for _, status in REVIEWS], indicator
        assert counts(values.one(indicator, 2012)) == (1, 8, 12.5)
        pending = values.one(indicator, 2012, leas[-1])
        assert (pending["status"], pending["target"]) == ("NO_TARGET", None)
