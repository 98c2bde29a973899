"""Met or not met: always in words, with a sign beside them for those who see it."""

from __future__ import annotations

from dashboard.locale import gettext as _
from dashboard.locale import marked
from layouts import tags
from layouts.tags import Tag

_SIGNS = {"met": "✓", "not met": "✗"}
_SAID = {"met": marked("Target met"), "not met": marked("Target not met")}


def signed(verdict: str) -> list[Tag | str]:
    """ "✓ met", the sign hidden from those who listen."""
    return [tags.span(f"{_SIGNS[verdict]} ", **{"aria-hidden": "true"}), _(verdict)]


def badge(verdict: str) -> Tag:
    """ "✓ Target met" as it stands over the headline."""
    sign = tags.span(_SIGNS[verdict], className="sign", **{"aria-hidden": "true"})
    return tags.p([sign, " ", _(_SAID[verdict])], className=f"verdict {verdict.replace(' ', '-')}")
