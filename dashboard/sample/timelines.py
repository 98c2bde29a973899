"""Evaluations and moves from Part C to Part B, in districts of the monitoring year."""

import numpy as np

from dashboard.extracts.schema import EVALUATIONS
from dashboard.sample.columns import Columns, coded, dates, digits, flags, same
from dashboard.sample.draws import Ints, day, days, pick, tilted
from dashboard.sample.students import WITHOUT_IEP, birthday, joined, student_number
from dashboard.sample.world import Present, World, school_year_of

EXCEPTIONS = EVALUATIONS.column("exception").codes
EXCEPTION_SHARES = (0.982, 0.011, 0.007)
LIMIT = 60
OTHER_RANKS = WITHOUT_IEP + 4000
NOT_ELIGIBLE = 0.30  # of all evaluated
RUNNING = 0.004  # consent given, no evaluation so far
REASONS = ("staff shortage", "student absent", "scheduling", "summer break")
SERVED_NOT_ELIGIBLE, REFUSING, EXCUSED, SHORT_NOTICE, TOO_LATE, UNDECIDED = (
    0.11, 0.05, 0.008, 0.06, 0.02, 0.008,
)  # fmt: skip


def evaluations(world: World, year: int) -> Columns:
    """Initial evaluations: of those who became eligible, and of others who did not."""
    starting = _starting(world, year)
    others = _not_eligible(world, year, after=starting)
    place = np.concatenate([starting.place, others[0]])
    order = np.argsort(place, kind="stable")
    number = np.concatenate([starting.students.number, others[1]])[order]
    place, eligible = place[order], (np.arange(len(place)) < len(starting))[order]
    size, name = len(place), ("evaluations", year)
    consent = day(year - 1, 8, 15) + days(world.draws.of(*name, "consent").integers(0, 300, size))
    place_effect = world.roster.effect("evaluations", load=-0.3, spread=0.5)
    in_time = world.draws.of(*name, "in time").random(size) < tilted(
        world.facts.level("evaluated_in_time", year), place_effect[place]
    )
    taken = world.draws.of(*name, "days").random(size)
    length = np.where(in_time, 60 - 45 * taken**2, 61 + 50 * taken**2).astype(np.int64)
    running = world.draws.of(*name, "running").random(size) < RUNNING
    exception = pick(world.draws.of(*name, "exception"), EXCEPTION_SHARES, size)
    late = (length > LIMIT) & ~running
    return {
        "school_year": same(year, size),
        "lea_id": coded(place, world.roster.lea_ids),
        "student_id": digits(number, width=10),
        "consent_date": dates(consent),
        "eval_complete_date": dates(consent + days(length), blank=running),
        "eligible": flags(eligible, blank=running),
        "exception": coded(np.where(exception < 0, 0, exception), EXCEPTIONS),
        "delay_reason": coded(np.where(late, number % len(REASONS), -1), REASONS),
        "collection_cutoff": dates(np.full(size, day(year, 6, 30))),
    }


def _starting(world: World, year: int) -> Present:
    """Children whose special education begins in the year, Part C aside."""
    known = world.known(year)
    begins = (school_year_of(known.start) == year) & ~known.from_part_c
    present = world.present(known.only(begins), year)
    return present.only(world.roster.monitored(year)[present.place])


def _not_eligible(world: World, year: int, *, after: Present) -> tuple[Ints, Ints]:
    """Place and number of children found not eligible, in proportion to the eligible ones."""
    many = np.bincount(after.place, minlength=len(world.roster))
    odds = NOT_ELIGIBLE / (1 - NOT_ELIGIBLE)
    counts = world.draws.of("evaluations", year, "not eligible").poisson(many * odds)
    place = np.repeat(np.arange(len(many)), counts)
    rank = np.arange(len(place)) - (np.cumsum(counts) - counts)[place]
    # Any child of the lower grades; ranks are turned by the year so that others come up.
    number = student_number(
        cohort=year - rank % 7, place=place, rank=WITHOUT_IEP + 40 * (year % 10) + rank // 7
    )
    return place, number


def c_to_b(world: World, year: int) -> Columns:
    """Children of Part C whose third birthday lies in the year."""
    known = joined([world.cohort(cohort) for cohort in (year + 2, year + 3)])
    turning = school_year_of(birthday(known.birth, 3)) == year
    present = world.present(known.only(known.from_part_c & turning), year)
    present = present.only(world.roster.monitored(year)[present.place])
    children, size, name = present.students, len(present), ("c_to_b", year)
    third = birthday(children.birth, 3)
    implemented = children.start
    kind = world.draws.of(*name, "kind").random(size)
    not_eligible = kind < SERVED_NOT_ELIGIBLE
    # Whoever is not eligible is no student with an IEP, so nobody of the child count.
    other = student_number(
        cohort=children.cohort, place=children.home, rank=OTHER_RANKS + np.arange(size) % 4000
    )
    late = implemented > third
    drawn = world.draws.of(*name, "late").random(size)
    lead = world.draws.of(*name, "lead").integers(60, 240, size)
    referred = third - days(np.where(kind > 1 - TOO_LATE, 60 - lead, lead))
    into_c = world.draws.of(*name, "into C").integers(200, 900, size)
    into_c = np.where(drawn > 1 - SHORT_NOTICE, 30 + into_c % 60, into_c)
    decided = np.minimum(third - days(lead // 4), implemented)
    undecided = world.draws.of(*name, "undecided").random(size) < UNDECIDED
    return {
        "school_year": same(year, size),
        "lea_id": coded(present.place, world.roster.lea_ids),
        "student_id": digits(np.where(not_eligible, other, children.number), width=10),
        "birth_date": dates(children.birth),
        "partc_referral_date": dates(np.minimum(third - days(into_c), referred)),
        "partb_referral_date": dates(referred),
        "eligibility_date": dates(np.maximum(decided, referred), blank=undecided),
        "eligible": flags(~not_eligible, blank=undecided),
        "iep_implemented_date": dates(implemented, blank=not_eligible | undecided),
        "parent_refusal_delay": flags(late & (drawn < 8 * REFUSING)),
        "exception": flags(late & (drawn > 1 - 8 * EXCUSED)),
        "continued_partc": flags(late & (drawn > 0.5) & (drawn < 0.53)),
    }
