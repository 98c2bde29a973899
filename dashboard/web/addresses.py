"""The addresses of the site as its readers write them."""

from __future__ import annotations

from flask import request


def base() -> str:
    """The address of the site as the reader calls it, without its last slash."""
    return request.url_root.rstrip("/")
