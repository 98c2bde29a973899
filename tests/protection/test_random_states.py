"""Protection against the attacker, on made-up states that neither of them has seen."""

import pyarrow as pa
import pytest

from bench.random_tables import Shape, random_table
from dashboard.audit import audit
from dashboard.catalog import load_catalog
from dashboard.protection import protect
from dashboard.releases.protecting import attacked
from tests.support.mutants import mutants

CATALOG = load_catalog()
IDS = ("1", "2", "5A", "5B", "5C", "11", "14A", "14B", "14C")


def state(seed: int) -> pa.Table:
    """A state of a few dozen districts, each time awkward in another way."""
    shape = Shape(
        districts=20 + seed % 30,
        years=(2012,),
        students=[60.0, 150.0, 400.0][seed % 3],
        unlisted=[0.0, 0.01][seed % 2],
        unknown=[0.0, 0.01][seed % 2],
        num_apart=0.0,
        indicators=IDS,
    )
    return random_table(seed, catalog=CATALOG, shape=shape)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_can_be_told_of_what_is_published(seed):
    public = attacked(state(seed), CATALOG).public
    report = audit(public.values, public.coded, catalog=CATALOG)
    assert report.safe, [str(leak) for leak in report.told]
    assert report.cells > 100, "there is something to protect"


@pytest.mark.parametrize("seed", range(4))
def test_every_small_row_is_hidden_and_every_shown_one_is_true(seed):
    exact = state(seed)
    key = ("indicator", "level", "lea_id", "group_type", "group")
    true = {tuple(row[name] for name in key): row for row in exact.to_pylist()}
    for row in attacked(exact, CATALOG).public.values.to_pylist():
        told = true.get(tuple(row[name] for name in key))
        if row["status"] == "SUPPRESSED":
            assert (row["num"], row["den"], row["value"]) == (None, None, None)
            continue
        assert told == row
        whole = (row["level"], row["group_type"]) == ("STATE", "ALL")
        assert whole or not row["den"] or row["den"] >= 10


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_rows_does_not_matter(seed):
    exact = state(seed)
    key = [(name, "ascending") for name in ("indicator", "group", "lea_id", "level", "group_type")]
    turned = exact.take(pa.array(range(exact.num_rows - 1, -1, -1)))
    one, other = (protect(table, CATALOG).values.sort_by(key) for table in (exact, turned))
    assert one.to_pylist() == other.to_pylist()


def test_a_slip_is_caught():
    """One hidden row told again, or its percent, or a hidden total.

    A row that is hidden for another's sake may be one more than was needed: then telling it tells
    nothing, and there is nothing to catch. One that is too small is always caught.
    """
    caught, slips = {True: 0, False: 0}, {True: 0, False: 0}
    for seed in range(3):
        exact = state(seed)
        public = attacked(exact, CATALOG).public
        key = ("indicator", "school_year", "level", "lea_id", "group_type", "group")
        den = {tuple(row[name] for name in key): row["den"] for row in exact.to_pylist()}
        for mutant in mutants(public.values, public.coded, exact=exact, seed=seed):
            small = den[mutant.at] < CATALOG.profile.protection.min_den
            slips[small] += 1
            caught[small] += not audit(mutant.values, mutant.coded, catalog=CATALOG).safe
    assert slips[True] >= 5
    assert caught[True] == slips[True]
    assert caught[False] >= slips[False] / 2
