"""The words on a chart: at the ends of its lines, at its breaks, and where a number is missing."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from dashboard.charts.axis import Axis, spread
from dashboard.charts.marks import MUTED, STROKES, TARGET, absence, absence_sign, folded
from dashboard.locale import gettext as _
from dashboard.views import IndicatorView, Series
from dashboard.views.numbers import as_float, target_text, with_percent_sign
from dashboard.views.point import Point

# Share of the axis that a line of a label is given at least, and the pixels that it takes.
_LINE, _TALL = 0.052, 15.6
# Pixels that a row of signs takes under the axis.
ROW = 15
HEIGHT = 460
# What the margin beside the chart holds of a name in bold, with a phone's width in mind.
_NAME = 13


def annotations_of(
    view: IndicatorView, *, axis: Axis, height: int, margin: Mapping[str, int]
) -> list[dict[str, Any]]:
    """All annotations of a figure, as Plotly wants them; margin: what is around the plot."""
    tall = height - margin["t"] - margin["b"]
    return [
        *_ends(view, axis=axis, tall=tall),
        *view.common.kept.once("breaks", lambda: _breaks(view)),
        *_absences(view, axis=axis, tall=tall),
        *_notes(axis, top=margin["t"], tall=tall),
    ]


def margins(view: IndicatorView, *, axis: Axis, rows: int) -> dict[str, int]:
    """Pixels around the plot: labels beside it, words over it, rows of signs and years under it."""
    top = 24 + (32 if view.breaks else 0) + (20 if axis.note else 0)
    return {"l": 46, "r": 104, "t": top, "b": 48 + ROW * rows}


def _ends(view: IndicatorView, *, axis: Axis, tall: int) -> list[dict[str, Any]]:
    """A label at the end of each line, in its colour, in place of a legend.

    tall: pixels from the axis to the top of the plot, here and below.
    """
    labels: list[tuple[float, str, str]] = []
    for one, stroke in zip(view.series, STROKES, strict=False):
        point = one.latest
        if one.has_percents and point is not None and point.percent is not None:
            old = "" if point.year == view.years[-1] else f" ({point.year})"
            name = "<br>".join(escape(line) for line in folded(one.name, most=_NAME))
            text = f"<b>{name}</b><br>{point.value}{old}"
            labels.append((min(as_float(point.percent), axis.end), text, stroke.ink))
    labels += view.common.kept.once("level labels", lambda: _levels(view))
    lines = max((text.count("<br>") + 1 for _, text, _ in labels), default=1)
    each = max(_LINE, _TALL * (axis.high - axis.low) / axis.end / tall)
    gap = lines * each * axis.end
    levels = spread([level for level, _, _ in labels], gap=gap, low=0, high=axis.end)
    return [
        {
            "xref": "paper",
            "yref": "y",
            "x": 1,
            "y": level,
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "text": text,
            "font": {"size": 12, "color": colour},
        }
        for level, (_, text, colour) in zip(levels, labels, strict=True)
    ]


def _levels(view: IndicatorView) -> list[tuple[float, str, str]]:
    """The labels of the target and of the reference lines: height, text, colour."""
    labels = []
    targets = [(year, target) for year, target in view.targets if target is not None]
    if targets:
        year, target = targets[-1]
        old = "" if year == view.years[-1] else f" ({year})"
        value = with_percent_sign(target_text(target, decimals=view.indicator.decimals))
        labels.append((float(target), f"<b>{_('Target')}</b><br>{value}{old}", TARGET))
    for line in view.indicator.reference_lines:
        text = "<br>".join(escape(part) for part in folded(line.label, most=_NAME + 4))
        labels.append((float(line.value), text, MUTED))
    return labels


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
            "font": {"size": 12, "color": MUTED},
        }
        for place, found in enumerate(view.breaks)
    ]


def absence_rows(view: IndicatorView) -> int:
    """How many rows of signs stand under the axis: one for each line where there are several."""
    drawn = [one for one in view.series if one.has_percents]
    last = max((row for row, one in enumerate(drawn, start=1) if _lacks(one)), default=0)
    return last if len(drawn) > 1 else 0


def _lacks(one: Series) -> bool:
    """Whether a number is missing in any year."""
    return one.kept.once("lacks", lambda: any(p.percent is None for p in one.points))


def absence_key(view: IndicatorView) -> tuple[tuple[str, str], ...]:
    """(sign, words) of what stands under the axis, for a line of text below the chart."""
    if not absence_rows(view):
        return ()
    said = {
        (absence_sign(point), point.text): None
        for one in view.series
        if one.has_percents
        for point in one.points
        if point.percent is None
    }
    return tuple(said)


def _absences(view: IndicatorView, *, axis: Axis, tall: int) -> list[dict[str, Any]]:
    """What stands in place of a number, neither zero nor a line.

    Of one line: the word, upright on the axis. Of several: a sign for each under the axis, in the
    line's colour, and the words below the chart (`absence_key`).
    """
    drawn = [
        (one, stroke) for one, stroke in zip(view.series, STROKES, strict=False) if one.has_percents
    ]
    found = []
    for row, (one, stroke) in enumerate(drawn):
        if not _lacks(one) and axis.holds_all(one):
            continue
        for point in one.points:
            if len(drawn) > 1 and point.percent is None:
                found.append(_sign(point, row=row, colour=stroke.ink, tall=tall))
            else:
                text = _missing(point, axis=axis)
                found += [_upright(point.year, text, axis=axis)] if text else []
    return found


def _sign(point: Point, *, row: int, colour: str, tall: int) -> dict[str, Any]:
    return {
        "xref": "x",
        "yref": "paper",
        "x": point.year,
        "y": -(ROW * (row + 0.6)) / tall,
        "xanchor": "center",
        "yanchor": "middle",
        "showarrow": False,
        "text": absence_sign(point),
        "hovertext": escape(point.text),
        "font": {"size": 12, "color": colour},
    }


def _upright(year: int, text: str, *, axis: Axis) -> dict[str, Any]:
    return {
        "xref": "x",
        "yref": "y",
        "x": year,
        "y": 0.02 * axis.end,
        "textangle": -90,
        "xanchor": "center",
        "yanchor": "bottom",
        "showarrow": False,
        "text": escape(text),
        "font": {"size": 12, "color": MUTED},
    }


def _missing(point: Point, *, axis: Axis) -> str:
    if point.percent is None:
        return absence(point)
    if not axis.holds(point.percent):
        return _("↑ {value}, above the axis").format(value=with_percent_sign(point.text))
    return ""


def _notes(axis: Axis, *, top: int, tall: int) -> list[dict[str, Any]]:
    if not axis.note:
        return []
    return [
        {
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": 1 + (top - 12) / tall,
            "xanchor": "left",
            "yanchor": "middle",
            "showarrow": False,
            "text": axis.note,
            "font": {"size": 12, "color": MUTED},
        }
    ]
