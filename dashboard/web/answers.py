"""Answers of callbacks, in front of everything else: kept, and some of them made here.

A page is a function of the release and of what is asked of it. When a link makes the rounds
thousands ask the same; the answer is then built and compressed once. What is asked for the first
time is answered here too where it needs nothing of Flask and Dash (`direct`): between them they
take as long as the answer itself. Whatever is not plainly in order goes on to them, and is
answered or refused there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import orjson
from werkzeug.wsgi import get_host

from dashboard.locale import in_language
from dashboard.releases import NoRelease
from dashboard.views import Shelf
from dashboard.web.codings import coding_for, compressed
from dashboard.web.guard import ADDRESS, Callbacks, is_expected, is_from_elsewhere
from dashboard.web.language import language_of
from dashboard.web.store import Store
from dashboard.web.whole import Start, Wsgi, whole

MOST_BYTES = 16_000_000
_BESIDE = 1_000  # bytes that an answer takes beside itself, its question among them
_LONGEST_QUESTION = 4_000
# A callback is waited for: the tenth that more would save costs more than it takes to send.
_QUALITY = 0

Key = tuple[str, str, bytes]
"""Release, coding and question."""


def nothing(_body: Mapping[str, Any]) -> None:
    """For a site of which Dash answers everything."""


class Answers:
    """A WSGI application before another one, which knows the callbacks.

    direct: the answer to a body that the guard would let pass, as JSON; None where Dash has to
    give it. headers: of every answer (trust.md S8).
    """

    def __init__(
        self,
        app: Wsgi,
        *,
        shelf: Shelf,
        callbacks: Callbacks,
        direct: Callable[[Mapping[str, Any]], bytes | None] = nothing,
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._app, self._shelf = app, shelf
        self._callbacks, self._direct = callbacks, direct
        self._headers = (("Content-Type", "application/json"), *headers)
        self._kept: Store[Key, bytes] = Store(most=MOST_BYTES, weight=weight)

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer from memory where the same was asked of the same release before, or make it."""
        question = _question(environ)
        if question is None:
            return self._app(environ, start)
        key = self._key(question, environ)
        if key is None or _is_foreign(environ):
            return self._app(environ, start)
        found = self._kept.get(key) or self._made(key)
        if found is not None:
            return self._sent(found, key, start)
        return self._asked(key, environ, start)

    def _key(self, question: bytes, environ: Mapping[str, Any]) -> Key | None:
        try:
            release = self._shelf.edition().id
        except NoRelease:
            return None
        return release, coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")), question

    def _made(self, key: Key) -> bytes | None:
        try:
            body = orjson.loads(key[2])
        except orjson.JSONDecodeError:
            return None
        if not isinstance(body, dict) or not is_expected(body, self._callbacks()):
            return None
        try:
            with in_language(language_of(body)):
                made = self._direct(body)
        except Exception:  # it comes to the same behind, where it is recorded and answered for
            return None
        return None if made is None else self._keep(key, made)

    def _keep(self, key: Key, made: bytes) -> bytes:
        """The answer as it goes out."""
        data = compressed(made, key[1], quality=_QUALITY)
        held = self._shelf.held()
        if held is not None and held.id == key[0]:  # else it may be an answer of either release
            self._kept.put(key, data)
        return data

    def _asked(self, key: Key, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        answer = whole(self._app, environ)
        if answer.status.startswith("200 "):
            return self._sent(self._keep(key, answer.body), key, start)
        start(answer.status, answer.headers, *answer.more)
        return [answer.body]

    def _sent(self, data: bytes, key: Key, start: Start) -> Iterable[bytes]:
        coding = [("Content-Encoding", key[1])] if key[1] else []
        length = ("Content-Length", str(len(data)))
        start("200 OK", [*self._headers, length, *coding, ("Vary", "Accept-Encoding")])
        return [data]


def weight(answer: bytes) -> int:
    """What it costs to keep an answer, in bytes."""
    return len(answer) + _BESIDE


def _question(environ: dict[str, Any]) -> bytes | None:
    """What is asked of a callback, left to be read again; None where it is not worth a look."""
    if environ.get("PATH_INFO") != ADDRESS or environ["REQUEST_METHOD"] != "POST":
        return None
    if environ.get("QUERY_STRING") or environ.get("CONTENT_TYPE") != "application/json":
        return None
    length = environ.get("CONTENT_LENGTH", "")
    if not (length.isdecimal() and int(length) <= _LONGEST_QUESTION):
        return None
    question: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(question)
    return question


def _is_foreign(environ: dict[str, Any]) -> bool:
    return is_from_elsewhere(
        get_host(environ),
        site=environ.get("HTTP_SEC_FETCH_SITE"),
        origin=environ.get("HTTP_ORIGIN"),
    )
