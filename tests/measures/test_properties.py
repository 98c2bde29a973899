"""What holds for every state: sums, order and files, one more student, nested outcomes."""

import copy
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.catalog import load_catalog
from tests.support.random_state import LEAS, YEARS, random_state
from tests.support.small_rows import STUDENT
from tests.support.small_state import SmallState, Values

CATALOG = load_catalog()
STUDENT_BASED = tuple(one.id for one in CATALOG.indicators if not one.percent_of_districts)
SEEDS = st.integers(0, 10**6)
few = settings(max_examples=4, deadline=None, database=None, derandomize=True)


@pytest.fixture(scope="module", autouse=True)
def sql_at_hand():
    """Let the first example pay for no compilation of SQL."""
    with TemporaryDirectory() as folder:
        measured(SmallState(Path(folder) / "extracts").districts(2012))


def measured(state: SmallState) -> Values:
    return state.values(*CATALOG.ids)


def beside(state: SmallState) -> SmallState:
    """The same rows, to be changed and written somewhere else."""
    twin = copy.deepcopy(state)
    twin.folder = state.folder.parent / "twin" / "extracts"
    return twin


def cell(row):
    names = ("indicator", "school_year", "group_type", "group")
    return tuple(row[name] for name in names)


def counted(row):
    return row["num"], row["den"], row["value"], row["status"]


@few
@given(seed=SEEDS)
def test_the_state_is_the_sum_of_its_rows_listed_or_not(seed):
    with TemporaryDirectory() as folder:
        state = random_state(seed, Path(folder) / "extracts")
        values = measured(state)
        sums, states = {}, {}
        for row in values.rows:
            if row["indicator"] not in STUDENT_BASED or row["num"] is None:
                continue
            if row["level"] == "STATE":
                states[cell(row)] = (row["num"], row["den"])
            elif row["status"] != "CARRIED":
                num, den = sums.get(cell(row), (0, 0))
                sums[cell(row)] = (num + row["num"], den + row["den"])
        by_district = {key: n for key, n in states.items() if key[0] not in ("15", "16")}
        assert len(by_district) > 200
        assert by_district == sums

        twin = beside(state)
        twin.rows["districts"] = [
            row for row in twin.rows["districts"] if row["lea_id"] in LEAS[:2]
        ]
        for extract, rows in twin.rows.items():
            for row in rows if extract != "districts" else []:
                row["lea_id"] = {LEAS[2]: "999999", "STATE0": ""}.get(row["lea_id"], row["lea_id"])
        again = measured(twin)
        assert [row for row in again.rows if row["level"] == "STATE"] == [
            row for row in values.rows if row["level"] == "STATE"
        ]
        assert {row["lea_id"] for row in again.rows} == {None, *LEAS[:2]}


@few
@given(seed=SEEDS, parts=st.integers(2, 3))
def test_the_order_of_rows_and_the_cut_into_files_change_nothing(seed, parts):
    with TemporaryDirectory() as folder:
        state = random_state(seed, Path(folder) / "extracts")
        twin = beside(state)
        twin.parts = parts
        rng = Random(seed)
        for rows in twin.rows.values():
            rng.shuffle(rows)
        assert measured(twin).rows == measured(state).rows


@few
@given(seed=SEEDS, age=st.sampled_from([4, 10]), year=st.sampled_from(YEARS))
def test_one_more_child_changes_exactly_its_cells(seed, age, year):
    with TemporaryDirectory() as folder:
        state = random_state(seed, Path(folder) / "extracts")
        twin = beside(state)
        twin.add(
            "child_count", school_year=year, lea_id=LEAS[0], count_date=f"{year - 1}-12-01",
            birth_date=f"{year - 1 - age}-03-01", env_sa="RC80", env_ec="SC", grade="02",
            **STUDENT,
        )  # fmt: skip
        before = {(*cell(row), row["lea_id"]): counted(row) for row in measured(state).rows}
        after = {(*cell(row), row["lea_id"]): counted(row) for row in measured(twin).rows}
    changed = {key: after[key] for key in after if after[key] != before.get(key)}
    readers = {"5A": 1, "5B": 0, "5C": 0} if age == 10 else {"6A": 0, "6B": 1}
    if age == 4 and year < 2012:  # before the era of 6
        readers = {}
    groups = (("ALL", "ALL"), ("RACE", "WH7"), ("DISABILITY", "SLD"), ("SEX", "F"))
    cells = {
        (id, year, *group, lea) for id in readers for group in groups for lea in (LEAS[0], None)
    }
    assert set(changed) == cells
    assert set(before) <= set(after)
    for key, (num, den, _, _) in changed.items():
        old_num, old_den = before.get(key, (0, 0))[:2]
        assert (num, den) == (old_num + readers[key[0]], old_den + 1)


@few
@given(seed=SEEDS)
def test_14_A_is_part_of_B_and_B_of_C(seed):
    with TemporaryDirectory() as folder:
        values = random_state(seed, Path(folder) / "extracts").values("14A", "14B", "14C")
    reported = [row for row in values.all(indicator="14A") if row["num"] is not None]
    assert reported
    for first in reported:
        where = {name: first[name] for name in ("school_year", "lea_id", "group")}
        a, b, c = (values.all(indicator=id, **where)[0] for id in ("14A", "14B", "14C"))
        assert a["num"] <= b["num"] <= c["num"] <= a["den"]
        assert a["den"] == b["den"] == c["den"]
