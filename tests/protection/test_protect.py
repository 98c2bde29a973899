"""The door between exact and public values, as far as it goes: the least denominator."""

import pyarrow as pa
import pytest

from dashboard.catalog import load_catalog
from dashboard.protection import protect
from dashboard.values import COLUMNS, SCHEMA

CATALOG = load_catalog()
LEA = {"level": "LEA", "lea_id": "019147"}
GROUP = {"group_type": "RACE", "group": "BL7"}


def row(num, den, **more):
    value = num * 100 / den if num is not None and den else None
    usual = {
        "catalog": "missouri", "indicator": "5A", "school_year": 2012, "level": "STATE",
        "lea_id": None, "group_type": "ALL", "group": "ALL", "num": num, "den": den,
        "value": value, "target": 50.0, "status": "MET", "district_status": None, "ratio": None,
        "era": "ALL", "data_year": 2012, "flags": "",
    }  # fmt: skip
    return {**usual, **more}


def public(*rows):
    table = protect(pa.Table.from_pylist(list(rows), schema=SCHEMA), CATALOG).values
    assert table.schema == SCHEMA
    return table.to_pylist()


@pytest.mark.parametrize("where", [LEA, {**LEA, **GROUP}, GROUP])
@pytest.mark.parametrize("status", ["MET", "NOT_MET", "NO_TARGET", "CARRIED"])
def test_fewer_than_ten_are_hidden(where, status):
    exact = row(4, 9, **where, status=status, data_year=2010, flags="NUM_GT_DEN")
    (shown,) = public(exact)
    hidden = {"num": None, "den": None, "value": None, "status": "SUPPRESSED", "flags": ""}
    assert shown == {**exact, **hidden}


@pytest.mark.parametrize("where", [LEA, {**LEA, **GROUP}, GROUP])
def test_ten_are_shown(where):
    exact = row(4, 10, **where)
    assert public(exact) == [exact]


def test_the_state_of_everybody_is_never_hidden():
    exact = row(4, 9)
    assert public(exact) == [exact]


def test_state_only_indicators_are_never_hidden():
    """Counts of 15 and 16 are public by federal law (5.2), also where units have their values."""
    exact = row(4, 9, indicator="15", **LEA)
    assert public(exact) == [exact]


def test_nobody_is_not_a_small_group():
    exact = row(0, 0, **LEA, status="NO_STUDENTS")
    assert public(exact) == [exact]


def test_cases_without_a_population_are_hidden():
    """Two dropouts where the child count has nobody are two students."""
    (shown,) = public(row(2, 0, **LEA, status="NO_STUDENTS", flags="NUM_GT_DEN"))
    assert (shown["num"], shown["den"], shown["status"]) == (None, None, "SUPPRESSED")


def test_a_small_denominator_is_hidden_where_only_the_percent_is_known():
    """A published value of 40 % of 5 tells the numerator as well as if it stood there."""
    (shown,) = public(row(None, 5, **LEA, value=40.0, flags="PUBLISHED"))
    assert [shown[name] for name in ("num", "den", "value", "status")] == [
        None, None, None, "SUPPRESSED",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "exact",
    [
        row(None, None, **LEA, status="NOT_REPORTED"),
        row(None, None, **LEA, indicator="4A", status="NO_TARGET", ratio=5.0, target=None,
            district_status="FLAGGED"),
        row(None, None, **LEA, status="MET", value=61.25, flags="PUBLISHED"),
    ],
)  # fmt: skip
def test_rows_without_counts_have_nothing_to_hide(exact):
    assert public(exact) == [exact]


def test_order_and_every_other_row_stay():
    years = [{"school_year": 2000 + n, "data_year": 2000 + n} for n in range(8)]
    rows = [row(3 + n % 4, 9 + n % 2, **LEA, **year) for n, year in enumerate(years)]
    shown = public(*rows)
    for before, after in zip(rows, shown, strict=True):
        assert after["school_year"] == before["school_year"]
        if before["den"] == 10:
            assert after == before
        else:
            assert after["status"] == "SUPPRESSED"
            changed = {name for name in COLUMNS if after[name] != before[name]}
            assert changed == {"num", "den", "value", "status"}


def test_the_catalogue_sets_the_least_denominator():
    rule = CATALOG.profile.protection.model_copy(update={"min_den": 30})
    profile = CATALOG.profile.model_copy(update={"protection": rule})
    stricter = CATALOG.model_copy(update={"profile": profile})
    table = pa.Table.from_pylist(
        [row(12, 29, **LEA), row(12, 30, **LEA, school_year=2013, data_year=2013)], schema=SCHEMA
    )
    assert protect(table, stricter).values["status"].to_pylist() == ["SUPPRESSED", "MET"]
