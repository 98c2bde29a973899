"""indicators.md 7: progress, decline, slippage."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dashboard.catalog import Indicator, Slippage
from dashboard.views import Edition
from dashboard.views.change import Move, change_of
from dashboard.views.point import Point
from dashboard.views.series import Series, series_of
from tests.support.release import ALDER

THRESHOLDS = Slippage(any_until=None)


def point(year: int, percent: str, status: str, *, era: str = "ALL") -> Point:
    return Point(
        year=year,
        percent=Fraction(Decimal(percent)),
        num=None,
        den=None,
        target=None if status == "NO_TARGET" else Decimal("50"),
        text=percent,
        verdict="",
        status=status,
        district_status=None,
        ratio="",
        era=era,
        data_year=year,
        flags=(),
    )


def move(
    indicator: Indicator,
    before: str,
    now: str,
    *,
    status: str = "NOT_MET",
    year: int = 2013,
    rule: Slippage = THRESHOLDS,
    eras: tuple[str, str] = ("ALL", "ALL"),
) -> Move | None:
    points = (
        point(year - 1, before, status, era=eras[0]),
        point(year, now, status, era=eras[1]),
    )
    series = Series(
        lea_id=None, name="State", has_percents=True, points=points, every=lambda: points
    )
    change = change_of(points[-1], series=series, indicator=indicator, rule=rule)
    return change.move if change else None


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("32.9", "32.0", Move.DECLINE),
        ("33.1", "32.0", Move.SLIPPAGE),
        ("33.0", "32.0", Move.DECLINE),
        ("32.0", "32.1", Move.PROGRESS),
        ("32.0", "32.0", Move.NO_CHANGE),
    ],
)
def test_t_slip_where_higher_is_better(
    edition: Edition, before: str, now: str, expected: Move
) -> None:
    assert move(edition.catalog["5A"], before, now) is expected


@pytest.mark.parametrize(
    ("before", "now", "status", "expected"),
    [
        ("5.0", "5.1", "NOT_MET", Move.DECLINE),
        ("4.9", "5.1", "NOT_MET", Move.SLIPPAGE),
        ("4.9", "5.1", "MET", Move.DECLINE),
        ("5.1", "4.9", "NOT_MET", Move.PROGRESS),
        ("9.95", "10.1", "NOT_MET", Move.DECLINE),
        ("9.7", "9.9", "NOT_MET", Move.SLIPPAGE),
    ],
)
def test_t_slip_where_lower_is_better(
    edition: Edition, before: str, now: str, status: str, expected: Move
) -> None:
    assert move(edition.catalog["2"], before, now, status=status) is expected


def test_t_slip_before_thresholds_any_step_back_of_a_missed_target_is_slippage(
    edition: Edition,
) -> None:
    dropout, rule = edition.catalog["2"], Slippage()
    assert move(dropout, "5.6", "5.7", year=2007, rule=rule) is Move.SLIPPAGE
    assert move(dropout, "5.6", "5.7", year=2012, rule=rule) is Move.SLIPPAGE
    assert move(dropout, "5.6", "5.7", year=2013, rule=rule) is Move.DECLINE
    assert move(dropout, "5.6", "5.7", year=2007, rule=rule, status="MET") is Move.DECLINE


def test_t_slip_without_a_target_there_is_no_slippage(edition: Edition) -> None:
    assert move(edition.catalog["5A"], "60", "40", status="NO_TARGET") is Move.DECLINE


def test_where_no_direction_is_better_a_change_has_no_name(edition: Edition) -> None:
    neither = edition.catalog["5A"].model_copy(update={"direction": "none"})
    assert move(neither, "60", "40") is Move.MOVED


def test_across_a_break_there_is_no_trend(edition: Edition) -> None:
    assert move(edition.catalog["5A"], "60", "40", eras=("OLD", "NEW")) is None


def test_a_carried_value_is_no_new_one(edition: Edition) -> None:
    parents, rule = edition.catalog["8"], edition.catalog.profile.slippage
    series = series_of(ALDER, indicator=parents, edition=edition, years=(2010, 2012))
    assert series.points[1].carried
    assert change_of(series.points[1], series=series, indicator=parents, rule=rule) is None
    fresh = series.points[1]._replace(status="NOT_MET", data_year=2012)
    assert change_of(fresh, series=series, indicator=parents, rule=rule) is not None


def test_a_change_in_words(edition: Edition) -> None:
    graduation, rule = edition.catalog["1"], edition.catalog.profile.slippage
    series = series_of(None, indicator=graduation, edition=edition, years=(2013,))
    change = change_of(series.points[0], series=series, indicator=graduation, rule=rule)
    assert change is not None
    assert (change.text, change.word) == ("up 2.5\u00a0points since 2012", "progress")
