"""The four-year adjusted cohort: who should graduate in a year, with and without IEPs."""

import numpy as np
import pyarrow as pa

from dashboard.extracts.schema import COHORT, EXIT_CODES
from dashboard.sample.columns import Columns, coded, dates, digits, flags, same
from dashboard.sample.draws import Bools, Dates, Floats, Ints, day, days, pick, tilted
from dashboard.sample.lives import GRADES
from dashboard.sample.roster import FIRST_DISTRICT
from dashboard.sample.students import WITHOUT_IEP, Students, student_number
from dashboard.sample.world import World

STATUSES = COHORT.column("status").codes
STATUS = {code: at for at, code in enumerate(STATUSES)}
ENDS = {
    "GHS": "GRAD4", "RC": "CERT", "RMA": "MAXAGE", "MNKC": "DROPOUT", "DROPOUT": "DROPOUT",
    "MKC": "TRANSFER_OUT", "TRAN": "GRAD4", "D": "DECEASED",
}  # fmt: skip
REMOVED = tuple(STATUS[code] for code in ("TRANSFER_OUT", "EMIGRATED", "DECEASED"))
DOCUMENTED, EMIGRATING, EQUIVALENCE = 0.94, 0.06, 0.07
# Students without IEPs: the hardship of the district moves them between the first two.
OTHERS = {
    "GRAD4": 0.815, "DROPOUT": 0.075, "GRAD5": 0.02, "ENROLLED": 0.015, "GED": 0.012,
    "TRANSFER_OUT": 0.055, "EMIGRATED": 0.006, "DECEASED": 0.002,
}  # fmt: skip


def cohort(world: World, year: int) -> Columns:
    """The rows of a cohort year: first those with IEPs, then the others."""
    with_iep, others = _with_iep(world, year), _others(world, year)
    return {name: pa.concat_arrays([with_iep[name], others[name]]) for name in with_iep}


def _with_iep(world: World, year: int) -> Columns:
    """Students in special education at some time of high school, by how it ended."""
    members = world.cohort(year - 12)
    high_school = (members.left_year == 0) | (members.left_year >= year - 3)
    students = members.only(high_school & (members.start < day(year, 7, 1)))
    size = len(students)
    status = _status(students, world=world, year=year)
    declassified = students.exit_code == EXIT_CODES.index("TRAN")
    later = np.minimum(students.left, np.datetime64(f"{year + 1}-08-15"))
    return _rows(
        world, year, place=world.roster.serving(year)[students.home], number=students.number,
        iep=~(declassified & (students.left_year <= year)), status=status,
        outcome=np.where(status == STATUS["ENROLLED"], np.datetime64("NaT", "D"), later),
        documented=world.draws.of("cohort", year, "documented").random(size),
    )  # fmt: skip


def _status(students: Students, *, world: World, year: int) -> Ints:
    """The status four years after grade 9 began."""
    drawn = world.draws.of("cohort", year, "status").random(len(students))
    ends = np.array([STATUS[ENDS.get(code, "ENROLLED")] for code in EXIT_CODES])
    status = ends[students.exit_code]
    dropped = status == STATUS["DROPOUT"]
    status = np.where(dropped, _or(drawn < EQUIVALENCE, "GED", "DROPOUT"), status)
    moved = status == STATUS["TRANSFER_OUT"]
    status = np.where(moved, _or(drawn < EMIGRATING, "EMIGRATED", "TRANSFER_OUT"), status)
    fifth = (students.exit_code == EXIT_CODES.index("GHS")) & (students.left_year == year + 1)
    here = (students.left_year == 0) | (students.left_year > year)
    status = np.where(fifth, STATUS["GRAD5"], np.where(here, STATUS["ENROLLED"], status))
    back_in = students.left_year + 1
    returned = np.where(back_in <= year, STATUS["GRAD4"], STATUS["GRAD5"])
    return np.where(students.returned & ~here, returned, status)


def _or(yes: Bools, first: str, second: str) -> Ints:
    """The one status or the other."""
    return np.where(yes, STATUS[first], STATUS[second])


def _others(world: World, year: int) -> Columns:
    """Students without IEPs of the same age."""
    pupils = (world.roster.size * world.facts.level("enrollment", year) / GRADES).round()
    pupils[:FIRST_DISTRICT] = 0
    counts = np.maximum(
        pupils - np.bincount(world.cohort(year - 12).home, minlength=len(pupils)), 0
    )
    home = np.repeat(np.arange(len(pupils)), counts.astype(np.int64))
    size = len(home)
    rank = np.arange(size) - (np.cumsum(counts) - counts).astype(np.int64)[home]
    effect = world.roster.effect("dropout", load=0.75, spread=0.35)[home]
    chances = np.tile([OTHERS.get(code, 0.0) for code in STATUSES], (size, 1))
    chances[:, STATUS["DROPOUT"]] = tilted(OTHERS["DROPOUT"], effect)
    chances[:, STATUS["GRAD4"]] += OTHERS["DROPOUT"] - chances[:, STATUS["DROPOUT"]]
    status = pick(world.draws.of("cohort", year, "others"), chances * (1 + 1e-9), size)
    status = np.where(status < 0, STATUS["GRAD4"], status)
    left = day(year, 5, 20) + days(
        -world.draws.of("cohort", year, "others' day").integers(0, 700, size)
    )
    outcome: Dates = np.where(status == STATUS["GRAD4"], day(year, 5, 20), left)
    outcome = np.where(status == STATUS["GRAD5"], day(year + 1, 5, 20), outcome)
    return _rows(
        world, year, place=world.roster.serving(year)[home],
        number=student_number(cohort=year - 12, place=home, rank=rank + WITHOUT_IEP),
        iep=np.zeros(size, dtype=bool), status=status,
        outcome=np.where(status == STATUS["ENROLLED"], np.datetime64("NaT", "D"), outcome),
        documented=world.draws.of("cohort", year, "others' papers").random(size),
    )  # fmt: skip


def _rows(
    world: World, year: int, *, place: Ints, number: Ints, iep: Bools, status: Ints,
    outcome: Dates, documented: Floats,
) -> Columns:  # fmt: skip
    """The columns of the extract; only a removal can be documented."""
    removed = np.isin(status, REMOVED)
    return {
        "cohort_year": same(year, len(place)),
        "lea_id": coded(place, world.roster.lea_ids),
        "student_id": digits(number, width=10),
        "iep": flags(iep),
        "status": coded(status, STATUSES),
        "outcome_date": dates(outcome),
        "removal_documented": flags(documented < DOCUMENTED, blank=~removed),
    }
