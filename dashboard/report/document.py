"""What the printed report says: a sheet for each indicator, made of the very view of its page."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.catalog import Era
from dashboard.locale import gettext as _
from dashboard.views import Edition, IndicatorView, Question, Series, Table, indicator_view
from dashboard.views.numbers import target_text, with_percent_sign, year_label
from dashboard.views.point import Point
from dashboard.views.question import parse_districts, parse_search, QuestionError

MOST_YEARS = 10
"""Columns that a sheet of paper holds; the pages have all years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table under a chart: whose it is, and the texts of each year, one a line."""

    head: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One indicator: the view it is made of, and the table of that view turned on its side."""

    view: IndicatorView
    heading: str
    years: tuple[str, ...]
    lines: tuple[Line, ...]
    eras: tuple[tuple[str, Era], ...]
    changes: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the first page: where one indicator stands.

    own: the value of the district, empty in the report of the state. verdict: of whom the report
    is about, "met" or "not met" in English, or "".
    """

    id: str
    title: str
    year: str
    own: str
    state: str
    target: str
    verdict: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report of the state, or of one district beside it."""

    release: str
    lea_id: str | None
    name: str
    sheets: tuple[Sheet, ...]
    rows: tuple[Row, ...]
    sentence: str


def report_at(search: str, *, edition: Edition) -> Report:
    """The report that the query of an address asks for; raises QuestionError."""
    districts = parse_districts(parse_search(search), edition=edition)
    if len(districts) > 1:
        one = edition.catalog.profile.unit_one
        raise QuestionError(_("A report is about one {unit_one}.").format(unit_one=one))
    return report(districts[0] if districts else None, edition=edition)


def report(lea_id: str | None, *, edition: Edition) -> Report:
    """The report of a district of the release, or of the state (None)."""
    first = edition.years[-MOST_YEARS:][0] if edition.years else None
    views = [
        indicator_view(
            Question(indicator=id, districts=(lea_id,) if lea_id else (), first=first),
            edition=edition,
            around=False,
        )
        for id in edition.catalog.ids
    ]
    rows = tuple(_row(view, lea_id=lea_id) for view in views)
    profile = edition.catalog.profile
    return Report(
        release=edition.id,
        lea_id=lea_id,
        name=edition.districts[lea_id] if lea_id else profile.upper_label,
        sheets=tuple(_sheet(view) for view in views),
        rows=rows,
        sentence=_sentence(rows),
    )


def _sentence(rows: tuple[Row, ...]) -> str:
    met, missed = (sum(row.verdict == word for row in rows) for word in ("met", "not met"))
    return _(
        "Of {total} indicators, {met} met their targets in their latest year and {missed} did "
        "not; the others have no target, or no public value beside one."
    ).format(total=len(rows), met=met, missed=missed)


def _row(view: IndicatorView, *, lea_id: str | None) -> Row:
    state, subject = view.series[0], view.subject
    named = subject.points[-1] if subject.points else None
    shown = named if subject.has_percents and subject is not state else None
    beside = state.points[-1] if state.points else None
    judged = shown if lea_id and len(view.series) > 1 else beside if not lea_id else None
    target = beside.target if beside else None
    own = ""
    if lea_id:
        only = _("{upper} only").format(upper=view.profile.upper_one)
        own = only if subject is state else _value(named)
    return Row(
        id=view.indicator.id,
        title=view.indicator.short_title,
        year=year_label(view.years[-1]) if view.years else "",
        own=own,
        state=_value(beside),
        target=""
        if target is None
        else with_percent_sign(target_text(target, decimals=view.indicator.decimals)),
        verdict=judged.verdict if judged and judged.verdict in ("met", "not met") else "",
        said=_(judged.verdict) if judged and judged.verdict else "",
    )


def _value(point: Point | None) -> str:
    """The value with its sign, or the words in its place."""
    if point is None:
        return _("not reported")
    if point.percent is None:
        return point.text
    value, *more = point.text.split(" (", 1)
    return " (".join([with_percent_sign(value), *more])


def _sheet(view: IndicatorView) -> Sheet:
    indicator = view.indicator
    alone = len(view.eras) == 1
    return Sheet(
        view=view,
        heading=f"SPP {indicator.id}",
        years=tuple(label for label, _cells in view.table.rows),
        lines=tuple(_lines(view.table, series=view.series)),
        eras=tuple(("" if alone else f"{era.label}, {_span(era)}", era) for era in view.eras),
        changes=tuple(
            _("From {year}, {label}: {note}").format(
                year=found.year, label=found.label.lower(), note=found.note
            )
            for found in view.breaks
        ),
        notes=(*view.notes, *(gap.note for gap in view.gaps), *view.remarks),
    )


def _lines(table: Table, *, series: tuple[Series, ...]) -> list[Line]:
    """The table of the view with a column a year: the target, then each series in its own cells."""
    spans = [span for _name, span in table.groups] or [len(table.columns) - 1]
    targets = tuple((cells[0].text,) for _year, cells in table.rows)
    lines = [Line(head=table.columns[0].text, cells=targets)]
    start = 1
    for one, span in zip(series, spans, strict=True):
        cells = tuple(
            tuple(cell.text for cell in row[start : start + span] if cell.text)
            for _year, row in table.rows
        )
        lines.append(Line(head=one.name, cells=cells))
        start += span
    return lines


def _span(era: Era) -> str:
    if era.to_year is None:
        return _("from {year} on").format(year=era.from_year)
    return _("{first} to {last}").format(first=era.from_year, last=era.to_year)
