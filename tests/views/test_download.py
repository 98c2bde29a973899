"""A view as a file."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.views import as_csv, as_json
from dashboard.views.download import COLUMNS, plain_cell, portion_of, portions_of
from dashboard.views.readme import MEANING, readme
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH, CANARIES


def test_the_file_holds_what_the_table_holds(ask: Ask) -> None:
    view = ask("1", f"?district={BIRCH}&from=2012")
    rows = list(csv.DictReader(io.StringIO(as_csv([portion_of(view)]))))
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
    portion = portion_of(view)
    text = as_csv([portion]) + repr(as_json(portion)) + readme([portion], edition=ask.edition)
    assert [canary for canary in CANARIES if canary in text] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\0", "  =", " -"])
def test_a_name_is_never_a_formula(ask: Ask, start: str) -> None:
    view = ask("1", f"?district={ALDER}&from=2013")
    name = f"{start}SUM(A1)"
    series = (view.series[0], replace(view.series[1], name=name))
    text = as_csv([portion_of(replace(view, series=series))])
    (_, row) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["name"] == f"'{name}"


@given(st.text())
def test_every_text_comes_back_but_for_its_apostrophe(text: str) -> None:
    assert str(plain_cell(text)).removeprefix("'") == text.removeprefix("'")


def test_numbers_are_left_alone() -> None:
    assert plain_cell(-1.5) == -1.5
    assert "percent" in COLUMNS


def test_a_district_is_every_indicator_beside_the_state(ask: Ask) -> None:
    portions = portions_of(ALDER, edition=ask.edition)
    assert [one.indicator.id for one in portions] == list(ask.edition.catalog.ids)
    assert {len(one.series) for one in portions} == {1, 2}  # some are the state's alone
    for one in portions:
        own = ask.edition.catalog.has_unit_values(one.indicator)
        assert [each.lea_id for each in one.series] == ([None, ALDER] if own else [None])


def test_what_goes_with_a_file_says_every_column_and_word(ask: Ask) -> None:
    text = readme([portion_of(ask("1"))], edition=ask.edition)
    assert tuple(MEANING) == COLUMNS
    for wanted in (*COLUMNS, "SUPPRESSED", "NOT_FLAGGED", ask.edition.id, "Synthetic data"):
        assert wanted in text
