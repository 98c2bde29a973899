"""The addresses of the site as its readers write them, and how long what they say is fresh."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

FRESH = 300  # seconds for which nobody need ask for a file again
KEPT = f"public, max-age={FRESH}"  # what a file or a frame says of it
SHARED = 60  # seconds for which a cache before the site need not ask for a page again


def base() -> str:
    """The address of the site as the reader calls it, without its last slash."""
    return request.url_root.rstrip("/")


def site_of(address: str) -> str | None:
    """Host and port of an address that a browser sent, as `Host` has them; None of what is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:  # such as http://[
        return None
