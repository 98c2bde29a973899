"""How an answer is compressed: in which coding, and by whom it is chosen."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

CODINGS = ("br", "gzip")  # the one to be preferred first


@lru_cache(maxsize=256)
def coding_for(accepted: str) -> str:
    """The coding to answer in, of what a reader says to accept; "" for none."""
    known = Accept(parse_accept_header(accepted, Accept))
    return next((name for name in CODINGS if known[name] > 0), "")


def compressed(data: bytes, coding: str, *, quality: int) -> bytes:
    """The data in a coding; as they are in none. quality: 0 to 9, of both codings.

    At 0 brotli is only at its quickest, gzip would not compress at all: it begins at 1.
    """
    if coding == "br":
        return bytes(brotli.compress(data, quality=quality))
    return gzip.compress(data, max(quality, 1), mtime=0) if coding == "gzip" else data
