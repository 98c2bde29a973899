"""Disciplinary removals of students with and without IEPs."""

from dataclasses import dataclass, fields

import numpy as np

from dashboard.extracts.schema import DISCIPLINE
from dashboard.sample.columns import Columns, coded, dates, digits, flags, numbers, same
from dashboard.sample.counts import RACE_CODES
from dashboard.sample.draws import Bools, Floats, Ints, day, days, tilted
from dashboard.sample.roster import FIRST_DISTRICT, STRICT, STRICT_LATER
from dashboard.sample.students import WITHOUT_IEP, student_number
from dashboard.sample.world import World

METHODS = DISCIPLINE.column("method").codes
ISS, OSS, EXP, IAES = (METHODS.index(code) for code in ("ISS", "OSS", "EXP", "IAES"))
# Chance in a year of some days out of class, and of more than ten out of school.
SHORT = {True: 0.105, False: 0.050}
LONG = {True: 0.0165, False: 0.0058}
STRICT_FACTOR = 3.2  # a district that suspends students with IEPs too much
STRICT_YEARS = {STRICT: (-1, 3), STRICT_LATER: (3, 99)}  # from the first year of the sample
REPEATED = 0.55  # of the long ones: many short removals in place of one long
UNKNOWN_DAYS, ENTERED_LATER = 0.002, 0.006
GRADES = 13


@dataclass(frozen=True, kw_only=True)
class Removed:
    """Students removed in a year; `long`: for more than ten days out of school, or nearly."""

    place: Ints
    number: Ints
    race: Ints
    iep: Bools
    long: Bools


def discipline(world: World, year: int) -> Columns:
    """Every removal of a school year."""
    gone = removed(world, year)
    who, length, method = _removals(gone, world=world, year=year)
    place, name, size = gone.place[who], ("discipline", year), len(who)
    counts = np.bincount(place, minlength=len(world.roster))
    incident = np.arange(size) - (np.cumsum(counts) - counts)[place] + 1
    start = day(year - 1, 8, 18) + days(world.draws.of(*name, "start").integers(0, 270, size))
    later = world.draws.of(*name, "later").random(size) < ENTERED_LATER
    unknown = world.draws.of(*name, "unknown").random(size) < UNKNOWN_DAYS
    return {
        "school_year": same(year, size),
        "lea_id": coded(place, world.roster.lea_ids),
        "incident_id": digits(incident, width=5, prefix="I"),
        "student_id": digits(gone.number[who], width=10),
        "iep": flags(gone.iep[who] & ~later),
        "race": coded(world.race_codes(gone.race[who], year), RACE_CODES),
        "start_date": dates(start),
        "method": coded(method, METHODS),
        "days": numbers(length, blank=unknown & (length < 5)),
    }


def _removals(gone: Removed, *, world: World, year: int) -> tuple[Ints, Floats, Ints]:
    """One entry a removal: the index of the student, the days, and an index into the methods."""
    draws, name, size = world.draws, ("discipline", year), len(gone.place)
    repeated = gone.long & (draws.of(*name, "repeated").random(size) < REPEATED)
    extra = draws.of(*name, "extra").random(size)
    few = 1 + (extra < 0.3) + (extra < 0.1)
    times = np.where(repeated, 4 + (extra * 4).astype(np.int64), few)
    who = np.repeat(np.arange(size), times)
    first = np.arange(len(who)) == (np.cumsum(times) - times)[who]
    once, several = (gone.long & ~repeated)[who] & first, repeated[who]
    length = _lengths(several, once=once, draw=draws.of(*name, "days"))
    method = _methods(several, once=once, length=length, draw=draws.of(*name, "method"))
    return who, length, method


def _lengths(repeated: Bools, *, once: Bools, draw: np.random.Generator) -> Floats:
    """Days, in halves: short ones, the parts of a set of ten and more, or one long removal."""
    drawn = draw.random(len(repeated))
    halves = np.select([once, repeated], [22 + drawn**2 * 140, 4 + drawn * 6], 1 + drawn**1.6 * 6)
    length: Floats = np.floor(halves) / 2
    return length


def _methods(repeated: Bools, *, once: Bools, length: Floats, draw: np.random.Generator) -> Ints:
    """How: in or out of school, expelled, or in another setting."""
    drawn = draw.random(len(repeated))
    short = np.where(drawn < 0.45, ISS, OSS)
    long = np.where(length > 40, EXP, np.where(drawn < 0.03, IAES, OSS))
    return np.select([once, repeated], [long, np.full(len(drawn), OSS)], short)


def removed(world: World, year: int) -> Removed:
    """Students removed, in the order of the places."""
    parts = (_with_iep(world, year), _others(world, year))
    order = np.argsort(np.concatenate([part.place for part in parts]), kind="stable")
    return Removed(
        **{
            f.name: np.concatenate([getattr(part, f.name) for part in parts])[order]
            for f in fields(Removed)
        }
    )


def _with_iep(world: World, year: int) -> Removed:
    """Students of the child count who are removed."""
    counted = world.counted(year)
    counted = counted.only(counted.relative >= 0)
    place, race = counted.place, counted.students.race
    short, long = _hazards(world, year, place=place, race=race, iep=True)
    drawn = world.draws.of("discipline", year, "who").random(len(counted))
    who = drawn < short + long
    return Removed(
        place=place[who], number=counted.students.number[who], race=race[who],
        iep=np.ones(int(who.sum()), dtype=bool), long=(drawn < long)[who],
    )  # fmt: skip


def _others(world: World, year: int) -> Removed:
    """Students without IEPs who are removed: how many by place and race, then who."""
    without = world.enrolled(year) - world.by_race(world.counted(year))
    without[:FIRST_DISTRICT] = 0
    place, race = (grid.ravel() for grid in np.indices(without.shape))
    short, long = _hazards(world, year, place=place, race=race, iep=False)
    draw = world.draws.of("discipline", year, "others")
    counts = draw.multinomial(without.ravel(), np.stack([long, short, 1 - long - short], axis=1))
    times = counts[:, :2].ravel()
    index = np.repeat(np.arange(len(times)), times)
    home = place[index // 2]
    first = np.cumsum(np.bincount(home, minlength=len(world.roster)))
    rank = np.arange(len(home)) - (first - np.bincount(home, minlength=len(world.roster)))[home]
    number = student_number(
        cohort=year - rank % GRADES, place=home, rank=rank // GRADES + WITHOUT_IEP
    )
    return Removed(
        place=home, number=number, race=race[index // 2],
        iep=np.zeros(len(home), dtype=bool), long=index % 2 == 0,
    )  # fmt: skip


def _hazards(
    world: World, year: int, *, place: Ints, race: Ints, iep: bool
) -> tuple[Floats, Floats]:
    """The chance of short and of long removals in the year, by place and race."""
    factor = np.append(world.facts.races("removed"), 1.0)[race]
    factor = factor * world.facts.level("removal_hazard", year)
    effect = world.roster.effect("discipline", load=0.5, spread=0.35)
    effect = effect + world.drift("discipline", year, spread=0.12)
    strict = np.ones(len(world.roster))
    for part, (first, last) in STRICT_YEARS.items():
        if iep and first <= year - world.first_year <= last:
            strict[world.roster.role(part)] = STRICT_FACTOR
    short = tilted(np.minimum(SHORT[iep] * factor, 0.6), effect[place])
    long = tilted(np.minimum(LONG[iep] * factor * strict[place], 0.3), effect[place])
    return short, long
