"""The root of the Dash tree: the address, and the page that the router fills."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from layouts import ids


def root(page: Any = None, *, title: str | None = None, shown: str | None = None) -> html.Div:
    """The layout of a page; without one it tells nothing of any page (trust.md 0.1).

    shown: the address of the page, which the router then need not fill.
    """
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            dcc.Store(id=ids.WANTED),
            dcc.Store(id=ids.SHOWN, data=shown),
            dcc.Store(id=ids.ASKED),
            dcc.Store(id=ids.TITLE, data=title),
            html.Div(page, id=ids.PAGE),
        ]
    )
