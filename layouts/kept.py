"""Parts of a page that are the same whichever districts stand beside the state: written once.

What differs in them, the query of a link, is a mark in the kept text until somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from dashboard.views import IndicatorView
from layouts.markup import Ready, written

MARKS = ("\x00", "\x01")
"""What stands for the texts that differ; no text of a page has such letters."""


def kept(view: IndicatorView, name: str, make: Callable[[], Any], *said: str) -> Ready:
    """The part of that name, which `make` lays out; said: the texts for its MARKS, in order."""
    html = view.common.kept.once(name, lambda: written(make()))
    for mark, text in zip(MARKS, said, strict=False):
        html = html.replace(mark, escape(text))
    return Ready(html)


def around(view: IndicatorView, name: str, make: Callable[[], Any]) -> tuple[str, str]:
    """The same for a part with another within: the HTML before and after its one mark."""
    before, after = view.common.kept.once(name, lambda: tuple(written(make()).split(MARKS[0])))
    return before, after
