"""Children leaving preschool special education, with their outcome ratings."""

import numpy as np
import pyarrow as pa

from dashboard.extracts.schema import ECO, EXIT_CODES
from dashboard.sample.columns import Columns, coded, dates, digits, flags, numbers, same
from dashboard.sample.draws import Bools, Dates, Ints, day, days, tilted
from dashboard.sample.ratings import OUTCOMES, Ratings, rate
from dashboard.sample.students import Students, birthday
from dashboard.sample.world import World, school_year_of

REASONS = ECO.column("exit_reason").codes
EXEMPTIONS = ECO.column("exempt_reason").codes
AT_THE_END = REASONS.index("KINDERGARTEN")
EARLY_REASONS = {"TRAN": "DISMISSED", "MKC": "MOVED"}  # by the code of the exit; others withdrew
SIX_MONTHS = 182
ONE_MORE_YEAR, UNDATED = 0.06, 0.012
CLASSES = 3


def eco(world: World, year: int) -> Columns:
    """Every child who left preschool special education in a school year."""
    parts = [_leaving(world, cohort, year=year) for cohort in range(year - 1, year + 4)]
    return {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}


def _leaving(world: World, cohort: int, *, year: int) -> Columns:
    """Those of one birth cohort."""
    children = world.cohort(cohort)
    left, reason = _exits(world, children, cohort=cohort)
    # Entries before the first rating day have none; a kindergartner enters no preschool.
    rated = (children.start >= np.datetime64(world.facts.first_rating)) & np.less(
        children.start, left
    )
    young = children.start < birthday(children.birth, 6)
    chosen = np.flatnonzero(rated & young & (school_year_of(left) == year))
    ratings = _ratings(world, children, cohort=cohort)
    draws, size = world.draws, len(children)
    undated = draws.of("eco", cohort, "undated").random(size) < UNDATED
    entry_lag = draws.of("eco", cohort, "entry lag").integers(5, 45, size)
    exit_lag = draws.of("eco", cohort, "exit lag").integers(0, 25, size)
    short = (left - children.start).astype(np.int64) < SIX_MONTHS
    exempt = np.where(short, EXEMPTIONS.index("UNDER_6_MONTHS"), EXEMPTIONS.index("NONE"))
    where = world.roster.serving(year)[children.home]
    columns = {
        "school_year": same(year, size),
        "lea_id": coded(where, world.roster.lea_ids),
        "school_id": digits(4020 + 20 * (children.number % CLASSES), width=4),
        "student_id": digits(children.number, width=10),
        "birth_date": dates(children.birth),
        "entry_date": dates(children.start, blank=undated),
        "entry_rating_date": dates(children.start + days(entry_lag)),
        **{f"entry_{outcome}": _rating(ratings[outcome].entry) for outcome in OUTCOMES},
        "exit_date": dates(left),
        "exit_rating_date": dates(np.maximum(left - days(exit_lag), children.start)),
        **{f"exit_{outcome}": _rating(ratings[outcome].exit) for outcome in OUTCOMES},
        **{f"progress_{outcome}": _progress(ratings[outcome]) for outcome in OUTCOMES},
        "exit_reason": coded(np.where(short, REASONS.index("UNDER_6_MONTHS"), reason), REASONS),
        "exempt_reason": coded(exempt, EXEMPTIONS),
    }
    return {name: column.take(pa.array(chosen)) for name, column in columns.items()}


def _exits(world: World, children: Students, *, cohort: int) -> tuple[Dates, Ints]:
    """The last day of preschool services and why: kindergarten, unless something came before.

    A few stay one more year; some of them turn six before they leave (A19).
    """
    size = len(children)
    more = world.draws.of("eco", cohort, "more").random(size) < ONE_MORE_YEAR
    shift = days(world.draws.of("eco", cohort, "last day").integers(0, 45, size))
    last = day(cohort - 1, 5, 10) + days(365 * more) + shift
    earlier = ~np.isnat(children.left) & (children.left < last)
    early_reason = np.array(
        [REASONS.index(EARLY_REASONS.get(code, "WITHDREW")) for code in EXIT_CODES]
    )
    left = np.where(earlier, children.left, last)
    return left, np.where(earlier, early_reason[children.exit_code], AT_THE_END)


def _ratings(world: World, children: Students, *, cohort: int) -> dict[str, Ratings]:
    """The ratings of all outcomes; a district's work shows in all three."""
    own = world.draws.of("eco", cohort, "common").standard_normal(len(children))
    common = 0.4 * children.ability + 0.92 * own
    place = world.roster.effect("preschool", load=-0.4, spread=0.35)[children.home]
    nearer = tilted(world.facts.level("moved_nearer", cohort - 1), place)
    return {
        outcome: rate(outcome, common=common, nearer=nearer, draws=world.draws, cohort=cohort)
        for outcome in OUTCOMES
    }


def _rating(values: Ints) -> pa.Array:
    """Ratings, blank where 0."""
    return numbers(values, blank=values == 0)


def _progress(ratings: Ratings) -> pa.Array:
    """The progress question, asked only where there is an exit rating."""
    blank: Bools = ratings.unanswered | (ratings.exit == 0)
    return flags(ratings.progress, blank=blank)
