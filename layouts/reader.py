"""The reader of a chart: two buttons, or the arrow keys, from year to year (assets/reader.js)."""

from __future__ import annotations

import orjson

from dashboard.locale import gettext as _
from dashboard.views import IndicatorView
from layouts import tags
from layouts.kept import MARKS, kept
from layouts.markup import Ready
from layouts.tags import Tag


def reader(view: IndicatorView) -> Ready | None:
    """The buttons and the line they fill; the table stays the equal of the chart."""
    if not view.readings:
        return None
    return kept(view, "reader", _reader, orjson.dumps(view.readings).decode())


def _reader() -> Tag:
    return tags.div(
        [
            _step("←", _("Year before"), -1),
            _step("→", _("Year after"), 1),
            tags.p(role="status"),
        ],
        role="group",
        className="reader",
        **{"aria-label": _("Read the chart year by year"), "data-readings": MARKS[0]},
    )


def _step(sign: str, said: str, step: int) -> Tag:
    parts = [tags.span(sign, **{"aria-hidden": "true"}), tags.span(said, className="unseen")]
    return tags.button(
        parts, type="button", className="button", title=said, **{"data-step": str(step)}
    )
