"""Answers that anybody may have, kept and sent again, in front of everything else.

A public page or file is a function of the release, of its address and of the coding the reader
takes. The first time it is asked for it is made and compressed; from then on it is bytes in
memory, with a mark (ETag) by which a reader learns that nothing changed. When another release
becomes current, or one is added or removed, all of it is forgotten; an answer that is the same
under the new release keeps its mark, which is the hash of its content.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from dashboard.releases import NoRelease
from dashboard.views import Shelf
from dashboard.web.codings import coding_for, compressed
from dashboard.web.direct import Direct
from dashboard.web.headers import Header
from dashboard.web.private import is_private
from dashboard.web.store import Store
from dashboard.web.whole import Environ, Start, Wsgi, whole

Key = tuple[str, str, str, str, str]

MOST_BYTES = 48 << 20  # of each worker
LONGEST = 2_000  # characters of an address that is worth keeping
OTHERS = ("/assets/", "/_dash", "/healthz", "/readyz")  # scripts keep themselves (files.py)
# To compress a frame or a picture is the longest piece of work in it; to compress it better would
# save a few hundred bytes. With a page it is the other way round.
_SMALL = 20_000
_QUALITY, _QUALITY_OF_SMALL = 2, 1
_PIECE = 2_000
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

    def __init__(self, app: Wsgi, *, shelf: Shelf, direct: Direct) -> None:
        self._app, self._shelf, self._direct = app, shelf, direct
        self._root = str(shelf.root)  # a text: each request asks for it
        self._kept: Store[Key, Kept] = Store(
            most=MOST_BYTES, weight=lambda one: len(one.body), one=MOST_BYTES // 16
        )
        self._release = ""

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer from what is kept, or ask the application and keep what it says."""
        key = self._key(environ)
        if key is None:
            return self._app(environ, start)
        found = self._kept.get(key)
        if found is not None:
            return _sent(found, environ, start)
        return self._made(key, environ, start)

    def _key(self, environ: Environ) -> Key | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if len(path) + len(query) > LONGEST or path.startswith(OTHERS) or is_private(path):
            return None
        try:
            # Some pages list all releases: the folder's time changes when one comes or goes.
            release = f"{self._shelf.edition().id} {os.stat(self._root).st_mtime_ns}"  # noqa: PTH116
        except (NoRelease, OSError):
            return None
        if release != self._release:
            self._kept.clear()
            self._release = release
        host = f"{environ.get('wsgi.url_scheme')}://{environ.get('HTTP_HOST', '')}"
        return release, host, path, query, coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))

    def _made(self, key: Key, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        made = self._direct(key[2], key[3])
        if made is not None:
            fresh = _packed(made.headers, made.body, coding=key[-1], coded=True)
            return _sent(self._keep(key, fresh), environ, start)
        # The mark and the coding are ours.
        asked = {**environ, "REQUEST_METHOD": "GET"}
        for condition in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"):
            asked.pop(condition, None)
        status, headers, more, body = whole(self._app, asked)
        allowed = _says(headers)
        if status.startswith("200 ") and "max-age" in allowed:
            others = tuple(each for each in headers if each[0].lower() not in _OWN)
            kind = next((value for name, value in others if name.lower() == "content-type"), "")
            coded = kind.startswith(_TEXTS)
            fresh = _packed(others, body, coding=key[-1], coded=coded)
            # One that is not public, a frozen frame, is marked but not kept here.
            return _sent(self._keep(key, fresh) if "public" in allowed else fresh, environ, start)
        start(status, headers, *more)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _keep(self, key: Key, fresh: Kept) -> Kept:
        if key[0] == self._release:  # else it may be an answer of either release
            self._kept.put(key, fresh)
        return fresh


def _says(headers: Iterable[tuple[str, str]]) -> str:
    """What an answer allows caches; nothing where it sets a cookie."""
    known = {name.lower(): value for name, value in headers}
    return "" if "set-cookie" in known else known.get("cache-control", "")


def _packed(headers: tuple[Header, ...], body: bytes, *, coding: str, coded: bool) -> Kept:
    """The answer as it goes out; headers: those that are not worked out here. coded: if ever."""
    more: tuple[Header, ...] = ()
    if coded:
        more = (("Vary", "Accept-Encoding"),)
        if coding:
            quality = _QUALITY if len(body) > _SMALL else _QUALITY_OF_SMALL
            body = compressed(body, coding, quality=quality)
            more = (*more, ("Content-Encoding", coding))
    mark = f'"{_digest(body)}"'
    own = (("Content-Length", str(len(body))), ("ETag", mark))
    return Kept((*headers, *more, *own), body, mark)


def _digest(body: bytes) -> str:
    """The hash of a body, in pieces: from 2 KiB on hashlib lets other threads go first.

    To come back costs more than the hash does.
    """
    found = sha256()
    for start in range(0, len(body), _PIECE):
        found.update(body[start : start + _PIECE])
    return found.hexdigest()[:20]


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
