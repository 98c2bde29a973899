"""The language of a request: what its address says, and nothing else (no cookie, no header)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from dashboard.locale import DEFAULT, LANGUAGES, current, is_known, speak


def install_language(server: Flask) -> None:
    """Speak the language of the address for the length of each request."""

    def listen() -> None:
        speak(DEFAULT)
        wanted = request.args.get("lang", DEFAULT)
        if not is_known(wanted):
            known = ", ".join(LANGUAGES)
            raise BadRequest(f"These pages do not speak “{wanted[:40]}”. They speak: {known}.")
        speak(wanted)

    def fall_silent(_error: BaseException | None) -> None:
        speak(DEFAULT)

    server.before_request(listen)
    server.teardown_request(fall_silent)


def switches() -> Iterator[tuple[str, str, str]]:
    """(code, name, address) of the page at hand in each other language."""
    for code, name in LANGUAGES.items():
        if code != current():
            pairs = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
            pairs += [("lang", code)] if code != DEFAULT else []
            search = f"?{urlencode(pairs)}" if pairs else ""
            yield code, name, f"{quote(request.path)}{search}"


def language_of(body: Mapping[str, Any]) -> str:
    """The language of the page that a callback's body was sent from.

    It is in the query that the page hands on as the property "search" of its address: a callback
    that answers with words takes that as an input or a state.
    """
    for part in [*_parts(body.get("inputs")), *_parts(body.get("state"))]:
        if isinstance(part, dict) and part.get("property") == "search":
            return language_in(part.get("value"))
    return DEFAULT


def _parts(given: object) -> list[object]:
    return given if isinstance(given, list) else []


def language_in(search: object) -> str:
    """The language that the query of an address asks for, or the default one."""
    if not isinstance(search, str) or "lang" not in unquote(search):
        return DEFAULT
    try:
        found = parse_qs(search.removeprefix("?"), max_num_fields=50).get("lang", [DEFAULT])
    except ValueError:
        return DEFAULT
    return found[-1] if is_known(found[-1]) else DEFAULT
