"""What the printed report says: a sheet for each indicator, made of the very view of its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from dashboard.catalog import Era, Formula
from dashboard.locale import gettext as _
from dashboard.views import (
    Edition,
    IndicatorView,
    Question,
    QuestionError,
    indicator_view,
    parse_districts,
    parse_search,
)
from dashboard.views.glance import Card, GlanceQuestion, glance
from dashboard.views.numbers import year_label

MOST_YEARS = 10
"""Columns that a sheet of paper holds; the pages have all years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table under a chart: whose it is, and the texts of each year, one a line."""

    head: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A formula with the years in which it holds, in words, and what is said about its parts."""

    years: str
    formula: Formula
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One indicator: the view it is made of, and the table of that view with a column a year."""

    view: IndicatorView
    years: tuple[str, ...]
    lines: tuple[Line, ...]
    methods: tuple[Method, ...]
    changes: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report of the state, or of one district beside it (`lea_id`).

    sentence and cards: those of the overview, whose numbers stand on the first page.
    """

    release: str
    lea_id: str | None
    name: str
    sentence: str
    cards: tuple[Card, ...]
    sheets: tuple[Sheet, ...]


def report_at(search: str, *, edition: Edition) -> Report:
    """The report that the query of an address asks for; raises QuestionError."""
    districts = parse_districts(parse_search(search), edition=edition)
    if len(districts) > 1:
        unit = edition.catalog.profile.unit_one
        raise QuestionError(_("This page shows one {unit} at a time.").format(unit=unit))
    return report_of(districts[0] if districts else None, edition=edition)


def report_of(lea_id: str | None, *, edition: Edition) -> Report:
    """The report of a district that the edition holds, or of the state (None)."""
    first = edition.years[-MOST_YEARS:][0] if edition.years else None
    districts = (lea_id,) if lea_id else ()
    overview = glance(GlanceQuestion(district=lea_id or ""), edition=edition)
    return Report(
        release=edition.id,
        lea_id=lea_id,
        name=overview.name,
        sentence=overview.sentence,
        cards=overview.cards,
        sheets=tuple(
            _sheet(
                indicator_view(
                    Question(indicator=indicator, districts=districts, first=first),
                    edition=edition,
                    around=False,
                )
            )
            for indicator in edition.catalog.ids
        ),
    )


def _sheet(view: IndicatorView) -> Sheet:
    changes = (
        _("From {year}, {label}: {note}").format(
            year=found.year, label=found.label.lower(), note=found.note
        )
        for found in view.breaks
    )
    gaps = (f"{year_label(gap.year)}: {gap.note}" for gap in view.gaps)
    return Sheet(
        view=view,
        years=tuple(label for label, _cells in view.table.rows),
        lines=tuple(_lines(view)),
        methods=tuple(_methods(view.eras)),
        changes=tuple(changes),
        notes=tuple(
            dict.fromkeys(
                text for text in (*(era.note for era in view.eras), *view.notes, *gaps) if text
            )
        )
        + view.remarks,
    )


def _lines(view: IndicatorView) -> Iterator[Line]:
    """The target, then each series with all its texts of a year in one cell.

    Beside a district the state is there to compare with: its value alone.
    """
    table = view.table
    spans = [span for _name, span in table.groups] or [len(table.columns) - 1]
    targets = tuple((cells[0].text,) for _year, cells in table.rows)
    yield Line(head=table.columns[0].text, cells=targets)
    start = 1
    for one, span in zip(view.series, spans, strict=True):
        end = start + (span if one is view.subject else 1)
        cells = (row[start:end] for _year, row in table.rows)
        said = tuple(tuple(cell.text for cell in row if cell.text) for row in cells)
        yield Line(head=one.name, cells=said)
        start += span


def _methods(eras: tuple[Era, ...]) -> Iterator[Method]:
    """The formula of each era; eras that differ in its small print only share it."""
    groups = [tuple(g) for _key, g in groupby(eras, key=lambda era: _fraction(era.formula))]
    for same in groups:
        lines = [(era, text) for era in same for text in era.formula.where]
        everywhere = {t for _era, t in lines if all(t in era.formula.where for era in same)}
        own = (f"{era_name(era)}: {text}" for era, text in lines if text not in everywhere)
        common = dict.fromkeys(text for _era, text in lines if text in everywhere)
        yield Method(
            years="" if len(groups) == 1 else _years(same),
            formula=same[0].formula,
            where=(*common, *own),
        )


def _fraction(formula: Formula) -> tuple[str, str, str]:
    return formula.left, formula.numerator, formula.denominator


def _years(eras: tuple[Era, ...]) -> str:
    if len(eras) == 1:
        return era_name(eras[0])
    return _span(eras[0].from_year, eras[-1].to_year)


def era_name(era: Era) -> str:
    """ "Four-year adjusted cohort, from 2011 on"."""
    return f"{era.label}, {_span(era.from_year, era.to_year)}"


def _span(first: int, last: int | None) -> str:
    if last is None:
        return _("from {year} on").format(year=first)
    return _("{first} to {last}").format(first=first, last=last)
