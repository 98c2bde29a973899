"""Measuring: what a run costs, one changed value, and the table with its limits."""

import pytest
from click.testing import CliRunner

from bench.__main__ import main
from bench.changes import CHANGES, YEAR, Change, changed, restore
from bench.measure import BenchError, python
from bench.table import Figure, as_text


def test_a_run_tells_seconds_memory_and_output():
    run = python("-c", "print('x' * 3); block = bytearray(200 * 2**20)")
    assert run.output == "xxx"
    assert run.seconds > 0
    # No upper bound: on Linux a child's peak holds what its parent had when it was forked.
    assert run.peak_mib > 200


def test_a_run_that_fails_is_an_error_with_what_it_said():
    with pytest.raises(BenchError, match=r"ended with 1:\n(.|\n)*no luck"):
        python("-c", "raise SystemExit('no luck')")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.extract)
def test_a_change_is_one_value_of_one_line_and_is_undone(history, change):
    path = history / change.extract / f"{YEAR}.csv"
    before, stat = path.read_text(), path.stat()
    with changed(history, change):
        now = path.read_text()
    pairs = list(zip(before.splitlines(), now.splitlines(), strict=True))
    differing = [(old.split(","), new.split(",")) for old, new in pairs if old != new]
    assert len(differing) == 1
    old, new = differing[0]
    assert [n for o, n in zip(old, new, strict=True) if o != n] == [change.to]
    assert path.read_text() == before
    assert path.stat().st_mtime_ns == stat.st_mtime_ns


def test_a_change_is_undone_when_the_build_fails_and_after_a_kill(history):
    path = history / "exiters" / f"{YEAR}.csv"
    before = path.read_bytes()
    with pytest.raises(RuntimeError), changed(history, CHANGES[-1]):
        raise RuntimeError
    assert path.read_bytes() == before
    path.rename(history / f".exiters-{YEAR}.original")  # as a killed bench leaves it
    restore(history)
    assert path.read_bytes() == before


def test_a_change_that_fits_no_row_is_an_error(history):
    nowhere = Change(extract="exiters", where={"exit_code": "XX"}, column="exit_code", to="D")
    with pytest.raises(BenchError, match="exiters 2010 has no row"), changed(history, nowhere):
        pass
    assert not list(history.glob(".*"))


def test_a_figure_holds_up_to_its_limit():
    assert Figure(what="a", ratio=2.0, limit=2.0).holds is True
    assert Figure(what="a", ratio=2.01, limit=2.0).holds is False
    assert Figure(what="a", ratio=2.01).holds is None


def test_the_table_shows_median_range_and_verdict():
    text = as_text(
        [
            Figure(what="reference", seconds=(1.0, 3.0, 2.0), peak_mib=99.6),
            Figure(what="build", seconds=(5.0,), ratio=2.5, against="x reference", limit=2.0),
        ]
    )
    _, reference, build = text.splitlines()
    assert reference.split() == ["reference", "2.00", "1.00", "to", "3.00", "100"]
    assert build.split() == ["build", "5.00", "2.50", "x", "reference", "2.00", "MISSED"]


def test_an_unknown_bench_is_wrong_usage():
    result = CliRunner().invoke(main, ["--only", "nothing"])
    assert result.exit_code == 2
    assert "'build'" in result.output
