"""The words on a chart: at the ends of its lines, at its breaks, and where a number is missing."""

from __future__ import annotations

from html import escape
from typing import Any

from dashboard.charts.axis import Axis, spread
from dashboard.charts.marks import MUTED, STROKES, TARGET, absence, cut, folded
from dashboard.views import IndicatorView
from dashboard.views.numbers import target_text, with_percent_sign
from dashboard.views.point import Point

# Share of the axis that a line of a label takes, at the height of the chart.
_LINE = 0.053
# What the margin beside the chart holds of a name in bold, with a phone's width in mind.
_NAME = 13


def annotations_of(view: IndicatorView, *, axis: Axis) -> list[dict[str, Any]]:
    """All annotations of a figure, as Plotly wants them."""
    return [*_ends(view, axis=axis), *_breaks(view), *_absences(view, axis=axis), *_notes(axis)]


def _ends(view: IndicatorView, *, axis: Axis) -> list[dict[str, Any]]:
    """A label at the end of each line, in its colour, in place of a legend."""
    labels: list[tuple[float, str, str]] = []
    for one, stroke in zip(view.series, STROKES, strict=False):
        point = one.latest
        if one.has_percents and point is not None and point.percent is not None:
            old = "" if point.year == view.years[-1] else f" ({point.year})"
            value = with_percent_sign(point.text.split(" (")[0])
            name = "<br>".join(escape(line) for line in folded(one.name, most=_NAME))
            text = f"<b>{name}</b><br>{value}{old}"
            labels.append((min(float(point.percent), axis.end), text, stroke.colour))
    targets = [(year, target) for year, target in view.targets if target is not None]
    if targets:
        year, target = targets[-1]
        old = "" if year == view.years[-1] else f" ({year})"
        value = with_percent_sign(target_text(target, decimals=view.indicator.decimals))
        labels.append((float(target), f"<b>Target</b><br>{value}{old}", TARGET))
    for line in view.indicator.reference_lines:
        text = "<br>".join(escape(part) for part in folded(line.label, most=_NAME + 4))
        labels.append((float(line.value), text, MUTED))
    lines = max((text.count("<br>") + 1 for _, text, _ in labels), default=1)
    heights = spread(
        [height for height, _, _ in labels], gap=lines * _LINE * axis.end, low=0, high=axis.end
    )
    return [
        {
            "xref": "paper",
            "yref": "y",
            "x": 1,
            "y": height,
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "text": text,
            "font": {"size": 11, "color": colour},
        }
        for height, (_, text, colour) in zip(heights, labels, strict=True)
    ]


def _breaks(view: IndicatorView) -> list[dict[str, Any]]:
    """Two or three words over each rule, on two levels so that neighbours do not touch."""
    middle = (view.years[0] + view.years[-1]) / 2 if view.years else 0
    return [
        {
            "xref": "x",
            "yref": "paper",
            "x": found.year - 0.5,
            "y": 1.02 + 0.065 * (place % 2),
            "xanchor": "left" if found.year <= middle else "right",
            "yanchor": "bottom",
            "showarrow": False,
            "text": escape(found.label),
            "hovertext": escape(found.note),
            "font": {"size": 11, "color": MUTED},
        }
        for place, found in enumerate(view.breaks)
    ]


def _absences(view: IndicatorView, *, axis: Axis) -> list[dict[str, Any]]:
    """The word for a year without a number, upright on the axis: neither zero nor a line."""
    drawn = [one for one in view.series if one.has_percents]
    found = []
    for place, year in enumerate(view.years):
        said = {one.name: _missing(one.points[place], axis=axis) for one in drawn}
        named = {name: word for name, word in said.items() if word}
        if not named:
            continue
        if len(set(named.values())) == 1 and len(named) == len(drawn):
            text = next(iter(named.values()))
        else:
            text = ", ".join(f"{word}: {cut(name, most=_NAME)}" for name, word in named.items())
        found.append(
            {
                "xref": "x",
                "yref": "y",
                "x": year,
                "y": 0.02 * axis.end,
                "textangle": -90,
                "xanchor": "center",
                "yanchor": "bottom",
                "showarrow": False,
                "text": escape(text),
                "font": {"size": 11, "color": MUTED},
            }
        )
    return found


def _missing(point: Point, *, axis: Axis) -> str:
    if point.percent is None:
        return absence(point)
    if not axis.holds(point.percent):
        return f"↑ {with_percent_sign(point.text)}, above the axis"
    return ""


def _notes(axis: Axis) -> list[dict[str, Any]]:
    if not axis.note:
        return []
    return [
        {
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": 1.15,
            "xanchor": "left",
            "yanchor": "middle",
            "showarrow": False,
            "text": axis.note,
            "font": {"size": 11, "color": MUTED},
        }
    ]
