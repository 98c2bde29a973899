"""Early childhood outcome ratings: what a child shows at entry and at exit (section 3)."""

from dataclasses import dataclass

import numpy as np

from dashboard.sample.draws import Bools, Draws, Floats, Ints, probits

OUTCOMES = ("a", "b", "c")
ENTRY_SHARES = {  # of the ratings 1 to 7
    "a": (0.05, 0.10, 0.18, 0.22, 0.25, 0.14, 0.06),
    "b": (0.06, 0.13, 0.21, 0.25, 0.23, 0.09, 0.03),
    "c": (0.05, 0.09, 0.16, 0.20, 0.26, 0.16, 0.08),
}
AGE_EXPECTED = 6
NEARER_SHARES = (0.58, 0.42)  # of those who moved nearer: below, and at, age expectations
AGE_LEVEL_SHIFT = {"a": 0.1, "b": -0.25, "c": 0.35}
KEEPING = 0.92  # of those who entered at age expectations
NO_PROGRESS = 0.07  # of those who did not move nearer
SHARED = 0.75
IMPOSSIBLE, BLANK = 0.008, 0.006


@dataclass(frozen=True, kw_only=True)
class Ratings:
    """One outcome: ratings from 1 to 7 (0: blank), and whether any progress was seen."""

    entry: Ints
    exit: Ints
    progress: Bools
    unanswered: Bools


def rate(outcome: str, *, common: Floats, nearer: Floats, draws: Draws, cohort: int) -> Ratings:
    """Ratings of one outcome. `common`: what the outcomes of a child share, standard normal;
    `nearer`: the chance of a child that enters below age expectations to move nearer to them.
    """
    size, name = len(common), ("eco", cohort, outcome)
    own = draws.of(*name, "own").standard_normal(size)
    latent = SHARED * common + np.sqrt(1 - SHARED**2) * own
    entry = 1 + np.searchsorted(np.array(probits(ENTRY_SHARES[outcome])), latent)
    moved = draws.of(*name, "moved").random(size) < nearer
    leaving, kept = _exits(entry, moved=moved, outcome=outcome, draws=draws, cohort=cohort)
    level = (leaving == entry) & (entry > 1)
    fell = draws.of(*name, "progress").random(size) < NO_PROGRESS
    progress = kept | level | (leaving > entry) | ~fell
    impossible = draws.of(*name, "impossible").random(size) < IMPOSSIBLE
    blank = draws.of(*name, "blank").random((size, 3)).T < BLANK
    return Ratings(
        entry=np.where(blank[0], 0, entry),
        exit=np.where(blank[1], 0, leaving),
        progress=progress & ~impossible,
        unanswered=blank[2],
    )


def _exits(
    entry: Ints, *, moved: Bools, outcome: str, draws: Draws, cohort: int
) -> tuple[Ints, Bools]:
    """The exit rating, and whether the child kept or reached age expectations."""
    size, name = len(entry), ("eco", cohort, outcome)
    below = entry < AGE_EXPECTED
    drawn = draws.of(*name, "exit").random(size)
    reach_share = np.clip(NEARER_SHARES[1] + 0.3 * AGE_LEVEL_SHIFT[outcome], 0, 1)
    reach_share = reach_share * np.interp(entry, [1, 3, 5], [0.35, 0.8, 1.25])
    reached = draws.of(*name, "reached").random(size) < np.where(entry == 5, 1.0, reach_share)
    high = np.where(drawn < 0.6, 6, 7)
    nearer = entry + 1 + (drawn * (5 - entry)).astype(np.int64)
    same = np.where(drawn < 0.7, entry, np.maximum(entry - 1, 1))
    rating = np.where(moved, np.where(reached, high, nearer), same)
    keeps = draws.of(*name, "keeps").random(size) < KEEPING
    kept = np.where(below, moved & reached, keeps)
    rating = np.where(below, rating, np.where(keeps, high, 5 - (drawn < 0.3)))
    return rating, kept
