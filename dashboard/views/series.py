"""The values of the state or of one district over the years asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from dashboard.catalog import Indicator
from dashboard.locale import current
from dashboard.locale import gettext as _
from dashboard.views.edition import Edition
from dashboard.views.keep import Keep
from dashboard.views.point import Point, point_of
from dashboard.views.words import NOT_LISTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line of a chart and its columns of the table.

    lea_id: None for the state. has_percents: False where a district has a status in place of a
    percent (indicators.md 1.3). points: one for each year asked for. every: makes the points of all
    years of the release. kept: what is said and drawn of this series alone, whatever stands beside
    it; of the state's it is said and drawn once.
    """

    lea_id: str | None
    name: str
    has_percents: bool
    points: tuple[Point, ...]
    every: Callable[[], tuple[Point, ...]] = field(compare=False, repr=False)
    kept: Keep = field(init=False, default_factory=Keep, compare=False, repr=False)

    @property
    def before(self) -> tuple[Point, ...]:
        """The points of all years, for the comparison with one that was not asked for."""
        return self.kept.once("before", self.every)

    @property
    def latest(self) -> Point | None:
        """The last point that has a number, if any has."""
        return next((point for point in reversed(self.points) if point.percent is not None), None)


def series_of(
    lea_id: str | None, *, indicator: Indicator, edition: Edition, years: Sequence[int]
) -> Series:
    """The series of a district, or of the state (None), for the years given.

    The state's stands on every page and in every report: it is made once.
    """
    if lea_id is not None:
        return _made(lea_id, indicator=indicator, edition=edition, years=years)
    return edition.kept.once(
        ("series", current(), indicator.id, tuple(years)),
        lambda: _made(None, indicator=indicator, edition=edition, years=years),
    )


def _made(
    lea_id: str | None, *, indicator: Indicator, edition: Edition, years: Sequence[int]
) -> Series:
    def made(asked: Sequence[int] | None) -> tuple[Point, ...]:
        rows = edition.series(indicator, lea_id, years=asked)
        return tuple([point_of(row, indicator=indicator) for row in rows])

    points = made(years)
    if [point.year for point in points] != list(years):
        by_year = {point.year: point for point in points}
        points = tuple([by_year.get(year) or _unlisted(year) for year in years])
    return Series(
        lea_id=lea_id,
        name=edition.catalog.profile.upper_label if lea_id is None else edition.districts[lea_id],
        has_percents=lea_id is None or not indicator.percent_of_districts,
        points=points,
        every=partial(made, None),
    )


def earlier(point: Point, *, series: Series) -> Point | None:
    """The latest point that `point` may be compared with: of its era, and of older data.

    Values of two eras never meet (indicators.md 7), and a carried value is no new value.
    """
    # Of the years that were not asked for, those before these are older and those after them newer.
    return _latest(series.points, before=point) or _latest(series.before, before=point)


def _latest(points: Iterable[Point], *, before: Point) -> Point | None:
    older = [
        other
        for other in points
        if other.percent is not None
        and other.status != "CARRIED"
        and other.era == before.era
        and other.data_year < before.data_year
    ]
    return max(older, key=lambda other: other.data_year, default=None)


def _unlisted(year: int) -> Point:
    """A district that was not listed in a year has no row in it (A1)."""
    return Point(
        year=year,
        percent=None,
        num=None,
        den=None,
        target=None,
        text=_(NOT_LISTED),
        verdict="",
        status="NOT_REPORTED",
        district_status=None,
        ratio="",
        era=None,
        data_year=year,
        flags=(),
    )
