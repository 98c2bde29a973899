"""From what is typed into the finder to the districts found, on each keystroke."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from dashboard.errors import ProgressError
from dashboard.views import Shelf
from dashboard.views.finder import find_districts
from dashboard.views.places import said_of
from layouts import ids
from layouts.places import matches

# The address keeps what was typed without a step of history for each letter, so that going back
# from a district leads to what was found before.
_KEEP = """
(typed) => {
    if (window.location.pathname !== "/districts") { return; }
    const query = new URLSearchParams(window.location.search);
    if ((query.get("q") || "") === (typed || "")) { return; }
    if (typed) { query.set("q", typed); query.delete("letter"); } else { query.delete("q"); }
    const text = query.toString();
    window.history.replaceState(window.history.state, "", text ? `?${text}` : "/districts");
}
"""


def register(app: Dash, *, shelf: Shelf) -> None:
    """Answer with the districts found while somebody types."""

    @app.callback(
        Output(ids.FOUND, "children"),
        Output(ids.FOUND_COUNT, "children"),
        Input(ids.FINDER, "value"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def find(typed: object, _search: object) -> tuple[Any, str]:
        try:
            edition = shelf.edition()
        except ProgressError as error:
            raise PreventUpdate from error
        found = find_districts(typed if isinstance(typed, str) else "", edition=edition)
        return matches(found.matches), said_of(found, profile=edition.catalog.profile)

    app.clientside_callback(_KEEP, Input(ids.FINDER, "value"), prevent_initial_call=True)
