"""How far a value is from its target, in what is counted: "6 more graduates would have met it"."""

from __future__ import annotations

import math
from fractions import Fraction

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.locale import ngettext
from dashboard.views.numbers import count_text
from dashboard.views.point import Point


def distance(point: Point, *, indicator: Indicator) -> str:
    """The distance in counts as a sentence; empty where there is no count or no target.

    The denominator is held: it asks how many of the same students would have had to do otherwise.
    A carried value belongs to another year's target, so nothing is said of it.
    """
    if point.num is None or not point.den or point.target is None or point.carried:
        return ""
    bound = Fraction(point.target) * point.den / 100
    if indicator.direction == "higher":
        return _more(math.ceil(bound) - point.num, counted=indicator.counted, met=_met(point))
    if indicator.direction == "lower":
        return _fewer(point.num - math.floor(bound), counted=indicator.counted, met=_met(point))
    return ""


def _met(point: Point) -> bool:
    return point.status == "MET"


def _more(missing: int, *, counted: str, met: bool) -> str:
    if missing > 0 and not met:
        return ngettext(
            "One more would have met it ({counted}).",
            "{count} more {counted} would have met it.",
            missing,
        ).format(count=count_text(missing), counted=counted)
    if met and missing < 0:
        return ngettext(
            "That is one more than the target needed ({counted}).",
            "That is {count} more {counted} than the target needed.",
            -missing,
        ).format(count=count_text(-missing), counted=counted)
    return _("Not one could have been missing ({counted}).").format(counted=counted) if met else ""


def _fewer(over: int, *, counted: str, met: bool) -> str:
    if over > 0 and not met:
        return ngettext(
            "One fewer would have met it ({counted}).",
            "{count} fewer {counted} would have met it.",
            over,
        ).format(count=count_text(over), counted=counted)
    if met and over < 0:
        return ngettext(
            "There could have been one more ({counted}).",
            "There could have been {count} more {counted}.",
            -over,
        ).format(count=count_text(-over), counted=counted)
    return (
        _("Not one more could have been added ({counted}).").format(counted=counted) if met else ""
    )
