"""The root of the Dash tree: the address, and an empty page for the router to fill."""

from __future__ import annotations

from dash import dcc, html

from layouts import ids


def root() -> html.Div:
    """The layout that every address starts from; it tells nothing of any page (trust.md 0.1)."""
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            dcc.Store(id=ids.SHOWN),
            dcc.Store(id=ids.TITLE),
            html.Div(id=ids.PAGE),
        ]
    )
