"""From what a control of an indicator's page asks to its answer, and to the address of that."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.plain import Plain
from dashboard.errors import ProgressError
from dashboard.views import Shelf, find_place
from layouts import ids
from layouts.indicator import answer
from layouts.markup import WRITTEN
from layouts.pages import INDICATOR


def register(app: Dash, *, shelf: Shelf) -> Plain:
    """Answer whenever a control asks; the page comes filled, so never before."""

    @app.callback(
        Output(ids.HEADLINE, WRITTEN),
        Output(ids.CHOSEN, WRITTEN),
        Output(ids.CHART, "figure"),
        Output(ids.CHART_BOX, "aria-label"),
        Output(ids.REST, WRITTEN),
        Output(ids.ADDRESS, "search"),
        Output(ids.SHOWN, "data", allow_duplicate=True),
        Output(ids.TITLE, "data", allow_duplicate=True),
        Input(ids.ASKED, "data"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def refill(asked: object, path: object, _search: object) -> tuple[Any, ...]:
        """The search is there for its language (dashboard/web/language.py)."""
        if not (isinstance(asked, str) and isinstance(path, str)):
            raise PreventUpdate
        try:
            edition = shelf.edition()
            place = find_place(unquote(path), asked, pages=(INDICATOR,), edition=edition)
        except ProgressError as error:
            raise PreventUpdate from error
        search = place.view.question.search
        parts = answer(place.view, edition=edition)
        return (*parts.values(), search, f"{path}{search}", place.title)

    return refill
