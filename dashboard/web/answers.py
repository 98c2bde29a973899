"""Answers of callbacks, kept: a page is a function of the release and of what is asked of it.

When a link makes the rounds thousands ask the same; the answer is then built and compressed once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, request

from dashboard.releases import NoRelease
from dashboard.views import Shelf
from dashboard.web.codings import coding_for, compressed
from dashboard.web.store import Store

_ADDRESS = "/_dash-update-component"
MOST_BYTES = 16_000_000
_BESIDE = 1_000  # bytes that an answer takes beside itself, its question among them
_LONGEST_QUESTION = 4_000
# A callback is waited for: the twentieth that more would save costs more than it takes to send.
_QUALITY = 1

Key = tuple[str, str, bytes]


def install_answers(
    server: Flask,
    *,
    shelf: Shelf,
    direct: Callable[[Any], bytes | None] = lambda _body: None,
) -> None:
    """Answer a callback from memory where the same was asked of the same release before.

    To be installed after the guard: what it refuses never gets here. direct: the answer to a body
    that need not go through Dash, else None.
    """
    kept: Store[Key, bytes] = Store(most=MOST_BYTES, weight=weight)

    def from_kept() -> Response | None:
        key = _key(shelf)
        if key is None:
            return None
        found = kept.get(key)
        if found is None:
            made = direct(request.get_json())
            found = None if made is None else keep(key, made)
        if found is None:
            g.question = key
            return None
        response = Response(found, mimetype="application/json")
        return _marked(response, key)

    def keep(key: Key, made: bytes) -> bytes:
        """The answer as it goes out."""
        data = compressed(made, key[1], quality=_QUALITY)
        if shelf.edition().id == key[0]:  # else it may be an answer of either release
            kept.put(key, data)
        return data

    def keep_of_dash(response: Response) -> Response:
        key: Key | None = g.pop("question", None)
        if key is not None and response.status_code == 200:
            response.set_data(keep(key, response.get_data()))
            _marked(response, key)
        return response

    server.before_request(from_kept)
    server.after_request(keep_of_dash)


def weight(answer: bytes) -> int:
    """What it costs to keep an answer, in bytes."""
    return len(answer) + _BESIDE


def _key(shelf: Shelf) -> Key | None:
    """Release, coding and question; None for what is no callback, or too long to keep."""
    if request.path != _ADDRESS or request.method != "POST":
        return None
    question = request.get_data()
    if len(question) > _LONGEST_QUESTION:
        return None
    try:
        release = shelf.edition().id
    except NoRelease:
        return None
    return release, coding_for(request.headers.get("Accept-Encoding", "")), question


def _marked(response: Response, key: Key | None) -> Response:
    if key is not None and key[1]:
        response.headers["Content-Encoding"] = key[1]
    response.vary.add("Accept-Encoding")
    return response
