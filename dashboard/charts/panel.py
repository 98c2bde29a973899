"""One of several small charts on one scale: a district before the state, with its target."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dashboard.catalog import Indicator
from dashboard.charts.frame import Frame, dot, line, rules, signs, target_path
from dashboard.charts.picture import Style, picture
from dashboard.views.numbers import year_label
from dashboard.views.series import Series

WIDTH, HEIGHT = 340, 200
_LEFT, _RIGHT, _TOP, _FOOT = 40, 10, 10, 40
_ENDS = (5, 10, 20, 100)
_AIR = Fraction(6, 5)
_STYLE: Style = {
    "path": "fill:none",
    "text": "fill:$muted;font:11px system-ui,sans-serif",
    ".g": "stroke:$muted;stroke-opacity:.25",
    ".t": "stroke:$target;stroke-width:1.6;stroke-dasharray:5 4",
    ".d": "stroke:$first;stroke-width:2.4;stroke-linejoin:round",
    ".b": "stroke:$faint;stroke-width:2",
    ".k": "stroke:$muted;stroke-width:1",
    ".x": "stroke:$muted;stroke-width:1.4",
    ".c,.n": "fill:$paper;stroke:$muted;stroke-width:1.4",
    ".p": "fill:$muted",
    "circle.d": "fill:$first;stroke:none",
    "circle.b": "fill:$faint;stroke:none",
}


def panel(series: Series, *, state: Series, end: int, indicator: Indicator) -> str:
    """The drawing of a district; `end` is where the common scale ends (`common_end`)."""
    years = [point.year for point in state.points]
    if not years:
        return picture("", width=WIDTH, height=HEIGHT, style=_STYLE)
    frame = Frame(
        left=_LEFT,
        right=WIDTH - _RIGHT,
        top=_TOP,
        foot=HEIGHT - _FOOT,
        first=years[0],
        last=years[-1],
        low=Fraction(0),
        high=Fraction(end),
    )
    cuts = frozenset(found.year for found in indicator.breaks if found.weight == "era")
    parts = [
        _scale(frame, end=end),
        rules(cuts, frame=frame, top=_TOP, foot=HEIGHT - _FOOT),
        target_path(state, cuts=cuts, frame=frame),
        line(state, cuts=cuts, frame=frame, name="b"),
        line(series, cuts=cuts, frame=frame, name="d"),
        signs(series, frame=frame, foot=HEIGHT - _FOOT + 9),
        dot(series.latest, frame=frame, name="d"),
        _years(frame),
    ]
    return picture("".join(parts), width=WIDTH, height=HEIGHT, style=_STYLE)


def common_end(series: Sequence[Series]) -> int:
    """Where a scale from 0 ends that holds every public value and target of the series."""
    levels = [point.percent for one in series for point in one.points if point.percent is not None]
    levels += [
        Fraction(point.target) for one in series for point in one.points if point.target is not None
    ]
    top = max(levels, default=Fraction(100))
    return next((end for end in _ENDS if top * _AIR <= end), max(100, -int(-top // 1)))


def _scale(frame: Frame, *, end: int) -> str:
    said = ""
    for share in (0, 1, 2):
        level = Fraction(end * share, 2)
        y = frame.y(level)
        said += f'<path class="g" d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}"/>'
        said += f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{float(level):g} %</text>'
    return said


def _years(frame: Frame) -> str:
    ends = [(frame.first, "start", _LEFT), (frame.last, "end", WIDTH - _RIGHT)]
    return "".join(
        f'<text x="{x}" y="{HEIGHT - 8}" text-anchor="{anchor}">{year_label(year)}</text>'
        for year, anchor, x in dict.fromkeys(ends)
    )
