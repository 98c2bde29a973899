"""State assessments by student and subject, and what they mean for the district's subgroup."""

from dataclasses import dataclass, fields
from statistics import NormalDist

import numpy as np
import pyarrow as pa

from dashboard.extracts.schema import ASSESSMENT, GRADES, SUBJECT
from dashboard.sample.columns import Columns, coded, digits, flags, numbers, same
from dashboard.sample.draws import Bools, Floats, Ints, tilted
from dashboard.sample.lives import GRADES as GRADE_COUNT
from dashboard.sample.roster import FIRST_DISTRICT
from dashboard.sample.students import WITHOUT_IEP, student_number
from dashboard.sample.world import World

SUBJECTS = SUBJECT.codes
TESTS = ASSESSMENT.column("test").codes
LEVELS = ASSESSMENT.column("level").codes
MAP, EOC, MAPA = (TESTS.index(code) for code in ("MAP", "EOC", "MAPA"))
FIRST_EOC = 2009
HIGH_SCHOOL = {"CA": (11, 10), "MA": (10, 9)}  # grade tested before, and from, the EOC years
ELEMENTARY = range(3, 9)
OTHERS_WRITTEN = 0.10  # the share of students without IEPs that the sample holds, for size
WITH_IEP, OTHERS = -0.33, 0.85  # what moves their scores, in standard deviations
FULL_YEAR, ALTERNATE_ABOVE, UNDETERMINED = 0.94, 0.9, 0.004
PARTICIPATION_WANTED = 0.95


@dataclass(frozen=True, kw_only=True)
class Takers:
    """Students due for a test of one subject."""

    place: Ints
    number: Ints
    grade: Ints
    ability: Floats
    alternate: Bools
    iep: Bools


@dataclass(frozen=True, kw_only=True)
class Results:
    """What became of them: flags, and an index into the levels."""

    takers: Takers
    full_year: Bools
    accountable: Bools
    participated: Bools
    reportable: Bools
    level: Ints


def assessment(world: World, year: int) -> Columns:
    """A row for each student due and subject; of those without IEPs only some."""
    parts = [_columns(subject, world=world, year=year) for subject in SUBJECTS]
    return {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}


def ayp_district(world: World, year: int) -> Columns:
    """The disability subgroup of each listed district, in each subject."""
    parts = [_subgroups(subject, world=world, year=year) for subject in SUBJECTS]
    return {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}


def _subgroups(subject: str, *, world: World, year: int) -> Columns:
    """Participation as it was. Performance by luck, as safe harbor and intervals decide it."""
    results, places = _results(subject, world=world, year=year), len(world.roster)
    accountable, took = (
        np.bincount(results.takers.place[mask & results.takers.iep], minlength=places)
        for mask in (results.accountable, results.participated)
    )
    effect = world.roster.effect("achievement", load=-0.6, spread=0.8)
    chance = tilted(world.facts.level("subgroup_met", year), effect)
    both = world.draws.of("ayp", year, "both").random(places) < np.sqrt(chance)
    own = world.draws.of("ayp", year, subject).random(places) < chance**0.25
    place = np.flatnonzero((accountable > 0) & world.roster.listed(year))
    return {
        "school_year": same(year, len(place)),
        "lea_id": coded(place, world.roster.lea_ids),
        "subject": same(subject, len(place)),
        "n_accountable": numbers(accountable[place]),
        "part_met": flags((took >= PARTICIPATION_WANTED * accountable)[place]),
        "perf_met": flags((both & own)[place]),
    }


def _columns(subject: str, *, world: World, year: int) -> Columns:
    """The columns of one subject."""
    found = _results(subject, world=world, year=year)
    takers, size = found.takers, len(found.level)
    high_school = takers.grade > max(ELEMENTARY)
    regular = np.where(high_school & (year >= FIRST_EOC), EOC, MAP)
    return {
        "school_year": same(year, size),
        "lea_id": coded(takers.place, world.roster.lea_ids),
        "student_id": digits(takers.number, width=10),
        "subject": same(subject, size),
        "grade": coded(takers.grade + GRADES.index("K"), GRADES),
        "test": coded(np.where(takers.alternate, MAPA, regular), TESTS),
        "iep": flags(takers.iep),
        "fay": flags(found.full_year),
        "accountable": flags(found.accountable),
        "participated": flags(found.participated),
        "reportable": flags(found.reportable),
        "level": coded(found.level, LEVELS),
    }


def _results(subject: str, *, world: World, year: int) -> Results:
    """Who took the test, and how well. Only who is accountable can participate (A15)."""
    takers = _takers(subject, world=world, year=year)
    size, name = len(takers.place), ("assessment", year, subject)
    full_year = world.draws.of(*name, "fay").random(size) < FULL_YEAR
    accountable = world.draws.of(*name, "accountable").random(size) < world.facts.level(
        "accountable", year
    )
    attending = tilted(
        world.facts.level("participating", year),
        -world.roster.effect("attendance", spread=0.5)[takers.place],
    )
    participated = accountable & (world.draws.of(*name, "participated").random(size) < attending)
    determined = world.draws.of(*name, "determined").random(size) >= UNDETERMINED
    reportable = participated & determined
    level = _levels(subject, takers=takers, full_year=full_year, world=world, year=year)
    return Results(
        takers=takers, full_year=full_year, accountable=accountable, participated=participated,
        reportable=reportable, level=np.where(reportable, level, LEVELS.index("LND")),
    )  # fmt: skip


def _levels(subject: str, *, takers: Takers, full_year: Bools, world: World, year: int) -> Ints:
    """Below basic, basic, proficient or advanced: ability, district and the day."""
    top2 = world.facts.level(f"top2_{subject}", year)
    place = world.roster.effect("achievement", load=-0.6, spread=0.30)
    place = place + world.drift(f"achievement {subject}", year, spread=0.05)
    score = (
        0.72 * takers.ability
        + place[takers.place]
        + 0.6
        * world.draws.of("assessment", year, subject, "day").standard_normal(len(takers.place))
        + np.where(takers.iep, WITH_IEP, OTHERS)
        + np.where(takers.alternate, ALTERNATE_ABOVE, 0.0)
        - np.where(full_year, 0.0, 0.25)
    )
    cuts = [NormalDist().inv_cdf(p) for p in (0.45 * (1 - top2), 1 - top2, 1 - 0.28 * top2)]
    level: Ints = np.searchsorted(np.array(cuts), score)
    return level


def _takers(subject: str, *, world: World, year: int) -> Takers:
    """Students of the tested grades, in the order of the places."""
    grades = (*ELEMENTARY, HIGH_SCHOOL[subject][year >= FIRST_EOC])
    counted = world.counted(year)
    counted = counted.only(np.isin(counted.relative, grades))
    students = counted.students
    with_iep = Takers(
        place=counted.place, number=students.number, grade=counted.relative,
        ability=students.ability, alternate=students.alternate,
        iep=np.ones(len(counted), dtype=bool),
    )  # fmt: skip
    others = _others(subject, grades=grades, world=world, year=year)
    order = np.argsort(np.concatenate([with_iep.place, others.place]), kind="stable")
    return Takers(
        **{
            f.name: np.concatenate([getattr(with_iep, f.name), getattr(others, f.name)])[order]
            for f in fields(Takers)
        }
    )


def _others(subject: str, *, grades: tuple[int, ...], world: World, year: int) -> Takers:
    """Some students without IEPs: the same ones every year, in each grade."""
    roster = world.roster
    pupils = roster.size / GRADE_COUNT * OTHERS_WRITTEN
    pupils[:FIRST_DISTRICT] = 0
    counts = np.ceil(pupils).astype(np.int64) * len(grades)
    home = np.repeat(np.arange(len(roster)), counts)
    rank = np.arange(len(home)) - (np.cumsum(counts) - counts)[home]
    grade = np.array(grades)[rank % len(grades)]
    number = student_number(cohort=year - grade, place=home, rank=rank // len(grades) + WITHOUT_IEP)
    ability = world.draws.of("assessment", year, subject, "others").standard_normal(len(home))
    return Takers(
        place=roster.serving(year)[home], number=number, grade=grade, ability=ability,
        alternate=np.zeros(len(home), dtype=bool), iep=np.zeros(len(home), dtype=bool),
    )  # fmt: skip
