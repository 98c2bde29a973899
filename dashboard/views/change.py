"""The change since the year before: progress, decline or slippage (indicators.md 7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from dashboard.catalog import Indicator, Slippage
from dashboard.locale import gettext as _
from dashboard.views.numbers import points_text
from dashboard.views.point import Point
from dashboard.views.series import Series, earlier


class Move(StrEnum):
    """What a change means beside the direction that is better; MOVED where neither is."""

    PROGRESS = "progress"
    NO_CHANGE = "no-change"
    DECLINE = "decline"
    SLIPPAGE = "slippage"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From an earlier value of the same era to a later one; `moved` is exact, in points."""

    move: Move
    moved: Fraction
    since: int
    year: int
    decimals: int

    @property
    def from_year_before(self) -> bool:
        """Whether it happened within one year, as a reader takes for granted."""
        return self.since == self.year - 1

    @property
    def text(self) -> str:
        """ "up 2.5 points since 2012" """
        if not self.moved:
            return _("unchanged since {year}").format(year=self.since)
        size = points_text(self.moved, decimals=self.decimals)
        said = _("up {size} since {year}") if self.moved > 0 else _("down {size} since {year}")
        return said.format(size=size, year=self.since)

    @property
    def short(self) -> str:
        """ "up 2.5 points" """
        if not self.moved:
            return _("unchanged")
        size = points_text(self.moved, decimals=self.decimals)
        return (_("up {size}") if self.moved > 0 else _("down {size}")).format(size=size)

    @property
    def word(self) -> str:
        """What it means, in a word; empty where no direction is better."""
        return {
            Move.PROGRESS: _("progress"),
            Move.NO_CHANGE: _("no change"),
            Move.DECLINE: _("decline"),
            Move.SLIPPAGE: _("slippage"),
            Move.MOVED: "",
        }[self.move]


def change_of(
    point: Point, *, series: Series, indicator: Indicator, rule: Slippage
) -> Change | None:
    """The change that led to a point; None where nothing earlier compares (7, A28).

    Across a break there is no trend, and a carried value is no new one.
    """
    if point.percent is None or point.carried:
        return None
    before = earlier(point, series=series)
    if before is None or before.percent is None:
        return None
    moved = point.percent - before.percent
    return Change(
        move=move_of(point, moved=moved, indicator=indicator, rule=rule),
        moved=moved,
        since=before.data_year,
        year=point.data_year,
        decimals=indicator.decimals,
    )


def move_of(point: Point, *, moved: Fraction, indicator: Indicator, rule: Slippage) -> Move:
    """What a change of `moved` points to this value means; slippage only of a missed target."""
    if not moved:
        return Move.NO_CHANGE
    if indicator.direction == "none" or point.percent is None:
        return Move.MOVED
    worsening = moved if indicator.direction == "lower" else -moved
    if worsening < 0:
        return Move.PROGRESS
    slipped = rule.is_slippage(worsening, current=point.percent, data_year=point.data_year)
    return Move.SLIPPAGE if slipped and point.status == "NOT_MET" else Move.DECLINE
