"""The page of one indicator, and the parts of it that a control changes."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import dcc

from dashboard.charts import CONFIG, HEIGHT, absence_key, drawing, figure
from dashboard.locale import DEFAULT, current
from dashboard.locale import gettext as _
from dashboard.views import Edition, IndicatorView, Question
from dashboard.views.numbers import year_label
from layouts import ids, tags
from layouts.actions import actions
from layouts.controls import chosen, controls
from layouts.embedding import embed_dialog
from layouts.formula import formulas
from layouts.groups import groups
from layouts.kept import MARKS, around, kept
from layouts.markup import WRITTEN, Ready, standing_in, text_html, written
from layouts.reader import reader
from layouts.spread import spread
from layouts.table import written_table
from layouts.tags import Tag
from layouts.verdicts import badge


def indicator_page(view: IndicatorView, *, edition: Edition) -> Tag:
    """The page: what the indicator says, where it stands, chart, table, method."""
    indicator = view.indicator
    parts = answer(view, edition=edition)
    graph = dcc.Graph(
        id=ids.CHART, figure=parts["figure"], config=CONFIG, style={"height": f"{HEIGHT}px"}
    )
    return tags.article(
        [
            _crumbs(view),
            tags.h1(
                [tags.span(indicator.id, className="id"), " ", indicator.title],
                id="heading",
                tabIndex=-1,
                lang=_spoken(edition),
            ),
            tags.p(indicator.statement, className="statement", lang=_spoken(edition)),
            tags.div(
                id=ids.HEADLINE, role="status", className="headline", **{WRITTEN: parts["headline"]}
            ),
            controls(view, edition=edition),
            tags.div(
                standing_in(graph, lambda: drawing(parts["figure"])),
                id=ids.CHART_BOX,
                role="img",
                className="chart",
                **{"aria-label": parts["alt"]},
            ),
            tags.div(id=ids.REST, **{WRITTEN: parts["rest"]}),
            tags.div(
                **{WRITTEN: kept(view, "embed", partial(embed_dialog, indicator, edition=edition))}
            ),
        ],
        className="indicator",
    )


def answer(view: IndicatorView, *, edition: Edition) -> dict[str, Any]:
    """The parts of the page that depend on what is asked, by name."""
    return {
        "headline": _headline(view),
        "chosen": chosen(view),
        "figure": figure(view),
        "alt": view.alt,
        "rest": written(_rest(view, edition=edition)),
    }


def _spoken(edition: Edition) -> str | None:
    """The language of the records' words where it is not the page's: nobody translated them."""
    translated = current() == DEFAULT or current() in edition.catalog.translations
    return None if translated else DEFAULT


def _crumbs(view: IndicatorView) -> Tag:
    home = f"/{Question(indicator='', districts=view.question.districts[:1]).search}"
    return tags.nav(
        [
            tags.link(_("All indicators"), home),
            tags.span(" / ", **{"aria-hidden": "true"}),
            f"{view.family.heading} {view.family.title}",
        ],
        className="crumbs",
        **{"aria-label": _("Where this page is")},
    )


def _headline(view: IndicatorView) -> Ready:
    first, *others = view.sentences
    said = badge(view.verdict) if view.verdict else ""
    said += f'<p class="lead">{text_html(first)}</p>'
    if view.distance:
        said += f'<p class="distance">{text_html(view.distance)}</p>'
    return Ready(said + "".join([f"<p>{text_html(sentence)}</p>" for sentence in others]))


def _rest(view: IndicatorView, *, edition: Edition) -> list[Tag | str | None]:
    pair = [part for part in (spread(view), groups(view)) if part is not None]
    districts = Question(indicator="", districts=view.question.districts).search
    return [
        reader(view),
        _key(view),
        tags.p(view.indicator.chart_note, className="chart-note")
        if view.indicator.chart_note
        else None,
        _list(view.remarks, className="remarks"),
        actions(view),
        _values(view),
        tags.div(pair, className="pair") if pair else None,
        kept(view, "method", lambda: _method(view, edition=edition)),
        kept(view, "others", lambda: _others(view, edition=edition), districts),
    ]


def _values(view: IndicatorView) -> Ready:
    before, after = around(view, "values", lambda: _scrolling(MARKS[0]))
    return Ready(f"{before}{written_table(view.table)}{after}")


def _scrolling(table: str) -> Tag:
    return tags.section(
        [
            tags.h2(_("Every value")),
            tags.div(
                table,
                id=ids.TABLE,
                className="scroll",
                role="region",
                tabIndex=0,
                **{"aria-label": _("Table of values")},
            ),
        ]
    )


def _key(view: IndicatorView) -> Tag | None:
    """What the signs under the axis mean."""
    found = absence_key(view)
    if not found:
        return None
    return tags.ul([tags.li(f"{sign} {words}") for sign, words in found], className="chart-key")


def _method(view: IndicatorView, *, edition: Edition) -> list[Tag | None]:
    said = tags.div(_said(view), className="method", lang=_spoken(edition))
    keyword = view.indicator.keyword
    return [said, tags.p(keyword, className="keyword") if keyword else None]


def _said(view: IndicatorView) -> list[Tag | None]:
    parts: list[Tag | None] = [tags.h2(_("How it is calculated")), formulas(view.eras)]
    if view.breaks:
        changes = [
            _("From {year}, {label}: {note}").format(
                year=found.year, label=found.label.lower(), note=found.note
            )
            for found in view.breaks
        ]
        parts += [tags.h2(_("Changes")), _list(tuple(changes))]
    if view.notes:
        parts += [tags.h2(_("Notes")), _list(view.notes)]
    return [*parts, tags.h2(_("Source and years")), _facts(view)]


def _facts(view: IndicatorView) -> Tag:
    indicator = view.indicator
    facts = [(_("Source"), indicator.source)]
    if view.years:
        last = view.years[-1]
        facts += [
            (_("Latest data year"), year_label(last)),
            (
                _("Reported in"),
                _("Annual Performance Report of FFY {year}").format(year=indicator.apr_ffy(last)),
            ),
        ]
    kinds = {"results": _("Results"), "compliance": _("Compliance")}
    ways = {
        "higher": _("Higher is better"),
        "lower": _("Lower is better"),
        "none": _("Neither higher nor lower is better"),
    }
    facts += [
        (_("Kind of indicator"), kinds[indicator.kind]),
        (_("Direction"), ways[indicator.direction]),
    ]
    return tags.dl(
        [tags.div([tags.dt(name), tags.dd(value)]) for name, value in facts], className="facts"
    )


def _list(lines: tuple[str, ...], *, className: str = "notes") -> Tag | None:  # noqa: N803 - Dash's
    return tags.ul([tags.li(line) for line in lines], className=className) if lines else None


def _others(view: IndicatorView, *, edition: Edition) -> list[Tag | None]:
    """The ways to other indicators, with the districts kept: their query is a mark."""
    return [_family(view), _neighbours(view, edition=edition)]


def _family(view: IndicatorView) -> Tag | None:
    if len(view.siblings) == 1:
        return None
    items = []
    for other in view.siblings:
        name = f"{other.id} {other.short_title}"
        if other.id == view.indicator.id:
            items.append(tags.li(tags.span(name, **{"aria-current": "page"})))
        else:
            items.append(tags.li(tags.link(name, _address(other.id))))
    heading = _("The family: {title}").format(title=view.family.title)
    return tags.nav(
        [tags.h2(heading), tags.ul(items)], className="family", **{"aria-label": heading}
    )


def _neighbours(view: IndicatorView, *, edition: Edition) -> Tag:
    """The indicators before and after."""
    order = edition.catalog.indicators
    place = edition.catalog.ids.index(view.indicator.id)
    links = []
    for word, other, side in (
        (_("Previous: {name}"), place - 1, "previous"),
        (_("Next: {name}"), place + 1, "next"),
    ):
        if 0 <= other < len(order):
            name = f"{order[other].id} {order[other].short_title}"
            links.append(
                tags.link(word.format(name=name), _address(order[other].id), className=side)
            )
    return tags.nav(links, className="neighbours", **{"aria-label": _("Other indicators")})


def _address(indicator: str) -> str:
    return f"/indicators/{indicator}{MARKS[0]}"
