"""A view as a small SVG for paper: each year stands over its column of the table below it.

It is drawn from the same points, scale and colors as the page's chart. The row heads of that table
bear the mark of their line, so the drawing needs no legend.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape

from dashboard.charts.axis import Axis, axis_of
from dashboard.charts.frame import Frame, line, rules, signs, target_path
from dashboard.charts.marks import GRID, MUTED, STROKES, TARGET
from dashboard.views import IndicatorView, Series
from dashboard.views.numbers import with_percent_sign
from dashboard.views.point import Point

FONT = "Open Sans"
_PLOT, _SIGNS = 84, 9
_LETTERS = 7
_AIR = 7  # points between two marks that leave room for a number between them
_STYLE = (
    f"text{{font-family:'{FONT}';font-size:{_LETTERS}px}}"
    f".g{{stroke:{GRID};stroke-width:.6}}.z{{stroke:{MUTED};stroke-width:.6}}path{{fill:none}}"
    f".t{{stroke:{TARGET};stroke-width:1.4;stroke-dasharray:5 3}}"
    f".s0{{stroke:{STROKES[0].colour};stroke-width:1.6;stroke-linejoin:round}}"
    f".s1{{stroke:{STROKES[1].colour};stroke-width:1.6;stroke-linejoin:round}}"
    f".k{{stroke:{MUTED};stroke-width:.8}}.r{{stroke:{MUTED};stroke-width:.8;stroke-dasharray:2 2}}"
    f".x{{stroke:{MUTED};stroke-width:1.2}}.p{{fill:{MUTED}}}"
    f".c,.n{{fill:#fff;stroke:{MUTED};stroke-width:1.2}}.l{{stroke:none;fill:none}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Where the columns of the table are, in points: heads up to `start`, years up to `end`."""

    start: float
    end: float


def chart(view: IndicatorView, *, paper: Paper) -> str:
    """The drawing, as wide as the paper; nothing where there are no years."""
    if not view.years:
        return ""
    axis, top = axis_of(view), _top(view)
    drawn = [one for one in view.series if one.has_percents]
    foot = top + _PLOT
    frame = _frame(view, axis=axis, paper=paper)
    cuts = frozenset(found.year for found in view.breaks if found.weight == "era")
    lines = [_held(one, axis=axis) for one in drawn]
    body = [
        *_scale(axis, frame=frame, paper=paper),
        *_levels(view, frame=frame, paper=paper),
        rules(frozenset(found.year for found in view.breaks), frame=frame, top=top, foot=foot),
        *_changes(view, frame=frame, paper=paper),
        target_path(lines[0], cuts=cuts, frame=frame),
    ]
    rows = 0
    for place, one in enumerate(lines):
        body.append(line(one, cuts=cuts, frame=frame, name=f"s{place}"))
        body += _points(one, place=place, frame=frame)
        if any(point.percent is None for point in drawn[place].points):
            rows += 1
        body.append(signs(one, frame=frame, foot=foot + _SIGNS * (max(rows, 1) - 0.4)))
    body += _above(drawn, axis=axis, frame=frame)
    body += _values(lines, frame=frame)
    height = foot + _SIGNS * rows + 3
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{paper.end:g}" height="{height:g}" '
        f'viewBox="0 0 {paper.end:g} {height:g}"><style>{_STYLE}</style>{"".join(body)}</svg>'
    )


def _top(view: IndicatorView) -> float:
    """Where the plot begins: under the words of its changes, which take one row or two."""
    return 6 + (_LETTERS + 1) * min(len(view.breaks), 2)


def _frame(view: IndicatorView, *, axis: Axis, paper: Paper) -> Frame:
    half = (paper.end - paper.start) / len(view.years) / 2
    return Frame(
        left=paper.start + half,
        right=paper.end - half,
        top=_top(view) + 5,
        foot=_top(view) + _PLOT,
        first=view.years[0],
        last=view.years[-1],
        low=Fraction(axis.low).limit_denominator(100),
        high=Fraction(axis.end),
    )


def _held(series: Series, *, axis: Axis) -> Series:
    """The series without the values that lie beyond the axis."""
    points = tuple(
        point for point in series.points if point.percent is None or axis.holds(point.percent)
    )
    return series if len(points) == len(series.points) else replace(series, points=points)


def _scale(axis: Axis, *, frame: Frame, paper: Paper) -> Iterator[str]:
    for tick in (0, axis.end / 2, axis.end):
        y = frame.y(Fraction(tick))
        name = "z" if tick == 0 else "g"
        yield f'<path class="{name}" d="M{paper.start:g} {y:.1f}H{paper.end:g}"/>'
        text = escape(with_percent_sign(f"{tick:g}"))
        yield _text(text, x=paper.start - 5, y=y + 2.5, anchor="end", colour=MUTED)


def _levels(view: IndicatorView, *, frame: Frame, paper: Paper) -> Iterator[str]:
    for found in view.indicator.reference_lines:
        y = frame.y(Fraction(found.value))
        yield f'<path class="r" d="M{paper.start:g} {y:.1f}H{paper.end:g}"/>'
        # Clear of the numbers, which stand right under their marks.
        yield _text(found.label, x=paper.start + 3, y=y + 3 * _LETTERS, colour=MUTED)


def _changes(view: IndicatorView, *, frame: Frame, paper: Paper) -> Iterator[str]:
    """Two or three words over each rule, on two levels so that neighbors do not touch."""
    for place, found in enumerate(view.breaks):
        x = frame.x(found.year - 0.5)
        left = x <= (paper.start + paper.end) / 2
        y = _top(view) - 2 - (_LETTERS + 1) * (place % 2)
        yield _text(found.label, x=x, y=y, anchor="start" if left else "end", colour=MUTED)


def _points(series: Series, *, place: int, frame: Frame) -> Iterator[str]:
    for point in series.points:
        if point.percent is not None and not point.carried:
            yield _shape(frame.x(point.year), frame.y(point.percent), place=place)


def _shape(x: float, y: float, *, place: int) -> str:
    colour = STROKES[place].colour
    if STROKES[place].symbol == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{colour}"/>'
    return f'<rect x="{x - 2.3:.1f}" y="{y - 2.3:.1f}" width="4.6" height="4.6" fill="{colour}"/>'


def _above(drawn: list[Series], *, axis: Axis, frame: Frame) -> Iterator[str]:
    """An arrow at the top where a value lies beyond the axis."""
    for place, one in enumerate(drawn):
        for point in one.points:
            if point.percent is not None and not axis.holds(point.percent):
                text = f"↑ {with_percent_sign(point.text.split(' (')[0])}"
                x = frame.x(point.year)
                yield _text(text, x=x, y=frame.top - 2, anchor="middle", colour=STROKES[place].ink)


def _values(lines: list[Series], *, frame: Frame) -> Iterator[str]:
    """The numbers of whom the report is about, each on the side where there is room for it."""
    subject, place = lines[-1], len(lines) - 1
    others = {point.year: point.percent for point in lines[0].points} if place else {}
    for point in subject.points:
        if point.percent is None:
            continue
        y = frame.y(point.percent)
        near = [
            frame.y(Fraction(level))
            for level in (point.target, others.get(point.year))
            if level is not None
        ]
        yield _text(
            point.text.split(" (")[0],
            x=frame.x(point.year),
            y=_beside(y, near=near, frame=frame, point=point),
            anchor="middle",
            colour=STROKES[place].ink,
        )


def _beside(y: float, *, near: list[float], frame: Frame, point: Point) -> float:
    """The foot of a number over or under its mark: where nothing else is drawn, if so anywhere."""
    over, under = y - 5, y + 5 + _LETTERS * 0.75
    if under > frame.y(Fraction(0)):
        return over
    if over - _LETTERS < frame.top - 8:
        return under
    crowd_over = sum(over - _AIR < other < y for other in near)
    crowd_under = sum(y < other < under + 2 for other in near)
    if crowd_over == crowd_under:
        if point.target is None or point.percent is None:
            return over
        return under if point.percent < Fraction(point.target) else over
    return over if crowd_over < crowd_under else under


def _text(text: str, *, x: float, y: float, anchor: str = "start", colour: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}">{escape(text)}</text>'
