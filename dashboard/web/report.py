"""/report and /report.pdf: the printed report of the state or of one district."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from dashboard.charts import absence_key, drawing, figure
from dashboard.locale import current
from dashboard.locale import gettext as _
from dashboard.report import Report, pdf, report_at
from dashboard.views import Edition, QuestionError, Shelf
from dashboard.views.links import link
from dashboard.web.addresses import FRESH, SHARED
from dashboard.web.current import edition_of


def report_pages(shelf: Shelf) -> Blueprint:
    """The report to read in a browser, and the same as a PDF."""
    pages = Blueprint("report", __name__)

    @pages.get("/report")
    def as_page() -> Response:
        found, edition = _asked(shelf)
        pairs = [("district", found.lea_id or "")]
        html = render_template(
            "report.html",
            edition=edition,
            report=found,
            title=_("{name}: the report to print").format(name=found.name),
            picture=lambda view: Markup(drawing(figure(view), alt=view.alt)),  # noqa: S704
            signs=absence_key,
            pdf=link("/report.pdf", pairs),
            overview=link("/", pairs),
        )
        answer = make_response(html)
        answer.cache_control.public = True
        answer.cache_control.max_age = 0
        answer.cache_control.s_maxage = SHARED
        return answer

    @pages.get("/report.pdf")
    def as_pdf() -> Response:
        found, edition = _asked(shelf)
        answer = make_response(pdf(found, profile=edition.catalog.profile, created=edition.created))
        answer.mimetype = "application/pdf"
        name = f"progress-at-a-glance-{found.lea_id or 'state'}.pdf"
        answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
        answer.headers["Content-Language"] = current()
        answer.cache_control.public = True
        answer.cache_control.max_age = FRESH
        return answer

    return pages


def _asked(shelf: Shelf) -> tuple[Report, Edition]:
    edition = edition_of(shelf)
    try:
        search = request.query_string.decode("ascii", "replace")
        return report_at(search, edition=edition), edition
    except QuestionError as error:
        raise BadRequest(str(error)) from error
