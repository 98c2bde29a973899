"""A random little state: rows of every extract that student-based indicators read."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from dashboard.extracts.schema import EXTRACTS, MISSING, Column, Kind
from tests.support.small_state import SmallState

LEAS = ("000001", "000002", "000003", "STATE0")
YEARS = (2008, 2009, 2010, 2011, 2012)
STUDENT_EXTRACTS = (
    "exiters", "cohort", "child_count", "assessment", "eco", "parent_survey", "evaluations",
    "c_to_b", "transition_plans", "followup", "due_process", "mediation",
)  # fmt: skip


def random_state(seed: int, folder: Path, *, rows: int = 12) -> SmallState:
    """About `rows` rows of each extract and year, all districts listed in all years."""
    rng = Random(seed)
    state = SmallState(folder).districts(*YEARS, leas=LEAS)
    for extract in STUDENT_EXTRACTS:
        for year in YEARS:
            for _ in range(rng.randint(rows // 2, rows)):
                state.add(extract, **_row(rng, extract, year))
    return state


def _row(rng: Random, extract: str, year: int) -> dict[str, object]:
    key = EXTRACTS[extract].key
    return {
        column.name: _field(rng, column, year)
        for column in EXTRACTS[extract].columns
        if column.name == "lea_id" or column.name not in key or column.kind is not Kind.TEXT
    }


def _field(rng: Random, column: Column, year: int) -> object:
    if column.name == "lea_id":
        return rng.choice(LEAS)
    if column.name == "count_date":
        return date(year - 1, 12, 1)
    if column.name == "birth_date":
        return date(year - rng.randint(3, 22), rng.randint(1, 12), rng.randint(1, 28))
    if column.name.startswith("entry_") and column.kind is Kind.DATE:
        return date(year - 2, 7, 1) + timedelta(days=rng.randint(0, 365))
    match column.kind:
        case Kind.YEAR:
            return year
        case Kind.DATE:
            return date(year - 1, 7, 1) + timedelta(days=rng.randint(0, 364))
        case Kind.CODE:
            # Few codes often, so that predicates hold often enough to count something.
            usual = [code for code in column.codes if code != MISSING][:4]
            return rng.choice([*usual * 4, *column.codes, ""] if column.blank else column.codes)
        case Kind.RATING:
            return rng.choice(["", *range(1, 8)])
        case Kind.PERCENT:
            return rng.randint(0, 100)
        case _:
            return ""
