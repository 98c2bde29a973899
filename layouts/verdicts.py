"""Met or not met: always in words, with a sign beside them for those who see it."""

from __future__ import annotations

from functools import lru_cache

from dashboard.locale import current, marked
from dashboard.locale import gettext as _
from layouts import tags
from layouts.markup import Ready, written
from layouts.tags import Tag

_SIGNS = {"met": "✓", "not met": "✗"}
_SAID = {"met": marked("Target met"), "not met": marked("Target not met")}


def signed(verdict: str) -> list[Tag | str]:
    """ "✓ met", the sign hidden from those who listen."""
    return [tags.span(f"{_SIGNS[verdict]} ", **{"aria-hidden": "true"}), _(verdict)]


def badge(verdict: str) -> Ready:
    """ "✓ Target met" as it stands over the headline."""
    return _badge(verdict, current())


@lru_cache(maxsize=16)
def _badge(verdict: str, _language: str) -> Ready:
    sign = tags.span(_SIGNS[verdict], className="sign", **{"aria-hidden": "true"})
    said = tags.p([sign, " ", _(_SAID[verdict])], className=f"verdict {verdict.replace(' ', '-')}")
    return Ready(written(said))
