"""What may be posted to Dash's one callback address (trust.md S2).

Dash answers callbacks of any origin, and a body it does not expect with a server error. Here such
bodies are refused before Dash sees them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest, Forbidden

from dashboard.locale import speak
from dashboard.web.addresses import site_of
from dashboard.web.language import language_of

ADDRESS = "/_dash-update-component"
_MOST_BYTES = 1_000_000

# Output string of a callback to its specification, as `Dash.callback_map` holds them.
Callbacks = Callable[[], Mapping[str, Mapping[str, Any]]]


def install_guard(server: Flask, *, callbacks: Callbacks) -> None:
    """Refuse callback requests from other sites (403) and those no page of ours sends (400)."""

    def guard() -> None:
        if request.path != ADDRESS or request.method != "POST":
            return
        if is_foreign():
            raise Forbidden("This request comes from another site.")
        request.max_content_length = _MOST_BYTES
        body = _body()
        if not isinstance(body, dict) or not is_expected(body, callbacks()):
            raise BadRequest("This is not a request that a page of this site sends.")
        speak(language_of(body))

    server.before_request(guard)


def _body() -> object:
    """The JSON of the request; None where it is none, or holds what no answer could repeat."""
    try:
        found = request.get_json(silent=True)
        if rb"\u" in request.get_data():  # half a character is one way to write none
            json.dumps(found, ensure_ascii=False).encode()
    except (RecursionError, UnicodeEncodeError):  # lists in lists in lists
        return None
    return found


def is_foreign() -> bool:
    """Whether a page of another site sends this request, as the browser tells.

    Programs that are no browser tell nothing; they carry no cookie of a person either.
    """
    headers = request.headers
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    return is_from_elsewhere(request.host, site=site, origin=origin)


def is_from_elsewhere(host: str, *, site: str | None, origin: str | None) -> bool:
    """Whether a request to this host is another site's, by its Sec-Fetch-Site and its Origin."""
    if site not in (None, "same-origin", "none"):
        return True
    return origin is not None and site_of(origin) != host


def is_expected(body: Mapping[str, Any], callbacks: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a body names a callback and exactly its outputs, inputs and states."""
    output = body.get("output")
    known = callbacks.get(output) if isinstance(output, str) else None
    # One that runs in the browser is known to Dash, and has nothing here that could answer.
    if known is None or not isinstance(output, str) or "callback" not in known:
        return False
    given = body.get("outputs")
    outputs = given if isinstance(given, list) else [given]
    changed = body.get("changedPropIds", [])
    return (
        _names(outputs) == outputs_of(output)
        and _names(body.get("inputs", [])) == _names(known["inputs"])
        and _names(body.get("state", [])) == _names(known["state"])
        and isinstance(changed, list)
        and all(isinstance(name, str) for name in changed)
    )


def _names(parts: object) -> list[tuple[str, str]] | None:
    """(id, property) of each part; None where that is not what the parts are."""
    if not isinstance(parts, list | tuple):
        return None
    names = []
    for part in parts:
        if not isinstance(part, dict):
            return None
        name, prop = part.get("id"), part.get("property")
        if not (isinstance(name, str) and isinstance(prop, str)):
            return None
        names.append((name, prop))
    return names


@lru_cache(maxsize=64)  # what the site's own callbacks are called; others are refused before
def outputs_of(output: str) -> list[tuple[str, str]]:
    """(id, property) of each part of "..a.children...b.data@hash.."."""
    several = output.startswith("..") and output.endswith("..")
    parts = output[2:-2].split("...") if several else [output]
    pairs = (part.rpartition(".") for part in parts)
    return [(name, prop) for name, _, prop in pairs]
