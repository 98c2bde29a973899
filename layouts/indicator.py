"""The page of one indicator, and the parts of it that a filter changes."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts import CONFIG, HEIGHT, figure
from dashboard.views import Edition, IndicatorView, Question
from layouts import ids
from layouts.filters import filters
from layouts.formula import formulas
from layouts.table import value_table

_SIGNS = {"met": "✓", "not met": "✗"}


def indicator_page(view: IndicatorView, *, edition: Edition) -> html.Article:
    """The page: what the indicator says, where it stands, chart, table, method."""
    indicator = view.indicator
    parts = answer(view, edition=edition)
    return html.Article(
        [
            html.Nav(
                [
                    dcc.Link("All indicators", href=_overview(view.question)),
                    html.Span(" / ", **{"aria-hidden": "true"}),
                    f"{view.family.heading} {view.family.title}",
                ],
                className="crumbs",
                **{"aria-label": "Where this page is"},
            ),
            html.H1(
                [html.Span(indicator.id, className="id"), " ", indicator.title],
                id="heading",
                tabIndex=-1,
            ),
            html.P(indicator.statement, className="statement"),
            filters(view, edition=edition),
            html.Div(parts["headline"], id=ids.HEADLINE, role="status", className="headline"),
            html.Div(
                dcc.Graph(
                    id=ids.CHART,
                    figure=parts["figure"],
                    config=CONFIG,
                    style={"height": f"{HEIGHT}px"},
                ),
                id=ids.CHART_BOX,
                role="img",
                className="chart",
                **{"aria-label": parts["alt"]},
            ),
            html.P(indicator.chart_note, className="chart-note") if indicator.chart_note else None,
            html.Div(parts["remarks"], id=ids.REMARKS),
            html.Div(
                parts["table"],
                id=ids.TABLE,
                className="scroll",
                role="region",
                tabIndex=0,
                **{"aria-label": "Table of values"},
            ),
            html.Div(parts["method"], id=ids.METHOD, className="method"),
            html.P(indicator.keyword, className="keyword") if indicator.keyword else None,
            html.Nav(
                parts["neighbours"],
                id=ids.NEIGHBOURS,
                className="neighbours",
                **{"aria-label": "Other indicators"},
            ),
        ]
    )


def answer(view: IndicatorView, *, edition: Edition) -> dict[str, Any]:
    """The parts of the page that depend on the filters, by name."""
    return {
        "headline": _headline(view),
        "figure": figure(view),
        "alt": view.alt,
        "remarks": _list(view.remarks, className="remarks"),
        "table": value_table(view.table),
        "method": _method(view),
        "neighbours": _neighbours(view, edition=edition),
    }


def _headline(view: IndicatorView) -> list[Component]:
    first, *others = view.sentences
    said: list[Component] = []
    if view.verdict:
        said.append(verdict(view.verdict))
    said.append(html.P(first, className="lead"))
    return [*said, *(html.P(sentence) for sentence in others)]


def verdict(word: str) -> html.P:
    """Met or not met, in a word and a sign beside it."""
    sign = _SIGNS.get(word)
    signs = [html.Span(f"{sign} ", **{"aria-hidden": "true"})] if sign else []
    return html.P([*signs, f"Target {word}"], className=f"verdict {word.replace(' ', '-')}")


def _method(view: IndicatorView) -> list[Component]:
    parts: list[Component] = [html.H2("How it is calculated"), formulas(view.eras)]
    if view.breaks:
        changes = [
            f"From {found.year}, {found.label.lower()}: {found.note}" for found in view.breaks
        ]
        parts += [html.H2("Changes"), _list(tuple(changes))]
    if view.notes:
        parts += [html.H2("Notes"), _list(view.notes)]
    return [*parts, html.H2("Source"), html.P(view.indicator.source)]


def _list(lines: tuple[str, ...], *, className: str = "notes") -> html.Ul | None:  # noqa: N803 - Dash's
    return html.Ul([html.Li(line) for line in lines], className=className) if lines else None


def _neighbours(view: IndicatorView, *, edition: Edition) -> list[Component]:
    """The indicators before and after, with what was asked kept."""
    order = edition.catalog.indicators
    place = order.index(view.indicator)
    links = []
    for word, other in (("Previous", place - 1), ("Next", place + 1)):
        if 0 <= other < len(order):
            question = Question(indicator=order[other].id, districts=view.question.districts)
            links.append(
                dcc.Link(
                    [html.Span(f"{word}: "), f"{order[other].id} {order[other].short_title}"],
                    href=f"/indicators/{order[other].id}{question.search}",
                    className=word.lower(),
                )
            )
    return links


def _overview(question: Question) -> str:
    return f"/{Question(indicator='', districts=question.districts[:1]).search}"
