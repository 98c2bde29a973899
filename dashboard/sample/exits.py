"""Those who leave: the exiters, and the follow-up a year on."""

from dataclasses import dataclass

import numpy as np

from dashboard.extracts.schema import DISABILITIES, EXIT_CODES, GRADES, SEXES
from dashboard.sample.columns import Columns, coded, dates, digits, flags, same
from dashboard.sample.counts import RACE_CODES, grades, shown_disability
from dashboard.sample.draws import Bools, Dates, Floats, Ints, day, pick, tilted
from dashboard.sample.students import joined
from dashboard.sample.world import Present, World

GRADUATE = EXIT_CODES.index("GHS")
FIRST_EXIT_GRADE = 7
FORMER = 0.012  # had an IEP during the year, not at the exit
ANSWERING = 0.77
OTHER_EDUCATION, OTHER_WORK = 0.055, 0.105
BOTH = 0.35  # of those in higher education or training, also at work


@dataclass(frozen=True, kw_only=True)
class Exits:
    """The exits of a school year: who, how (an index into the exit codes) and when."""

    who: Present
    code: Ints
    date: Dates


def exits(world: World, year: int) -> Exits:
    """Everybody who left in a school year, from grade 7 up, the returned graduates among them."""
    known = world.known(year)
    away = (known.left_year == year) & (year - known.cohort >= FIRST_EXIT_GRADE)
    back = known.returned & (known.left_year == year - 1)
    leaving = world.present(joined([known.only(away), known.only(back)]), year)
    graduates = leaving.students.left_year < year
    return Exits(
        who=leaving,
        code=np.where(graduates, GRADUATE, leaving.students.exit_code),
        date=np.where(graduates, day(year, 5, 20), leaving.students.left),
    )


def exiters(world: World, year: int) -> Columns:
    """Every exit of a school year."""
    found = exits(world, year)
    who, size = found.who, len(found.code)
    former = world.draws.of("exiters", year, "former").random(size) < FORMER
    return {
        "school_year": same(year, size),
        "lea_id": coded(who.place, world.roster.lea_ids),
        "school_id": digits(np.where(who.relative < 9, 3000, 1050), width=4),
        "student_id": digits(who.students.number, width=10),
        "birth_date": dates(who.students.birth),
        "grade": coded(grades(who), GRADES),
        "race": coded(world.race_codes(who.students.race, year), RACE_CODES),
        "sex": coded(who.students.sex, SEXES),
        "disability": coded(shown_disability(who), DISABILITIES),
        "iep_at_exit": flags(~former),
        "exit_date": dates(found.date),
        "exit_code": coded(found.code, EXIT_CODES),
    }


def followup(world: World, year: int) -> Columns:
    """The leavers of the year before, asked what they do; every kind of exit is listed."""
    found = exits(world, year - 1)
    if year < world.facts.first_followup:
        found = Exits(who=found.who.only(np.arange(0)), code=found.code[:0], date=found.date[:0])
    who, size = found.who, len(found.code)
    does = _occupation(found, world=world, year=year)
    answered = world.draws.of("followup", year, "answered").random(size) < tilted(
        ANSWERING, np.where(found.code == GRADUATE, 0.3, -0.5)
    )
    also = world.draws.of("followup", year, "also").random(size) < BOTH
    return {
        "school_year": same(year, size),
        "lea_id": coded(who.place, world.roster.lea_ids),
        "student_id": digits(who.students.number, width=10),
        "leaver_year": same(year - 1, size),
        "exit_code": coded(found.code, EXIT_CODES),
        "respondent": flags(answered),
        **{name: flags(yes, blank=~answered) for name, yes in _activities(does, also=also).items()},
    }


def _occupation(found: Exits, *, world: World, year: int) -> Ints:
    """0 higher education, 1 competitive work, 2 other education, 3 other work, -1 none."""
    place = world.roster.effect("followup", load=-0.7, spread=0.3)[found.who.place]
    graduated = found.code == GRADUATE
    able = place + 0.35 * found.who.students.ability
    higher = np.where(graduated, 0.2, -2.2) + able
    work = np.where(graduated, 0.1, -0.3) + 0.5 * able
    chances: Floats = np.stack(
        [
            tilted(world.facts.level("higher_education", year), higher),
            tilted(world.facts.level("competitive_work", year), work),
            np.full(len(place), OTHER_EDUCATION),
            np.full(len(place), OTHER_WORK),
        ],
        axis=1,
    )
    chances = chances / np.maximum(chances.sum(axis=1, keepdims=True) / 0.98, 1)
    return pick(world.draws.of("followup", year, "does"), chances, len(place))


def _activities(does: Ints, *, also: Bools) -> dict[str, Bools]:
    """The four answers; some of those who study work as well."""
    return {
        "he": does == 0,
        "ce": (does == 1) | ((does == 0) & also),
        "ope": (does == 2) | ((does == 1) & also & (np.arange(len(does)) % 9 == 0)),
        "oe": (does == 3) | ((does == 2) & also),
    }
