"""The addresses of the site as its readers write them, and how long what they say is fresh."""

from __future__ import annotations

from flask import request

FRESH = 300  # seconds for which nobody need ask for a file again
SHARED = 60  # seconds for which a cache before the site need not ask for a page again


def base() -> str:
    """The address of the site as the reader calls it, without its last slash."""
    return request.url_root.rstrip("/")
