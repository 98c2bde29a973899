"""Every indicator in a plain list, by family."""

from __future__ import annotations

from dash import dcc, html

from dashboard.views import Chapter, Entry, Overview

_SIGNS = {"met": "✓ ", "not met": "✗ "}


def overview_page(view: Overview) -> html.Article:
    """The overview of the state, or of a district."""
    profile = view.profile
    years = f"{view.years[0]} to {view.years[-1]}" if view.years else "none yet"
    lead = (
        f"The latest value of each indicator for {view.name}, beside its target. "
        f"Years: {years}; a year is named by the spring in which it ends."
    )
    away = [html.P(dcc.Link(f"All of {profile.upper_label}", href="/"))] if view.district else []
    return html.Article(
        [
            html.H1(f"{view.name}: all indicators", id="heading", tabIndex=-1),
            html.P(lead, className="lead"),
            *away,
            html.Div(_table(view), className="scroll"),
        ],
        className="overview",
    )


def _table(view: Overview) -> html.Table:
    head = html.Tr(
        [
            html.Th("Indicator", scope="col"),
            html.Th("Year", scope="col", className="number year"),
            html.Th("Percent", scope="col", className="number"),
            html.Th("Target", scope="col", className="number"),
            html.Th("Met?", scope="col"),
        ]
    )
    caption = html.Caption(f"Indicators of {view.name}", className="unseen")
    bodies = [_chapter(chapter) for chapter in view.chapters if chapter.entries]
    return html.Table([caption, html.Thead(head), *bodies], className="values glance")


def _chapter(chapter: Chapter) -> html.Tbody:
    heading = [html.Span(chapter.heading, className="id"), " ", chapter.title]
    head = html.Tr(html.Th(heading, scope="rowgroup", colSpan=5), className="chapter")
    return html.Tbody([head, *(_row(entry) for entry in chapter.entries)])


def _row(entry: Entry) -> html.Tr:
    indicator = entry.indicator
    name = dcc.Link(
        [html.Span(indicator.id, className="id"), " ", indicator.short_title], href=entry.href
    )
    sign = _SIGNS.get(entry.verdict)
    signs = [html.Span(sign, **{"aria-hidden": "true"})] if sign else []
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(entry.year, className="number year"),
            html.Td(entry.text, className="number" if entry.is_number else "word"),
            html.Td(entry.target, className="number"),
            html.Td([*signs, entry.verdict], className=f"mark {entry.verdict.replace(' ', '-')}"),
        ]
    )
