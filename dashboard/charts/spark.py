"""Sparklines: a series and its target in the size of a word, as SVG in plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.catalog import Indicator
from dashboard.charts.picture import Style, picture
from dashboard.views.point import Point
from dashboard.views.series import Series

WIDTH, HEIGHT = 180, 56
_SIDE, _TOP, _FOOT = 8, 7, 9
# A range never shown as wider than it is: small moves must not look like leaps.
_LEAST_SPAN = (Fraction(2), Fraction(10))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Years and percents as places in the drawing."""

    first: int
    last: int
    low: Fraction
    high: Fraction

    def x(self, year: float) -> float:
        span = max(self.last - self.first, 1)
        at = (year - self.first) / span if self.last > self.first else 0.5
        return _SIDE + at * (WIDTH - 2 * _SIDE)

    def y(self, percent: Fraction) -> float:
        at = float((percent - self.low) / (self.high - self.low))
        return HEIGHT - _FOOT - at * (HEIGHT - _TOP - _FOOT)


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
    parts = [_rules(cuts, frame=frame), _target(series[0], cuts=cuts, frame=frame)]
    parts += [_line(one, cuts=cuts, frame=frame, name="b") for one in behind]
    name = "d" if front.lea_id else "f"
    parts += [
        _line(front, cuts=cuts, frame=frame, name=name),
        _marks(front, frame=frame, name=name),
    ]
    return picture("".join(parts), width=WIDTH, height=HEIGHT, style=_STYLE)


def _frame(series: Sequence[Series]) -> _Frame | None:
    years = [point.year for one in series for point in one.points]
    shown = [point.percent for one in series for point in one.points if point.percent is not None]
    if not years:
        return None
    levels = shown + [
        Fraction(point.target)
        for one in series[:1]
        for point in one.points
        if point.target is not None
    ]
    low, high = (min(levels), max(levels)) if levels else (Fraction(0), Fraction(100))
    least = _LEAST_SPAN[0] if high <= _SMALL else _LEAST_SPAN[1]
    if high - low < least:
        # Widened about the middle, but never beyond none or all.
        low = min((low + high - least) / 2, max(high, _ALL) - least)
        low = max(low, Fraction(0))
        high = low + least
    return _Frame(first=min(years), last=max(years), low=low, high=high)


def _target(series: Series, *, cuts: frozenset[int], frame: _Frame) -> str:
    """The target in steps, a level piece for each year."""
    path = ""
    before: int | None = None
    for point in series.points:
        if point.target is None:
            before = None
            continue
        height = frame.y(Fraction(point.target))
        start = frame.x(max(point.year - 0.5, frame.first))
        end = frame.x(min(point.year + 0.5, frame.last))
        joined = before == point.year - 1 and point.year not in cuts
        path += f"{'L' if joined else 'M'}{start:.1f} {height:.1f}L{end:.1f} {height:.1f}"
        before = point.year
    return f'<path class="t" d="{path}"/>' if path else ""


def _line(series: Series, *, cuts: frozenset[int], frame: _Frame, name: str) -> str:
    """The values of their own years; one with no neighbor is a dot."""
    runs: list[list[Point]] = []
    before: int | None = None
    for point in series.points:
        if point.percent is None or point.carried:
            continue
        if before != point.year - 1 or point.year in cuts:
            runs.append([])
        runs[-1].append(point)
        before = point.year
    path, dots = "", ""
    for run in runs:
        places = [
            f"{frame.x(p.year):.1f} {frame.y(p.percent):.1f}" for p in run if p.percent is not None
        ]
        if len(places) == 1:
            dots += _dot(run[0], frame=frame, name=f"{name} l")
        else:
            path += f"M{'L'.join(places)}"
    drawn = f'<path class="{name}" d="{path}"/>' if path else ""
    return drawn + dots


def _marks(series: Series, *, frame: _Frame, name: str) -> str:
    """The latest value as a dot, carried values as rings, and a sign for each absence."""
    said = ""
    for point in series.points:
        x, foot = frame.x(point.year), HEIGHT - 4
        if point.percent is not None and point.carried:
            said += f'<circle class="c" cx="{x:.1f}" cy="{frame.y(point.percent):.1f}" r="3"/>'
        elif point.percent is None and point.status == "SUPPRESSED":
            said += f'<rect class="p" x="{x - 2.5:.1f}" y="{foot - 2.5}" width="5" height="5"/>'
        elif point.percent is None and point.status == "NO_STUDENTS":
            said += f'<circle class="n" cx="{x:.1f}" cy="{foot}" r="2.5"/>'
        elif point.percent is None:
            said += f'<path class="x" d="M{x - 2:.1f} {foot - 2}l4 4m0-4l-4 4"/>'
    latest = series.latest
    if latest is not None and not latest.carried:
        said += _dot(latest, frame=frame, name=f"{name} e")
    return said


def _dot(point: Point, *, frame: _Frame, name: str) -> str:
    if point.percent is None:
        return ""
    radius = "2" if name.endswith(" l") else "3.5"
    x, y = frame.x(point.year), frame.y(point.percent)
    return f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def _rules(cuts: frozenset[int], *, frame: _Frame) -> str:
    """A thin upright rule where the calculation changed."""
    places = [frame.x(year - 0.5) for year in sorted(cuts) if frame.first < year <= frame.last]
    return "".join(f'<path class="k" d="M{x:.1f} 2V{HEIGHT - 9}"/>' for x in places)
