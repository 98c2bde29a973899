"""Readings A29 to A31 and T-RR: disproportionate representation, indicators 9 and 10."""

import pytest

from tests.support.small_rows import child, counts, population
from tests.support.small_state import LEA

REST = "000002"


def place(state, lea=LEA, **races):
    """Children with IEPs and enrolled students of each race of a district."""
    for race, (children, enrolled) in races.items():
        population(state, 2012, lea, children=children, enrolled=enrolled, race=race)


def reviewed(state):
    for indicator in ("9", "10"):
        state.add(
            "policy_review", school_year=2012, indicator=indicator, reviewed="Y",
            noncompliant="Y", contributes="Y",
        )  # fmt: skip
    return state.values("9", "10")


@pytest.mark.parametrize(("children", "status"), [(25, "NOT_FLAGGED"), (26, "FLAGGED")])
def test_T_RR_exactly_the_threshold_is_not_over_it(state, children, status):
    """(25/100) / (10/100) = 2.500, which is not > 2.5."""
    state.districts(2012)
    place(state, BL7=(children, 100), WH7=(10, 100))
    row = reviewed(state).one("9", 2012, LEA)
    assert row["district_status"] == status
    assert row["ratio"] == pytest.approx(children / 10)


def test_T_RR_a_threshold_no_binary_fraction_can_decide(state):
    """(25/30) / (10/30) = 2.5 exactly; divided one by one in floating point it is more."""
    assert (25 / 30) / (10 / 30) > 2.5
    state.districts(2012)
    place(state, BL7=(25, 30), WH7=(10, 30))
    assert reviewed(state).one("9", 2012, LEA)["district_status"] == "NOT_FLAGGED"


def test_T_RR_the_alternate_risk_ratio(state):
    """BL7 at .25 against the state's others at 141/1300 = .10846: 2.3050, not over 2.5."""
    state.districts(2012, leas=(LEA, REST))
    place(state, BL7=(50, 200), WH7=(2, 20))
    place(state, REST, WH7=(139, 1280), BL7=(9, 90))
    row = reviewed(state).one("9", 2012, LEA)
    assert row["ratio"] == pytest.approx(2.3050, abs=5e-5)
    assert (row["flags"], row["district_status"]) == ("ALT_COMPARISON", "NOT_FLAGGED")


@pytest.mark.parametrize(
    ("group", "others", "examined"),
    [
        ((10, 30), (10, 100), True),
        ((9, 30), (10, 100), False),  # min_cell of the group
        ((10, 29), (10, 100), False),  # min_n of the group
    ],
)
def test_A29_the_group_has_10_children_of_30_enrolled(state, group, others, examined):
    state.districts(2012)
    place(state, BL7=group, WH7=(0, others[1]), MISSING=(others[0], 0))
    row = reviewed(state).one("9", 2012, LEA)
    status = "FLAGGED" if examined else "NOT_EXAMINED_MIN_N"
    assert row["district_status"] == status
    assert (row["ratio"] is None) is not examined


@pytest.mark.parametrize(
    ("others", "alternate"), [((10, 30), False), ((9, 30), True), ((10, 29), True)]
)
def test_A29_so_has_the_comparison(state, others, alternate):
    state.districts(2012, leas=(LEA, REST))
    place(state, BL7=(30, 100), MISSING=others)
    place(state, REST, WH7=(100, 1000))
    row = reviewed(state).one("9", 2012, LEA)
    own = others[0] / others[1]
    states = (others[0] + 100) / (others[1] + 1000)
    assert row["ratio"] == pytest.approx(0.3 / (states if alternate else own))
    assert row["flags"] == ("ALT_COMPARISON" if alternate else "")


def test_A30_no_cell_examined(state):
    """The state's comparison is too small as well."""
    state.districts(2012, leas=(LEA, REST))
    place(state, BL7=(30, 100), WH7=(4, 100))
    place(state, REST, WH7=(5, 100))
    values = reviewed(state)
    for lea in (LEA, REST):
        row = values.one("9", 2012, lea)
        assert (row["district_status"], row["ratio"], row["flags"]) == (
            "NOT_EXAMINED_MIN_N", None, "",
        )  # fmt: skip
    assert counts(values.one("9", 2012)) == (0, 2, 0.0)


def test_A30_one_examined_cell_with_the_alternate_flags_the_district(state):
    """The others of BL7 are enough; those of WH7, 12 of 24, are too few enrolled."""
    state.districts(2012, leas=(LEA, REST))
    place(state, WH7=(60, 300), BL7=(12, 24))
    place(state, REST, HI7=(48, 576))
    row = reviewed(state).one("9", 2012, LEA)
    assert row["ratio"] == pytest.approx((60 / 300) / (60 / 600))
    assert row["flags"] == "ALT_COMPARISON"
    place(state, AM7=(20, 200))  # now the others of WH7 are 32 of 224, and AM7 is examined too
    row = state.values("9").one("9", 2012, LEA)
    assert row["ratio"] == pytest.approx((60 / 300) / (32 / 224))
    assert row["flags"] == ""


def test_A30_one_cell_of_several_with_the_alternate_flags_the_district(state):
    """10: the others of WH7 are too few children with SLD, and enough with AUT."""
    state.districts(2012, leas=(LEA, REST))
    for lea, race, sld, autism, enrolled in (
        (LEA, "WH7", 60, 20, 300), (LEA, "BL7", 5, 20, 300), (REST, "HI7", 55, 10, 300),
    ):  # fmt: skip
        state.add("enrollment", school_year=2012, lea_id=lea, race=race, enrolled_total=enrolled)
        child(state, 2012, 10, times=sld, lea_id=lea, race=race, disability="SLD")
        child(state, 2012, 10, times=autism, lea_id=lea, race=race, disability="AUT")
    row = reviewed(state).one("10", 2012, LEA)
    assert row["ratio"] == pytest.approx((60 / 300) / (60 / 600))
    assert (row["flags"], row["district_status"]) == ("ALT_COMPARISON", "NOT_FLAGGED")


def test_A31_MISSING_and_blank_are_part_of_all_others_and_never_a_group(state):
    state.districts(2012)
    place(state, BL7=(30, 100), WH7=(4, 100), MISSING=(40, 50))
    state.add("enrollment", school_year=2012, race="", enrolled_total=50)
    child(state, 2012, 10, times=6, race="")
    row = reviewed(state).one("9", 2012, LEA)
    assert row["ratio"] == pytest.approx((30 / 100) / (50 / 200))  # MISSING alone is at .8
    assert row["district_status"] == "NOT_FLAGGED"


def test_A31_a_race_with_children_but_without_enrollment_is_part_of_all_others(state):
    state.districts(2012)
    place(state, BL7=(30, 100), WH7=(10, 100))
    child(state, 2012, 10, times=10, race="HI7")
    row = reviewed(state).one("9", 2012, LEA)
    assert row["ratio"] == pytest.approx((30 / 100) / (20 / 100))


def test_10_judges_each_of_six_disabilities_apart(state):
    """SLD: BL7 20 of 100, others 10 of 100. AUT the other way round: together they are even."""
    state.districts(2012)
    for race, sld, autism in (("BL7", 30, 10), ("WH7", 10, 30)):
        state.add("enrollment", school_year=2012, race=race, enrolled_total=100)
        child(state, 2012, 10, times=sld, race=race, disability="SLD")
        child(state, 2012, 10, times=autism, race=race, disability="AUT")
        child(state, 2012, 10, times=sld * 2, race=race, disability="SLI" if sld > 20 else "VI")
        child(state, 2012, 5, times=50, race=race, disability="SLD")  # ages 6 to 21 only
    values = reviewed(state)
    ten = values.one("10", 2012, LEA)
    assert (ten["district_status"], ten["ratio"]) == ("FLAGGED", pytest.approx(3.0))
    nine = values.one("9", 2012, LEA)
    assert (nine["district_status"], nine["ratio"]) == ("NOT_FLAGGED", pytest.approx(100 / 60))
    assert counts(values.one("10", 2012)) == (1, 1, 100.0)


def test_10_other_disabilities_are_not_judged(state):
    state.districts(2012)
    for race, times in (("BL7", 40), ("WH7", 10)):
        state.add("enrollment", school_year=2012, race=race, enrolled_total=100)
        child(state, 2012, 10, times=times, race=race, disability="VI")
    values = reviewed(state)
    assert values.one("10", 2012, LEA)["district_status"] == "NOT_EXAMINED_MIN_N"
    assert values.one("9", 2012, LEA)["district_status"] == "FLAGGED"
