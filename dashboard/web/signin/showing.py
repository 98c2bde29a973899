"""How the pages of sign-in and accounts are shown: one frame, one way to tell what is wrong.

Their texts are plain literals without the marks of gettext: signed-in pages speak English only,
and a text that is marked must have its translation.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template

from dashboard.errors import ProgressError
from dashboard.settings import Portal
from dashboard.views import Edition, Shelf

Errors = Mapping[str, str]
"""What is wrong, by the name of the field; shown beside it and in a list that leads there."""

KNOWN = "dashboard.signin"


class Frame:
    """What every page of ours knows. portal: None where people sign in by password."""

    def __init__(self, shelf: Shelf, portal: Portal | None) -> None:
        self._shelf, self.portal = shelf, portal

    def edition(self) -> Edition | None:
        """Whose name stands above the page; None without a release."""
        try:
            return self._shelf.edition()
        except ProgressError:
            return None


def frame() -> Frame:
    """The frame of this server's pages."""
    found: Frame = current_app.extensions[KNOWN]
    return found


def page(
    template: str,
    title: str,
    *,
    errors: Errors | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    **values: Any,
) -> Response:
    """A page of `templates/signin`; with errors its title says so first, and it is no 200."""
    if errors and status == HTTPStatus.OK:
        status = HTTPStatus.BAD_REQUEST
    html = render_template(
        f"signin/{template}",
        title=title,
        edition=frame().edition(),
        errors=errors or {},
        portal=frame().portal is not None,
        **values,
    )
    return make_response(html, status)


def go(address: str) -> Response:
    """Go on to another page, by GET."""
    return make_response(redirect(address, HTTPStatus.SEE_OTHER))
