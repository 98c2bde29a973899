"""Why there is nothing to see, as a page: for people, without a path and without a number."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, current_app

from dashboard.accounts import Refused
from dashboard.errors import ProgressError
from dashboard.releases import NoRelease, ReleaseError
from dashboard.web.own.desk import Desk, NoExtracts, NotHere

_CHANGED = (
    "The records cannot be shown: the extracts on this server cannot be read, or were changed "
    "since the release was built. Its operator has to put them back, or to build a release of "
    "them. Exact values are not concerned."
)
_UNREADABLE = (
    "The exact values of this release cannot be read on this server, so nothing is shown. Its "
    "operator finds the reason in the log."
)
_UNWRITTEN = (
    "Nothing is shown that is not written to the audit trail, and that is not possible at the "
    "moment. Try again soon."
)


def refused(desk: Desk, error: ProgressError) -> Response:
    """The page of an error. What an operator has to put right goes to the log in full."""
    status, title, text = _told(error)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        current_app.logger.error("Exact values or records were asked for: %s", error)
    return desk.page("refused.html", title=title, status=status, text=text)


def _told(error: ProgressError) -> tuple[HTTPStatus, str, str]:
    # Imported here, as in the blueprint: without a look there is nothing of it to be wrong.
    from dashboard.behind import ChangedExtracts, Disagrees, NothingBehind, UnknownDistrict

    away = HTTPStatus.SERVICE_UNAVAILABLE
    match error:
        case Refused():
            return HTTPStatus.FORBIDDEN, "Not allowed", str(error)
        case NotHere():
            return HTTPStatus.NOT_FOUND, "Not found", str(error)
        case NothingBehind():
            return HTTPStatus.NOT_FOUND, "No records behind this number", str(error)
        case UnknownDistrict():
            said = "This release has no exact values of the district."
            return HTTPStatus.NOT_FOUND, "Not found", said
        case NoExtracts() | Disagrees():
            return away, "No records can be shown", str(error)
        case ChangedExtracts():
            return away, "No records can be shown", _CHANGED
        case NoRelease():
            return away, "No data yet", "There is no release to show."
        case ReleaseError():
            return away, "Not possible at the moment", _UNREADABLE
        case _:
            return away, "Not possible at the moment", _UNWRITTEN
