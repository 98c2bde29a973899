"""The impossible triples of section 3.3 are those that the indicator leaves out."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import product

import duckdb
import ibis
import pytest

from dashboard.collection.categories import is_impossible
from dashboard.collection.checks import student_findings
from dashboard.collection.findings import Context
from dashboard.collection.records import Record
from dashboard.collection.rules import Rules
from dashboard.measures.outcomes import progress_category
from tests.support.collecting import NOW

SCALE = range(1, 8)
TRIPLES = tuple(product(SCALE, SCALE, "NY"))
GRID = """
a/b c!  c!  c!  c!  d! d!
a/b b!  c!  c!  c!  d! d!
a/b a/b b!  c!  c!  d! d!
a/b a/b a/b b!  c!  d! d!
a/b a/b a/b a/b b!  d! d!
a/b a/b a/b a/b a/b e! e!
a/b a/b a/b a/b a/b e  e!
"""
CELLS = {
    (entry, exit): cell
    for entry, line in enumerate(GRID.strip().splitlines(), start=1)
    for exit, cell in enumerate(line.split(), start=1)
}


def of_grid(entry: int, exit: int, progress: str) -> str | None:
    cell = CELLS[entry, exit]
    if cell.endswith("!") and progress == "N":
        return None
    letters = cell.rstrip("!").split("/")
    return letters[0 if progress == "N" else -1]


@pytest.mark.parametrize(("entry", "exit", "progress"), TRIPLES)
def test_the_98_triples(entry: int, exit: int, progress: str) -> None:
    wanted = of_grid(entry, exit, progress) is None
    assert is_impossible(entry=entry, exit=exit, progress=progress) is wanted


def test_27_are_impossible_and_71_are_not() -> None:
    found = Counter(counted()[triple] for triple in TRIPLES)
    assert found == {None: 27, "a": 21, "b": 25, "c": 10, "d": 10, "e": 5}


@pytest.mark.parametrize("outcome", "abc")
def test_E13_fires_for_the_27_alone(outcome: str) -> None:
    context = Context(school_year=2026, today=Rules().day(NOW), rules=Rules())
    for entry, exit, progress in TRIPLES:
        typed = {
            f"entry_{outcome}": str(entry), f"exit_{outcome}": str(exit),
            f"progress_{outcome}": progress,
        }  # fmt: skip
        codes = [finding.code for finding in student_findings(Record(**typed), context)]
        assert ("E13" in codes) is (of_grid(entry, exit, progress) is None)


@cache
def counted() -> dict[tuple[int, int, str | None], str | None]:
    """By the indicator's own table: the category of each entry, exit and answer."""
    rows = [(e, x, p or None) for e, x, p in product(SCALE, SCALE, ("N", "Y", ""))]
    table = ibis.table({"entry": "int32", "exit": "int32", "progress": "string"}, name="rated")
    category = progress_category(entry=table.entry, exit=table.exit, progress=table.progress)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE rated (entry INTEGER, exit INTEGER, progress VARCHAR)")
        connection.executemany("INSERT INTO rated VALUES (?, ?, ?)", rows)
        found = connection.execute(ibis.to_sql(table.mutate(category=category), "duckdb"))
        return {row[:3]: row[3] for row in found.fetchall()}


def test_the_indicator_counts_by_the_same_table() -> None:
    """Also without an answer: where it would decide, the child is not counted (A18)."""
    assert len(counted()) == 147
    for (entry, exit, progress), category in counted().items():
        if progress is None:
            wanted = None if CELLS[entry, exit] == "a/b" else of_grid(entry, exit, "Y")
        else:
            wanted = of_grid(entry, exit, progress)
            assert is_impossible(entry=entry, exit=exit, progress=progress) is (category is None)
        assert category == wanted
