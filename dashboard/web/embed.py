"""/embed/<id>: a chart with its sentence for other sites, and the script that fits its frame.

A frame asks nothing of anybody but us and keeps nothing in the browser. All of it is there before
any script has run; scripts add what a mouse can ask of the chart (assets/embed-frame.js).
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from dashboard.catalog import CatalogError
from dashboard.charts import CONFIG, absence_key, drawing, figure
from dashboard.errors import ProgressError
from dashboard.locale import gettext as _
from dashboard.releases import BrokenRelease, NoRelease, UnknownRelease
from dashboard.views import (
    Edition,
    IndicatorView,
    NoSuchIndicator,
    Question,
    QuestionError,
    Shelf,
    indicator_view,
    parse_question,
    years_of,
)
from dashboard.views.archive import Archive
from dashboard.views.embedding import Options, choose, embed_link, parse_options, theme_of
from dashboard.views.numbers import year_label
from dashboard.web.addresses import FRESH
from dashboard.web.current import no_data
from dashboard.web.headers import framed_policy
from dashboard.web.table import table_html

_FRESH_SCRIPT = 86_400
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"}


def embeds(shelf: Shelf, *, ancestors: str, assets: Path) -> Blueprint:
    """The frames; `ancestors`: the sites that may show them (`Settings.frame_ancestors`)."""
    frames = Blueprint("embed", __name__)
    archive = Archive(shelf.root)
    policy = framed_policy(ancestors)
    script = (assets / "embed.js").read_bytes()

    @frames.get("/embed/<path:wanted>")
    def of_indicator(wanted: str) -> Response:
        search = request.query_string.decode("ascii", "replace")
        return frame(wanted, search, shelf=shelf, archive=archive)

    @frames.get("/embed.js")
    def fitting() -> Response:
        answer = make_response(script)
        answer.mimetype = "text/javascript"
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        answer.cache_control.public = True
        answer.cache_control.max_age = _FRESH_SCRIPT
        return answer

    @frames.errorhandler(HTTPException)
    def wrong(error: HTTPException) -> Response:
        """In the frame, not as the site's own page, which no other site may show."""
        if error.response is not None:
            return make_response(error.get_response())
        status = HTTPStatus(error.code or 500)
        ours = status == HTTPStatus.INTERNAL_SERVER_ERROR
        text = _("Something went wrong here") if ours else (error.description or status.description)
        return _problem(text, status=status)

    @frames.after_request
    def may_be_framed(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = policy
        return answer

    return frames


def frame(wanted: str, search: str, *, shelf: Shelf, archive: Archive) -> Response:
    """The whole answer to an address; the same for everybody as long as the release is."""
    try:
        newest = shelf.edition()
        options = parse_options(search)
        frozen = options.release not in ("", newest.id)
        edition = archive.edition(options.release, indicator=wanted) if frozen else newest
        question = parse_question(wanted, search, edition=edition)
        question, choice = choose(question, options, edition=edition)
        view = indicator_view(question, edition=edition, around=False)
    except NoRelease:
        return _problem(no_data(), status=HTTPStatus.SERVICE_UNAVAILABLE)
    except NoSuchIndicator as error:
        return _problem(str(error), status=HTTPStatus.NOT_FOUND)
    except QuestionError as error:
        link = embed_link(Question(indicator=wanted))
        return _problem(str(error), status=HTTPStatus.BAD_REQUEST, usual=link)
    except UnknownRelease:
        text = _("This chart was frozen at release {release}, which is no longer kept here.")
        link = _unfrozen(wanted, search, options, newest=newest)
        return _problem(text.format(release=options.release), status=HTTPStatus.GONE, newest=link)
    except (BrokenRelease, CatalogError):
        text = _("This chart was frozen at release {release}, which cannot be read at the moment.")
        link = _unfrozen(wanted, search, options, newest=newest)
        return _problem(
            text.format(release=options.release),
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            newest=link,
        )
    html = render_template(
        "embed.html", choice=choice, **_said(view, options, edition=edition, frozen=frozen)
    )
    answer = make_response(html)
    answer.cache_control.max_age = FRESH
    # A frozen release may be taken away and is then to be gone: it is not kept in memory.
    answer.cache_control.public = not frozen
    return answer


def _said(
    view: IndicatorView, options: Options, *, edition: Edition, frozen: bool
) -> dict[str, Any]:
    """What the template writes down; it decides nothing."""
    indicator, districts = view.indicator, [one for one in view.series if one.lea_id is not None]
    height = options.chart_height(districts=len(districts))
    drawn = figure(view, height=height)
    names = ", ".join([f"{indicator.id} {indicator.short_title}", *(d.name for d in districts)])
    first, *others = view.sentences
    return {
        "view": view,
        "options": options,
        "theme": options.theme,
        "title": f"{names} – {view.profile.subtitle}",
        "first": first,
        # Of the state alone the one sentence is enough; beside districts it is one of several.
        "others": others if districts else [],
        "drawing": drawing(drawn),
        "table": table_html(view.table),
        "drawn": in_script({**drawn, "config": CONFIG}),
        "height": height,
        "key": absence_key(view),
        "districts": districts,
        "years": _years(view, edition=edition) if options.controls else (),
        "page": f"/indicators/{indicator.id}{view.question.search}",
        "release": edition.id,
        "day": edition.created[:10],
        "frozen": frozen,
        "synthetic": view.profile.synthetic_notice,
        "has_units": edition.catalog.has_unit_values(indicator),
    }


def in_script(value: Any) -> Markup:
    """JSON as the text of a <script>: nothing in it can end that, or begin another."""
    text = orjson.dumps(value).decode()
    for sign, code in _UNSAFE.items():
        text = text.replace(sign, code)
    return Markup(text)  # noqa: S704 - every sign that HTML knows is written as its code


def _years(view: IndicatorView, *, edition: Edition) -> list[tuple[int, str]]:
    years = years_of(view.indicator, edition=edition, first=None, last=None)
    return [(year, year_label(year)) for year in sorted({*years, *view.years})]


def _unfrozen(wanted: str, search: str, options: Options, *, newest: Edition) -> str:
    """The same frame of the newest release, with districts and years where it has them."""
    try:
        question = parse_question(wanted, search, edition=newest)
    except ProgressError:
        question = Question(indicator=wanted)
    return embed_link(question, replace(options, release=""))


def _problem(text: str, *, status: HTTPStatus, newest: str = "", usual: str = "") -> Response:
    """What is wrong, in the frame; newest, usual: addresses of frames that can be shown."""
    theme = theme_of(request.query_string.decode("ascii", "replace"))
    html = render_template("embed_problem.html", text=text, theme=theme, newest=newest, usual=usual)
    answer = make_response(html, status)
    answer.cache_control.no_store = True
    return answer
