"""Met or not met, and where things move: always a word, with a sign beside it for the eye."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.locale import gettext as _
from dashboard.views.change import Change
from dashboard.views.standing import Mark, Standing

_SIGNS = {Mark.MET: "✓", Mark.NOT_MET: "✗"}


def sign(text: str) -> html.Span:
    """A sign that only repeats what the words beside it say."""
    return html.Span(text, className="sign", **{"aria-hidden": "true"})


def mark(standing: Standing | None) -> html.Span:
    """ "✓ Met" """
    if standing is None:
        return html.Span(_("state only"), className="mark is-other")
    word = standing.verdict
    if standing.flagged:
        return html.Span([sign("⚑"), _("Flagged")], className="mark is-not-met")
    if standing.mark is Mark.OTHER:
        return html.Span(word[:1].upper() + word[1:], className="mark is-other")
    word = _("Met") if standing.mark is Mark.MET else _("Not met")
    return html.Span([sign(_SIGNS[standing.mark]), word], className=f"mark is-{standing.mark}")


def change(found: Change | None) -> list[Component | str]:
    """ "▲ up 2.5 points, progress"; since which year only where it is not the one before."""
    if found is None:
        return []
    arrow = "→" if not found.moved else ("▲" if found.moved > 0 else "▼")
    said: list[Component | str] = [
        sign(arrow),
        found.short if found.from_year_before else found.text,
    ]
    if found.word and found.moved:
        said += [", ", html.Span(found.word, className=f"move {found.move}")]
    return said
