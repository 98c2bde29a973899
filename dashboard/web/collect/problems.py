"""A refusal as a page: the text of the named error, with the status that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Response

from dashboard.accounts import Refused
from dashboard.collection.errors import NotThere, NotTyped, ReasonMissing
from dashboard.errors import ProgressError
from dashboard.store import Busy, NotCurrent, Unreachable
from dashboard.web.collect.desk import Desk

_STATUS: Mapping[type[ProgressError], HTTPStatus] = {
    Refused: HTTPStatus.FORBIDDEN,
    NotThere: HTTPStatus.NOT_FOUND,
    NotTyped: HTTPStatus.BAD_REQUEST,
    ReasonMissing: HTTPStatus.BAD_REQUEST,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    Unreachable: HTTPStatus.SERVICE_UNAVAILABLE,
    NotCurrent: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""All others say that something is not in the state for it: 409."""

_TITLES: Mapping[HTTPStatus, str] = {
    HTTPStatus.FORBIDDEN: "Not allowed",
    HTTPStatus.NOT_FOUND: "Not found",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not possible at the moment",
}


def status_of(error: ProgressError) -> HTTPStatus:
    """The status that belongs to an error."""
    for kind, status in _STATUS.items():
        if isinstance(error, kind):
            return status
    return HTTPStatus.CONFLICT


def refused(desk: Desk, error: ProgressError) -> Response:
    """The page of an error that no screen has shown itself."""
    status = status_of(error)
    title = _TITLES.get(status, "This cannot be done now")
    return desk.page("refused.html", title=title, status=status, text=str(error))
