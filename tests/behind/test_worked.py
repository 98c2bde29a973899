"""Worked examples, record by record: who is counted, and why another is not."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from dashboard.behind import Behind, NothingBehind, Record
from tests.support.small_rows import child, exiter, population, removals
from tests.support.small_state import LEA, SmallState

ELSEWHERE = "019148"
COUNTED = {"count_date": "2008-12-01", "birth_date": "1993-01-01", "school_year": 2009}


def by_student(found: Behind) -> dict[str, Record]:
    return {one.key["student_id"]: one for one in found.records}


def sides(one: Record) -> tuple[bool, bool]:
    """In the numerator, in the denominator."""
    return one.in_numerator, one.in_denominator


def test_T_1_OLD(state, built):
    state.districts(2009, leas=(LEA, ELSEWHERE))
    told: dict[str, tuple[int, str, str, dict[str, Any]]] = {
        "graduate": (2009, "12", "GHS", {}),
        "dropped out": (2009, "12", "DROPOUT", {}),
        "left in grade 11": (2008, "11", "MNKC", {}),
        "left in grade 09": (2006, "09", "RC", {}),
        "moved": (2009, "12", "MKC", {}),
        "of the next cohort": (2009, "11", "DROPOUT", {}),
        "in grade 08": (2009, "08", "DROPOUT", {}),
        "without IEP": (2009, "12", "GHS", {"iep_at_exit": "N"}),
        "graduated elsewhere": (2008, "11", "DROPOUT", {}),
        "long ago": (2007, "12", "GHS", {}),
    }
    for student, (year, grade, code, more) in told.items():
        exiter(state, year, grade, code, student_id=student, **more)
    exiter(state, 2009, "12", "GHS", student_id="graduated elsewhere", lea_id=ELSEWHERE)
    exiter(state, 2009, "12", "GHS", student_id="a stranger", lea_id=ELSEWHERE)
    found = built(state).behind("1", 2009)
    students = by_student(found)
    assert (found.num, found.den) == (1, 4)
    assert {name: sides(one) for name, one in students.items() if one.in_denominator} == {
        "graduate": (True, True),
        "dropped out": (False, True),
        "left in grade 11": (False, True),
        "left in grade 09": (False, True),
    }
    assert {name: one.reason for name, one in students.items() if not one.in_denominator} == {
        "moved": "needs: exit_code is GHS, or exit_code is one of RC, RMA, MNKC, DROPOUT",
        "of the next cohort": "counts in 2010",
        "in grade 08": "needs: grade is one of 09, 10, 11, 12, UG",
        "without IEP": "needs: iep_at_exit is Y",
        "graduated elsewhere": (
            "needs: the student did not graduate in any district in the four years of the cohort"
        ),
    }
    assert students["dropped out"].reason == "needs: exit_code is GHS"
    assert students["moved"].facts == {
        "grade": "12", "iep_at_exit": "Y", "exit_code": "MKC",
    }  # fmt: skip
    assert students["graduated elsewhere"].school_year == 2008


def test_T_2(state, built):
    state.districts(2009)
    state.add("child_count", times=8, grade="10", **COUNTED)
    state.add("child_count", grade="08", **COUNTED)
    for code, grade in (
        ("DROPOUT", "10"), ("RC", "12"), ("RMA", "12"), ("MKC", "11"),
        ("GHS", "12"), ("DROPOUT", "08"), ("TRAN", "09"), ("D", "09"),
    ):  # fmt: skip
        exiter(state, 2009, grade, code, student_id=f"{code} {grade}")
    found = built(state).behind("2", 2009)
    assert (found.num, found.den) == (3, 8)
    leavers = {s: one for s, one in by_student(found).items() if one.extract == "exiters"}
    assert [name for name, one in leavers.items() if one.in_numerator] == [
        "DROPOUT 10", "RC 12", "RMA 12",
    ]  # fmt: skip
    assert not any(one.in_denominator for one in leavers.values())
    assert leavers["DROPOUT 08"].reason == "needs: grade is one of 09, 10, 11, 12"
    assert leavers["MKC 11"].reason == "needs: exit_code is one of RC, RMA, MNKC, DROPOUT"
    children = [one for one in found.records if one.extract == "child_count"]
    assert Counter(sides(one) for one in children) == {(False, True): 8, (False, False): 1}


def test_T_4A_days_are_told_removal_by_removal(state, built):
    state.districts(2012)
    for year in (2011, 2012):
        population(state, year, LEA, children=10, enrolled=100)
        removals(state, year, LEA, 1, student="nothing")
    removals(state, 2012, LEA, 12, 6, 5, student="two incidents")
    removals(state, 2012, LEA, 4, 3, 3, student="ten days are not more than 10")
    removals(state, 2012, LEA, 11, student="in school", method="ISS")
    removals(state, 2012, LEA, 11, student="nondisabled", iep="N")
    found = built(state).behind("4A", 2012)
    assert (found.num, found.den, found.status) == (2, 10, "NOT_EXAMINED_MIN_N")
    told = [one for one in found.records if one.extract == "discipline"][1:]
    assert [(one.facts["days"], one.adds_num, one.reason) for one in told] == [
        ("12.00", 1, ""),
        ("6.00", 1, ""),
        ("5.00", 0, "counts once together with other records of the student"),
        *[
            (
                days,
                0,
                "needs: more than 10 days, alone or with the student's other shorter removals",
            )
            for days in ("4.00", "3.00", "3.00")
        ],
        ("11.00", 0, "needs: method is one of OSS, EXP"),
        ("11.00", 0, "needs: iep is Y"),
    ]
    assert [one.in_numerator for one in told] == [True] * 3 + [False] * 5
    assert {one.key["student_id"] for one in told if one.in_numerator} == {"two incidents"}


def test_T_5_and_the_environment_that_the_share_of_the_day_tells(state, built):
    state.districts(2009)
    for number, (age, environment, share) in enumerate(
        [(6, "RC80", ""), (9, "", "85"), (14, "RC39", ""), (5, "RC80", ""), (12, "", "")]
    ):
        child(state, 2009, age, student_id=f"{number}", env_sa=environment, pct_inside=share)
    students = by_student(built(state).behind("5A", 2009))
    assert [sides(students[f"{n}"]) for n in range(5)] == [
        (True, True), (True, True), (False, True), (False, False), (False, True),
    ]  # fmt: skip
    assert students["3"].reason == "needs: age is from 6 to 21"
    assert students["3"].facts["age"] == "5"
    assert students["2"].reason == "needs: env_sa is RC80"
    assert (students["1"].facts["env_sa"], students["1"].facts["pct_inside"]) == (None, "85.0")


def test_T_COS(state, built):
    state.districts(2012)
    left = {
        "school_year": 2012, "birth_date": "2007-09-01", "entry_date": "2011-05-15",
        "exit_date": "2012-05-15", "entry_a": 3, "exit_a": 6, "progress_a": "Y",
    }  # fmt: skip
    for student, more in {
        "d": {},
        "e": {"entry_a": 6},
        "b": {"exit_a": 3},
        "impossible": {"progress_a": "N"},
        "181 days": {"entry_date": "2011-11-16"},
        "after six": {"birth_date": "2006-05-14"},
    }.items():
        state.add("eco", student_id=student, **{**left, **more})
    found = built(state).behind("7A1", 2012)
    told = {name: (sides(one), one.reason) for name, one in by_student(found).items()}
    category = "needs: progress category is one of a, b, c, d"
    assert told == {
        "d": ((True, True), ""),
        "e": ((False, False), category),
        "b": ((False, True), "needs: progress category is one of c, d"),
        "impossible": ((False, False), category),
        "181 days": ((False, False), "needs: days served is at least 182"),
        "after six": ((False, False), "needs: not left after sixth birthday"),
    }
    assert by_student(found)["e"].facts["progress category"] == "e"


def test_T_11(state, built):
    state.districts(2012)
    for student, consent, done, exception in (
        ("on day 60", "2011-09-01", "2011-10-31", "NONE"),
        ("on day 61", "2011-09-01", "2011-11-01", "NONE"),
        ("excused", "2011-09-01", "2011-12-01", "MOVED_AGREED"),
        ("not yet due", "2012-06-01", "", "NONE"),
        ("never", "2012-03-01", "", "NONE"),
    ):
        state.add(
            "evaluations", school_year=2012, student_id=student, consent_date=consent,
            eval_complete_date=done, exception=exception,
        )  # fmt: skip
    found = built(state).behind("11", 2012)
    assert (found.num, found.den) == (1, 3)
    students = by_student(found)
    assert {name: one.reason for name, one in students.items()} == {
        "on day 60": "",
        "on day 61": "needs: days taken is at most 60",
        "never": "needs: days taken is at most 60",
        "excused": "needs: exception is none of PARENT_NO_SHOW, MOVED_AGREED",
        "not yet due": "needs: completed, or more than 60 days old at the cut-off",
    }
    assert students["on day 61"].facts["days taken"] == "61"


def test_a_row_that_the_check_set_aside_is_told_with_its_rule(state, built):
    state.districts(2009)
    for year in (2009, 2010):  # at most 1 % of a file's rows may be bad
        child(state, year, 10, times=60, env_sa="RC80")
    child(state, 2009, 10, student_id="bad code", env_sa="RC85")
    found = built(state).behind("5A", 2009)
    assert (found.num, found.den) == (60, 60)
    [bad] = [one for one in found.records if not one.in_denominator]
    assert bad.key == {"student_id": "bad code"}
    assert bad.reason.startswith("set aside: env_sa must be one of RC80 ")
    assert bad.facts["env_sa"] == "RC85"


def test_who_has_no_iep_is_counted_apart_and_never_listed(state, built):
    state.districts(2010)
    tested = {
        "school_year": 2010, "subject": "CA", "test": "MAP", "accountable": "Y",
        "participated": "Y", "reportable": "Y", "level": "P", "fay": "Y",
    }  # fmt: skip
    state.add("assessment", times=3, iep="Y", **tested)
    state.add("assessment", times=5, iep="N", **tested)
    found = built(state).behind("3B", 2010)
    assert (found.num, found.den, len(found.records)) == (3, 3, 3)
    assert found.outside == {"assessment": 5}


def test_a_carried_value_has_the_records_of_its_own_year(state, built):
    state.districts(2011, 2012)
    for year, times in ((2011, 3), (2012, 1)):
        state.add("parent_survey", times=times, school_year=year, facilitated="Y",
                  lea_id=LEA if year == 2011 else ELSEWHERE)  # fmt: skip
        state.add("monitoring_cycle", school_year=year, indicator="8",
                  lea_id=LEA if year == 2011 else ELSEWHERE, collected="Y")  # fmt: skip
    found = built(state).behind("8", 2012)
    assert (found.status, found.data_year, found.num, found.den) == ("CARRIED", 2011, 3, 3)
    assert {one.school_year for one in found.records} == {2011}


def test_a_published_value_has_no_records(state, built):
    state.districts(2012)
    state.add("published", indicator="8", school_year=2012, level="LEA", lea_id=LEA, num=3, den=4)
    with pytest.raises(NothingBehind, match="already computed"):
        built(state).behind("8", 2012)


def test_a_district_without_students_shows_who_was_not_counted(state, built):
    state.districts(2012)
    child(state, 2012, 5, lea_id=LEA)
    found = built(state).behind("5A", 2012)
    assert (found.status, found.num, found.den) == ("NO_STUDENTS", 0, 0)
    assert [one.reason for one in found.records] == ["needs: age is from 6 to 21"]


def test_files_of_every_form_are_read_alike(state: SmallState, built):
    import duckdb

    state.districts(2009)
    state.parts = 2
    child(state, 2009, 10, times=4, env_sa="RC80")
    folder = state.write() / "child_count"
    duckdb.execute(
        f"COPY (SELECT * EXCLUDE (pct_inside) FROM read_csv('{folder}/0.csv', all_varchar=true)) "
        f"TO '{folder}/2.parquet'"
    )
    (folder / "0.csv").unlink()
    duckdb.execute(f"COPY (FROM read_csv('{folder}/1.csv', all_varchar=true)) TO "
                   f"'{folder}/3.csv.gz' (DELIMITER ',', HEADER)")  # fmt: skip
    (folder / "1.csv").unlink()
    from tests.support.behind_site import site_of

    found = site_of(state.folder, state.catalog).behind("5A", 2009)
    assert (found.num, found.den) == (4, 4)
    assert len(by_student(found)) == 4
