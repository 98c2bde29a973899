"""Where the state or a district stands on one indicator: what cards and rows are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.views.change import Change, Move, change_of
from dashboard.views.edition import Edition
from dashboard.views.links import indicator_link
from dashboard.views.numbers import target_text, with_percent_sign, year_label
from dashboard.views.point import Point
from dashboard.views.question import years_of
from dashboard.views.series import Series, series_of

# Statuses by which a district of a percent-of-districts indicator calls for a look.
_FLAGGED = frozenset({"FLAGGED", "NOT_MET_SUBGROUP"})


class Mark(StrEnum):
    """Met or not met, or neither: no target, no number, no number of this year."""

    MET = "met"
    NOT_MET = "not-met"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The latest value of a series beside its target.

    point: None where there is no value at all to speak of. shortfall: how far a missed target
    is away, in points, exact. flagged: a district status that calls for a look.
    """

    indicator: Indicator
    series: Series
    point: Point | None
    mark: Mark
    shortfall: Fraction | None
    change: Change | None
    flagged: bool
    href: str

    @property
    def is_number(self) -> bool:
        """Whether the value is a number, and no word in its place."""
        return self.point is not None and self.point.percent is not None

    @property
    def text(self) -> str:
        """The value, or the word in its place."""
        if self.point is None:
            return _("not reported")
        return self.point.text

    @property
    def value(self) -> str:
        """The value with its percent sign and without the year it may be carried from."""
        return with_percent_sign(self.text.split(" (")[0]) if self.is_number else self.text

    @property
    def target(self) -> str:
        """The target with its percent sign; empty without one, or beside no number."""
        if not self.is_number or self.point is None or self.point.target is None:
            return ""
        decimals = self.indicator.decimals
        return with_percent_sign(target_text(self.point.target, decimals=decimals))

    @property
    def verdict(self) -> str:
        """Met or not met in words, else why neither."""
        return self.point.verdict if self.point is not None else ""

    @property
    def year(self) -> str:
        """The school year that the value describes: of a carried one, the earlier."""
        return year_label(self.point.data_year) if self.point is not None else ""

    @property
    def slipped(self) -> bool:
        """Whether the last change is slippage."""
        return self.change is not None and self.change.move is Move.SLIPPAGE


def standing_of(indicator: Indicator, *, edition: Edition, district: str | None) -> Standing:
    """Where a district (None: the state) stands on an indicator.

    The years are those of the indicator's page.
    """
    years = years_of(indicator, edition=edition, first=None, last=None)
    series = series_of(district, indicator=indicator, edition=edition, years=years)
    point = _latest(series)
    districts = (district,) if district else ()
    change = None
    if point is not None:
        rule = edition.catalog.profile.slippage
        change = change_of(point, series=series, indicator=indicator, rule=rule)
    return Standing(
        indicator=indicator,
        series=series,
        point=point,
        mark=_mark(point),
        shortfall=_shortfall(point, indicator=indicator),
        change=change,
        flagged=point is not None and point.district_status in _FLAGGED,
        href=indicator_link(indicator.id, districts=districts),
    )


def _latest(series: Series) -> Point | None:
    """The last point of which there is anything to say; the very last when there is nothing.

    Only years that were not reported are passed over: an older number must never stand in for a
    value that is protected now.
    """
    for point in reversed(series.points):
        if point.percent is not None or point.status != "NOT_REPORTED":
            return point
    return series.points[-1] if series.points else None


def _mark(point: Point | None) -> Mark:
    if point is None or point.percent is None:
        return Mark.OTHER
    return {"MET": Mark.MET, "NOT_MET": Mark.NOT_MET}.get(point.status, Mark.OTHER)


def _shortfall(point: Point | None, *, indicator: Indicator) -> Fraction | None:
    if point is None or point.percent is None or point.target is None:
        return None
    if point.status != "NOT_MET":
        return None
    distance = point.percent - Fraction(point.target)
    return distance if indicator.direction == "lower" else -distance
