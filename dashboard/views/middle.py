"""The middle value of several districts on an indicator, from public values alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.catalog import Indicator
from dashboard.views.edition import Edition
from dashboard.views.numbers import percent_text, with_percent_sign
from dashboard.views.point import point_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """The median of the public values of one year, and how many there are."""

    percent: Fraction
    count: int
    decimals: int

    @property
    def text(self) -> str:
        """The value with its sign."""
        return with_percent_sign(percent_text(self.percent, decimals=self.decimals))


def middle_of(
    indicator: Indicator, *, lea_ids: Sequence[str], year: int, least: int, edition: Edition
) -> Middle | None:
    """The middle value of the districts in a year; None where fewer than `least` are public.

    Carried values describe another year and are left aside.
    """
    shown = sorted(
        point.percent
        for lea_id in lea_ids
        for row in edition.series(indicator, lea_id)
        if row["school_year"] == year
        for point in [point_of(row, indicator=indicator)]
        if point.percent is not None and not point.carried
    )
    if len(shown) < least or not shown:
        return None
    half = len(shown) // 2
    percent = shown[half] if len(shown) % 2 else (shown[half - 1] + shown[half]) / 2
    return Middle(percent=percent, count=len(shown), decimals=indicator.decimals)
