"""/embed/<id>: a chart with its sentence for other sites, and the script that fits its frame.

A frame asks nothing of anybody but us and keeps nothing in the browser. All of it is there before
any script has run; scripts add what a mouse can ask of the chart (assets/embed-frame.js).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import HTTPException

from dashboard.catalog import CatalogError
from dashboard.errors import ProgressError
from dashboard.locale import gettext as _
from dashboard.releases import BrokenRelease, NoRelease, UnknownRelease
from dashboard.views import (
    Edition,
    NoSuchIndicator,
    Question,
    QuestionError,
    Shelf,
    indicator_view,
    parse_question,
)
from dashboard.views.archive import Archive
from dashboard.views.embedding import Options, choose, embed_link, parse_options, theme_of
from dashboard.web.addresses import FRESH, KEPT
from dashboard.web.current import no_data
from dashboard.web.framed import Asset, frame_page, problem_page
from dashboard.web.headers import framed_policy

_FRESH_SCRIPT = 86_400


def embeds(shelf: Shelf, *, ancestors: str, assets: Path, asset: Asset) -> Blueprint:
    """The frames; `ancestors`: the sites that may show them (`Settings.frame_ancestors`)."""
    frames = Blueprint("embed", __name__)
    desk = _Desk(shelf, Archive(shelf.root), asset)
    policy = framed_policy(ancestors)
    script = (assets / "embed.js").read_bytes()

    @frames.get("/embed/<path:wanted>")
    def of_indicator(wanted: str) -> Response:
        return desk.answer(wanted, _search())

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
        return desk.problem(text, status=status)

    @frames.after_request
    def may_be_framed(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = policy
        return answer

    return frames


def newest_frame(wanted: str, search: str, *, edition: Edition, asset: Asset) -> bytes | None:
    """The frame at an address where the newest release is asked for; None for an earlier one.

    Raises QuestionError or NoSuchIndicator.
    """
    options = parse_options(search)
    if options.release not in ("", edition.id):
        return None
    return _page(wanted, search, options, edition=edition, frozen=False, asset=asset)


def _page(
    wanted: str, search: str, options: Options, *, edition: Edition, frozen: bool, asset: Asset
) -> bytes:
    question = parse_question(wanted, search, edition=edition)
    question, choice = choose(question, options, edition=edition)
    view = indicator_view(question, edition=edition, around=False)
    return frame_page(view, options, choice=choice, edition=edition, frozen=frozen, asset=asset)


@dataclass(frozen=True, slots=True)
class _Desk:
    shelf: Shelf
    archive: Archive
    asset: Asset

    def answer(self, wanted: str, search: str) -> Response:
        """The whole answer to an address; the same for everybody as long as the release is."""
        frozen = False
        try:
            newest = self.shelf.edition()
            html = newest_frame(wanted, search, edition=newest, asset=self.asset)
            if html is None:
                frozen = True
                html = self._frozen(wanted, search)
        except NoRelease:
            return self.problem(no_data(), status=HTTPStatus.SERVICE_UNAVAILABLE)
        except NoSuchIndicator as error:
            return self.problem(str(error), status=HTTPStatus.NOT_FOUND)
        except QuestionError as error:
            link = embed_link(Question(indicator=wanted))
            return self.problem(str(error), status=HTTPStatus.BAD_REQUEST, usual=link)
        except UnknownRelease:
            text = _("This chart was frozen at release {release}, which is no longer kept here.")
            return self._lost(text, wanted, search, newest=newest, status=HTTPStatus.GONE)
        except (BrokenRelease, CatalogError):
            text = _(
                "This chart was frozen at release {release}, which cannot be read at the moment."
            )
            status = HTTPStatus.SERVICE_UNAVAILABLE
            return self._lost(text, wanted, search, newest=newest, status=status)
        answer = make_response(html)
        # A frozen release may be taken away and is then to be gone: it is not kept in memory.
        answer.headers["Cache-Control"] = f"max-age={FRESH}" if frozen else KEPT
        return answer

    def _frozen(self, wanted: str, search: str) -> bytes:
        options = parse_options(search)
        edition = self.archive.edition(options.release, indicator=wanted)
        return _page(wanted, search, options, edition=edition, frozen=True, asset=self.asset)

    def _lost(
        self, text: str, wanted: str, search: str, *, newest: Edition, status: HTTPStatus
    ) -> Response:
        """Of a frozen frame; with a way to the same one of the newest release."""
        options = parse_options(search)
        link = _unfrozen(wanted, search, options, newest=newest)
        return self.problem(text.format(release=options.release), status=status, newest=link)

    def problem(
        self, text: str, *, status: HTTPStatus, newest: str = "", usual: str = ""
    ) -> Response:
        """What is wrong, in the frame; newest, usual: addresses of frames that can be shown."""
        theme = theme_of(_search())
        html = problem_page(text, theme=theme, newest=newest, usual=usual, asset=self.asset)
        answer = make_response(html, status)
        answer.cache_control.no_store = True
        return answer


def _search() -> str:
    return request.query_string.decode("ascii", "replace")


def _unfrozen(wanted: str, search: str, options: Options, *, newest: Edition) -> str:
    """The same frame of the newest release, with districts and years where it has them."""
    try:
        question = parse_question(wanted, search, edition=newest)
    except ProgressError:
        question = Question(indicator=wanted)
    return embed_link(question, replace(options, release=""))
