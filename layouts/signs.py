"""Met or not met, and where things move: always a word, with a sign beside it for the eye."""

from __future__ import annotations

from dashboard.locale import gettext as _
from dashboard.views.change import Change
from dashboard.views.standing import Mark, Standing
from layouts import tags
from layouts.tags import Tag

_SIGNS = {Mark.MET: "✓", Mark.NOT_MET: "✗"}


def sign(text: str) -> Tag:
    """A sign that only repeats what the words beside it say."""
    return tags.span(text, className="sign", **{"aria-hidden": "true"})


def mark(standing: Standing | None) -> Tag:
    """ "✓ Met" """
    if standing is None:
        return tags.span(_("state only"), className="mark is-other")
    word = _(standing.verdict) if standing.verdict else ""
    if standing.flagged:
        return tags.span([sign("⚑"), _("Flagged")], className="mark is-not-met")
    if standing.mark is Mark.OTHER:
        return tags.span(word[:1].upper() + word[1:], className="mark is-other")
    word = _("Met") if standing.mark is Mark.MET else _("Not met")
    return tags.span([sign(_SIGNS[standing.mark]), word], className=f"mark is-{standing.mark}")


def change(found: Change | None) -> list[Tag | str]:
    """ "▲ up 2.5 points, progress"; since which year only where it is not the one before."""
    if found is None:
        return []
    arrow = "→" if not found.moved else ("▲" if found.moved > 0 else "▼")
    said: list[Tag | str] = [
        sign(arrow),
        found.short if found.from_year_before else found.text,
    ]
    if found.word and found.moved:
        said += [", ", tags.span(found.word, className=f"move {found.move}")]
    return said
