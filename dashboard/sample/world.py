"""The made-up state: its places, its students, and who is where in a school year."""

from dataclasses import dataclass, field

import numpy as np

from dashboard.extracts.schema import RACES
from dashboard.sample.draws import Bools, Dates, Draws, Floats, Ints, day
from dashboard.sample.facts import Facts
from dashboard.sample.lives import FIRST_RELATIVE, LAST_RELATIVE, cohort_students
from dashboard.sample.roster import STATE0, STATE_SCHOOLS, Roster
from dashboard.sample.students import Students, age_on, joined


@dataclass(frozen=True, kw_only=True)
class Present:
    """Students of a school year, each with the place that serves them.

    `relative`: school years since kindergarten (0); `age`: completed years on the count date.
    """

    students: Students
    place: Ints
    relative: Ints
    age: Ints

    def __len__(self) -> int:
        return len(self.place)

    def only(self, index: Bools | Ints) -> "Present":
        """Those at an index or under a mask."""
        return Present(
            students=self.students.only(index),
            place=self.place[index],
            relative=self.relative[index],
            age=self.age[index],
        )


@dataclass(kw_only=True)
class World:
    """Everything the extracts are made of. Cohorts and counts are made once and kept."""

    draws: Draws
    facts: Facts
    roster: Roster
    first_year: int
    last_year: int
    _cohorts: dict[int, Students] = field(default_factory=dict)
    _counted: dict[int, Present] = field(default_factory=dict)

    def cohort(self, cohort: int) -> Students:
        """All students with IEPs of a birth cohort."""
        if cohort not in self._cohorts:
            self._cohorts[cohort] = cohort_students(
                cohort, draws=self.draws, facts=self.facts, roster=self.roster
            )
        return self._cohorts[cohort]

    def known(self, year: int) -> Students:
        """All students of school age or below in a year, before and after special education too."""
        cohorts = range(year - LAST_RELATIVE - 1, year - FIRST_RELATIVE + 1)
        return joined([self.cohort(cohort) for cohort in cohorts])

    def present(self, students: Students, year: int) -> Present:
        """Students, in the order of the places that serve them in a school year."""
        place = self.roster.serving(year)[students.home]
        found = Present(
            students=students,
            place=place,
            relative=year - students.cohort,
            age=age_on(students.birth, count_date(year)),
        )
        return found.only(np.argsort(place, kind="stable"))

    def counted(self, year: int) -> Present:
        """The child count: in special education on the count date, ages 3 to 21."""
        if year not in self._counted:
            students, date = self.known(year), count_date(year)
            stays = np.isnat(students.left) | (students.left > date)
            back = students.returned & (students.left_year == year - 1)
            present = self.present(students.only((students.start <= date) & (stays | back)), year)
            self._counted[year] = present.only((present.age >= 3) & (present.age <= 21))
        return self._counted[year]

    def enrolled(self, year: int) -> Ints:
        """Students enrolled, places x races (the last: missing); never fewer than counted."""
        roster, counted = self.roster, self.counted(year)
        growth = self.facts.level("enrollment", year) * np.exp(
            roster.effect("growth", load=-0.4, spread=0.012) * (year - 2009)
        )
        noise = self.draws.of("enrollment", year).normal(1, 0.012, roster.races.shape)
        at_home = (roster.size * growth)[:, None] * roster.races * noise
        at_home[[STATE0, STATE_SCHOOLS]] = 0  # only those with an IEP
        served = np.zeros((len(roster), len(RACES) + 1))
        np.add.at(served[:, : len(RACES)], roster.serving(year), at_home)
        return np.maximum(served.round().astype(np.int64), self.by_race(counted))

    def by_race(self, present: Present) -> Ints:
        """Students with IEPs, places x races (the last: missing)."""
        table = np.zeros((len(self.roster), len(RACES) + 1), dtype=np.int64)
        np.add.at(table, (present.place, present.students.race), 1)
        return table

    def drift(self, name: str, year: int, *, spread: float) -> Floats:
        """What a year does to each place, for a line that is not smooth."""
        return self.draws.of("drift", name, year).normal(0, spread, len(self.roster))

    def race_codes(self, race: Ints, year: int) -> Ints:
        """Races as the form of that year has them: five categories in the earlier years."""
        if year > self.facts.five_races_until:
            return race
        fold = np.arange(len(RACES) + 1)
        fold[RACES.index("MU7")] = RACES.index("WH7")
        fold[RACES.index("PI7")] = RACES.index("AS7")
        return fold[race]


def count_date(year: int) -> np.datetime64:
    """The count date of a school year: 1 December."""
    return day(year - 1, 12, 1)


def school_year_of(date: Dates) -> Ints:
    """The school year in which a date lies: 1 July to 30 June."""
    months = date.astype("datetime64[M]").astype(np.int64)
    years: Ints = (months + 6) // 12 + 1970
    return years
