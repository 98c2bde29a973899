"""The classes of a map: few, with fixed limits, each with its words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.views.numbers import target_text, with_percent_sign
from dashboard.views.point import Point

# How far a missed target may be away: the limits of the classes in points, for small targets and
# for others.
_SMALL_TARGET = 10
_LIMITS_SMALL, _LIMITS = (1, 3), (5, 15)
_FIFTHS = (0, 20, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True)
class Class:
    """One class. look: how it is drawn, see charts/map.py."""

    key: str
    label: str
    look: str


_CODED = {"BOTTOM_CODED": "low", "TOP_CODED": "high"}


def absences(indicator: Indicator) -> tuple[Class, ...]:
    """The classes of districts without a number, drawn as patterns.

    What is told in words, "under 5 %", is no number, and not protected like the rest either.
    """
    told = (
        Class("low", _("told in words: near none"), "low"),
        Class("high", _("told in words: near all"), "high"),
    )
    return (
        *(() if indicator.percent_of_districts else told),
        Class("protected", _("protected"), "protected"),
        Class("none", _("nobody to count"), "none"),
        Class("missing", _("not reported"), "missing"),
    )


def classes_of(indicator: Indicator, *, target: Decimal | None) -> tuple[Class, ...]:
    """The classes of an indicator, whatever its values: best first."""
    if indicator.percent_of_districts:
        found = _statuses()
    elif target is not None and indicator.direction != "none":
        found = _distances(indicator, target=target)
    else:
        found = tuple(
            Class(
                f"from-{low}",
                _("{low} to {high}").format(low=low, high=with_percent_sign(str(high))),
                f"step-{place}",
            )
            for place, (low, high) in enumerate(pairwise(_FIFTHS))
        )
    return (*found, *absences(indicator))


def class_of(point: Point | None, *, indicator: Indicator, target: Decimal | None) -> str:
    """The key of the class of a value, or of its absence."""
    if point is None:
        return "missing"
    if indicator.percent_of_districts:
        return _status(point)
    if point.coded:
        return _CODED[point.coded]
    if point.percent is None:
        return {"SUPPRESSED": "protected", "NO_STUDENTS": "none"}.get(point.status, "missing")
    if target is not None and indicator.direction != "none":
        return _distance(point.percent, indicator=indicator, target=target)
    fifth = min(int(point.percent // 20), len(_FIFTHS) - 2)
    return f"from-{_FIFTHS[fifth]}"


def _statuses() -> tuple[Class, ...]:
    return (
        Class("clear", _("not flagged, or met its targets"), "met"),
        Class("pending", _("review pending"), "some"),
        Class("flagged", _("flagged, or missed its targets"), "most"),
        Class("small", _("not examined: group too small"), "small"),
    )


def _status(point: Point) -> str:
    if point.status == "SUPPRESSED":
        return "protected"
    return {
        "NOT_FLAGGED": "clear",
        "MET_SUBGROUP": "clear",
        "REVIEW_PENDING": "pending",
        "FLAGGED": "flagged",
        "NOT_MET_SUBGROUP": "flagged",
        "NOT_EXAMINED_MIN_N": "small",
        "NOT_EXAMINED_NO_DATA": "none",
    }.get(point.district_status or "", "missing")


def _limits(target: Decimal) -> tuple[int, int]:
    return _LIMITS_SMALL if target <= _SMALL_TARGET else _LIMITS


def _distances(indicator: Indicator, *, target: Decimal) -> tuple[Class, ...]:
    near, far = _limits(target)
    aim = with_percent_sign(target_text(target, decimals=indicator.decimals))
    return (
        Class("met", _("target of {target} met").format(target=aim), "met"),
        Class("near", _("missed by up to {near} points").format(near=near), "some"),
        Class("between", _("missed by {near} to {far} points").format(near=near, far=far), "more"),
        Class("far", _("missed by more than {far} points").format(far=far), "most"),
    )


def _distance(percent: Fraction, *, indicator: Indicator, target: Decimal) -> str:
    short = Fraction(target) - percent
    if indicator.direction == "lower":
        short = -short
    near, far = _limits(target)
    if short <= 0:
        return "met"
    return "near" if short <= near else "between" if short <= far else "far"
