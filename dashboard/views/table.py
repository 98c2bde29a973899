"""The table of a view: every value of its chart, in words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.views.keep import Keep
from dashboard.views.numbers import target_text, year_label
from dashboard.views.point import Point
from dashboard.views.series import Series


class Cell(NamedTuple):
    """Text of a table's cell; `number` says that it belongs right-aligned among its like.

    verdict: "met" or "not met", in English, where the cell says one.
    """

    text: str
    number: bool = False
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """The columns of one series, and its cells of each year. kept: what writes them down."""

    name: str
    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kept: Keep = field(init=False, default_factory=Keep, repr=False)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with one header cell a row (the school year), and the target before all values.

    targets: the cell of each year. parts: the columns of each series, the first one's first.
    """

    caption: str
    years: tuple[str, ...]
    targets: tuple[Cell, ...]
    parts: tuple[Part, ...]

    @property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """(name, number of columns) of each series, empty where one stands alone."""
        if len(self.parts) == 1:
            return ()
        return tuple((part.name, len(part.columns)) for part in self.parts)

    @property
    def columns(self) -> tuple[Cell, ...]:
        """The heads of all columns but the years'."""
        own = (column for part in self.parts for column in part.columns)
        return (Cell(_("Target"), number=True), *own)

    @cached_property
    def rows(self) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
        """Each year with its cells."""
        return tuple(
            (year, (target, *(cell for cells in of_year for cell in cells)))
            for year, target, *of_year in zip(
                self.years, self.targets, *(part.rows for part in self.parts), strict=True
            )
        )


def table_of(series: Sequence[Series], *, indicator: Indicator, years: Sequence[int]) -> Table:
    """The table of the series, one row a year; the state's target stands once."""
    first = series[0].kept
    return Table(
        caption=first.once("caption", lambda: _caption(indicator, years)),
        years=first.once("years", lambda: tuple(map(year_label, years))),
        targets=first.once("targets", lambda: _targets(series[0], indicator=indicator)),
        parts=tuple(one.kept.once("cells", partial(_part, one)) for one in series),
    )


def _targets(series: Series, *, indicator: Indicator) -> tuple[Cell, ...]:
    texts = (
        "" if point.target is None else target_text(point.target, decimals=indicator.decimals)
        for point in series.points
    )
    return tuple(Cell(text, number=True) for text in texts)


def _part(series: Series) -> Part:
    if series.has_percents:
        columns = Cell(_("Percent"), number=True), Cell(_("Count"), number=True), Cell(_("Met?"))
        return Part(
            name=series.name, columns=columns, rows=tuple(_counted(p) for p in series.points)
        )
    rows = tuple((Cell(p.text), Cell(p.ratio, number=True)) for p in series.points)
    if any(point.ratio for point in series.points):
        heads = (Cell(_("Status")), Cell(_("Ratio"), number=True))
        return Part(name=series.name, columns=heads, rows=rows)
    return Part(
        name=series.name, columns=(Cell(_("Status")),), rows=tuple(cells[:1] for cells in rows)
    )


def _counted(point: Point) -> tuple[Cell, ...]:
    return (
        Cell(point.text, point.percent is not None),
        Cell(point.counts, True),
        Cell(_(point.verdict) if point.verdict else "", False, point.verdict),
    )


def _caption(indicator: Indicator, years: Sequence[int]) -> str:
    return _("{title}, {years}").format(title=indicator.title, years=_span(years))


def _span(years: Sequence[int]) -> str:
    if not years:
        return _("no years")
    first, last = year_label(years[0]), year_label(years[-1])
    return first if first == last else _("{first} to {last}").format(first=first, last=last)
