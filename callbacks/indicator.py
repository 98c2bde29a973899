"""From the filters of an indicator's page to its answer, and to the address that restores it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from dashboard.errors import ProgressError
from dashboard.views import (
    Edition,
    Shelf,
    chosen,
    find_place,
    indicator_view,
    parse_question,
)
from layouts import ids
from layouts.filters import filter_values
from layouts.indicator import answer
from layouts.pages import INDICATOR


def register(app: Dash, *, shelf: Shelf) -> None:
    """Answer whenever a filter changes; the page comes filled, so never before."""

    @app.callback(
        Output(ids.HEADLINE, "children"),
        Output(ids.CHART, "figure"),
        Output(ids.CHART_BOX, "aria-label"),
        Output(ids.REMARKS, "children"),
        Output(ids.TABLE, "children"),
        Output(ids.METHOD, "children"),
        Output(ids.NEIGHBOURS, "children"),
        Output(ids.ADDRESS, "search"),
        Output(ids.SHOWN, "data", allow_duplicate=True),
        Output(ids.TITLE, "data", allow_duplicate=True),
        *(Input(name, "value") for name in ids.FILTERS),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def refill(
        district: object, other: object, first: object, last: object, path: object, search: object
    ) -> tuple[Any, ...]:
        parts = INDICATOR.parts_of(unquote(path)) if isinstance(path, str) else None
        if parts is None:
            raise PreventUpdate
        wanted = parts["indicator"]
        try:
            edition = shelf.edition()
            if (district, other, first, last) == _asked(wanted, search, edition=edition):
                raise PreventUpdate
            question = chosen(
                wanted, districts=(district, other), years=(first, last), edition=edition
            )
        except ProgressError as error:
            raise PreventUpdate from error
        place = find_place(unquote(str(path)), question.search, pages=(INDICATOR,), edition=edition)
        answered = answer(place.view, edition=edition).values()
        return (*answered, question.search, f"{path}{question.search}", place.title)


def _asked(wanted: str, search: object, *, edition: Edition) -> tuple[str, str, str, str]:
    """What the filters hold when nobody has touched them.

    Dash calls back when a page with filters comes in, prevent_initial_call or not, because some
    outputs were there before; to answer then would put an address of our own over the visitor's.
    """
    query = search if isinstance(search, str) else ""
    return filter_values(
        indicator_view(parse_question(wanted, query, edition=edition), edition=edition)
    )
