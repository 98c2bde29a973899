"""A small state in which something is planted, and its twin: what a search for leaks looks for.

Three things are planted. Every id of a student, case or incident, and a bad value that is set
aside, begin with CANARY. In indicator 11 of 2013 the one small district hides a large one, whose
counts occur nowhere else (`PLANTED`). And the state has a twin that differs in hidden counts
alone: the small districts trade the outcomes of all their students, the districts told in words
trade one student's, and in the other two districts students of two hidden groups trade theirs. So
all that is public is the same, and all that anybody is answered has to be the same too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.small_state import SmallState

YEARS = (2012, 2013)
FEW, TOO, ALL, MOST = "500001", "500002", "500003", "500004"
MIDDLE, LARGE, PLAIN, OPEN = "500005", "500006", "500007", "500008"
NAMES = {
    FEW: "Few Oaks R-I",
    TOO: "Too Small R-II",
    ALL: "Allthrough 3",
    MOST: "Mostly 4",
    MIDDLE: "Middle Fork V",
    LARGE: "Large Hill VI",
    PLAIN: "Plain City 7",
    OPEN: "Open Range 8",
}
CANARY = "CANARY-7f3a"
PLANTED = (5_479, 10_007)
"""Numerator and denominator of MIDDLE in indicator 11 of 2013: hidden for another's sake."""
IN_TIME = {FEW: (5, 8), MIDDLE: PLANTED, LARGE: (15_013, 20_021)}


@dataclass(frozen=True)
class Student:
    """One of a district; `well` is the outcome, whatever an extract asks for."""

    lea: str
    race: str
    sex: str
    disability: str
    well: bool


def students(*, twin: bool) -> Iterator[Student]:
    """All students of a year; the same each year."""
    few, many = (7, 2) if twin else (2, 7)
    yield from _plain(FEW, few, 9)
    yield from _plain(TOO, many, 9)
    all_, most = (49, 50) if twin else (50, 49)
    yield from _plain(ALL, all_, 50)
    yield from _plain(MOST, most, 50)
    for lea, well, den in ((MIDDLE, 70, 120), (LARGE, 230, 400), (PLAIN, 90, 150), (OPEN, 75, 160)):
        yield from _plain(lea, well, den)
    for lea in (MIDDLE, LARGE):
        # What one group gains here the other loses, and the other way round in the other district.
        black, hispanic = (3, 2) if twin == (lea == MIDDLE) else (1, 4)
        for race, good in (("BL7", black), ("HI7", hispanic)):
            for place in range(5):
                yield Student(lea, race, "F", "SLD", place < good)


def _plain(lea: str, well: int, den: int) -> Iterator[Student]:
    for place in range(den):
        race = "WH7" if place < den * 4 // 5 else "AS7"
        disability = ("SLD", "OHI", "AUT")[place % 3]
        yield Student(lea, race, "FM"[place % 2], disability, place < well)


def planted_state(folder: Path, *, twin: bool = False) -> SmallState:
    """The extracts of the state, not written yet."""
    state = SmallState(folder)
    for year in YEARS:
        for lea, name in NAMES.items():
            state.add(
                "districts", school_year=year, lea_id=lea, name=name, lea_type="REG", active="Y"
            )
            state.add("enrollment", school_year=year, lea_id=lea, race="WH7", enrolled_total=2_000)
        for indicator, aim in (("1", 70), ("2", 6), ("5A", 60), ("8", 65), ("14A", 40)):
            state.add(
                "targets", catalogue="missouri", indicator=indicator, school_year=year,
                kind="TARGET", target=aim,
            )  # fmt: skip
    for year in YEARS:
        for one in students(twin=twin):
            _records(state, one, year)
        _in_time(state, year, twin=twin)
    for year in (YEARS[0] - 1, *YEARS):
        _removals(state, year)
    # One row of each is set aside: what it holds is told to the builder alone.
    state.add("parent_survey", school_year=2013, lea_id=FEW, facilitated=f"{CANARY}-bad")
    _name(state)
    return state


def _records(state: SmallState, one: Student, year: int) -> None:
    where = {"school_year": year, "lea_id": one.lea}
    who = {"race": one.race, "sex": one.sex, "disability": one.disability}
    yes = "Y" if one.well else "N"
    state.add(
        "cohort", cohort_year=year, lea_id=one.lea, iep="Y",
        status="GRAD4" if one.well else "DROPOUT",
    )  # fmt: skip
    if not one.well:
        state.add("exiters", **where, **who, grade="10", iep_at_exit="Y", exit_code="DROPOUT")
    for age, grade in ((16, "10"), (4, "PK")):
        state.add(
            "child_count", **where, **who, grade=grade, count_date=f"{year - 1}-12-01",
            birth_date=f"{year - 1 - age}-03-01", env_sa="RC80" if one.well else "SS",
            env_ec="REC10YSVCS" if one.well else "SC",
        )  # fmt: skip
    for subject in ("CA", "MA"):
        state.add(
            "assessment", **where, subject=subject, test="MAP", iep="Y", fay="Y", accountable="Y",
            participated="Y", reportable="Y", level="P" if one.well else "B",
        )  # fmt: skip
    after = 6 if one.well else 2
    state.add(
        "eco", **where, school_id="1", birth_date=f"{year - 5}-01-15",
        entry_date=f"{year - 2}-09-01", exit_date=f"{year - 1}-09-15",
        **{f"entry_{outcome}": 2 for outcome in "abc"},
        **{f"exit_{outcome}": after for outcome in "abc"},
        **{f"progress_{outcome}": "Y" for outcome in "abc"},
    )  # fmt: skip
    state.add("parent_survey", **where, child_race=one.race, facilitated=yes)
    state.add("followup", **where, exit_code="GHS", respondent="Y", he=yes, ce="N", ope="N", oe="N")


def _in_time(state: SmallState, year: int, *, twin: bool) -> None:
    """Indicator 11; what is not collected in 2013 is carried over from 2012."""
    before = dict.fromkeys(NAMES, (30, 40)) | {
        FEW: (6, 8) if twin else (3, 8),
        TOO: (3, 8) if twin else (6, 8),
    }
    for lea, (timely, of) in (before if year == YEARS[0] else IN_TIME).items():
        for day, times in (("02-20", timely), ("06-20", of - timely)):
            state.add(
                "evaluations", times=times, school_year=year, lea_id=lea, exception="NONE",
                consent_date=f"{year}-02-01", eval_complete_date=f"{year}-{day}",
            )  # fmt: skip


def _removals(state: SmallState, year: int) -> None:
    for lea, incidents in ((MIDDLE, 6), (LARGE, 12), (FEW, 2)):
        for iep in "YN":
            for _ in range(incidents):
                state.add(
                    "discipline", school_year=year, lea_id=lea, iep=iep, race="WH7", method="OSS",
                    days=11,
                )  # fmt: skip


def _name(state: SmallState) -> None:
    """Give every id of a student, case or incident the canary's name."""
    for rows in state.rows.values():
        for row in rows:
            for name in row:
                if name.endswith("_id") and name not in ("lea_id", "school_id"):
                    row[name] = f"{CANARY}-{row[name]}"
