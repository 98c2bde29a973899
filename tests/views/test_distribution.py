"""All districts of a year: public values placed, protected ones only counted."""

from dashboard.views import IndicatorView
from dashboard.views.distribution import Distribution
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH, LONG


def of(view: IndicatorView) -> Distribution:
    assert view.distribution is not None
    return view.distribution


def test_districts_are_counted_in_bars_and_the_chosen_are_named(ask: Ask) -> None:
    found = of(ask("1", f"?district={ALDER}"))
    filled = [(bar.low, bar.high, bar.count, bar.names) for bar in found.bars if bar.count]
    assert filled == [(65.0, 70.0, 2, ("Alder Creek R-I",))]
    assert found.shown == 2


def test_a_protected_value_is_counted_in_words_and_never_placed(ask: Ask) -> None:
    found = of(ask("1", f"?district={BIRCH}"))
    assert found.absent == (("protected", 1),)
    assert all(not bar.names for bar in found.bars)
    assert sum(bar.count for bar in found.bars) == 2  # with its canary value it would be three


def test_a_value_told_in_words_is_not_called_protected(ask: Ask) -> None:
    found = of(ask("6A", f"?district={BIRCH}&district={LONG}"))
    assert found.absent == (("under 5\N{NO-BREAK SPACE}%", 1), ("over 95\N{NO-BREAK SPACE}%", 1))
    assert (found.shown, [bar.names for bar in found.bars if bar.names]) == (1, [])


def test_an_axis_of_small_values_ends_where_it_helps(ask: Ask) -> None:
    assert of(ask("2")).bars[-1].high == 10


def test_percent_of_districts_indicators_count_statuses(ask: Ask) -> None:
    found = of(ask("4A", f"?district={LONG}"))
    assert found.bars == ()
    assert set(found.absent) == {
        ("flagged", 1),
        ("not examined (group too small)", 1),
        ("not examined (no data)", 1),
    }


def test_values_of_an_earlier_year_are_counted_and_said(ask: Ask) -> None:
    found = of(ask("8", "?to=2012"))
    assert found.shown == 3
    assert found.carried == 1


def test_a_state_only_indicator_has_none(ask: Ask) -> None:
    assert ask("16").distribution is None
