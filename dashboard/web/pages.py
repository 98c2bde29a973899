"""The pages around the Dash ones: which addresses exist, and what is said where none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from dashboard.errors import ProgressError
from dashboard.locale import gettext as _
from dashboard.locale import marked
from dashboard.releases import NoRelease
from dashboard.views import (
    NoSuchIndicator,
    NoSuchPage,
    Page,
    Place,
    QuestionError,
    Shelf,
    find_place,
)
from dashboard.views.edition import Edition
from dashboard.web.addresses import SHARED, base
from dashboard.web.oembed import discovery
from dashboard.web.sharing import shared

# The two endpoints by which Dash answers every address that nothing else answers.
_DASH_PAGES = frozenset({"/", "/<path:path>"})

_STATUS: Mapping[type[ProgressError], HTTPStatus] = {
    NoSuchPage: HTTPStatus.NOT_FOUND,
    NoSuchIndicator: HTTPStatus.NOT_FOUND,
    QuestionError: HTTPStatus.BAD_REQUEST,
}
_TITLES = {
    HTTPStatus.BAD_REQUEST: marked("This address cannot be answered"),
    HTTPStatus.FORBIDDEN: marked("Not allowed"),
    HTTPStatus.NOT_FOUND: marked("Page not found"),
    HTTPStatus.METHOD_NOT_ALLOWED: marked("This address is not used that way"),
    HTTPStatus.INTERNAL_SERVER_ERROR: marked("Something went wrong here"),
    HTTPStatus.SERVICE_UNAVAILABLE: marked("No data yet"),
}
_BROKEN = marked(
    "The fault is ours, and has been recorded. Try again, or start from all indicators."
)


def install_pages(server: Flask, *, shelf: Shelf, pages: Sequence[Page]) -> None:
    """Prepare the page of an address; answer those that are no page with what exists."""

    def check_address() -> Response | None:
        """Dash answers its shell, and 200, to anything: the address is judged before."""
        if request.endpoint not in _DASH_PAGES:
            return None
        try:
            edition = shelf.edition()
        except NoRelease:
            return _no_release(shelf)
        search = request.query_string.decode("ascii", "replace")
        try:
            place = find_place(request.path, search, pages=pages, edition=edition)
        except tuple(_STATUS) as error:
            return _problem(_STATUS[type(error)], str(error), edition=edition)
        # One request, one edition: a release published meanwhile waits for the next.
        g.edition, g.place = edition, place
        return None

    def http_error(error: HTTPException) -> Response:
        status = HTTPStatus(error.code or 500)
        if error.response is not None or status < HTTPStatus.BAD_REQUEST:
            return make_response(error.get_response())
        ours = status == HTTPStatus.INTERNAL_SERVER_ERROR
        text = _(_BROKEN) if ours else (error.description or status.description)
        return _problem(status, text, edition=_edition(shelf))

    def may_be_kept(response: Response) -> Response:
        """A page is public, and asked for anew each time; between sites it may rest a minute."""
        if request.endpoint in _DASH_PAGES and response.status_code == HTTPStatus.OK:
            response.cache_control.public = True
            response.cache_control.max_age = 0
            response.cache_control.s_maxage = SHARED
        return response

    server.before_request(check_address)
    server.after_request(may_be_kept)
    server.register_error_handler(HTTPException, http_error)


def asked() -> tuple[Place, Edition]:
    """The page that the request at hand asks for, and the edition it was prepared from."""
    return g.place, g.edition


def shell(parts: Mapping[str, str], *, first: str) -> str:
    """The page around a Dash page, for the address just judged.

    parts: the pieces of HTML that Dash gives: app_entry, config, css, renderer, scripts.
    first: the page itself as HTML, to be seen until the scripts have run.
    """
    place, edition = asked()
    return render_template(
        "dash.html",
        edition=edition,
        title=place.title,
        parts=parts,
        first=first,
        shared=shared(place.view, edition=edition, base=base()),
        oembed=discovery(place.view, base=base()),
    )


def _problem(status: HTTPStatus, text: str, *, edition: Edition | None) -> Response:
    title = _(_TITLES.get(status, status.phrase))
    return _answer(render_template("problem.html", edition=edition, title=title, text=text), status)


def _no_release(shelf: Shelf) -> Response:
    damaged = shelf.condition().damaged
    html = render_template(
        "no_release.html",
        edition=None,
        title=_("No release that can be shown") if damaged else _("No data yet"),
        releases=_folder(shelf.root),
        damaged=damaged,
    )
    return _answer(html, HTTPStatus.SERVICE_UNAVAILABLE)


def _folder(root: Path) -> str:
    """The folder of releases as a command needs it, without showing the public where it lies."""
    here = Path.cwd()
    return str(root.relative_to(here)) if root.is_relative_to(here) else "$DASHBOARD_RELEASES"


def _answer(html: str, status: HTTPStatus) -> Response:
    response = make_response(html, status)
    response.cache_control.no_store = True
    return response


def _edition(shelf: Shelf) -> Edition | None:
    try:
        return shelf.edition()
    except ProgressError:
        return None
