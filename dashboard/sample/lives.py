"""The students of one birth cohort: who they are, and when special education begins."""

import numpy as np

from dashboard.extracts.schema import DISABILITIES, RACES
from dashboard.sample.draws import Bools, Dates, Draws, Floats, Ints, day, days, pick
from dashboard.sample.facts import Facts
from dashboard.sample.leaving import leave
from dashboard.sample.roster import OVER_IN_CATEGORY, STATE_SCHOOLS, Roster
from dashboard.sample.students import Students, birthday, student_number

FIRST_RELATIVE, LAST_RELATIVE = -3, 15
"""School years from kindergarten in which a student may be in special education (ages 3 to 21)."""

GRADES = 13
EVER_IDENTIFIED = 0.222
START_AGES = (3.0, 3.0, 4.0, 5.0, 6.5, 9.0, 12.0, 16.5)
STARTED_BY = (0.0, 0.15, 0.28, 0.41, 0.58, 0.84, 0.95, 1.0)
MISSING_RACE = 0.003
MALE = 0.66
SEVERE = ("ID", "MD", "AUT", "DB")


def cohort_students(cohort: int, *, draws: Draws, facts: Facts, roster: Roster) -> Students:
    """All students of a birth cohort (kindergarten in that school year) who ever get an IEP."""
    home, rank = _homes(cohort, draws=draws, facts=facts, roster=roster)
    size = len(home)
    race = _races(home, rng=draws.of("lives", cohort, "race"), roster=roster)
    sex = (draws.of("lives", cohort, "sex").random(size) < MALE).astype(np.int64)
    birth = day(cohort - 7, 8, 2) + days(draws.of("lives", cohort, "birth").integers(0, 365, size))
    start, from_part_c = _starts(birth, draws=draws, cohort=cohort, facts=facts)
    young = start < birthday(birth, 6)
    disability = _disabilities(
        young, race=race, home=home, rng=draws.of("lives", cohort, "disability"), facts=facts,
        roster=roster,
    )  # fmt: skip
    severity = draws.of("lives", cohort, "severity").standard_normal(size)
    own = draws.of("lives", cohort, "ability").standard_normal(size)
    severe = np.isin(disability, [DISABILITIES.index(code) for code in SEVERE])
    delayed = draws.of("lives", cohort, "delayed").random(size) < np.where(severe, 0.7, 0.5)
    spoken = disability == DISABILITIES.index("SLI")
    chance_alternate = np.where(severe, 0.50, np.where(spoken, 0.0, 0.03))
    students = Students(
        number=student_number(cohort=cohort, place=home, rank=rank),
        cohort=np.full(size, cohort),
        home=home,
        race=race,
        sex=sex,
        disability=disability,
        delayed=(delayed & ~spoken) | (disability == DISABILITIES.index("DD")),
        alternate=draws.of("lives", cohort, "alternate").random(size) < chance_alternate,
        severity=severity + np.where(home == STATE_SCHOOLS, 2.5, 0.0),
        ability=-0.45 * severity + 0.89 * own + np.where(spoken, 0.5, 0.0),
        birth=birth,
        from_part_c=from_part_c,
        start=start,
        left=np.full(size, np.datetime64("NaT", "D")),
        left_year=np.full(size, 0),
        exit_code=np.full(size, -1),
        returned=np.zeros(size, dtype=bool),
    )
    return leave(students, cohort=cohort, draws=draws, facts=facts, roster=roster)


def _homes(cohort: int, *, draws: Draws, facts: Facts, roster: Roster) -> tuple[Ints, Ints]:
    """The place of each student, and the rank within the place."""
    ever = EVER_IDENTIFIED * facts.level("identification", cohort + 5)
    rate = ever * np.exp(roster.effect("identification", load=0.5, spread=0.10))
    share = (roster.races * roster.identified).sum(axis=1)
    base = facts.races("suburb") @ facts.races("identified")
    rate = np.clip(rate * share / base, 0.05, 0.45)
    rate[: STATE_SCHOOLS + 1] = 1.0  # nobody else is there
    counts = draws.of("lives", cohort, "size").poisson(roster.size / GRADES * rate)
    home = np.repeat(np.arange(len(roster)), counts)
    first = np.cumsum(counts) - counts
    return home, np.arange(len(home)) - first[home]


def _races(home: Ints, *, rng: np.random.Generator, roster: Roster) -> Ints:
    """An index into the codes of race; the one after the last where nobody wrote it down."""
    weights = roster.races * roster.identified
    weights = weights / weights.sum(axis=1, keepdims=True) * (1 - MISSING_RACE)
    race = pick(rng, weights[home], len(home))
    return np.where(race < 0, len(RACES), race)


def _starts(birth: Dates, *, draws: Draws, cohort: int, facts: Facts) -> tuple[Dates, Bools]:
    """First days of special education; children from Part C start near the third birthday."""
    drawn = draws.of("lives", cohort, "start").random(len(birth))
    age = np.interp(drawn, STARTED_BY, START_AGES)
    start = birth + days((age * 365.25).round())
    from_part_c = drawn < STARTED_BY[1]
    in_time = draws.of("lives", cohort, "in time").random(len(birth)) < facts.level(
        "served_by_third_birthday", cohort - 3
    )
    shift = draws.of("lives", cohort, "third birthday").integers(1, 60, len(birth))
    third = birthday(birth, 3)
    near = np.where(in_time, third - days(shift // 2), third + days(shift))
    return np.where(from_part_c, near, start), from_part_c


def _disabilities(
    young: Bools, *, race: Ints, home: Ints, rng: np.random.Generator, facts: Facts,
    roster: Roster,
) -> Ints:  # fmt: skip
    """An index into the codes of disability, by the age at the start."""
    early = facts.shares("disabilities", DISABILITIES, within="before_6")
    later = facts.shares("disabilities", DISABILITIES, within="from_6")
    weights: Floats = np.where(young[:, None], early, later)
    over = roster.role(OVER_IN_CATEGORY)[home] & (race == RACES.index("BL7"))
    weights[over, DISABILITIES.index("ID")] *= 4.5
    weights[home == STATE_SCHOOLS] *= np.isin(DISABILITIES, SEVERE)
    return pick(rng, weights / weights.sum(axis=1, keepdims=True) * (1 + 1e-12), len(home))
