"""Rows that several tests of measures write into a small state, and how they read a value."""

from typing import Any

from tests.support.small_state import LEA, SmallState

STUDENT = {"race": "WH7", "sex": "F", "disability": "SLD"}


def counts(row: dict[str, Any]) -> tuple[Any, Any, Any]:
    """num, den and the value to two decimals."""
    return row["num"], row["den"], row["value"] and round(row["value"], 2)


def exiter(
    state: SmallState, year: int, grade: str, code: str, times: int = 1, **more: Any
) -> None:
    """Students with IEPs who left."""
    values = {"iep_at_exit": "Y", **STUDENT, **more}
    state.add("exiters", times=times, school_year=year, grade=grade, exit_code=code, **values)


def child(state: SmallState, year: int, age: int, times: int = 1, **more: Any) -> None:
    """Children of an age on 1 December of the child count."""
    born = f"{year - 1 - age}-03-01"
    values = {"count_date": f"{year - 1}-12-01", "birth_date": born, **STUDENT, **more}
    state.add("child_count", times=times, school_year=year, **values)


def population(
    state: SmallState, year: int, lea: str, *, children: int, enrolled: int, race: str = "WH7"
) -> None:
    """Children with IEPs aged 10, and all students enrolled, of one race."""
    child(state, year, 10, times=children, lea_id=lea, race=race, grade="04")
    state.add("enrollment", school_year=year, lea_id=lea, race=race, enrolled_total=enrolled)


def removals(
    state: SmallState,
    year: int,
    lea: str,
    *days: float,
    iep: str = "Y",
    method: str = "OSS",
    race: str = "WH7",
    student: str | None = None,
) -> None:
    """Removals of one student."""
    student = student or f"s{state.serial}"
    for length in days:
        state.add(
            "discipline", school_year=year, lea_id=lea, student_id=student, iep=iep, race=race,
            method=method, days=length,
        )  # fmt: skip


def incidents(
    state: SmallState, year: int, lea: str, *, swd: int, nd: int, race: str = "WH7"
) -> None:
    """Incidents of students with disabilities and of nondisabled students."""
    for iep, number in (("Y", swd), ("N", nd)):
        for _ in range(number):
            removals(state, year, lea, 11, iep=iep, race=race)


def target(state: SmallState, indicator: str, year: int, value: object, **more: Any) -> None:
    """A target of the catalogue `missouri`."""
    told = {"catalogue": "missouri", "kind": "TARGET", "target": value, **more}
    state.add("targets", indicator=indicator, school_year=year, **told)


def survey(state: SmallState, year: int, yes: int, no: int, **more: Any) -> None:
    """Parents who answered: indicator 8 is `yes` of `yes + no`."""
    for answer, times in (("Y", yes), ("N", no)):
        state.add("parent_survey", times=times, school_year=year, facilitated=answer, **more)


def evaluation(state: SmallState, year: int, timely: int, late: int, **more: Any) -> None:
    """Evaluations: indicator 11 is `timely` of `timely + late`."""
    for day, times in (("02-20", timely), ("06-20", late)):
        told = {"consent_date": f"{year}-02-01", "eval_complete_date": f"{year}-{day}", **more}
        state.add("evaluations", times=times, school_year=year, exception="NONE", **told)


def ayp(state: SmallState, year: int, lea: str, met: str = "Y", n: int = 60) -> None:
    """A disability subgroup in both subjects."""
    for subject in ("CA", "MA"):
        state.add(
            "ayp_district", school_year=year, lea_id=lea, subject=subject, n_accountable=n,
            part_met=met, perf_met=met,
        )  # fmt: skip


def everything(state: SmallState, *years: int) -> None:
    """A row or more of every extract that percent-of-districts indicators and 1, 2 read."""
    for year in years:
        population(state, year, LEA, children=20, enrolled=200)
        incidents(state, year, LEA, swd=1, nd=1)
        child(state, year, 16, grade="10")
        exiter(state, year, "10", "DROPOUT")
        ayp(state, year, LEA)
        state.add("cohort", cohort_year=year, iep="Y", status="GRAD4")
        for indicator in ("4B", "9", "10"):
            state.add("policy_review", school_year=year, indicator=indicator, reviewed="N")


def with_parameters(
    state: SmallState, indicator: str, *, era: int, **parameters: object
) -> SmallState:
    """The state under a catalogue in which an era's parameters differ."""
    record = state.catalog[indicator]
    eras = list(record.eras)
    eras[era] = eras[era].model_copy(update={"parameters": {**eras[era].parameters, **parameters}})
    changed = record.model_copy(update={"eras": tuple(eras)})
    others = tuple(changed if one.id == indicator else one for one in state.catalog.indicators)
    digest = f"{state.catalog.digest}-{indicator}-{parameters}"
    state.catalog = state.catalog.model_copy(update={"indicators": others, "digest": digest})
    return state
