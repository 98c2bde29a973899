"""The view of an indicator's page as a file: the same address with .csv or .json after the id."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, jsonify, make_response, request
from werkzeug.exceptions import BadRequest, NotFound, ServiceUnavailable

from dashboard.locale import gettext as _
from dashboard.releases import NoRelease
from dashboard.views import (
    Edition,
    IndicatorView,
    NoSuchIndicator,
    QuestionError,
    Shelf,
    as_csv,
    as_json,
    indicator_view,
    parse_question,
)


def downloads(shelf: Shelf) -> Blueprint:
    """The files of the indicators' pages."""
    files = Blueprint("downloads", __name__)

    @files.get("/indicators/<wanted>.csv")
    def csv_file(wanted: str) -> Response:
        view, edition = _asked(wanted, shelf=shelf)
        # With its mark, so that a spreadsheet reads the names as UTF-8.
        answer = make_response(as_csv(view).encode("utf-8-sig"))
        answer.mimetype = "text/csv"
        return _as_file(answer, f"{wanted}.csv", edition=edition)

    @files.get("/indicators/<wanted>.json")
    def json_file(wanted: str) -> Response:
        view, edition = _asked(wanted, shelf=shelf)
        answer = jsonify(as_json(view, release=edition.id))
        return _as_file(answer, f"{wanted}.json", edition=edition)

    return files


def _asked(wanted: str, *, shelf: Shelf) -> tuple[IndicatorView, Edition]:
    try:
        edition = shelf.edition()
        search = request.query_string.decode("ascii", "replace")
        return indicator_view(
            parse_question(wanted, search, edition=edition), edition=edition
        ), edition
    except NoRelease as error:
        raise ServiceUnavailable(_("There is no data to show at the moment.")) from error
    except NoSuchIndicator as error:
        raise NotFound(str(error)) from error
    except QuestionError as error:
        raise BadRequest(str(error)) from error


def _as_file(answer: Response, name: str, *, edition: Edition) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="indicator-{name}"'
    answer.set_etag(edition.id)
    answer.cache_control.public = True
    answer.cache_control.max_age = 300
    answer.status_code = HTTPStatus.OK
    return answer
