"""The bench of random releases counts what fails; a few of its states, in every test run."""

import pytest
from click.testing import CliRunner

from bench import releases
from bench.releases import Count, shape_of, try_release
from dashboard.audit import Leak, Report
from dashboard.catalog import load_catalog
from dashboard.releases.protecting import TellsTooMuch

CATALOG = load_catalog()
SMALL = [seed for seed in range(40) if shape_of(seed).districts < 8][:3]


def test_shapes_go_from_one_district_to_sixty():
    districts = {shape_of(seed).districts for seed in range(200)}
    assert min(districts) == 1
    assert max(districts) > 50


def test_small_states_are_published_and_tell_nothing():
    count = Count()
    for seed in SMALL:
        try_release(seed, CATALOG, count)
    assert (count.releases, count.told, count.refused) == (len(SMALL), {}, {})
    assert count.protected > 0


@pytest.mark.parametrize("refused", [True, False])
def test_a_failing_seed_is_named_with_its_table_and_ends_with_1(monkeypatch, refused):
    leak = Leak("5A", 2012, "LEA RACE", "numerator", "exact", 2)

    def refuse(exact, catalog):
        if refused:
            raise TellsTooMuch(Report(cells=1, leaks=(leak,)))
        return real(exact, catalog)

    real = releases.attacked
    monkeypatch.setattr(releases, "attacked", refuse)
    run = CliRunner().invoke(releases.main, ["--random", "1", "--first", str(SMALL[0])])
    assert run.exit_code == int(refused)
    line = f"seed {SMALL[0]}: refused: 5A 2012, LEA RACE: numerator of 2 cells, exact"
    assert (line in run.output) is refused
