"""Scripts and styles: compressed once, and kept by browsers for good.

Dash answers them uncompressed, or compresses the same megabyte for every visitor anew.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

from dashboard.web.codings import coding_for, compressed

_ASSETS = "/assets/"
_SUITES = "/_dash-component-suites/"
_KINDS = ("text/javascript", "application/javascript", "text/css", "image/svg+xml")
_FOREVER = 31_536_000
# All files of the site in both codings, and no room for somebody who makes up addresses.
_MOST_KEPT = 64
# Higher costs seconds of a worker's start for a twentieth less.
_QUALITY = 9
_FINGERPRINT = re.compile(r"\.v\w+m\d+\.")


@lru_cache(maxsize=256)
def stamped(name: str, *, folder: Path) -> str:
    """The address of an asset; it carries the hash of its content."""
    return f"{_ASSETS}{name}?v={_stamp(folder / name)}"


def install_files(server: Flask, *, assets: Path) -> None:
    """Answer scripts and styles compressed from memory, after they have been asked for once."""
    kept: dict[tuple[str, str], Response] = {}

    def from_kept() -> Response | None:
        found = kept.get((request.full_path, _coding())) if request.method == "GET" else None
        return None if found is None else _copy(found)

    def keep(response: Response) -> Response:
        if not _is_file(response) or response.headers.get("Content-Encoding"):
            return response
        lasting = _is_lasting(assets)
        if lasting:
            response.cache_control.no_cache = None
            response.cache_control.public = True
            response.cache_control.immutable = True
            response.cache_control.max_age = _FOREVER
        elif request.path.startswith(_ASSETS):
            return response  # an address that the site does not write: as Dash answers it
        coding = _coding()
        response.set_data(compressed(_read(response), coding, quality=_QUALITY))
        if coding:
            response.headers["Content-Encoding"] = coding
        response.vary.add("Accept-Encoding")
        if len(kept) < _MOST_KEPT:
            kept[request.full_path, coding] = _copy(response)
        return response

    server.before_request(from_kept)
    server.after_request(keep)


def _is_file(response: Response) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and request.path.startswith((_ASSETS, _SUITES))
        and response.mimetype in _KINDS
    )


def _is_lasting(assets: Path) -> bool:
    """Whether the address changes when the file does: only the true hash of it counts."""
    if request.path.startswith(_SUITES):
        return _FINGERPRINT.search(request.path) is not None
    name = request.path.removeprefix(_ASSETS)
    return request.full_path == stamped(name, folder=assets)


def _coding() -> str:
    return coding_for(request.headers.get("Accept-Encoding", ""))


def _read(response: Response) -> bytes:
    """The whole body; the file it came from is closed."""
    source = response.response
    response.direct_passthrough = False
    data = response.get_data()
    close = getattr(source, "close", None)
    if close is not None:
        close()
    return data


def _copy(response: Response) -> Response:
    return Response(response.get_data(), headers=list(response.headers.items()))


def _stamp(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
