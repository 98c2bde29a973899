"""Students with IEPs, from the first day of special education to the last."""

from dataclasses import dataclass, fields

import numpy as np

from dashboard.sample.draws import Bools, Dates, Floats, Ints, taken

# A student is numbered by birth cohort, place and rank; those without an IEP rank after those
# with one. Numbers stay below ten digits and products within 64 bits; the scrambling is one to one.
COHORTS, PLACES, RANKS = 128, 4096, 16384
WITHOUT_IEP = RANKS // 2
SCRAMBLE, SHIFT, IDS = 987_654_321, 2_718_281_828, 10**10


@dataclass(frozen=True, kw_only=True)
class Students:
    """Students with IEPs as arrays of one length.

    `cohort` is the school year of kindergarten, `home` the place of the roster, `race`, `sex`
    and `disability` indexes into the schema's codes (race 7: missing), `severity` and `ability`
    standard normal. Special education lasts from `start` to `left` (NaT: still there), which
    ended in the school year `left_year` for the reason `exit_code` (an index; -1: still there).
    `returned`: dropped out, came back and graduated the year after.
    """

    number: Ints
    cohort: Ints
    home: Ints
    race: Ints
    sex: Ints
    disability: Ints
    delayed: Bools  # shown as DD before six
    alternate: Bools  # takes the alternate assessment
    severity: Floats
    ability: Floats
    birth: Dates
    from_part_c: Bools
    start: Dates
    left: Dates
    left_year: Ints
    exit_code: Ints
    returned: Bools

    def __len__(self) -> int:
        return len(self.number)

    def only(self, index: Bools | Ints) -> "Students":
        """Those at an index or under a mask."""
        return Students(**{f.name: taken(getattr(self, f.name), index) for f in fields(self)})


def joined(parts: list[Students]) -> Students:
    """Several groups as one, in the order of their places."""
    order = np.argsort(np.concatenate([part.home for part in parts]), kind="stable")
    return Students(
        **{
            f.name: np.concatenate([getattr(part, f.name) for part in parts])[order]
            for f in fields(Students)
        }
    )


def student_number(*, cohort: Ints | int, place: Ints | int, rank: Ints | int) -> Ints:
    """The ten-digit number of a student: one to one, and telling nothing of its parts."""
    plain = (np.asarray(cohort) % COHORTS * PLACES + place) * RANKS + rank
    return np.asarray((plain * SCRAMBLE % IDS + SHIFT) % IDS, dtype=np.int64)


def age_on(birth: Dates, date: np.datetime64 | Dates) -> Ints:
    """Completed years; born 29 February: birthday on 1 March in common years (1.4)."""
    born, on = _parts(birth), _parts(np.asarray(date, dtype="datetime64[D]"))
    before = (on[1] < born[1]) | ((on[1] == born[1]) & (on[2] < born[2]))
    years: Ints = on[0] - born[0] - before.astype(np.int64)
    return years


def birthday(birth: Dates, years: int) -> Dates:
    """The birthday of that age; born 29 February: the 28th, the strict side (2.15)."""
    months = birth.astype("datetime64[M]")
    later = months + np.timedelta64(12 * years, "M")
    last = (later + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    found: Dates = np.minimum(later.astype("datetime64[D]") + (birth - months), last)
    return found


def _parts(date: Dates) -> tuple[Ints, Ints, Ints]:
    """Year, month and day."""
    months = date.astype("datetime64[M]").astype(np.int64)
    return months // 12 + 1970, months % 12, (date - date.astype("datetime64[M]")).astype(np.int64)
