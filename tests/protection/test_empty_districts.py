"""Of a district whose ALL row is hidden nothing tells that it has nobody: neither do its groups."""

import pyarrow as pa
import pytest

from bench.random_tables import random_table
from dashboard.audit import audit
from dashboard.catalog import load_catalog
from dashboard.protection import protect
from dashboard.releases.protecting import attacked
from dashboard.values import SCHEMA
from tests.support.protected_rows import row

CATALOG = load_catalog()


def hidden_groups(rows, **more):
    """The public rows of groups that are suppressed, by district."""
    table = protect(pa.Table.from_pylist(rows, schema=SCHEMA), CATALOG, **more).values.to_pylist()
    found = {}
    for one in table:
        if one["status"] == "SUPPRESSED" and one["group_type"] == "RACE" and one["lea_id"]:
            found.setdefault(one["lea_id"], set()).add(one["group"])
    return found


def state(others):
    """Three districts and, of a fourth, the rows that are given."""
    rows = []
    for lea in "ABC":
        rows.append(row(20, 60, indicator="11", lea=lea))
        rows += [row(10, 30, indicator="11", lea=lea, group=("RACE", g)) for g in ("BL7", "WH7")]
    total = [sum(one[name] for one in others) for name in ("num", "den")]
    rows.append(row(60 + total[0], 180 + total[1], indicator="11"))
    rows += [row(30, 90, indicator="11", group=("RACE", g)) for g in ("BL7", "WH7")]
    return rows + others


def test_a_hidden_district_of_students_without_a_race_has_the_rows_of_any_other():
    others = [row(2, 6, indicator="11", lea="D")]
    assert hidden_groups(state(others))["D"] == {"BL7", "WH7"}


def test_a_hidden_district_of_nobody_has_the_rows_of_any_other():
    nobody = row(0, 0, indicator="11", lea="D", status="NO_STUDENTS")
    found = hidden_groups(state([nobody]), withhold=[("11", 2012, "ALL")])
    assert found == {lea: {"BL7", "WH7"} for lea in "ABCD"}


def test_a_district_of_nobody_that_is_shown_has_none():
    nobody = row(0, 0, indicator="11", lea="D", status="NO_STUDENTS")
    assert "D" not in hidden_groups(state([nobody]))


@pytest.mark.parametrize("seed", [2, 3, 11, 12])
def test_the_smallest_states_are_published(seed):
    """Districts of nobody told of the others; the last resort told it no less."""
    public = attacked(random_table(seed, catalog=CATALOG), CATALOG).public
    assert audit(public.values, public.coded, catalog=CATALOG).safe
