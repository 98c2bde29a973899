"""The decision table of 3.3 and readings A18 to A20: early childhood outcomes."""

from collections import Counter
from datetime import date, timedelta
from itertools import product

import ibis
import pytest

from dashboard.measures.outcomes import progress_category
from tests.support.small_rows import counts
from tests.support.small_state import LEA

GRID = {
    1: ("a/b", "c!", "c!", "c!", "c!", "d!", "d!"),
    2: ("a/b", "b!", "c!", "c!", "c!", "d!", "d!"),
    3: ("a/b", "a/b", "b!", "c!", "c!", "d!", "d!"),
    4: ("a/b", "a/b", "a/b", "b!", "c!", "d!", "d!"),
    5: ("a/b", "a/b", "a/b", "a/b", "b!", "d!", "d!"),
    6: ("a/b", "a/b", "a/b", "a/b", "a/b", "e!", "e!"),
    7: ("a/b", "a/b", "a/b", "a/b", "a/b", "e", "e!"),
}
"""The full grid of 3.3, cell by cell: p=N / p=Y; `!` says that p=N is impossible."""
TRIPLES = list(product(range(1, 8), range(1, 8), "NY"))


def expected(entry, exit, progress):
    cell = GRID[entry][exit - 1]
    if cell.endswith("!"):
        return None if progress == "N" else cell[0]
    return cell[0 if progress == "N" else -1]


def categories(triples, **options):
    columns = {"entry": "int8", "exit": "int8", "progress": "string"}
    rows = [dict(zip(columns, triple, strict=True)) for triple in triples]
    asked = ibis.memtable(
        [{"n": n, **row} for n, row in enumerate(rows)], schema={"n": "int64", **columns}
    )
    found = asked.select(
        "n",
        category=progress_category(
            entry=asked.entry, exit=asked.exit, progress=asked.progress, **options
        ),
    ).order_by("n")
    return [row["category"] for row in ibis.duckdb.connect().to_pyarrow(found).to_pylist()]


def test_T_COS_GRID():
    found = categories(TRIPLES)
    assert len(TRIPLES) == 98
    assert dict(zip(TRIPLES, found, strict=True)) == {one: expected(*one) for one in TRIPLES}
    assert Counter(found) == {None: 27, "a": 21, "b": 25, "c": 10, "d": 10, "e": 5}


def test_T_COS_GRID_where_progress_is_ignored():
    found = categories(TRIPLES, on_impossible="ignore_progress")
    rest = [GRID[entry][exit - 1] for entry, exit, _ in TRIPLES]
    assert None not in found
    assert [
        cell[0] if "/" not in cell else cell.split("/")["NY".index(progress)]
        for cell, (_, _, progress) in zip(rest, TRIPLES, strict=True)
    ] == found


def test_A18_a_blank_answer_matters_only_where_it_decides():
    blank = [(entry, exit, "") for entry, exit, _ in TRIPLES[::2]]
    wanted = [
        None if "/" in GRID[entry][exit - 1] else GRID[entry][exit - 1][0]
        for entry, exit, _ in blank
    ]
    assert categories(blank) == wanted


def test_a_missing_rating_is_no_category():
    assert categories([(None, 3, "Y"), (3, None, "Y"), (None, None, "")]) == [None] * 3


LEFT = date(2012, 5, 15)


def left(state, outcome="a", entry=3, exit=6, progress="Y", **more):
    """A child who grew to the level of same-aged peers: d, in both statements."""
    told = {
        "birth_date": "2007-09-01", "entry_date": "2011-05-15", "exit_date": LEFT,
        f"entry_{outcome}": entry, f"exit_{outcome}": exit, f"progress_{outcome}": progress,
    }  # fmt: skip
    state.add("eco", **{"school_year": 2012, **told, **more})


def test_A18_each_outcome_stands_alone(state):
    state.districts(2012)
    left(state, entry_b=4, exit_b=5, progress_b="N", entry_c=6, exit_c="", progress_c="Y")
    values = state.values("7A1", "7A2", "7B1", "7B2", "7C1", "7C2")
    for indicator in ("7A1", "7A2"):
        assert counts(values.one(indicator, 2012)) == (1, 1, 100.0)
    for indicator in ("7B1", "7B2", "7C1", "7C2"):
        assert values.one(indicator, 2012)["status"] == "NO_STUDENTS"


@pytest.mark.parametrize(
    ("entry", "exit", "counted"), [("2024-09-03", "2025-03-04", 1), ("2024-09-03", "2025-03-03", 0)]
)
def test_T_182_days(state, entry, exit, counted):
    state.districts(2025)
    assert (date.fromisoformat(exit) - date.fromisoformat(entry)).days == 181 + counted
    left(state, school_year=2025, birth_date="2020-09-01", entry_date=entry, exit_date=exit)
    assert state.values("7A2").one("7A2", 2025)["den"] == counted


@pytest.mark.parametrize(
    ("born", "counted"),
    [
        ("2006-05-16", 1),
        ("2006-05-15", 1),  # on the sixth birthday
        ("2006-05-14", 0),
        ("2008-05-16", 0),  # entered a day before the third birthday
        ("2008-05-15", 1),
    ],
)
def test_A19_age_at_entry_and_exit(state, born, counted):
    state.districts(2012)
    left(state, birth_date=born)
    assert state.values("7A2").one("7A2", 2012)["den"] == counted


@pytest.mark.parametrize(("exit", "counted"), [("2014-03-01", 1), ("2014-03-02", 0)])
def test_A19_born_29_february(state, exit, counted):
    state.districts(2014)
    left(state, school_year=2014, birth_date="2008-02-29", entry_date="2012-09-01", exit_date=exit)
    assert state.values("7A2").one("7A2", 2014)["den"] == counted


@pytest.mark.parametrize(
    ("changed", "counted"),
    [
        ({"entry_date": "", "entry_rating_date": LEFT - timedelta(days=182)}, 1),
        ({"entry_date": "", "entry_rating_date": LEFT - timedelta(days=181)}, 0),
        ({"exit_date": "", "exit_rating_date": LEFT}, 1),
        ({"exit_date": "", "exit_rating_date": "2012-07-01"}, 0),
        ({"entry_date": LEFT - timedelta(days=181), "entry_rating_date": "2011-01-01"}, 0),
        ({"entry_date": ""}, 0),
        ({"exit_date": ""}, 0),
    ],
)
def test_A19_rating_dates_stand_in_for_missing_dates(state, changed, counted):
    state.districts(2012)
    left(state, **changed)
    assert state.values("7A2").one("7A2", 2012)["den"] == counted


@pytest.mark.parametrize(
    ("exit", "counted"),
    [("2011-06-30", 0), ("2011-07-01", 1), ("2012-06-30", 1), ("2012-07-01", 0)],
)
def test_A19_the_exit_lies_in_the_school_year(state, exit, counted):
    state.districts(2012)
    left(state, entry_date="2010-10-01", exit_date=exit)
    assert state.values("7A2").one("7A2", 2012)["den"] == counted


def test_A20_exemptions_change_nothing_and_districts_are_not_matched(state):
    state.districts(2012, leas=(LEA, "000002"))
    for reason in ("NONE", "UNDER_6_MONTHS", "MOVED_BEFORE_EXIT", "PARENT_WITHDREW", "DECEASED"):
        left(state, exempt_reason=reason)
    left(state, student_id="moved", exit_a="", exit_date="")
    left(state, student_id="moved", lea_id="000002", entry_a="", entry_date="")
    values = state.values("7A1", "7A2")
    for indicator in ("7A1", "7A2"):
        assert counts(values.one(indicator, 2012)) == (5, 5, 100.0)
        assert values.one(indicator, 2012, "000002")["den"] == 0
