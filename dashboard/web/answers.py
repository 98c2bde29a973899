"""Answers of callbacks, kept: a page is a function of the release and of what is asked of it.

When a link makes the rounds thousands ask the same; the answer is then built and compressed once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

import brotli
from flask import Flask, Response, request

from dashboard.releases import NoRelease
from dashboard.views import Shelf

_ADDRESS = "/_dash-update-component"
_MOST_KEPT = 2_000
_MOST_BYTES = 16_000_000
_LONGEST_QUESTION = 4_000
_QUALITY = 4

Key = tuple[str, str, bytes]


def install_answers(server: Flask, *, shelf: Shelf) -> None:
    """Answer a callback from memory where the same was asked of the same release before.

    To be installed after the guard: what it refuses never gets here.
    """
    kept = Answers()

    def from_kept() -> Response | None:
        key = _key(shelf)
        found = None if key is None else kept.get(key)
        if found is None:
            return None
        response = Response(found, mimetype="application/json")
        return _marked(response, key)

    def keep(response: Response) -> Response:
        fresh = "Content-Encoding" not in response.headers
        key = _key(shelf) if fresh and response.status_code == 200 else None
        if key is not None:
            data = response.get_data()
            if key[1]:
                data = bytes(brotli.compress(data, quality=_QUALITY))
                response.set_data(data)
            kept.put(key, data)
            _marked(response, key)
        return response

    server.before_request(from_kept)
    server.after_request(keep)


class Answers:
    """The answers asked for last, up to a number and a size; of one release at a time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Key) -> bytes | None:
        """The answer, if it is still there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Key, data: bytes) -> None:
        """Keep an answer; the one that nobody asked for the longest goes."""
        with self._lock:
            self._size += len(data) - len(self._kept.pop(key, b""))
            self._kept[key] = data
            while len(self._kept) > _MOST_KEPT or self._size > _MOST_BYTES:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone)


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
    return release, "br" if request.accept_encodings["br"] > 0 else "", question


def _marked(response: Response, key: Key | None) -> Response:
    if key is not None and key[1]:
        response.headers["Content-Encoding"] = key[1]
    response.vary.add("Accept-Encoding")
    return response
