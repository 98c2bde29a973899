"""A view as data for other programs: the same values as on the page, one row each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from dashboard.views.indicator_view import IndicatorView
from dashboard.views.point import Point
from dashboard.views.series import Series

COLUMNS = (
    "indicator",
    "school_year",
    "level",
    "lea_id",
    "name",
    "percent",
    "numerator",
    "denominator",
    "target",
    "status",
    "district_status",
    "ratio",
    "shown_as",
    "era",
    "data_year",
    "apr_ffy",
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")


def records(view: IndicatorView) -> Iterator[dict[str, Any]]:
    """A record for each point of the view, with the columns of COLUMNS; None where nothing is."""
    for one in view.series:
        for point in one.points:
            yield _record(view, one, point)


def _record(view: IndicatorView, one: Series, point: Point) -> dict[str, Any]:
    return {
        "indicator": view.indicator.id,
        "school_year": point.year,
        "level": "STATE" if one.lea_id is None else "LEA",
        "lea_id": one.lea_id,
        "name": one.name,
        "percent": None if point.percent is None else round(float(point.percent), 6),
        "numerator": point.num,
        "denominator": point.den,
        "target": None if point.target is None else float(point.target),
        "status": point.status,
        "district_status": point.district_status,
        "ratio": float(point.ratio) if point.ratio else None,
        "shown_as": point.text,
        "era": point.era,
        "data_year": point.data_year,
        "apr_ffy": view.indicator.apr_ffy(point.data_year),
    }


def as_csv(view: IndicatorView) -> str:
    """The records as CSV. A text that a spreadsheet would run as a formula is made plain (S6)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in records(view):
        writer.writerow([_cell(record[name]) for name in COLUMNS])
    return out.getvalue()


def as_json(view: IndicatorView, *, release: str) -> dict[str, Any]:
    """The records and what they are of, ready to be written as JSON."""
    indicator = view.indicator
    return {
        "release": release,
        "indicator": {
            "id": indicator.id,
            "title": indicator.title,
            "statement": indicator.statement,
            "source": indicator.source,
        },
        "notes": list(view.notes),
        "values": list(records(view)),
    }


def _cell(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS):
        return f"'{value}"
    return value
