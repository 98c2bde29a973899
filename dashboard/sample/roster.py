"""The places of the made-up state: its districts, and two that are no district.

Arrays over places run in one order everywhere: STATE0, the state-operated schools, then the
districts, the city first. A few districts have a part to play, so that a reader of the sample
meets every case: one closes, one opens, two suspend too much, two identify too many.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.extracts.schema import RACES
from dashboard.sample.draws import Bools, Draws, Floats, Ints
from dashboard.sample.facts import Facts
from dashboard.sample.names import LONGEST, STATE_OPERATED, district_names

STATE0, STATE_SCHOOLS, FIRST_DISTRICT = 0, 1, 2

CITY, CLOSING, STRICT, OPENING, STRICT_LATER, OVER_IDENTIFIED, OVER_IN_CATEGORY, LONG_NAME = (
    0, 3, 4, 5, 7, 8, 9, 10,
)  # fmt: skip
SIZES = {0: 20000, 1: 6000, 2: 3800, 3: 180, 4: 2500, 5: 260, 7: 2200, 8: 2600, 9: 1900}
SUBURBS = (1, 2, 4, 7, 8, 9)
HEIR = {CLOSING: 2, OPENING: CITY}  # who serves the children while the district does not exist
STATE0_SIZE, STATE_SCHOOLS_SIZE = 14, 75
CYCLE = 5
NEVER = 9999


@dataclass(frozen=True, kw_only=True)
class Roster:
    """What is fixed about each place. `size`: enrolled; `opens`, `closes`: school years."""

    draws: Draws
    lea_ids: tuple[str, ...]
    names: tuple[str, ...]
    lea_types: tuple[str, ...]
    size: Floats
    races: Floats  # places x races, shares of the enrolled
    identified: Floats  # places x races, chance of special education relative to all
    hardship: Floats
    cohort: Ints  # 1 to 5; 0 where nothing is monitored
    opens: Ints
    closes: Ints
    heir: Ints

    def __len__(self) -> int:
        return len(self.lea_ids)

    def exists(self, year: int) -> Bools:
        """Which places are at work in a school year."""
        found: Bools = (self.opens <= year) & (year <= self.closes)
        return found

    def listed(self, year: int) -> Bools:
        """Which places are listed districts of a school year (A1)."""
        districts: Bools = np.arange(len(self)) >= FIRST_DISTRICT
        return self.exists(year) & districts

    def monitored(self, year: int) -> Bools:
        """Which places are in their monitoring year."""
        found: Bools = self.listed(year) & (self.cohort == (year - 1) % CYCLE + 1)
        return found

    def serving(self, year: int) -> Ints:
        """For each place, the place that serves its children in a school year."""
        return np.where(self.exists(year), np.arange(len(self)), self.heir)

    def effect(self, name: str, *, load: float = 0.6, spread: float = 1.0) -> Floats:
        """A lasting effect of each place, `load` of it from the hardship of the place."""
        own = self.draws.of("effect", name).standard_normal(len(self))
        effect: Floats = spread * (load * self.hardship + np.sqrt(1 - load**2) * own)
        return effect

    def role(self, part: int) -> Bools:
        """The mask of the one district that plays a part; nobody in a state too small for it."""
        mask: Bools = np.arange(len(self)) == FIRST_DISTRICT + part
        return mask


def make_roster(draws: Draws, *, facts: Facts, districts: int, first_year: int) -> Roster:
    """The places of a state with that many districts; one more leaves the others as they are."""
    part = np.arange(districts)
    charter = part % 10 == OPENING
    names = district_names(draws, charters=charter.tolist())
    if districts > LONG_NAME:
        names[LONG_NAME] = LONGEST
    return Roster(
        draws=draws,
        lea_ids=("STATE0", "999001", *(_lea_id(i, charter=bool(c)) for i, c in enumerate(charter))),
        names=("", STATE_OPERATED, *names),
        lea_types=("", "STATEOP", *np.where(charter, "CHARTER", "REG").tolist()),
        size=np.concatenate([[STATE0_SIZE, STATE_SCHOOLS_SIZE], _sizes(draws, charter)]),
        races=_races(draws, facts, charter),
        identified=_identified(facts, districts),
        hardship=_hardship(draws, charter),
        cohort=np.concatenate([[0, 0], (3 + 2 * part) % CYCLE + 1]),
        opens=_with(np.full(districts, -1), {OPENING: first_year + 2}, outside=-1),
        closes=_with(np.full(districts, NEVER), {CLOSING: first_year + 1}, outside=NEVER),
        heir=_with(part, HEIR, outside=0) + FIRST_DISTRICT,
    )


def _lea_id(number: int, *, charter: bool) -> str:
    """County and district, three digits each; four districts a county."""
    county, place = divmod(number, 4)
    return f"{county + 1:03}{(11, 23, 37, 49)[place] + (900 if charter else 0):03}"


def _with(values: Ints, changed: dict[int, int], *, outside: int) -> Ints:
    """Values of the districts with a few changed, behind two of the places that are none."""
    for part, value in changed.items():
        if part < len(values):
            values = np.where(np.arange(len(values)) == part, value, values)
    return np.concatenate([[outside, outside], values])


def _sizes(draws: Draws, charter: Bools) -> Floats:
    """One city, some towns, and many small districts."""
    drawn = np.exp(draws.of("roster", "size").normal(np.log(430), 0.95, len(charter)))
    sizes = np.where(charter, np.clip(drawn, 110, 600), np.clip(drawn, 75, 5200)).round()
    for part, size in SIZES.items():
        sizes[part : part + 1] = size
    return sizes


def _races(draws: Draws, facts: Facts, charter: Bools) -> Floats:
    """Shares of the enrolled by race, one row a place."""
    part = np.arange(len(charter))
    base = np.select(
        [(charter | (part == CITY))[:, None], np.isin(part, SUBURBS)[:, None]],
        [facts.races("city"), facts.races("suburb")],
        facts.races("rural"),
    )
    base = base * np.exp(0.35 * draws.of("roster", "race").standard_normal(base.shape))
    for over in (OVER_IDENTIFIED, OVER_IN_CATEGORY):
        base[over : over + 1] = facts.races("suburb") + 0.12 * (np.array(RACES) == "BL7")
    base = np.vstack([facts.races("suburb"), facts.races("suburb"), base])
    shares: Floats = base / base.sum(axis=1, keepdims=True)
    return shares


def _identified(facts: Facts, districts: int) -> Floats:
    """How likely each race is to be in special education, one row a place."""
    factors = np.tile(facts.races("identified"), (districts + FIRST_DISTRICT, 1))
    over = FIRST_DISTRICT + OVER_IDENTIFIED
    factors[over : over + 1, RACES.index("BL7")] *= 2.6
    return factors


def _hardship(draws: Draws, charter: Bools) -> Floats:
    """Poverty and all that goes with it; higher in the city and its charters, lower around it."""
    part = np.arange(len(charter))
    hardship = draws.of("roster", "hardship").normal(0, 0.8, len(charter))
    hardship += np.where(charter, 0.7, 0.0) - np.where(np.isin(part, SUBURBS), 0.6, 0.0)
    hardship[CITY] = 0.9
    return np.concatenate([[0.0, 0.0], hardship])
