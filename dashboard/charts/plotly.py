"""A view as a Plotly figure: a plain dict, which costs a tenth of building `go.Figure`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from html import escape
from typing import Any

from dashboard.charts.annotations import HEIGHT, ROW, absence_rows, annotations_of, margins
from dashboard.charts.axis import Axis, axis_of
from dashboard.charts.marks import GRID, MUTED, STROKES, TARGET, Stroke, ticks
from dashboard.charts.trace import Trace
from dashboard.locale import gettext as _
from dashboard.views import IndicatorView, Series
from dashboard.views.numbers import as_float, target_text, with_percent_sign, year_label
from dashboard.views.point import Point

Figure = dict[str, Any]

# No mode bar, and above all no button that sends the figure to a third party (trust.md 0.2).
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
}
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif'


def figure(view: IndicatorView, *, height: int = HEIGHT, hovers: bool = True) -> Figure:
    """The figure of a view: target, reference lines, one line for each series, breaks, absences.

    height: in pixels, all of the chart.
    hovers: whether somebody may point at a value and be told of it.
    """
    axis, kept = axis_of(view), view.common.kept
    alone = len(view.series) == 1 and view.profile.data_labels
    traces: list[dict[str, Any]] = [kept.once("target", lambda: Trace(_target(view)))]
    for place, (one, stroke) in enumerate(zip(view.series, STROKES, strict=False)):
        if not one.has_percents:
            continue
        drawn = partial(_drawn, one, view=view, stroke=stroke, axis=axis, hovers=hovers)
        if place:
            traces += drawn(labels=False)
        else:  # the state's are the same whoever stands beside it
            key = ("drawn", alone, hovers, axis.end)
            traces += kept.once(key, partial(_lasting, drawn, labels=alone))
    return {"data": traces, "layout": _layout(view, axis=axis, height=height)}


def _lasting(drawn: Callable[..., list[dict[str, Any]]], *, labels: bool) -> list[Trace]:
    return [Trace(trace) for trace in drawn(labels=labels)]


def _drawn(
    one: Series, *, view: IndicatorView, stroke: Stroke, axis: Axis, hovers: bool, labels: bool
) -> list[dict[str, Any]]:
    """The line of a series, and its values of earlier years where it has some."""
    drawn = [_line(one, view=view, stroke=stroke, axis=axis, hovers=hovers, labels=labels)]
    if any(point.carried for point in one.points):
        drawn.append(_carried(one, view=view, stroke=stroke, axis=axis))
    return drawn


def _target(view: IndicatorView) -> dict[str, Any]:
    """The target as steps: a level piece for each year, cut where an era ends or none was set."""
    cuts = _era_breaks(view)
    years: list[float | None] = []
    levels: list[float | None] = []
    for year, target in view.targets:
        if target is None or year in cuts:
            years.append(None)
            levels.append(None)
        if target is not None and levels and levels[-1] == float(target):
            years[-1] = year + 0.5  # the same level goes on
        elif target is not None:
            years += [year - 0.5, year + 0.5]
            levels += [float(target)] * 2
    return {
        "type": "scatter",
        "name": _("Target"),
        "mode": "lines",
        "x": years,
        "y": levels,
        "connectgaps": False,
        "hoverinfo": "skip",
        "line": {"color": TARGET, "width": 2, "dash": "dash", "shape": "linear"},
    }


def _line(
    one: Series, *, view: IndicatorView, stroke: Stroke, axis: Axis, hovers: bool, labels: bool
) -> dict[str, Any]:
    """The values of their own years; cut at eras, gaps and every year without a number."""
    cuts, name, fits = _era_breaks(view), escape(one.name), axis.holds_all(one)
    years: list[float] = []
    values: list[float | None] = []
    said: list[str] = []
    drawn: list[Point | None] = []
    for point in one.points:
        if point.year in cuts:
            years.append(point.year - 0.5)
            values.append(None)
            said.append("")
            drawn.append(None)
        value = None if point.carried else point.percent
        shown = value is not None and (fits or axis.holds(value))
        years.append(point.year)
        values.append(as_float(value) if shown and value is not None else None)
        said.append(_hover(name, point, view=view) if shown and hovers else "")
        drawn.append(point if shown else None)
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines+markers+text" if labels else "lines+markers",
        "x": years,
        "y": values,
        **(_labels(drawn, ink=stroke.ink) if labels else {}),
        "hovertext": said,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "connectgaps": False,
        "line": {"color": stroke.colour, "width": 2.5},
        "marker": {"color": stroke.colour, "symbol": stroke.symbol, "size": 8},
    }


def _labels(points: Sequence[Point | None], *, ink: str) -> dict[str, Any]:
    """The values beside their points; nothing where there is no point."""
    return {
        "text": ["" if point is None else point.text.split(" (")[0] for point in points],
        "textposition": [
            "top center" if point is None else _away(point, from_=point.target) for point in points
        ],
        "textfont": {"size": 12, "color": ink},
    }


def _away(point: Point, *, from_: Fraction | Decimal | None) -> str:
    """Where a point's label stands: on the side away from what is drawn at `from_`."""
    below = from_ is not None and point.percent is not None and point.percent < from_
    return "bottom center" if below else "top center"


def _carried(one: Series, *, view: IndicatorView, stroke: Stroke, axis: Axis) -> dict[str, Any]:
    """Values of an earlier year: hollow, outside the line, marked with their year (A27)."""
    beside = {point.year: point.percent for point in view.series[0].points}
    carried = [
        point
        for point in one.points
        if point.carried and point.percent is not None and axis.holds(point.percent)
    ]
    return {
        "type": "scatter",
        "name": _("{name}, from an earlier year").format(name=escape(one.name)),
        "mode": "markers+text",
        "x": [point.year for point in carried],
        "y": [float(point.percent or 0) for point in carried],
        "text": [_("from<br>{year}").format(year=point.data_year) for point in carried],
        "textposition": [_away(point, from_=beside.get(point.year)) for point in carried],
        "textfont": {"size": 11, "color": stroke.ink},
        "hovertext": [_hover(escape(one.name), point, view=view) for point in carried],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": stroke.colour, "symbol": f"{stroke.symbol}-open", "size": 9},
    }


def _hover(name: str, point: Point, *, view: IndicatorView) -> str:
    """What is said of a value; name: of its series, as HTML."""
    key = ("hover", point.data_year, point.target, point.verdict)
    year, unit, end = view.common.kept.once(key, lambda: _around(point, view=view))
    counts = point.counts
    return f"<b>{point.value}</b> {name}, {year}{f'<br>{counts} {unit}' if counts else ''}{end}"


def _around(point: Point, *, view: IndicatorView) -> tuple[str, str, str]:
    """What many values have in common: year, unit, and the lines of target and report."""
    said = [""]
    if point.target is not None:
        goal = with_percent_sign(target_text(point.target, decimals=view.indicator.decimals))
        verdict = _(point.verdict) if point.verdict else ""
        said.append(_("Target {target}: {verdict}").format(target=goal, verdict=verdict))
    apr = view.indicator.apr_ffy(point.data_year)
    said.append(_("In the APR of FFY {year}").format(year=apr))
    return year_label(point.data_year), escape(view.indicator.unit), "<br>".join(said)


def _layout(view: IndicatorView, *, axis: Axis, height: int) -> dict[str, Any]:
    """The layout; all but the words on the chart is shared by many, and nobody may change it."""
    kept, rows = view.common.kept, absence_rows(view)
    make = partial(_ground, view, axis=axis, height=height, rows=rows)
    ground = kept.once(("ground", axis.end, height, rows), make)
    words = annotations_of(view, axis=axis, height=height, margin=ground["margin"])
    return {**ground, "annotations": words}


def _ground(view: IndicatorView, *, axis: Axis, height: int, rows: int) -> dict[str, Any]:
    """What is drawn on: axes, margins and rules. rows: of signs under the axis."""
    first, last = (view.years[0], view.years[-1]) if view.years else (0, 0)
    return {
        "height": height,
        "autosize": True,
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": STROKES[0].colour},
        "hoverlabel": {"align": "left", "bgcolor": "#ffffff", "bordercolor": MUTED},
        "margin": margins(view, axis=axis, rows=rows),
        "xaxis": {
            "range": [first - 0.6, last + 0.6],
            "tickvals": list(view.years),
            "ticktext": ticks(view.years),
            "tickangle": 0,
            # Unseen ticks keep the years clear of the signs under the axis.
            "ticks": "outside",
            "ticklen": ROW * rows,
            "tickcolor": "rgba(0,0,0,0)",
            "tickfont": {"size": 11},
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "range": [axis.low, axis.high],
            "tickvals": list(axis.ticks),
            "ticktext": list(axis.texts),
            "gridcolor": GRID,
            "zeroline": True,
            "zerolinecolor": MUTED,
            "fixedrange": True,
        },
        "shapes": _rules(view),
    }


def _rules(view: IndicatorView) -> list[dict[str, Any]]:
    """A thin upright rule at every break, and level ones at what is no target but worth seeing."""
    upright = [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": found.year - 0.5,
            "x1": found.year - 0.5,
            "y0": 0,
            "y1": 1,
            "line": {
                "color": MUTED,
                "width": 1,
                "dash": "solid" if found.weight == "era" else "dot",
            },
        }
        for found in view.breaks
    ]
    level = [
        {
            "type": "line",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": float(line.value),
            "y1": float(line.value),
            "line": {"color": MUTED, "width": 1, "dash": "dot"},
        }
        for line in view.indicator.reference_lines
    ]
    return upright + level


def _era_breaks(view: IndicatorView) -> frozenset[int]:
    """The years before which the line is cut; at a light break it goes on."""
    return view.common.kept.once(
        "cuts", lambda: frozenset(found.year for found in view.breaks if found.weight == "era")
    )
