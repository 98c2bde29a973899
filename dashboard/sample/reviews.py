"""Reviews of policies in districts whose figures stand out, by race, in one way or another."""

import numpy as np

from dashboard.extracts.schema import DISABILITIES, RACES
from dashboard.sample.columns import Columns, coded, dates, flags, same
from dashboard.sample.counts import shown_disability
from dashboard.sample.discipline import removed
from dashboard.sample.draws import Bools, Ints, day, days
from dashboard.sample.roster import OVER_IN_CATEGORY
from dashboard.sample.world import World

# A state reviews somewhat more districts than its thresholds ask for (2.5 and 4.0 by default),
# so that few are left without a review whatever thresholds a catalogue sets.
NOTABLE_RISK, NOTABLE_REMOVALS = 2.0, 3.0
LEAST_CELL, LEAST_GROUP, LEAST_REMOVALS = 10, 30, 4
WATCHED = ("AUT", "EMN", "ID", "OHI", "SLD", "SLI")  # the six of 34 CFR 300.647
NONCOMPLIANT = {"removals": 0.45, "identification": 0.04, "categories": 0.06}
CONTRIBUTING = 0.85


def policy_review(world: World, year: int) -> Columns:
    """A row for each district and indicator looked into; in the last year one is still pending."""
    notable = {
        "removals": _removals(world, year),
        "identification": _identification(world, year),
        "categories": _categories(world, year),
    }
    names = list(notable)
    at, place = np.nonzero(np.stack([notable[name] for name in names]))
    drawn = np.stack(
        [world.draws.of("reviews", year, name).random((len(world.roster), 2)) for name in names]
    )[at, place]
    pending = (
        (at == names.index("categories"))
        & world.roster.role(OVER_IN_CATEGORY)[place]
        & (year == world.last_year)
    )
    chance = np.array([NONCOMPLIANT[name] for name in names])
    noncompliant = (drawn[:, 0] < chance[at]) & ~pending
    found = day(year, 4, 1) + days((drawn[:, 1] * 60).round())
    corrected = found + days((90 + drawn[:, 1] * 250).round())
    ids = world.facts.indicators("reviewed")
    return {
        "school_year": same(year, len(at)),
        "lea_id": coded(place, world.roster.lea_ids),
        "indicator": coded(at, [ids[name] for name in names]),
        "reviewed": flags(~pending),
        "noncompliant": flags(noncompliant, blank=pending),
        "contributes": flags(noncompliant & (drawn[:, 1] < CONTRIBUTING), blank=pending),
        "finding_date": dates(found, blank=~noncompliant),
        "corrected_date": dates(corrected, blank=~noncompliant),
    }


def _identification(world: World, year: int) -> Bools:
    """Districts where some race is in special education notably often."""
    counted = world.counted(year)
    cell = world.by_race(counted.only(counted.age >= 6))
    return _stands_out(cell, world.enrolled(year)) & world.roster.listed(year)


def _categories(world: World, year: int) -> Bools:
    """The same for one of the watched disabilities."""
    counted = world.counted(year)
    counted = counted.only(counted.age >= 6)
    shown, enrolled = shown_disability(counted), world.enrolled(year)
    found = np.zeros(len(world.roster), dtype=bool)
    for code in WATCHED:
        cell = world.by_race(counted.only(shown == DISABILITIES.index(code)))
        found |= _stands_out(cell, enrolled)
    return found & world.roster.listed(year)


def _stands_out(cell: Ints, group: Ints) -> Bools:
    """Places where the risk of some race is notable beside all others, there or statewide (4.1)."""
    other_cell = cell.sum(1, keepdims=True) - cell
    other_group = group.sum(1, keepdims=True) - group
    few = (other_cell < LEAST_CELL) | (other_group < LEAST_GROUP)
    with np.errstate(divide="ignore", invalid="ignore"):
        state = (cell.sum() - cell.sum(0)) / (group.sum() - group.sum(0))
        ratio = cell / group / np.where(few, state, other_cell / other_group)
    large = (cell >= LEAST_CELL) & (group >= LEAST_GROUP)
    found: Bools = (large & (ratio > NOTABLE_RISK))[:, : len(RACES)].any(axis=1)
    return found


def _removals(world: World, year: int) -> Bools:
    """Districts where some race with IEPs is removed for long notably often."""
    gone = removed(world, year)
    table = np.zeros((2, len(world.roster), len(RACES) + 1), dtype=np.int64)
    long = np.flatnonzero(gone.long)
    np.add.at(table, (gone.iep[long].astype(np.int64), gone.place[long], gone.race[long]), 1)
    counted = world.by_race(world.counted(year))
    without = world.enrolled(year) - counted
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (table[1] / counted) / (table[0].sum(1) / without.sum(1))[:, None]
    enough = table[1].sum(1) >= LEAST_REMOVALS
    standing_out = (np.nan_to_num(ratio[:, : len(RACES)]) > NOTABLE_REMOVALS).any(axis=1)
    found: Bools = standing_out & enough & world.roster.listed(year)
    return found
