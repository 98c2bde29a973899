"""The scan: traces of what was planted, and differences between what two sites answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.support.crawl import readable
from tests.support.planted_state import CANARY, PLANTED

_MARK = re.compile(rb'ETag: "[^"]*"')  # the hash of what is compared anyway
_APART = r"[,.\s\u00a0\u202f]?"


def _number(count: int) -> str:
    """A pattern for a count, its thousands apart or not."""
    whole = f"{count:,}".replace(",", _APART)
    return rf"(?<![\w.]){whole}(?!\w)"


def _patterns() -> dict[str, re.Pattern[str]]:
    num, den = PLANTED
    percent = num * 100 / den
    whole, places = f"{percent:.8f}".split(".")
    rounded = f"{percent:.1f}".replace(".", "[.,]")
    return {
        "canary": re.compile(re.escape(CANARY.casefold())),
        "numerator": re.compile(_number(num)),
        "denominator": re.compile(_number(den)),
        "the rest": re.compile(_number(den - num)),
        "percent": re.compile(rf"(?<![\w.]){whole}[.,]{places[:2]}"),
        "percent shown": re.compile(rf"(?<![\w.]){rounded}[\s\u00a0]*%"),
    }


PATTERNS = _patterns()


def traces(text: str) -> list[str]:
    """What of the planted things a text holds, by name."""
    plain = text.casefold()
    return [name for name, pattern in PATTERNS.items() if pattern.search(plain)]


def traced(answers: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """(what was asked, what of the planted things was in the answer)."""
    return [(asked, name) for asked, data in answers.items() for name in traces(readable(data))]


def apart(
    one: Mapping[str, bytes], other: Mapping[str, bytes], *, but: tuple[tuple[str, str], ...]
) -> list[str]:
    """What was asked of two sites that answered differently, the pairs of texts `but` aside."""
    assert one.keys() == other.keys()
    return [
        asked
        for asked in one
        if _plain(one[asked], [a for a, _ in but]) != _plain(other[asked], [b for _, b in but])
    ]


def _plain(data: bytes, texts: list[str]) -> bytes:
    for place, text in enumerate(texts):
        data = data.replace(text.encode(), f"<{place}>".encode())
    return _MARK.sub(b"ETag: ", data)
