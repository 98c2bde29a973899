"""Wilson's interval against published values, and what is said of a difference."""

from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.views.chance import Z, chance_of, wilson


@pytest.mark.parametrize(
    ("num", "den", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(num: int, den: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    interval = wilson(num, den)
    assert float(interval.low) / 100 == pytest.approx(low, abs=5e-5)
    assert float(interval.high) / 100 == pytest.approx(high, abs=5e-5)


def test_z_is_that_of_95_percent() -> None:
    assert float(Z) == pytest.approx(NormalDist().inv_cdf(0.975), abs=1e-12)


@given(den=st.integers(1, 100_000), data=st.data())
def test_the_interval_holds_the_share_and_mirrors_its_complement(
    den: int, data: st.DataObject
) -> None:
    num = data.draw(st.integers(0, den))
    interval, mirrored = wilson(num, den), wilson(den - num, den)
    assert 0 <= interval.low <= interval.high <= 100
    assert interval.holds(Fraction(100 * num, den))
    assert float(interval.low + mirrored.high) == pytest.approx(100, abs=1e-9)


@pytest.mark.parametrize(("num", "den"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_share_is_refused(num: int, den: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(num, den)


def test_a_small_district_may_differ_by_chance_and_a_large_one_not() -> None:
    state = Fraction(70)
    small = chance_of(num=6, den=12, state=state, unit="students", decimals=1)
    large = chance_of(num=600, den=1200, state=state, unit="students", decimals=1)
    assert small is not None
    assert large is not None
    assert (small.beyond, small.word) == (False, "could be chance")
    assert (large.beyond, large.word) == (True, "more than chance")
    assert small.text == (
        "With 12 students to count, chance alone could put the value anywhere from "
        "25.4\u00a0% to 74.6\u00a0%."
    )


@pytest.mark.parametrize(("num", "den"), [(None, None), (None, 12), (9, 8), (0, 0)])
def test_nothing_is_judged_without_public_counts(num: int | None, den: int | None) -> None:
    assert chance_of(num=num, den=den, state=Fraction(70), unit="students", decimals=1) is None
    assert chance_of(num=6, den=12, state=None, unit="students", decimals=1) is None
