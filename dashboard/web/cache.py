"""Answers that anybody may have, kept and sent again, in front of everything else.

A public page or file is a function of the release, of its address and of the coding the reader
takes. The first time it is asked for it is made and compressed; from then on it is bytes in
memory, with a mark (ETag) by which a reader learns that nothing changed. When another release
becomes current all of it is forgotten; an answer that is the same under the new release keeps its
mark, which is the hash of its content.
"""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from dashboard.releases import NoRelease
from dashboard.views import Shelf

Environ = Mapping[str, Any]
Start = Callable[..., Any]
Wsgi = Callable[[Any, Any], Iterable[bytes]]
Key = tuple[str, str, str, str, str]

MOST_BYTES = 48 << 20  # of each worker
LONGEST = 2_000  # characters of an address that is worth keeping
OTHERS = ("/assets/", "/_dash", "/healthz", "/readyz")  # scripts keep themselves (files.py)
_CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=5)),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
"""By name, the one to be preferred first."""
_TEXTS = ("text/", "application/json", "application/xml", "application/atom", "image/svg")
_OWN = ("content-length", "etag", "content-encoding", "vary")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it goes out."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    mark: str


class Cache:
    """A WSGI application before another one: what that calls public is kept."""

    def __init__(self, app: Wsgi, *, shelf: Shelf) -> None:
        self._app, self._shelf = app, shelf
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes, self._release = 0, ""
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer from what is kept, or ask the application and keep what it says."""
        key = self._key(environ)
        if key is None:
            return self._app(environ, start)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if found is not None:
            return _sent(found, environ, start)
        return self._made(key, environ, start)

    def _key(self, environ: Environ) -> Key | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if len(path) + len(query) > LONGEST or path.startswith(OTHERS):
            return None
        try:
            release = self._shelf.edition().id
        except NoRelease:
            return None
        if release != self._release:
            with self._lock:
                self._kept.clear()
                self._bytes, self._release = 0, release
        host = f"{environ.get('wsgi.url_scheme')}://{environ.get('HTTP_HOST', '')}"
        return release, host, path, query, coding(environ.get("HTTP_ACCEPT_ENCODING", ""))

    def _made(self, key: Key, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        said: list[Any] = []

        def hear(status: str, headers: list[tuple[str, str]], *more: Any) -> None:
            said[:] = [status, headers, *more]

        # Whole and uncompressed: the mark and the coding are ours.
        asked = {**environ, "REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": "identity"}
        for condition in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"):
            asked.pop(condition, None)
        answer = self._app(asked, hear)
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        status, headers = said[0], said[1]
        fresh = _packed(headers, body, coding=key[-1])
        if status.startswith("200 ") and _may_rest(headers):
            if _is_public(headers):
                self._keep(key, fresh)
            return _sent(fresh, environ, start)
        start(status, headers, *said[2:])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _keep(self, key: Key, one: Kept) -> None:
        if len(one.body) > MOST_BYTES // 16:
            return
        with self._lock:
            if key[0] != self._release or key in self._kept:
                return
            self._kept[key] = one
            self._bytes += len(one.body)
            while self._bytes > MOST_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1].body)


@lru_cache(maxsize=256)
def coding(accepted: str) -> str:
    """The coding to answer in, of what a reader says to accept; "" for none."""
    known = Accept(parse_accept_header(accepted, Accept))
    return next((name for name in _CODINGS if known[name] > 0), "")


def _is_public(headers: Iterable[tuple[str, str]]) -> bool:
    known = {name.lower(): value for name, value in headers}
    return "public" in known.get("cache-control", "") and "set-cookie" not in known


def _may_rest(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether readers may keep an answer for a time: public, or not to be kept here alone."""
    known = {name.lower(): value for name, value in headers}
    return "max-age" in known.get("cache-control", "") and "set-cookie" not in known


def _packed(headers: Iterable[tuple[str, str]], body: bytes, *, coding: str) -> Kept:
    others = [(name, value) for name, value in headers if name.lower() not in _OWN]
    kind = next((value for name, value in others if name.lower() == "content-type"), "")
    coded = kind.startswith(_TEXTS)
    mark = sha256(body).hexdigest()[:20]
    if coded:
        others.append(("Vary", "Accept-Encoding"))
        if coding:
            body, mark = _CODINGS[coding](body), f"{mark}-{coding}"
            others.append(("Content-Encoding", coding))
    others += [("Content-Length", str(len(body))), ("ETag", f'"{mark}"')]
    return Kept(tuple(others), body, f'"{mark}"')


def _sent(one: Kept, environ: Environ, start: Start) -> Iterable[bytes]:
    if _has(environ.get("HTTP_IF_NONE_MATCH", ""), one.mark):
        start("304 NOT MODIFIED", [h for h in one.headers if h[0] != "Content-Length"])
        return []
    start("200 OK", [*one.headers])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [one.body]


def _has(asked: str, mark: str) -> bool:
    """Whether the reader holds what has the mark; a proxy may have made the mark a weak one."""
    marks = [one.strip().removeprefix("W/") for one in asked.split(",")]
    return mark in marks or "*" in marks
