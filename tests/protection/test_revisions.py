"""A release beside an earlier one that is still published (P4), on made-up states."""

import pyarrow as pa
import pytest

from bench.random_tables import Shape, random_table
from bench.releases import shape_of
from dashboard.catalog import load_catalog
from dashboard.releases.protecting import attacked
from tests.support.revised import PLACE, revised

CATALOG = load_catalog()
PROTECTIONS = {one.id: one.protection for one in CATALOG.indicators}
SEEDS = (3, 4, 8, 15, 19)


def state(seed: int) -> pa.Table:
    return random_table(seed, catalog=CATALOG, shape=shape_of(seed))


def hidden(values: pa.Table) -> set[tuple[object, ...]]:
    return {
        tuple(row[name] for name in PLACE)
        for row in values.to_pylist()
        if row["status"] == "SUPPRESSED" and not row["flags"]
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_counts_that_did_not_change_are_published_again(seed):
    """Also when nothing is remembered of how they were decided: after a change of the code, say."""
    exact = state(seed)
    first = attacked(exact, CATALOG).public
    again = attacked(exact, CATALOG, before=[(first.values, first.coded)])
    assert not again.withheld
    assert hidden(first.values) <= hidden(again.public.values)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_childs_correction_can_be_published(seed):
    exact = state(seed)
    first = attacked(exact, CATALOG).public
    corrected = revised(exact, seed=seed, protections=PROTECTIONS)
    assert corrected != exact
    again = attacked(corrected, CATALOG, before=[(first.values, first.coded)])
    assert not again.withheld
    changed = [
        tuple(new[name] for name in PLACE)
        for old, new in zip(exact.to_pylist(), corrected.to_pylist(), strict=True)
        if old != new
    ]
    told = {
        tuple(row[name] for name in PLACE): row
        for row in again.public.values.to_pylist()
        if row["status"] != "SUPPRESSED"
    }
    # The difference would be that child (T-SUP6); the state's total is never given up.
    assert [place for place in changed if place in told and place[2] == "LEA"] == []


@pytest.mark.parametrize(
    ("districts", "students", "seed"), [(12, 60, 2), (12, 150, 1), (25, 150, 5)]
)
def test_a_correction_of_one_indicator_hides_nothing_that_linked_ones_told(
    districts, students, seed
):
    """5A changes; 5B and 5C are known to everybody, also where they stand beside it."""
    shape = Shape(
        districts=districts,
        years=(2012,),
        students=students,
        unlisted=0.0,
        unknown=0.0,
        num_apart=0.0,
        groups={"RACE": 5, "DISABILITY": 8, "SEX": 2},
        indicators=("5A", "5B", "5C"),
    )
    exact = random_table(seed, catalog=CATALOG, shape=shape)
    first = attacked(exact, CATALOG).public
    corrected = revised(exact, seed=seed, protections=PROTECTIONS)
    again = attacked(corrected, CATALOG, before=[(first.values, first.coded)])
    assert not again.withheld
