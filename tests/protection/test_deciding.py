"""What is decided depends neither on who decides nor on what was decided before."""

import pyarrow as pa
import pytest

from bench.random_tables import Shape, random_table
from dashboard import processes
from dashboard.audit import answers, attack_ahead, audit
from dashboard.catalog import load_catalog
from dashboard.protection import protect, workers
from dashboard.releases.protecting import attacked

CATALOG = load_catalog()
SHAPE = Shape(
    districts=8,
    years=(2012, 2013),
    unlisted=0.0,
    num_apart=0.0,
    indicators=("5A", "5B", "5C", "11"),
)


@pytest.fixture(scope="module")
def exact():
    return random_table(1, catalog=CATALOG, shape=SHAPE)


@pytest.fixture(scope="module")
def public(exact):
    return protect(exact, CATALOG)


def test_other_processes_decide_the_same(exact, public, monkeypatch):
    submitted = []

    class Pool(processes.ProcessPoolExecutor):
        def submit(self, *task):
            submitted.append(task)
            return super().submit(*task)

    for name, value in {"LARGE": 0, "ALONE": 1}.items():
        monkeypatch.setattr(workers, name, value)
    monkeypatch.setattr(processes, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(workers.os, "cpu_count", lambda: 2)
    assert protect(exact, CATALOG) == public
    assert len(submitted) == 3, "four sheets, and the first needs no other process"
    submitted.clear()
    assert protect(exact, CATALOG, kept={}) == public
    assert len(submitted) == 2 + 4, "nothing was decided before: two processes start at once"


def test_protection_and_attack_share_processes(exact, public, monkeypatch):
    made = []

    class Pool(processes.ProcessPoolExecutor):
        def __init__(self, *args, **more):
            made.append(self)
            super().__init__(*args, **more)

    monkeypatch.setattr(processes, "ProcessPoolExecutor", Pool)
    for module in (workers, answers):
        monkeypatch.setattr(module, "LARGE", 0)
        monkeypatch.setattr(module.os, "cpu_count", lambda: 2)
    tried = attacked(exact, CATALOG)
    assert tried.public == public
    assert len(made) == 1
    with pytest.raises(RuntimeError, match="after shutdown"):
        made[0].submit(print)


def test_the_audit_finds_what_was_attacked_ahead(exact, public, monkeypatch):
    told = []
    monkeypatch.setattr(workers, "LARGE", 0)
    monkeypatch.setattr(workers.os, "cpu_count", lambda: 2)
    again = protect(exact, CATALOG, kept={}, on_decided=lambda _many, rows: told.append(rows()))
    assert again == public
    kept: dict[str, bytes] = {}
    for rows in told:
        attack_ahead(rows.values, rows.coded, catalog=CATALOG, kept=kept)
    ahead = dict(kept)
    report = audit(public.values, public.coded, catalog=CATALOG, kept=kept)
    assert report == audit(public.values, public.coded, catalog=CATALOG)
    assert report.cells > 0
    assert len(ahead) >= 2
    assert kept == ahead, "nothing was left to attack"


def test_nobody_hears_of_a_small_table_before_it_is_decided(exact):
    protect(exact, CATALOG, kept={}, on_decided=pytest.fail)


def test_where_a_process_is_ended_this_one_decides(exact, public, monkeypatch):
    monkeypatch.setattr(workers, "LARGE", 0)
    monkeypatch.setattr(workers, "ALONE", 1)
    monkeypatch.setattr(workers.os, "cpu_count", lambda: 2)
    ended = []

    class Pool(processes.ProcessPoolExecutor):
        def submit(self, *_task):
            ended.append(self)
            raise workers.BrokenProcessPool

    monkeypatch.setattr(processes, "ProcessPoolExecutor", Pool)
    assert protect(exact, CATALOG) == public
    assert len(ended) == 3


def test_one_core_decides_alone(exact, public, monkeypatch):
    monkeypatch.setattr(workers, "LARGE", 0)
    monkeypatch.setattr(workers.os, "cpu_count", lambda: 1)
    monkeypatch.setattr(processes, "ProcessPoolExecutor", None)
    assert protect(exact, CATALOG) == public


def one_more_case(exact, *, indicator, year):
    """The table with one child more in the numerators of a year's largest district and state."""
    rows = exact.to_pylist()
    mine = [
        row
        for row in rows
        if (row["indicator"], row["school_year"], row["group_type"]) == (indicator, year, "ALL")
        and row["den"] is not None
        and row["data_year"] == year
    ]
    largest = max((row for row in mine if row["level"] == "LEA"), key=lambda row: row["den"])
    for row in (largest, *(row for row in mine if row["level"] == "STATE")):
        row["num"] += 1
    return pa.Table.from_pylist(rows, schema=exact.schema)


def test_only_what_changed_is_decided_again(exact, public):
    kept: dict[str, bytes] = {}
    assert protect(exact, CATALOG, kept=kept) == public
    assert len(kept) == 4
    changed = one_more_case(exact, indicator="11", year=2013)
    again = protect(changed, CATALOG, kept=kept)
    assert len(kept) == 5
    assert again == protect(changed, CATALOG)
