"""How far a value is from its target, in what is counted: "6 more graduates would have met it"."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.locale import ngettext
from dashboard.views.numbers import count_text, exact
from dashboard.views.point import Point


def distance(point: Point, *, indicator: Indicator) -> str:
    """The distance in counts as a sentence; empty where there is no count or no target.

    The denominator is held: it asks how many of the same students would have had to do otherwise.
    A carried value belongs to another year's target, so nothing is said of it.
    """
    if point.num is None or not point.den or point.target is None or point.carried:
        return ""
    if indicator.direction not in _ROOM:
        return ""
    bound = exact(point.target) * point.den / 100
    room = _ROOM[indicator.direction](point.num, bound)
    met = point.status == "MET"
    if room < 0 and not met:
        said = _missed(indicator.direction, -room)
    elif room > 0 and met:
        said = _beyond(indicator.direction, room)
    else:
        said = _just(indicator.direction) if met else ""
    return said.format(count=count_text(abs(room)), counted=indicator.counted)


_ROOM: Mapping[str, Callable[[int, Fraction], int]] = {
    "higher": lambda num, bound: num - math.ceil(bound),
    "lower": lambda num, bound: math.floor(bound) - num,
}
"""How many could have done otherwise with the target still met; below zero, how many too many."""


def _missed(direction: str, count: int) -> str:
    if direction == "higher":
        return ngettext(
            "One more would have met it ({counted}).",
            "{count} more {counted} would have met it.",
            count,
        )
    return ngettext(
        "One fewer would have met it ({counted}).",
        "{count} fewer {counted} would have met it.",
        count,
    )


def _beyond(direction: str, count: int) -> str:
    if direction == "higher":
        return ngettext(
            "That is one more than the target needed ({counted}).",
            "That is {count} more {counted} than the target needed.",
            count,
        )
    return ngettext(
        "There could have been one more ({counted}).",
        "There could have been {count} more {counted}.",
        count,
    )


def _just(direction: str) -> str:
    if direction == "higher":
        return _("Not one could have been missing ({counted}).")
    return _("Not one more could have been added ({counted}).")
