"""Frames and pictures, answered before Flask where what is asked is plainly in order.

Most frames on other people's pages are ones that nobody asked this process for before, and Flask
with its hooks takes a fifth of the time that they take. Whatever is not plainly in order goes on to
Flask, which answers the same (tests/web/test_direct.py holds both beside each other), or says what
is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from dashboard.locale import DEFAULT, in_language, is_known
from dashboard.views import Shelf
from dashboard.web.addresses import KEPT
from dashboard.web.downloads import picture
from dashboard.web.embed import newest_frame
from dashboard.web.forms import FORMS
from dashboard.web.framed import Asset
from dashboard.web.headers import Header, completed, framed_policy

_FRAME, _PICTURE, _SVG = "/embed/", "/indicators/", ".svg"
_HTML = "text/html; charset=utf-8"


class Made(NamedTuple):
    """An answer that anybody may have, before it is compressed and marked."""

    headers: tuple[Header, ...]
    body: bytes


class Direct:
    """Makes the frame or the picture of an indicator, of the edition that the shelf holds.

    ancestors, asset: as `embeds` takes them. fixed: the headers of every answer (trust.md S8).
    """

    def __init__(
        self, shelf: Shelf, *, ancestors: str, asset: Asset, fixed: Sequence[Header]
    ) -> None:
        self._shelf, self._asset = shelf, asset
        policy = ("Content-Security-Policy", framed_policy(ancestors))
        self._framed = _headers(_HTML, policy, fixed=fixed)
        self._drawn = _headers(FORMS["svg"].media, fixed=fixed)

    def __call__(self, path: str, query: str) -> Made | None:
        """The answer to an address; None where it has to come from Flask."""
        language = _language(query)
        if language is None:
            return None
        try:
            with in_language(language):
                return self._made(path, query)
        except Exception:  # it comes to the same behind, where it is recorded and answered for
            return None

    def _made(self, path: str, query: str) -> Made | None:
        edition = self._shelf.held()
        if edition is None:
            return None
        if path.startswith(_FRAME):
            wanted = path[len(_FRAME) :]
            html = newest_frame(wanted, query, edition=edition, asset=self._asset)
            return None if html is None else Made(self._framed, html)
        if path.startswith(_PICTURE) and path.endswith(_SVG):
            wanted = path[len(_PICTURE) : -len(_SVG)]
            return Made(self._drawn, picture(wanted, query, edition=edition).encode())
        return None


def _headers(kind: str, *more: Header, fixed: Sequence[Header]) -> tuple[Header, ...]:
    return tuple(completed([("Content-Type", kind), ("Cache-Control", KEPT), *more], fixed=fixed))


def _language(query: str) -> str | None:
    """The language that a plain query asks for; None of one that Flask has to read."""
    if not query.isascii() or "%" in query or "scale" in query:
        return None
    if "lang" not in query:
        return DEFAULT
    asked = [value for name, value in parse_qsl(query, keep_blank_values=True) if name == "lang"]
    if not asked:
        return DEFAULT
    return asked[0] if len(asked) == 1 and is_known(asked[0]) else None
