"""Where to go on after signing in: only a path that the app itself routes (trust.md S5)."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

_LONGEST = 2_000
_HOME = "/account"  # as in the guide, it leads on to the application
_ANYTHING = "/<path:path>"  # by which Dash answers every address
_NEVER = ("/signin", "/signout", "/session")  # round and round, or no page for people


def following(wanted: str | None) -> str:
    """The path wanted, if it is one of ours; else the page that every account has."""
    return wanted if wanted and _is_ours(wanted) else _HOME


def _is_ours(wanted: str) -> bool:
    # Browsers drop tabs and line ends, and take \ for /: no address of ours holds either.
    plain = len(wanted) <= _LONGEST and all("!" <= one <= "~" and one != "\\" for one in wanted)
    if not plain or not wanted.startswith("/") or wanted.startswith("//"):
        return False
    parts = urlsplit(wanted)
    path = unquote(parts.path)
    clean = not path.startswith("//") and "\\" not in path and path.isprintable()
    return clean and not parts.scheme and not parts.netloc and _is_routed(path)


def _is_routed(path: str) -> bool:
    if path.startswith(_NEVER):
        return False
    routes = current_app.create_url_adapter(request)
    try:
        rule, _values = routes.match(path, method="GET", return_rule=True)  # type: ignore[union-attr]
    except HTTPException:
        return False
    return rule.rule != _ANYTHING
