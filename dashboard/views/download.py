"""A view as data for other programs: the same values as on the page, one row each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.catalog import Indicator
from dashboard.views.edition import Edition
from dashboard.views.indicator_view import IndicatorView
from dashboard.views.point import Point
from dashboard.views.question import years_of
from dashboard.views.series import Series, series_of

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What a file holds of one indicator: its series, the state's first, and what goes with them.

    notes: the indicator's own of the years shown, and what a reader must know of this very view.
    """

    indicator: Indicator
    series: tuple[Series, ...]
    notes: tuple[str, ...]


def portion_of(view: IndicatorView) -> Portion:
    """All values of a view."""
    return Portion(indicator=view.indicator, series=view.series, notes=(*view.notes, *view.remarks))


def portions_of(lea_id: str | None, *, edition: Edition) -> tuple[Portion, ...]:
    """Every indicator of the state, and of a district beside it."""
    return tuple(_portion(one, lea_id, edition) for one in edition.catalog.indicators)


def _portion(indicator: Indicator, lea_id: str | None, edition: Edition) -> Portion:
    years = years_of(indicator, edition=edition, first=None, last=None)
    named = [lea_id] if lea_id and edition.catalog.has_unit_values(indicator) else []
    return Portion(
        indicator=indicator,
        series=tuple(
            series_of(one, indicator=indicator, edition=edition, years=years)
            for one in (None, *named)
        ),
        notes=indicator.notes_for(years[0], years[-1]) if years else (),
    )


def records(portion: Portion) -> Iterator[dict[str, Any]]:
    """A record for each point, with the columns of COLUMNS; None where nothing is."""
    for one in portion.series:
        for point in one.points:
            yield _record(portion.indicator, one, point)


def _record(indicator: Indicator, one: Series, point: Point) -> dict[str, Any]:
    return {
        "indicator": indicator.id,
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
        "apr_ffy": indicator.apr_ffy(point.data_year),
    }


def as_csv(portions: Iterable[Portion]) -> str:
    """The records as CSV. A text that a spreadsheet would run as a formula is made plain (S6)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for portion in portions:
        for record in records(portion):
            writer.writerow([plain(record[name]) for name in COLUMNS])
    return out.getvalue()


def as_json(portion: Portion) -> dict[str, Any]:
    """The records of an indicator and what they are of, ready to be written as JSON."""
    indicator = portion.indicator
    return {
        "indicator": {
            "id": indicator.id,
            "title": indicator.title,
            "statement": indicator.statement,
            "unit": indicator.unit,
            "direction": indicator.direction,
            "source": indicator.source,
        },
        "notes": list(portion.notes),
        "values": list(records(portion)),
    }


def plain(value: object) -> object:
    """A value as a cell of a CSV: a text that a spreadsheet would run gets an apostrophe (S6)."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS):
        return f"'{value}"
    return value
