"""The worked examples of the specification, by their names."""

import pytest

from tests.support.small_rows import (
    counts,
    exiter,
    incidents,
    population,
    removals,
    with_parameters,
)
from tests.support.small_state import LEA, SmallState

COUNTED = {"count_date": "2008-12-01", "birth_date": "1993-01-01", "school_year": 2009}


def t_1_old(state: SmallState) -> SmallState:
    state.districts(2009)
    exiter(state, 2009, "12", "GHS", times=6)
    exiter(state, 2009, "12", "DROPOUT")
    exiter(state, 2008, "11", "MNKC")
    exiter(state, 2007, "10", "DROPOUT")
    exiter(state, 2006, "09", "RC")
    exiter(state, 2009, "11", "DROPOUT")
    exiter(state, 2009, "12", "MKC")
    return state


def test_T_1_OLD(state):
    values = t_1_old(state).values("1")
    assert counts(values.one("1", 2009)) == (6, 10, 60.0)
    assert counts(values.one("1", 2009, LEA)) == (6, 10, 60.0)
    assert values.one("1", 2009)["era"] == "OLD"


def test_T_1_OLD_same_year(state):
    changed = with_parameters(state, "1", era=0, cohort_dropouts="same_year")
    assert counts(t_1_old(changed).values("1").one("1", 2009)) == (6, 8, 75.0)


@pytest.mark.parametrize(("documented", "expected"), [("N", (5, 9, 55.56)), ("Y", (5, 8, 62.5))])
def test_T_1_NEW(state, documented, expected):
    state.districts(2012)
    for status, times, papers in (
        ("GRAD4", 5, ""),
        ("GRAD5", 1, ""),
        ("DROPOUT", 1, ""),
        ("GED", 1, ""),
        ("TRANSFER_OUT", 1, "Y"),
        ("TRANSFER_OUT", 1, documented),
    ):
        state.add(
            "cohort", times=times, cohort_year=2012, iep="Y", status=status,
            removal_documented=papers,
        )  # fmt: skip
    assert counts(state.values("1").one("1", 2012)) == expected


def test_T_2(state):
    state.districts(2009)
    state.add("child_count", times=8, grade="10", **COUNTED)
    for code, grade in (
        ("DROPOUT", "10"), ("RC", "12"), ("RMA", "12"), ("MKC", "11"),
        ("GHS", "12"), ("DROPOUT", "08"), ("TRAN", "09"), ("D", "09"),
    ):  # fmt: skip
        exiter(state, 2009, grade, code)
    assert counts(state.values("2").one("2", 2009, LEA)) == (3, 8, 37.5)


def test_T_3A(state):
    leas = [f"00000{n}" for n in range(1, 7)]
    state.districts(2007, 2008, leas=leas)
    sizes = ((60, "Y"), (60, "N"), (50, "Y"), (49, "Y"), (35, "N"), (29, "Y"))
    for year in (2007, 2008):
        for lea, (n, met) in zip(leas, sizes, strict=True):
            for subject in ("CA", "MA"):
                state.add(
                    "ayp_district", school_year=year, lea_id=lea, subject=subject,
                    n_accountable=n, part_met=met, perf_met=met,
                )  # fmt: skip
    values = state.values("3A")
    assert counts(values.one("3A", 2007)) == (2, 3, 66.67)
    assert counts(values.one("3A", 2008)) == (3, 5, 60.0)
    told = [values.one("3A", 2007, lea)["district_status"] for lea in leas]
    assert told == [
        "MET_SUBGROUP", "NOT_MET_SUBGROUP", "MET_SUBGROUP", *["NOT_EXAMINED_MIN_N"] * 3,
    ]  # fmt: skip


def test_T_3B(state):
    state.districts(2010)
    for accountable, participated, times in (("Y", "Y", 8), ("Y", "N", 1), ("N", "N", 1)):
        state.add(
            "assessment", times=times, school_year=2010, subject="CA", test="MAP", iep="Y",
            accountable=accountable, participated=participated, reportable="N", fay="Y",
        )  # fmt: skip
    assert counts(state.values("3B").one("3B", 2010)) == (8, 9, 88.89)


@pytest.mark.parametrize(
    ("year", "expected"), [(2008, (3, 5, 60.0)), (2010, (3, 6, 50.0)), (2012, (4, 8, 50.0))]
)
def test_T_3C(state, year, expected):
    state.districts(year)
    for test, fay, level in (
        ("MAP", "Y", "P"), ("MAP", "Y", "B"), ("MAP", "N", "A"), ("MAPA", "Y", "A"),
        ("EOC", "Y", "P"), ("EOC", "N", "BB"), ("MAP", "Y", "BB"), ("EOC", "Y", "B"),
    ):  # fmt: skip
        state.add(
            "assessment", school_year=year, subject="CA", test=test, iep="Y", fay=fay,
            reportable="Y", level=level, accountable="Y", participated="Y",
        )  # fmt: skip
    assert counts(state.values("3C-CA").one("3C-CA", year)) == expected


def t_4a(state, *, prior_swd=11):
    leas = [f"00000{n}" for n in range(1, 9)]
    state.districts(2012, leas=leas)
    population(state, 2011, leas[0], children=290, enrolled=2940)
    population(state, 2012, leas[0], children=300, enrolled=3000)
    incidents(state, 2011, leas[0], swd=prior_swd, nd=20)
    incidents(state, 2012, leas[0], swd=12, nd=18)
    for lea in leas[1:]:  # two more examined and not high, five below five incidents
        swd = 5 if lea in leas[1:3] else 4
        for year in (2011, 2012):
            population(state, year, lea, children=100, enrolled=1100)
            incidents(state, year, lea, swd=swd, nd=50)
    return leas


def test_T_4A(state):
    leas = t_4a(state)
    values = state.values("4A")
    row = values.one("4A", 2012, leas[0])
    assert row["district_status"] == "FLAGGED"
    assert row["ratio"] == pytest.approx(6.0)
    assert (row["num"], row["den"], row["value"], row["target"]) == (None,) * 4
    assert row["status"] == "NO_TARGET"
    assert counts(values.one("4A", 2012)) == (1, 8, 12.5)
    examined = [row for row in values.all(level="LEA") if row["ratio"] is not None]
    assert len(examined) == 3


def test_T_4A_prior_year_ratio(state):
    leas = t_4a(state)
    state.districts(2011, leas=leas)
    population(state, 2010, leas[0], children=10, enrolled=100)
    incidents(state, 2010, leas[0], swd=0, nd=1)
    row = state.values("4A").one("4A", 2011, leas[0])
    assert row["ratio"] == pytest.approx(5.03, abs=0.005)
    assert row["district_status"] == "NOT_FLAGGED"


def test_T_4A_not_examined_the_year_before(state):
    leas = t_4a(state, prior_swd=4)
    values = state.values("4A")
    assert values.one("4A", 2012, leas[0])["district_status"] == "NOT_FLAGGED"
    assert counts(values.one("4A", 2012)) == (0, 8, 0.0)


def test_T_4A_examined_denominator(state):
    leas = t_4a(with_parameters(state, "4A", era=0, den_rule="examined"))
    assert counts(state.values("4A").one("4A", 2012)) == (1, 3, 33.33)
    assert len(leas) == 8


@pytest.mark.parametrize(
    ("days", "method", "expected"),
    [
        ((4, 3, 3), "OSS", 0),
        ((4, 3, 3.5), "OSS", 1),
        ((12, 3), "OSS", 1),
        ((12, 6, 5), "OSS", 2),
        ((11,), "ISS", 0),
    ],
)
def test_T_4A_days(state, days, method, expected):
    """Five students alike: with five incidents or more the district is examined."""
    state.districts(2012)
    for year in (2011, 2012):
        population(state, year, LEA, children=100, enrolled=1000)
        incidents(state, year, LEA, swd=0, nd=9)
        for _ in range(5):
            removals(state, year, LEA, *days, method=method)
    row = state.values("4A").one("4A", 2012, LEA)
    if expected == 0:
        assert row["district_status"] == "NOT_EXAMINED_MIN_N"
    else:
        assert row["ratio"] == pytest.approx((5 * expected / 100) / (9 / 900))


def test_T_4B(state):
    leas = [f"{n:06}" for n in range(1, 11)]
    state.districts(2012, leas=leas)
    for year in (2011, 2012):
        for lea in leas:
            population(state, year, lea, children=100, enrolled=1000)
            incidents(state, year, lea, swd=30 if lea in leas[:3] else 5, nd=50)
    for lea, noncompliant in zip(leas[:3], "YNY", strict=True):
        state.add(
            "policy_review", school_year=2012, lea_id=lea, indicator="4B", reviewed="Y",
            noncompliant=noncompliant, contributes="Y",
        )  # fmt: skip
    values = state.values("4B")
    state_row = values.one("4B", 2012)
    assert counts(state_row) == (2, 10, 20.0)
    assert (state_row["target"], state_row["status"]) == (0.0, "NOT_MET")
    told = [values.one("4B", 2012, lea)["district_status"] for lea in leas[:4]]
    assert told == ["FLAGGED", "NOT_FLAGGED", "FLAGGED", "NOT_FLAGGED"]


def test_T_5(state):
    state.districts(2009)
    for age, environment in (
        (6, "RC80"), (7, "RC80"), (9, "RC80"), (12, "RC79TO40"), (14, "RC39"), (16, "SS"),
        (21, "HH"), (10, "CF"), (5, "RC80"), (22, "SS"),
    ):  # fmt: skip
        state.add(
            "child_count", school_year=2009, count_date="2008-12-01",
            birth_date=f"{2008 - age}-06-01", env_sa=environment, grade="K",
        )  # fmt: skip
    values = state.values("5A", "5B", "5C")
    assert counts(values.one("5A", 2009)) == (3, 8, 37.5)
    assert counts(values.one("5B", 2009)) == (1, 8, 12.5)
    assert counts(values.one("5C", 2009)) == (2, 8, 25.0)


def test_T_6(state):
    state.districts(2012)
    for environment in (
        *["REC10YSVCS"] * 3, "REC09YSVCS", "REC10YOTHLOC", "SC", "H", "RF",
    ):  # fmt: skip
        state.add(
            "child_count", school_year=2012, count_date="2011-12-01", birth_date="2007-06-01",
            env_ec=environment, grade="PK",
        )  # fmt: skip
    values = state.values("6A", "6B")
    assert counts(values.one("6A", 2012)) == (4, 8, 50.0)
    assert counts(values.one("6B", 2012)) == (2, 8, 25.0)


T_7 = (
    (2, 2, "Y", 400), (3, 5, "Y", 400), (4, 6, "Y", 400), (5, 7, "Y", 400), (6, 6, "Y", 400),
    (7, 7, "Y", 400), (1, 1, "N", 400), (5, 3, "Y", 400), (6, 5, "N", 400), (2, 4, "Y", 400),
    (3, 6, "Y", 150), (4, 5, "N", 400),
)  # fmt: skip


def t_7(state):
    from datetime import date, timedelta

    state.districts(2012)
    left = date(2012, 5, 15)
    for entry, exit_, progress, days in T_7:
        state.add(
            "eco", school_year=2012, birth_date="2007-09-01",
            entry_date=left - timedelta(days=days), exit_date=left,
            entry_a=entry, exit_a=exit_, progress_a=progress,
        )  # fmt: skip
    return state


def test_T_7(state):
    values = t_7(state).values("7A1", "7A2", "7B1")
    assert counts(values.one("7A1", 2012)) == (4, 8, 50.0)
    assert counts(values.one("7A2", 2012)) == (4, 10, 40.0)
    assert values.one("7B1", 2012)["status"] == "NO_STUDENTS"


def test_T_7_ignore_progress(state):
    for indicator in ("7A1", "7A2"):
        with_parameters(state, indicator, era=0, on_impossible="ignore_progress")
    values = t_7(state).values("7A1", "7A2")
    assert counts(values.one("7A1", 2012)) == (5, 9, 55.56)
    assert counts(values.one("7A2", 2012)) == (4, 11, 36.36)


def test_T_8(state):
    state.districts(2006, 2012)
    for year in (2006, 2012):
        for answer, times in (("Y", 8), ("N", 2), ("", 2)):
            state.add(
                "parent_survey", times=times, school_year=year, facilitated=answer,
                child_race="WH7",
            )  # fmt: skip
        state.add(
            "targets", catalogue="missouri", indicator="8", school_year=year, target="75",
            kind="TARGET",
        )  # fmt: skip
    values = state.values("8")
    assert counts(values.one("8", 2012, LEA)) == (8, 10, 80.0)
    assert values.one("8", 2012)["status"] == "MET"
    baseline = values.one("8", 2006)
    assert (baseline["status"], baseline["target"]) == ("NO_TARGET", None)


def t_rr(state, *, contributes):
    """The LEA of T-RR, among nine that stand for the rest of its state."""
    leas = [f"{n:06}" for n in range(1, 11)]
    state.districts(2012, leas=leas)
    rest = {"WH7": (60000, 6600), "BL7": (15000, 2250), "HI7": (5000, 450)}
    own = {"WH7": (900, 90), "BL7": (200, 50), "HI7": (100, 8)}
    for race, (enrolled, children) in own.items():
        population(state, 2012, leas[0], children=children, enrolled=enrolled, race=race)
        others, theirs = (total - mine for total, mine in zip(rest[race], own[race], strict=True))
        population(state, 2012, leas[1], children=theirs, enrolled=others, race=race)
    state.add(
        "policy_review", school_year=2012, lea_id=leas[0], indicator="9", reviewed="Y",
        noncompliant=contributes, contributes=contributes,
    )  # fmt: skip
    return leas


@pytest.mark.parametrize(
    ("inappropriate", "expected", "status"), [("N", 0.0, "MET"), ("Y", 10.0, "NOT_MET")]
)
def test_T_9_and_T_RR(state, inappropriate, expected, status):
    leas = t_rr(state, contributes=inappropriate)
    values = state.values("9")
    row = values.one("9", 2012)
    assert (row["value"], row["den"], row["status"]) == (expected, 10, status)
    lea = values.one("9", 2012, leas[0])
    assert lea["ratio"] == pytest.approx(2.5510, abs=5e-5)
    assert lea["district_status"] == ("FLAGGED" if inappropriate == "Y" else "NOT_FLAGGED")
    assert values.one("9", 2012, leas[5])["district_status"] == "NOT_EXAMINED_MIN_N"


def test_T_11(state):
    state.districts(2012)
    for consent, completed, eligible, exception in (
        ("2012-01-10", "2012-03-10", "Y", "NONE"),
        ("2012-01-10", "2012-03-11", "Y", "NONE"),
        ("2012-02-01", "2012-02-20", "N", "NONE"),
        ("2012-03-01", "", "", "NONE"),
        ("2012-06-01", "", "", "NONE"),
        ("2012-01-05", "2012-04-30", "Y", "PARENT_NO_SHOW"),
    ):
        state.add(
            "evaluations", school_year=2012, consent_date=consent, eval_complete_date=completed,
            eligible=eligible, exception=exception, collection_cutoff="2012-06-30",
        )  # fmt: skip
    row = state.values("11").one("11", 2012)
    assert counts(row) == (2, 4, 50.0)
    assert (row["target"], row["status"]) == (100.0, "NOT_MET")


def test_T_12(state):
    state.districts(2012)
    for implemented, eligible, refusal, referred in (
        ("2012-05-10", "Y", "N", "2012-01-01"),
        ("2012-05-09", "Y", "N", "2012-01-01"),
        ("2012-05-11", "Y", "N", "2012-01-01"),
        ("2012-06-20", "Y", "Y", "2012-01-01"),
        ("", "N", "N", "2012-01-01"),
        ("2012-06-01", "Y", "N", "2012-03-05"),
        ("2012-06-01", "Y", "N", "2012-05-12"),
    ):
        state.add(
            "c_to_b", school_year=2012, birth_date="2009-05-10", partb_referral_date=referred,
            eligible=eligible, iep_implemented_date=implemented, parent_refusal_delay=refusal,
            exception="N",
        )  # fmt: skip
    assert counts(state.values("12").one("12", 2012)) == (2, 4, 50.0)


def t_13(state, year):
    state.districts(year)
    for answers, born in (
        ("YYYYYYYY", year - 17), ("YYYYYYY-", year - 17), ("YYYYNYYY", year - 17),
        ("YYYYYY-Y", year - 17), ("YYYYYYYY", year - 15), ("YYYYYYYY", year - 17),
    ):  # fmt: skip
        items = {f"q{n}": "NA" if a == "-" else a for n, a in enumerate(answers, start=1)}
        state.add(
            "transition_plans", school_year=year, birth_date=f"{born}-01-15",
            review_date=f"{year}-01-20", **items,
        )  # fmt: skip
    return state.values("13")


def test_T_13(state):
    assert counts(t_13(state, 2012).one("13", 2012)) == (3, 5, 60.0)


def test_T_13_gap_year(state):
    row = t_13(state, 2009).one("13", 2009)
    assert (row["status"], row["num"], row["den"], row["value"], row["era"]) == (
        "NOT_REPORTED", None, None, None, None,
    )  # fmt: skip


def test_T_14(state):
    state.districts(2012)
    youth = (
        "he ce", "he", "ce", "ce ope", "ope", "oe", "", "",
    )  # fmt: skip
    for answers in youth:
        given = {
            kind: "Y" if kind in answers.split() else "N" for kind in ("he", "ce", "ope", "oe")
        }
        state.add("followup", school_year=2012, exit_code="GHS", respondent="Y", **given)
    state.add("followup", times=2, school_year=2012, exit_code="GHS", respondent="N")
    values = state.values("14A", "14B", "14C")
    assert counts(values.one("14A", 2012)) == (2, 8, 25.0)
    assert counts(values.one("14B", 2012)) == (4, 8, 50.0)
    assert counts(values.one("14C", 2012)) == (6, 8, 75.0)


@pytest.mark.parametrize(
    ("held", "settled", "expected", "status", "target"),
    [(11, 5, 45.45, "NOT_MET", 50.0), (9, 5, 55.56, "NO_TARGET", None)],
)
def test_T_15(state, held, settled, expected, status, target):
    state.districts(2012)
    state.add(
        "targets", catalogue="missouri", indicator="15", school_year=2012, target="50",
        kind="TARGET",
    )  # fmt: skip
    for resolution_held, written, times in (
        ("Y", "Y", settled), ("Y", "N", held - settled), ("N", "N", 14 - held),
    ):  # fmt: skip
        state.add(
            "due_process", times=times, filed_date="2011-07-01", resolution_held=resolution_held,
            settlement_written=written,
        )  # fmt: skip
    values = state.values("15")
    row = values.one("15", 2012)
    assert (round(row["value"], 2), row["status"], row["target"]) == (expected, status, target)
    assert values.all(level="LEA") == []


def test_T_16(state):
    state.districts(2012)
    for held, agreement, related, times in (
        ("Y", "Y", "Y", 3), ("Y", "Y", "N", 4), ("Y", "N", "N", 3), ("N", "N", "N", 3),
    ):  # fmt: skip
        state.add(
            "mediation", times=times, requested_date="2012-06-30", held=held, agreement=agreement,
            related_to_due_process=related,
        )  # fmt: skip
    assert counts(state.values("16").one("16", 2012)) == (7, 10, 70.0)


def test_T_AGG(state):
    state.districts(2012, leas=("000001", "000002"))
    for lea, met, of in (("000001", 9, 10), ("000002", 50, 100)):
        for answer, times in (("Y", met), ("N", of - met)):
            state.add(
                "parent_survey", times=times, school_year=2012, lea_id=lea, facilitated=answer
            )
    values = state.values("8")
    assert counts(values.one("8", 2012)) == (59, 110, 53.64)
    assert counts(values.one("8", 2012, "000001")) == (9, 10, 90.0)


def test_T_CYCLE(state):
    leas = ("000001", "000002")
    state.districts(2010, 2011, 2012, 2013, leas=leas)
    for year, lea, timely in (
        (2010, "000001", 9), (2011, "000002", 7), (2012, "000002", 8), (2013, "000001", 10),
    ):  # fmt: skip
        state.add("monitoring_cycle", school_year=year, lea_id=lea, indicator="11", collected="Y")
        for day, times in (("02-20", timely), ("06-20", 10 - timely)):
            state.add(
                "evaluations", times=times, school_year=year, lea_id=lea, exception="NONE",
                consent_date=f"{year}-02-01", eval_complete_date=f"{year}-{day}",
            )  # fmt: skip
    values = state.values("11")
    row = values.one("11", 2012, "000001")
    assert (row["status"], row["num"], row["den"], row["data_year"]) == ("CARRIED", 9, 10, 2010)
    assert row["target"] == 100.0
    assert counts(values.one("11", 2012)) == (8, 10, 80.0)
    assert values.one("11", 2010, "000002")["status"] == "NOT_REPORTED"
    assert values.one("11", 2013, "000001")["data_year"] == 2013
