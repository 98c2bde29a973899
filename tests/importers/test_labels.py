"""Cells of published tables as plain values."""

from decimal import Decimal

import pytest

from dashboard.importers import labels


@pytest.mark.parametrize(
    ("text", "single", "year"),
    [
        ("2012", "start", 2013),
        ("2012", "end", 2012),
        ("2012-13", "start", 2013),
        ("2012-2013", "start", 2013),
        ("2012-2013", "end", 2013),
        ("2012–13", "end", 2013),
        ("1999-00", "end", 2000),
        ("2012-14", "start", None),
        ("2012-2012", "start", None),
        ("98", "end", None),
        ("1998", "start", None),
        ("2099", "start", None),
        ("", "start", None),
        ("2012 total", "start", None),
        ("٢٠١٢", "start", None),
    ],
)
def test_school_year(text: str, single: str, year: int | None) -> None:
    assert labels.school_year(text, single=single) == year


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("1117", 1117),
        ("1,117", 1117),
        ("2,836,717", 2836717),
        ("999999999", 999999999),
        ("1000000000", None),
        ("1,17", None),
        ("-5", None),
        ("12.0", None),
        ("1e5", None),
        ("", None),
        ("x", None),
        ("²", None),
    ],
)
def test_count(text: str, number: int | None) -> None:
    assert labels.count(text) == number


@pytest.mark.parametrize(
    ("text", "number", "plain"),
    [
        ("88.50", "88.50", "88.5"),
        ("100", "100", "100"),
        ("0.0", "0.0", "0"),
        ("-2.5", "-2.5", "-2.5"),
        ("68.0%", "68.0", "68"),
        ("1200", "1200", "1200"),
    ],
)
def test_percent(text: str, number: str, plain: str) -> None:
    assert labels.percent(text) == Decimal(number)
    assert labels.plain(Decimal(number)) == plain


@pytest.mark.parametrize("text", ["", "NA", "nan", "inf", "1e3", ">=45.00%", ".5", "5.", "1,5"])
def test_no_percent(text: str) -> None:
    assert labels.percent(text) is None


def test_words_forget_case_points_and_blanks() -> None:
    assert labels.words(" U.S. and  Outlying\u00a0Areas") == labels.words("u s AND outlying areas")
    assert labels.words("lea_id") == "lea id"
