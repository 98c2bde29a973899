"""Buttons with words: take the data, copy the link, print."""

from __future__ import annotations

from dashboard.locale import gettext as _
from dashboard.views import IndicatorView
from dashboard.views.links import link
from layouts import tags
from layouts.tags import Tag


def actions(view: IndicatorView) -> Tag:
    """What may be done with the view at hand; each acts on exactly what is shown."""
    start, search = f"/indicators/{view.indicator.id}", view.question.search
    return tags.div(
        [
            tags.a(_("Download data (.csv)"), href=f"{start}.csv{search}", className="button"),
            tags.a(_("Download data (.json)"), href=f"{start}.json{search}", className="button"),
            tags.a(
                _("The whole report"),
                href=link("/report", [("district", next(iter(view.question.districts), ""))]),
                className="button",
            ),
            _button(_("Copy link"), "copy", done=_("Link copied")),
            _button(_("Print"), "print"),
            tags.span(className="told", role="status"),
        ],
        className="actions",
    )


def _button(text: str, does: str, *, done: str = "") -> Tag:
    return tags.button(
        text, type="button", className="button", **{"data-does": does, "data-done": done}
    )
