"""The table of a view: every value of its chart, in words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.views.numbers import target_text, year_label
from dashboard.views.point import Point
from dashboard.views.series import Series


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a table's cell; `number` says that it belongs right-aligned among its like.

    verdict: "met" or "not met", in English, where the cell says one.
    """

    text: str
    number: bool = False
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with one header cell a row (the school year).

    groups: (name, number of columns) of each series, empty where the state stands alone.
    """

    caption: str
    groups: tuple[tuple[str, int], ...]
    columns: tuple[Cell, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def table_of(series: Sequence[Series], *, indicator: Indicator, years: Sequence[int]) -> Table:
    """The table of the series, one row a year; the state's target stands once."""
    targets = [point.target for point in series[0].points]
    rows = []
    for place, year in enumerate(years):
        target = targets[place]
        text = "" if target is None else target_text(target, decimals=indicator.decimals)
        cells = [cell for one in series for cell in _cells(one, one.points[place])]
        rows.append((year_label(year), (Cell(text, number=True), *cells)))
    columns = [column for one in series for column in _columns(one)]
    alone = len(series) == 1
    return Table(
        caption=_("{title}, {years}").format(title=indicator.title, years=_span(years)),
        groups=() if alone else tuple((one.name, len(_columns(one))) for one in series),
        columns=(Cell(_("Target"), number=True), *columns),
        rows=tuple(rows),
    )


def _columns(series: Series) -> tuple[Cell, ...]:
    if series.has_percents:
        return Cell(_("Percent"), number=True), Cell(_("Count"), number=True), Cell(_("Met?"))
    if any(point.ratio for point in series.points):
        return Cell(_("Status")), Cell(_("Ratio"), number=True)
    return (Cell(_("Status")),)


def _cells(series: Series, point: Point) -> tuple[Cell, ...]:
    columns = _columns(series)
    if series.has_percents:
        shown = point.percent is not None
        return (
            Cell(point.text, number=shown),
            Cell(point.counts, number=True),
            Cell(_(point.verdict) if point.verdict else "", verdict=point.verdict),
        )
    return (Cell(point.text), Cell(point.ratio, number=True))[: len(columns)]


def _span(years: Sequence[int]) -> str:
    if not years:
        return _("no years")
    first, last = year_label(years[0]), year_label(years[-1])
    return first if first == last else _("{first} to {last}").format(first=first, last=last)
