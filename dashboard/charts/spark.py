"""Sparklines: a series and its target in the size of a word, as SVG in plain text."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dashboard.catalog import Indicator
from dashboard.charts.frame import Frame, dot, line, rules, signs, target_path
from dashboard.charts.picture import Style, picture
from dashboard.views.series import Series

WIDTH, HEIGHT = 180, 56
_SIDE, _TOP, _FOOT = 8, 7, 9
# A range never shown as wider than it is: small moves must not look like leaps.
_LEAST_SMALL, _LEAST = Fraction(2), Fraction(10)
_SMALL = 10
_ALL = Fraction(100)
_STYLE: Style = {
    "path": "fill:none",
    ".t": "stroke:$target;stroke-width:1.6;stroke-dasharray:4 3",
    ".f": "stroke:$ink;stroke-width:2;stroke-linejoin:round",
    ".d": "stroke:$first;stroke-width:2;stroke-linejoin:round",
    ".b": "stroke:$faint;stroke-width:1.6",
    ".k": "stroke:$muted;stroke-width:1",
    ".x": "stroke:$muted;stroke-width:1.4",
    ".c,.n": "fill:$paper;stroke:$muted;stroke-width:1.4",
    ".p": "fill:$muted",
    "circle.f": "fill:$ink;stroke:none",
    "circle.d": "fill:$first;stroke:none",
    "circle.b": "fill:$faint;stroke:none",
}


def spark(series: Sequence[Series], *, indicator: Indicator) -> str:
    """The lines of a card as an SVG picture, the last of them in front.

    Only values that are public have a place in it, and only they and the targets set the scale.
    The line is cut at a change of calculation and at each year without a value, whose sign stands
    at the foot: a filled square protected, a ring no students, a cross not reported.
    """
    frame = _frame(series)
    if frame is None:
        return picture("", width=WIDTH, height=HEIGHT, style=_STYLE)
    cuts = frozenset(found.year for found in indicator.breaks if found.weight == "era")
    *behind, front = series
    name = "d" if front.lea_id else "f"
    parts = [
        rules(cuts, frame=frame, top=2, foot=HEIGHT - _FOOT),
        target_path(series[0], cuts=cuts, frame=frame),
        *(line(one, cuts=cuts, frame=frame, name="b") for one in behind),
        line(front, cuts=cuts, frame=frame, name=name),
        signs(front, frame=frame, foot=HEIGHT - 4),
        dot(front.latest, frame=frame, name=name),
    ]
    return picture("".join(parts), width=WIDTH, height=HEIGHT, style=_STYLE)


def _frame(series: Sequence[Series]) -> Frame | None:
    years = [point.year for one in series for point in one.points]
    if not years:
        return None
    levels = [point.percent for one in series for point in one.points if point.percent is not None]
    levels += [Fraction(point.target) for point in series[0].points if point.target is not None]
    low, high = (min(levels), max(levels)) if levels else (Fraction(0), _ALL)
    least = _LEAST_SMALL if high <= _SMALL else _LEAST
    if high - low < least:
        # Widened about the middle, but never beyond none or all.
        low = min((low + high - least) / 2, max(high, _ALL) - least)
        low = max(low, Fraction(0))
        high = low + least
    return Frame(
        left=_SIDE,
        right=WIDTH - _SIDE,
        top=_TOP,
        foot=HEIGHT - _FOOT,
        first=min(years),
        last=max(years),
        low=low,
        high=high,
    )
