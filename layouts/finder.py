"""The form that looks for districts: a field and its button, for the server to answer."""

from __future__ import annotations

from collections.abc import Iterable

from dash import dcc

from dashboard.locale import gettext as _
from dashboard.locale import lang_pairs
from dashboard.views.finder import MOST_TYPED
from layouts import tags
from layouts.tags import Tag


def finder_form(
    label: str,
    *,
    id: str,
    name: str,
    value: str,
    action: str,
    hidden: Iterable[tuple[str, str]] = (),
) -> Tag:
    """A plain form, which works without scripts; `hidden` and the language go along with it."""
    field = dcc.Input(
        id=id,
        name=name,
        type="search",
        value=value,
        maxLength=MOST_TYPED,
        autoComplete="off",
        spellCheck="false",
    )
    return tags.tag(
        "Form",
        [
            tags.label(label, htmlFor=id),
            tags.div([field, tags.button(_("Find"), type="submit")], className="finder-row"),
            *(
                dcc.Input(type="hidden", name=each, value=held)
                for each, held in (*hidden, *lang_pairs())
            ),
        ],
        action=action,
        method="get",
        role="search",
        className="finder",
    )
