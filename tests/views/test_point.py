"""From a row of the public table to what may be shown of it."""

from fractions import Fraction
from typing import Any

import pytest

from dashboard.catalog import Indicator, load_catalog
from dashboard.views.point import Point, point_of

CATALOG = load_catalog()
GRADUATION: Indicator = CATALOG["1"]
NUMBERS = {"num": 7, "den": 9, "value": 77.7}


def point(indicator: Indicator = GRADUATION, **cells: Any) -> Point:
    row = {
        "school_year": 2013,
        "num": None,
        "den": None,
        "value": None,
        "target": None,
        "status": "NOT_REPORTED",
        "district_status": None,
        "ratio": None,
        "era": "ACGR4",
        "data_year": 2013,
        "flags": "",
    }
    return point_of(row | cells, indicator=indicator)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [("MET", "met"), ("NOT_MET", "not met"), ("NO_TARGET", "no target")],
)
def test_a_value(status: str, verdict: str) -> None:
    shown = point(status=status, num=728, den=1000, value=72.8)
    assert (shown.text, shown.verdict, shown.counts) == ("72.8", verdict, "728 of 1,000")
    assert shown.percent == Fraction(728, 10)


def test_a_carried_value_is_marked_with_its_year() -> None:
    shown = point(status="CARRIED", num=72, den=100, value=72.0, data_year=2010)
    assert (shown.text, shown.verdict, shown.carried) == ("72.0 (from 2010)", "earlier year", True)


@pytest.mark.parametrize(
    ("status", "flags", "text"),
    [
        ("SUPPRESSED", "", "protected"),
        ("SUPPRESSED", "TOP_CODED", "protected (very high)"),
        ("SUPPRESSED", "BOTTOM_CODED", "protected (very low)"),
        ("NO_STUDENTS", "", "no students"),
        ("NOT_REPORTED", "INCOMPLETE_COHORT", "not reported"),
    ],
)
def test_what_has_no_number_shows_none_whatever_its_cells_hold(
    status: str, flags: str, text: str
) -> None:
    shown = point(status=status, flags=flags, **NUMBERS)
    assert (shown.text, shown.verdict, shown.counts) == (text, "", "")
    assert (shown.percent, shown.num, shown.den) == (None, None, None)


def test_no_students_is_said_in_the_indicators_own_words() -> None:
    shown = point(CATALOG["15"], status="NO_STUDENTS", num=0, den=0)
    assert shown.text == "no hearing requests"


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("FLAGGED", "flagged"),
        ("NOT_FLAGGED", "not flagged"),
        ("NOT_EXAMINED_MIN_N", "not examined (group too small)"),
        ("NOT_EXAMINED_NO_DATA", "not examined (no data)"),
        ("REVIEW_PENDING", "review pending"),
        ("MET_SUBGROUP", "met its targets"),
        ("NOT_MET_SUBGROUP", "did not meet its targets"),
    ],
)
def test_a_district_status(status: str, text: str) -> None:
    shown = point(CATALOG["4A"], status="NO_TARGET", district_status=status, ratio=6.005, **NUMBERS)
    assert (shown.text, shown.ratio, shown.percent) == (text, "6.01", None)


def test_a_protected_district_status_stays_protected() -> None:
    shown = point(CATALOG["4A"], status="SUPPRESSED", district_status="FLAGGED", ratio=6.0)
    assert (shown.text, shown.ratio) == ("protected", "")


def test_a_promised_number_that_is_missing_is_not_reported() -> None:
    assert point(status="MET").text == "not reported"
