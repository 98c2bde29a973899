"""A view as a file."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.views import as_csv, as_json
from dashboard.views.download import COLUMNS, _cell
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH, CANARIES


def test_the_file_holds_what_the_table_holds(ask: Ask) -> None:
    view = ask("1", f"?district={BIRCH}&from=2012")
    rows = list(csv.DictReader(io.StringIO(as_csv(view))))
    assert [(row["lea_id"], row["school_year"], row["percent"]) for row in rows] == [
        ("", "2012", "70.3"),
        ("", "2013", "72.8"),
        (BIRCH, "2012", "66.0"),
        (BIRCH, "2013", ""),
    ]
    assert rows[3]["shown_as"] == "protected"
    assert (rows[1]["numerator"], rows[1]["denominator"], rows[1]["apr_ffy"]) == (
        "728",
        "1000",
        "2013",
    )


def test_nothing_protected_is_in_a_file(ask: Ask) -> None:
    view = ask("1", f"?district={BIRCH}&district={ALDER}")
    text = as_csv(view) + repr(as_json(view, release="x"))
    assert [canary for canary in CANARIES if canary in text] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\0", "  =", " -"])
def test_a_name_is_never_a_formula(ask: Ask, start: str) -> None:
    view = ask("1", f"?district={ALDER}&from=2013")
    name = f"{start}SUM(A1)"
    series = (view.series[0], replace(view.series[1], name=name))
    (_, row) = csv.DictReader(io.StringIO(as_csv(replace(view, series=series)), newline=""))
    assert row["name"] == f"'{name}"


@given(st.text())
def test_every_text_comes_back_but_for_its_apostrophe(text: str) -> None:
    assert str(_cell(text)).removeprefix("'") == text.removeprefix("'")


def test_numbers_are_left_alone() -> None:
    assert _cell(-1.5) == -1.5
    assert "percent" in COLUMNS
