"""From the address to its page, and the page's title into the browser's."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from dash import Dash, Input, Output, State
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate
from flask import has_request_context, request

from dashboard.errors import ProgressError
from dashboard.locale import gettext as _
from dashboard.locale import in_language, marked
from dashboard.releases import NoRelease
from dashboard.views import Shelf, find_place
from dashboard.web import language_in
from dashboard.web.addresses import site_of
from layouts import ids
from layouts.pages import PAGES
from layouts.problem import problem_page
from layouts.root import root

_NO_RELEASE = marked("There is no data to show at the moment.")
_UNANSWERED = marked("This address cannot be answered")

# Where a control filled the page, it wrote this address itself: nothing to ask. Else the router is.
_WANTED = """
(path, search, shown) => {
    const address = path + (search || "");
    return address === shown ? window.dash_clientside.no_update : address;
}
"""

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

    app.clientside_callback(
        _WANTED,
        Output(ids.WANTED, "data"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.ADDRESS, "search"),
        State(ids.SHOWN, "data"),
    )

    @app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.TITLE, "data"),
        Output(ids.SHOWN, "data"),
        Input(ids.WANTED, "data"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        State(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )
    def route(_wanted: object, path: object, search: object, shown: object) -> tuple[Any, str, str]:
        if not isinstance(path, str):
            raise PreventUpdate
        query = search if isinstance(search, str) else ""
        if f"{path}{query}" == shown:
            raise PreventUpdate
        page, title = page_at(path, query, shelf=shelf)
        return page, title, f"{path}{query}"

    app.clientside_callback(_TITLE, Input(ids.TITLE, "data"))


def first_layout(shelf: Shelf) -> Component:
    """The root, filled with the page that the layout was asked from.

    That saves the browser one more question before the page is live. Where the browser does not
    say from which page it asks, the root is empty and the router fills it.
    """
    if not has_request_context():
        return root()
    address = request.headers.get("Referer", "")
    if site_of(address) != request.host:
        return root()
    asked = urlsplit(address)
    search = f"?{asked.query}" if asked.query else ""
    with in_language(language_in(search)):
        page, title = page_at(asked.path, search, shelf=shelf)
    return root(page, title=title, shown=f"{asked.path}{search}")


def page_at(path: str, search: str, *, shelf: Shelf) -> tuple[Any, str]:
    """The page at an address, and its title; one that says what is wrong where there is none."""
    try:
        edition = shelf.edition()
        place = find_place(unquote(path), search, pages=PAGES, edition=edition)
    except NoRelease:
        return problem_page(_(_NO_RELEASE)), _(_NO_RELEASE)
    except ProgressError as error:
        return problem_page(str(error)), _(_UNANSWERED)
    return place.layout(edition=edition), place.title
