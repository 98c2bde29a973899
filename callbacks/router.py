"""From the address to its page, and the page's title into the browser's."""

from __future__ import annotations

from urllib.parse import unquote

from dash import Dash, Input, Output, State
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.errors import ProgressError
from dashboard.releases import NoRelease
from dashboard.views import Shelf, find_place
from layouts import ids
from layouts.pages import PAGES
from layouts.problem import problem_page

_NO_RELEASE = "There is no data to show at the moment."

# The heading takes the focus when another page comes in. Not when the first one does, where a
# screen reader reads the title itself; nor when a filter refills a page, which keeps its focus.
_TITLE = """
(title) => {
    if (!title) { return; }
    document.title = title;
    const before = window.progressAtAGlance;
    const here = window.location.pathname;
    const heading = document.getElementById("heading");
    if (before && before !== here && heading) { heading.focus({preventScroll: true}); }
    window.progressAtAGlance = here;
}
"""


def register(app: Dash, *, shelf: Shelf) -> None:
    """Fill the page whenever the address changes by a link or by going back."""

    @app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.TITLE, "data"),
        Output(ids.SHOWN, "data"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.ADDRESS, "search"),
        State(ids.SHOWN, "data"),
    )
    def route(path: object, search: object, shown: object) -> tuple[Component, str, str]:
        if not isinstance(path, str):
            raise PreventUpdate
        query = search if isinstance(search, str) else ""
        # A filter wrote this address itself and has filled the page already.
        if f"{path}{query}" == shown:
            raise PreventUpdate
        page, title = page_at(path, query, shelf=shelf)
        return page, title, f"{path}{query}"

    app.clientside_callback(_TITLE, Input(ids.TITLE, "data"))


def page_at(path: str, search: str, *, shelf: Shelf) -> tuple[Component, str]:
    """The page at an address, and its title; one that says what is wrong where there is none."""
    try:
        edition = shelf.edition()
        place = find_place(unquote(path), search, pages=PAGES, edition=edition)
    except NoRelease:
        return problem_page(_NO_RELEASE), _NO_RELEASE
    except ProgressError as error:
        return problem_page(str(error)), "This address cannot be answered"
    return place.layout(edition=edition), place.title
