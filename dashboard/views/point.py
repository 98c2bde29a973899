"""One cell of the public table as it may be shown: the only way from a row to a page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from dashboard.catalog import Indicator
from dashboard.locale import current
from dashboard.locale import gettext as _
from dashboard.views import words
from dashboard.views.numbers import (
    NBSP,
    count_text,
    exact_percent,
    from_float,
    half_up,
    percent_text,
)


class Point(NamedTuple):
    """A value of one year and series, with the words that stand for it.

    A tuple, for answers are made of dozens of them: it is there in a third of a dataclass's time.

    percent: exact, in percent; None where no number may be drawn or said.
    num, den: the counts behind it; None where percent is None or the counts are unknown.
    text: "72.8", "72.0 (from 2010)", "72.0 (as last certified)", "protected", "under 5 %", or a
        district status in words.
    verdict: what the value is beside the target, in English words that are to be translated where
    they are shown; "" where the question does not arise.
    """

    year: int
    percent: Fraction | None
    num: int | None
    den: int | None
    target: Decimal | None
    text: str
    verdict: str
    status: str
    district_status: str | None
    ratio: str
    era: str | None
    data_year: int
    flags: tuple[str, ...]

    @property
    def carried(self) -> bool:
        """Whether the value describes an earlier year than the one it stands in (A27)."""
        return self.percent is not None and self.status == "CARRIED"

    @property
    def value(self) -> str:
        """The number alone, with its sign: "72.8 %"; for a point that has one."""
        return f"{self.text.partition(' (')[0]}{NBSP}%"

    @property
    def coded(self) -> str:
        """TOP_CODED or BOTTOM_CODED where the value is told in words, "over 95 %"; else empty."""
        coded = next((flag for flag in self.flags if flag in words.CODED), "")
        return coded if self.status == "SUPPRESSED" else ""

    @property
    def counts(self) -> str:
        """ "364 of 500", or nothing."""
        if self.num is None or self.den is None:
            return ""
        return _counts(self.num, self.den, current())


@lru_cache(maxsize=1_024)  # table, chart and picture say the same
def _counts(num: int, den: int, _language: str) -> str:
    return _("{part} of {whole}").format(part=count_text(num), whole=count_text(den))


def point_of(row: Mapping[str, Any], *, indicator: Indicator) -> Point:
    """The point of a row of the public table.

    A row whose status shows no number yields none, whatever its cells hold: should protection
    ever leave a count behind, it still goes no further (P5).
    """
    status, district_status = row["status"], row["district_status"]
    percent = num = den = None
    if status in words.SHOWN and district_status is None:
        percent = exact_percent(row["num"], row["den"], value=row["value"])
        num, den = (None, None) if percent is None else (row["num"], row["den"])
    flags = _flags(row["flags"] or "")
    year, target, ratio = row["school_year"], row["target"], row["ratio"]
    data_year = year if row["data_year"] is None else row["data_year"]
    examined = status != "SUPPRESSED" and ratio is not None
    return Point(  # by place: named, the parts take twice as long to put together
        year,
        percent,
        num,
        den,
        None if target is None else _decimal(target),
        _text(row, percent=percent, indicator=indicator, flags=flags, data_year=data_year),
        "" if percent is None else words.VERDICTS[status],
        status,
        district_status,
        half_up(from_float(ratio), decimals=2) if examined else "",
        row["era"],
        data_year,
        flags,
    )


@lru_cache(maxsize=256)
def _flags(joined: str) -> tuple[str, ...]:
    return tuple(flag for flag in joined.split(",") if flag)


@lru_cache(maxsize=1_024)  # a state has a few hundred targets
def _decimal(number: float) -> Decimal:
    """The decimal number that was written, not its binary neighbour."""
    return Decimal(repr(float(number)))


def _text(
    row: Mapping[str, Any],
    *,
    percent: Fraction | None,
    indicator: Indicator,
    flags: tuple[str, ...],
    data_year: int,
) -> str:
    if percent is not None:
        text = percent_text(percent, decimals=indicator.decimals)
        if row["status"] == "CARRIED":
            return _("{value} (from {year})").format(value=text, year=data_year)
        stale = words.STALE in flags
        return _("{value} (as last certified)").format(value=text) if stale else text
    if row["district_status"] is not None and row["status"] != "SUPPRESSED":
        status = row["district_status"]
        return _(words.DISTRICT_STATUSES.get(status, words.plain(status)))
    if row["status"] in words.SHOWN:  # a number was promised and is not there
        return _(words.VERDICTS["NOT_REPORTED"])
    return words.empty_words(
        row["status"], unit=indicator.unit, flags=flags, bound=row.get("bound")
    )
