"""What people type, and what it says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.collection.errors import NotTyped
from dashboard.collection.records import FIELDS, Record, parse_date, tidied
from dashboard.extracts.schema import ECO


def test_the_fields_are_those_of_the_extract() -> None:
    columns = tuple(column.name for column in ECO.columns)
    assert ("school_year", "lea_id", "school_id", *FIELDS) == columns


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2025-09-03", date(2025, 9, 3)),
        ("9/3/2025", date(2025, 9, 3)),
        ("09/03/2025", date(2025, 9, 3)),
        ("12/31/2025", date(2025, 12, 31)),
        ("31/12/2025", None),
        ("2/30/2025", None),
        ("9/3/25", None),
        ("20250903", None),
        ("2025-9-3", None),
        ("2025-W36-3", None),
        ("0000-00-00", None),
        ("٢٠٢٥-٠٩-٠٣", None),
        ("", None),
    ],
)
def test_dates(typed: str, read: date | None) -> None:
    assert parse_date(typed) == read


def test_typed_values_are_tidied_and_nothing_is_lost() -> None:
    typed = {
        "student_id": " 0012 ",
        "birth_date": "2/10/2021",
        "entry_date": "some day",
        "entry_a": "\u200b5\ufeff",
        "entry_b": " 9\xa0",
        "progress_a": "y",
        "exempt_reason": "none",
    }
    assert tidied(typed) == {
        "student_id": "0012",
        "birth_date": "2021-02-10",
        "entry_date": "some day",
        "entry_a": "5",
        "entry_b": "9",
        "progress_a": "Y",
        "exempt_reason": "NONE",
    }


@given(st.text(), st.sampled_from(FIELDS))
def test_whatever_is_typed_is_kept_or_refused_by_name_and_tidied_once(text: str, name: str) -> None:
    once: dict[str, str] = {}
    refused = ""
    try:
        once = tidied({name: text})
    except NotTyped as error:
        refused = error.field
    if refused:
        assert refused == name
        return
    once[name].encode()
    assert "\0" not in once[name]
    assert tidied(once) == once


def test_a_complete_set_has_all_three() -> None:
    entry = {"entry_a": "1", "entry_b": "2", "entry_c": "7"}
    assert Record(**entry).has_entry_set
    assert not Record(**(entry | {"entry_b": ""})).has_entry_set
    assert not Record(**(entry | {"entry_b": "8"})).has_entry_set
    exit = {f"exit_{o}": "3" for o in "abc"} | {f"progress_{o}": "N" for o in "abc"}
    assert Record(**exit).has_exit_set
    assert not Record(**(exit | {"progress_c": ""})).has_exit_set
    assert not Record(**(exit | {"exit_a": ""})).has_exit_set


def test_a_reason_of_none_is_no_reason() -> None:
    assert Record(exempt_reason="NONE").exempt is None
    assert Record(exempt_reason="DECEASED").exempt == "DECEASED"
