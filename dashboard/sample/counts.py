"""The child count with its settings, and the enrollment beside it."""

import numpy as np

from dashboard.extracts.schema import (
    DISABILITIES,
    GRADES,
    MISSING,
    PRESCHOOL_SETTINGS,
    RACES,
    SCHOOL_AGE_SETTINGS,
    SEXES,
)
from dashboard.sample.columns import Columns, coded, dates, digits, flags, numbers, same
from dashboard.sample.draws import Bools, Floats, Ints, pick, probits
from dashboard.sample.roster import STATE0, STATE_SCHOOLS
from dashboard.sample.world import Present, World, count_date

RACE_CODES = (*RACES, MISSING)
REGULAR = ("RC80", "RC79TO40", "RC39")
SEPARATE = ("SS", "RF", "HH")
SEPARATE_SHARES = (0.81, 0.01, 0.18)
CORRECTIONAL, PRIVATE = 0.006, 0.019
INSIDE = {"RC80": (80, 100), "RC79TO40": (40, 79), "RC39": (0, 39)}
UNCODED, UNKNOWN = 0.003, 0.001  # setting blank: with, and without, the percent inside


def child_count(world: World, year: int) -> Columns:
    """Every child with an IEP on the count date."""
    counted = world.counted(year)
    students, size = counted.students, len(counted)
    young = counted.age < 6
    setting = np.where(young, -1, school_age_settings(world, counted, year=year))
    inside, coded_as = _written(setting, world=world, year=year)
    preschool = pick(
        world.draws.of("child_count", year, "preschool"),
        world.facts.shares("preschool_settings", PRESCHOOL_SETTINGS),
        size,
    )
    unknown = world.draws.of("child_count", year, "unknown").random(size) < UNKNOWN
    return {
        "school_year": same(year, size),
        "lea_id": coded(counted.place, world.roster.lea_ids),
        "student_id": digits(students.number, width=10),
        "count_date": dates(np.full(size, count_date(year))),
        "birth_date": dates(students.birth),
        "grade": coded(grades(counted), GRADES),
        "disability": coded(shown_disability(counted), DISABILITIES),
        "race": coded(world.race_codes(students.race, year), RACE_CODES),
        "sex": coded(students.sex, SEXES),
        "el": flags(students.number % 100 < 4),
        "env_sa": coded(coded_as, SCHOOL_AGE_SETTINGS),
        "env_ec": coded(np.where(young & ~unknown, preschool, -1), PRESCHOOL_SETTINGS),
        "pct_inside": numbers(inside, blank=np.isnan(inside)),
    }


def enrollment(world: World, year: int) -> Columns:
    """Everybody enrolled, by place and race; STATE0 is no place to be enrolled in."""
    table = np.zeros_like(enrolled := world.enrolled(year))
    fold = world.race_codes(np.arange(len(RACE_CODES)), year)
    for race, shown in enumerate(fold):
        table[:, shown] += enrolled[:, race]
    table[STATE0] = 0
    place, race_at = np.nonzero(table)
    return {
        "school_year": same(year, len(place)),
        "lea_id": coded(place, world.roster.lea_ids),
        "race": coded(race_at, RACE_CODES),
        "enrolled_total": numbers(table[place, race_at]),
    }


def grades(present: Present) -> Ints:
    """An index into the codes of grade; after grade 12 some are ungraded."""
    beyond = (present.relative > 12) & (present.students.severity > 0.3)
    graded = np.clip(present.relative, -1, 12) + GRADES.index("K")
    return np.where(beyond, GRADES.index("UG"), graded)


def shown_disability(present: Present) -> Ints:
    """The disability as written: many young children have a delay and no category yet."""
    delay = DISABILITIES.index("DD")
    other = np.where(
        present.students.disability == delay, DISABILITIES.index("OHI"), present.students.disability
    )
    return np.where((present.age < 6) & present.students.delayed, delay, other)


def school_age_settings(world: World, present: Present, *, year: int) -> Ints:
    """An index into the school-age settings: by disability, child and district, and lasting."""
    students, size = present.students, len(present)
    cuts = np.array([probits(world.facts.tables["settings"][code]) for code in DISABILITIES])
    place = world.roster.effect("settings", load=0.3, spread=0.28)
    place = place + world.drift("settings", year, spread=0.06)
    depth = (
        0.92 * students.severity
        + 0.28 * world.draws.of("settings", year, "depth").standard_normal(size)
        + place[present.place]
        + world.facts.level("setting_shift", year)
    )
    level = (depth[:, None] > cuts[students.disability]).sum(axis=1)
    return _special(world, present, level=level, year=year)


def _special(world: World, present: Present, *, level: Ints, year: int) -> Ints:
    """The level of separation as a code, with those whom others place."""
    size = len(present)
    index = {code: at for at, code in enumerate(SCHOOL_AGE_SETTINGS)}
    separate = pick(world.draws.of("settings", year, "separate"), SEPARATE_SHARES, size)
    steps = np.array([index[code] for code in REGULAR])
    setting = np.where(
        level < len(REGULAR), steps[np.minimum(level, 2)], index[SEPARATE[0]] + separate
    )
    drawn = (present.students.number % 1000) / 1000  # lasting, as it hangs on the student
    setting = np.where(drawn < PRIVATE, index["PPPS"], setting)
    teenager = present.age >= 14
    setting = np.where(teenager & (drawn > 1 - 3 * CORRECTIONAL), index["CF"], setting)
    return np.where(present.place == STATE_SCHOOLS, index["SOP"], setting)


def _written(setting: Ints, *, world: World, year: int) -> tuple[Floats, Ints]:
    """Percent inside the regular class, and the code; a few rows lack the code (A16, A17)."""
    size = len(setting)
    low, high = np.array([INSIDE.get(code, (np.nan, np.nan)) for code in SCHOOL_AGE_SETTINGS]).T
    drawn = world.draws.of("child_count", year, "inside").random(size)
    inside: Floats = np.floor(low[setting] + drawn * (high - low + 1)[setting]).clip(max=100)
    inside[setting < 0] = np.nan
    missing = world.draws.of("child_count", year, "uncoded").random(size)
    uncoded: Bools = (missing < UNCODED) & ~np.isnan(inside)
    unknown = (missing > 1 - UNKNOWN) & (setting >= 0)
    inside[unknown] = np.nan
    return inside, np.where(uncoded | unknown, -1, setting)
