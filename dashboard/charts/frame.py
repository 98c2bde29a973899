"""Years and percents as places in a small drawing, and the pieces that all of them draw."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dashboard.views.point import Point
from dashboard.views.series import Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The inner part of a drawing: `left` to `right` and `top` to `foot`, in its own units."""

    left: float
    right: float
    top: float
    foot: float
    first: int
    last: int
    low: Fraction
    high: Fraction

    def x(self, year: float) -> float:
        """Where a year stands; a single one in the middle."""
        if self.last == self.first:
            return (self.left + self.right) / 2
        return self.left + (year - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, percent: Fraction) -> float:
        """How high a percent stands."""
        low = float(self.low)  # as exact as a drawing needs; fractions cost ten times as much
        share = (float(percent) - low) / (float(self.high) - low)
        return self.foot - share * (self.foot - self.top)


def target_path(series: Series, *, cuts: frozenset[int], frame: Frame) -> str:
    """The target in steps, a level piece for each year; joined but across an era or a gap."""
    path = ""
    before: int | None = None
    for point in series.points:
        if point.target is None:
            before = None
            continue
        height = frame.y(Fraction(point.target))
        start = frame.x(max(point.year - 0.5, frame.first))
        end = frame.x(min(point.year + 0.5, frame.last))
        if frame.first == frame.last:
            start, end = frame.left, frame.right
        joined = before == point.year - 1 and point.year not in cuts
        path += f"{'L' if joined else 'M'}{start:.1f} {height:.1f}L{end:.1f} {height:.1f}"
        before = point.year
    return f'<path class="t" d="{path}"/>' if path else ""


def line(series: Series, *, cuts: frozenset[int], frame: Frame, name: str) -> str:
    """The values of their own years, of class `name`; one with no neighbor is a dot."""
    runs: list[list[str]] = []
    before: int | None = None
    for point in series.points:
        if point.percent is None or point.carried:
            continue
        if before != point.year - 1 or point.year in cuts:
            runs.append([])
        runs[-1].append(f"{frame.x(point.year):.1f} {frame.y(point.percent):.1f}")
        before = point.year
    path = "".join(f"M{'L'.join(run)}" for run in runs if len(run) > 1)
    drawn = f'<path class="{name}" d="{path}"/>' if path else ""
    return drawn + "".join(_circle(run[0], name=name) for run in runs if len(run) == 1)


def signs(series: Series, *, frame: Frame, foot: float) -> str:
    """Carried values as rings, and at the foot a sign for each year without a value."""
    said = ""
    for point in series.points:
        x = frame.x(point.year)
        if point.percent is not None:
            if point.carried:
                y = frame.y(point.percent)
                said += f'<circle class="c" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
        elif point.status == "SUPPRESSED":
            said += f'<rect class="p" x="{x - 2.5:.1f}" y="{foot - 2.5:g}" width="5" height="5"/>'
        elif point.status == "NO_STUDENTS":
            said += f'<circle class="n" cx="{x:.1f}" cy="{foot:g}" r="2.5"/>'
        else:
            said += f'<path class="x" d="M{x - 2:.1f} {foot - 2:g}l4 4m0-4l-4 4"/>'
    return said


def dot(point: Point | None, *, frame: Frame, name: str) -> str:
    """The value of a year as a dot; nothing where it has none of its own."""
    if point is None or point.percent is None or point.carried:
        return ""
    x, y = frame.x(point.year), frame.y(point.percent)
    return f'<circle class="{name} e" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def rules(cuts: frozenset[int], *, frame: Frame, top: float, foot: float) -> str:
    """A thin upright rule where the calculation changed."""
    places = [frame.x(year - 0.5) for year in sorted(cuts) if frame.first < year <= frame.last]
    return "".join(f'<path class="k" d="M{x:.1f} {top:g}V{foot:g}"/>' for x in places)


def _circle(place: str, *, name: str) -> str:
    x, y = place.split()
    return f'<circle class="{name} l" cx="{x}" cy="{y}" r="2"/>'
