"""indicators.md 1.2: how a number is shown."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.views.numbers import (
    NBSP,
    exact_percent,
    from_float,
    half_up,
    percent_text,
    points_text,
    target_text,
    year_label,
)


@pytest.mark.parametrize(
    ("num", "den", "decimals", "shown"),
    [(2, 3, 2, "66.67"), (1, 16, 1, "6.3"), (1, 8, 1, "12.5"), (1, 8, 0, "13"), (5, 1000, 0, "1")],
)
def test_t_rnd(num: int, den: int, decimals: int, shown: str) -> None:
    percent = exact_percent(num, den)
    assert percent is not None
    assert half_up(percent, decimals=decimals) == shown


@pytest.mark.parametrize(
    ("num", "den", "decimals", "shown"),
    [
        (29_999, 30_000, 2, ">99.99"),
        (1, 30_000, 2, "<0.01"),
        (30_000, 30_000, 2, "100.00"),
        (0, 30_000, 2, "0.00"),
        (29_999, 30_000, 1, ">99.9"),
        (30_001, 30_000, 1, ">100.0"),
        (999, 1000, 1, "99.9"),
        (9, 8, 1, "112.5"),
    ],
)
def test_all_and_none_are_said_only_when_they_are_true(
    num: int, den: int, decimals: int, shown: str
) -> None:
    assert percent_text(Fraction(num * 100, den), decimals=decimals) == shown


@given(den=st.integers(1, 100_000), data=st.data(), decimals=st.integers(0, 2))
def test_a_percent_never_claims_all_or_none(den: int, data: st.DataObject, decimals: int) -> None:
    num = data.draw(st.integers(0, den))
    shown = percent_text(Fraction(num * 100, den), decimals=decimals)
    assert (shown == half_up(Fraction(100), decimals=decimals)) == (num == den)
    assert (shown == half_up(Fraction(0), decimals=decimals)) == (num == 0)


def test_no_denominator_no_percent() -> None:
    assert exact_percent(0, 0) is None
    assert exact_percent(5, None) is None
    assert exact_percent(None, None, value=None) is None


def test_a_value_without_counts_is_the_decimal_that_was_published() -> None:
    assert exact_percent(None, None, value=74.05) == Fraction(7405, 100)
    assert half_up(from_float(74.05), decimals=1) == "74.1"  # the binary neighbour would be 74.0


def test_counts_win_over_a_published_value() -> None:
    assert exact_percent(1, 3, value=33.3) == Fraction(100, 3)


@pytest.mark.parametrize(
    ("difference", "shown"),
    [
        (Fraction(-12, 10), f"1.2{NBSP}points"),
        (Fraction(1), f"1.0{NBSP}point"),
        (Fraction(1, 100), f"less than 0.1{NBSP}points"),
    ],
)
def test_points(difference: Fraction, shown: str) -> None:
    assert points_text(difference, decimals=1) == shown


@pytest.mark.parametrize(
    ("target", "shown"), [("74", "74.0"), ("74.25", "74.25"), ("100", "100.0"), ("0", "0.0")]
)
def test_a_target_is_never_rounded(target: str, shown: str) -> None:
    assert target_text(Decimal(target), decimals=1) == shown


def test_years_as_people_say_them() -> None:
    assert [year_label(year) for year in (2000, 2009, 2013)] == ["1999–00", "2008–09", "2012–13"]
