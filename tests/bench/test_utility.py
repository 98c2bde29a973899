"""What is hidden for its own sake and what for another's, as shares of rows and students."""

import pyarrow as pa
import pytest

from bench.utility import as_text, utility
from dashboard.catalog import load_catalog
from dashboard.protection import protect
from dashboard.values import SCHEMA
from tests.support.protected_rows import row

CATALOG = load_catalog()
DISTRICTS = {"A": (30, 40), "B": (18, 25), "C": (9, 12), "D": (5, 8), "E": (44, 55)}


@pytest.fixture
def exact():
    """T-SUP1: D is too few, and C is hidden for its sake."""
    rows = [row(106, 140, indicator="11")]
    rows += [row(*counts, indicator="11", lea=lea) for lea, counts in DISTRICTS.items()]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def test_shares_of_rows_and_of_students(exact):
    shares = utility(exact, protect(exact, CATALOG).values, CATALOG)
    rows, coded, primary, added, students, *of = shares["11", "ALL"]
    assert (rows, coded, primary, added) == (5, 0, 20, 20)
    assert (students, of) == (140, pytest.approx([100 * 8 / 140, 100 * 12 / 140]))


def test_the_table_names_indicator_and_breakdown(exact):
    lines = as_text(utility(exact, protect(exact, CATALOG).values, CATALOG))
    assert lines[1].split() == ["11", "ALL", "5", "0.0%", "20.0%", "20.0%", "140", "5.7%", "8.6%"]
