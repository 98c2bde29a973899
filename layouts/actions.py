"""Buttons with words: take the data, embed the chart, copy the link, print."""

from __future__ import annotations

from functools import partial

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.views import IndicatorView
from dashboard.views.links import link
from layouts import tags
from layouts.kept import MARKS, kept
from layouts.markup import Ready
from layouts.tags import Tag


def actions(view: IndicatorView) -> Ready:
    """What may be done with the view at hand; each acts on exactly what is shown."""
    report = link("/report", [("district", next(iter(view.question.districts), ""))])
    made = partial(_actions, view.indicator)
    return kept(view, "actions", made, view.question.search, report)


def _actions(indicator: Indicator) -> Tag:
    start, (search, report) = f"/indicators/{indicator.id}", MARKS
    return tags.div(
        [
            *files(start, search=search),
            tags.a(_("The whole report"), href=report, className="button"),
            _button(_("Embed"), "embed", **{"data-query": search}),
            _button(_("Copy link"), "copy", done=_("Link copied")),
            _button(_("Print"), "print"),
            tags.span(className="told", role="status"),
        ],
        className="actions",
    )


def files(start: str, *, search: str = "") -> list[Tag]:
    """Links to the forms of an address: what people take home first, what programs read last."""
    said = {
        "xlsx": _("Excel workbook"),
        "zip": _("CSV with notes (.zip)"),
        "png": _("Picture (.png)"),
        "svg": _("Picture (.svg)"),
        "csv": "CSV",
        "json": "JSON",
    }
    return [
        tags.a(text, href=f"{start}.{ending}{search}", className="button", download="")
        for ending, text in said.items()
    ]


def taken(start: str, *, search: str = "") -> Tag:
    """The same, as a part of a page by itself."""
    return tags.nav(
        files(start, search=search), className="actions", **{"aria-label": _("Take the data")}
    )


def _button(text: str, does: str, *, done: str = "", **more: str) -> Tag:
    asked = {"data-does": does, "data-done": done, **more}
    return tags.button(text, type="button", className="button", **asked)
