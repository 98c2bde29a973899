"""When and how students with IEPs leave special education."""

from dataclasses import replace

import numpy as np

from dashboard.extracts.schema import DISABILITIES, EXIT_CODES
from dashboard.sample.draws import Bools, Dates, Draws, Floats, Ints, day, days, pick, tilted
from dashboard.sample.facts import Facts
from dashboard.sample.roster import Roster
from dashboard.sample.students import Students

LAST_GRADE, LAST_STAY = 12, 15
LASTING = ("ID", "MD", "AUT", "DB", "TBI")  # often stay after the fourth year
RISK = {"EMN": 0.75, "SLD": 0.0, "OHI": 0.1, "SLI": -0.5, "ID": -0.1, "AUT": -1.0, "HI": -0.6}
RETURNING = 0.06
AT_THE_END = tuple(EXIT_CODES.index(code) for code in ("GHS", "RC", "RMA"))


def leave(
    students: Students, *, cohort: int, draws: Draws, facts: Facts, roster: Roster
) -> Students:
    """The students with the end of their special education filled in."""
    size = len(students)
    code, year = np.full(size, -1), np.full(size, 0)
    risk = _risks(students, roster)
    staying = _staying(students)
    for relative in range(-2, LAST_STAY + 1):
        then = cohort + relative
        there = (code < 0) & (students.start < day(then - 1, 7, 1))
        chances = _chances(
            relative,
            dropout=tilted(_hazard(relative, year=then, facts=facts), risk),
            staying=staying,
            speech=students.disability == DISABILITIES.index("SLI"),
        )
        drawn = pick(draws.of("leaving", cohort, relative), chances, size)
        code = np.where(there, drawn, code)
        year = np.where(there & (drawn >= 0), then, year)
    dropped_out = (code == EXIT_CODES.index("DROPOUT")) & (year - cohort >= LAST_GRADE - 2)
    back = draws.of("leaving", cohort, "back").random(size) < RETURNING
    return replace(
        students,
        exit_code=code,
        left_year=year,
        left=_last_days(code, year=year, draws=draws, cohort=cohort),
        returned=dropped_out & back & (year - cohort <= LAST_GRADE),
    )


def _risks(students: Students, roster: Roster) -> Floats:
    """How much likelier than others to drop out, on the logit scale."""
    by_code = np.array([RISK.get(code, -0.2) for code in DISABILITIES])
    place = roster.effect("dropout", load=0.75, spread=0.35)[students.home]
    risk: Floats = by_code[students.disability] + place - 0.35 * students.ability
    return risk


def _staying(students: Students) -> Floats:
    """The chance to stay one more year when classmates graduate."""
    lasting = np.isin(students.disability, [DISABILITIES.index(code) for code in LASTING])
    return np.where(lasting, 0.42, 0.07)


def _hazard(relative: int, *, year: int, facts: Facts) -> float:
    """The chance of dropping out in a school year, for the average student."""
    by_grade: dict[str, float] = facts.tables["dropout"]
    hazard = by_grade.get(str(min(relative, LAST_GRADE)), 0.0)
    return hazard * facts.level("dropout_hazard", year)


def _chances(relative: int, *, dropout: Floats, staying: Floats, speech: Bools) -> Floats:
    """For each student the chance of each exit code in one school year; the rest stays."""
    chances = {code: np.zeros(len(dropout)) for code in EXIT_CODES}
    chances["D"] += 0.0004
    if relative < LAST_GRADE:
        young = 0.025 if relative < 1 else 0.035
        chances["TRAN"] += np.where(speech, 4.2 * young, young) if relative <= 8 else 0.03
        chances["MKC"] += 0.022 if relative <= 8 else 0.034
        chances["DROPOUT"] += 0.76 * dropout
        chances["MNKC"] += 0.24 * dropout
    elif relative == LAST_GRADE:
        chances["TRAN"] += 0.006
        chances["MKC"] += 0.012
        for code, share in (("DROPOUT", 0.62), ("MNKC", 0.18), ("RC", 0.20)):
            chances[code] += share * dropout
        chances["GHS"] += (1 - 0.0184 - dropout) * (1 - staying)
    else:
        going = np.full(len(dropout), 0.999) if relative == LAST_STAY else 1 - staying
        for code, share in (("GHS", 0.66), ("DROPOUT", 0.14), ("RC", 0.12), ("RMA", 0.08)):
            chances[code] += share * going
    return np.stack([chances[code] for code in EXIT_CODES], axis=1)


def _last_days(code: Ints, *, year: Ints, draws: Draws, cohort: int) -> Dates:
    """The last day: the end of the school year, or any day of it; a few graduate at midyear."""
    size = len(code)
    january = np.array([f"{y:04}-01-01" for y in np.where(code < 0, 1970, year)], "datetime64[D]")
    end = january + days(130 + draws.of("leaving", cohort, "end").integers(0, 28, size))
    midyear = draws.of("leaving", cohort, "midyear").random(size) < 0.05
    any_day = january + days(draws.of("leaving", cohort, "day").integers(-133, 150, size))
    at_end = np.isin(code, AT_THE_END)
    left = np.where(at_end, np.where(midyear, january - days(14), end), any_day)
    return np.where(code < 0, np.datetime64("NaT", "D"), left)
