"""The answer of a page as a file: the same address with .csv, .json, .svg, .png, .xlsx or .zip.

`/indicators/<id>` is the view of an indicator's page, with its districts and years;
`/districts/<lea_id>` every indicator of a district beside the state; `/indicators` every
indicator of the state.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import BadRequest, NotFound

from dashboard.charts.board import board
from dashboard.charts.card import card
from dashboard.charts.raster import SCALES
from dashboard.locale import gettext as _
from dashboard.views import (
    Address,
    Edition,
    IndicatorView,
    NoSuchIndicator,
    NoSuchPage,
    QuestionError,
    Shelf,
    indicator_view,
    parse_question,
)
from dashboard.views.district import district_at
from dashboard.views.download import portion_of, portions_of
from dashboard.views.standing import standing_of
from dashboard.web.addresses import KEPT
from dashboard.web.current import edition_of
from dashboard.web.forms import FORMS, Answer

Find = Callable[[str, Edition], Answer]


def downloads(shelf: Shelf) -> Blueprint:
    """The files of the pages."""
    files = Blueprint("downloads", __name__)
    endings = ",".join(FORMS)

    @files.get(f"/indicators/<wanted>.<any({endings}):ending>")
    def of_indicator(wanted: str, ending: str) -> Response:
        return _answer(_indicator, wanted, ending, shelf=shelf)

    @files.get(f"/districts/<wanted>.<any({endings}):ending>")
    def of_district(wanted: str, ending: str) -> Response:
        return _answer(_district, wanted, ending, shelf=shelf)

    @files.get(f"/indicators.<any({endings}):ending>")
    def of_state(ending: str) -> Response:
        return _answer(_state, "", ending, shelf=shelf)

    return files


def picture(wanted: str, search: str, *, edition: Edition) -> str:
    """The SVG of an indicator's view; raises NoSuchIndicator or QuestionError."""
    return card(_view(wanted, search, edition=edition), edition=edition)


def _answer(find: Find, wanted: str, ending: str, *, shelf: Shelf) -> Response:
    try:
        found = find(wanted, edition_of(shelf))
    except (NoSuchIndicator, NoSuchPage) as error:
        raise NotFound(str(error)) from error
    except QuestionError as error:
        raise BadRequest(str(error)) from error
    form = FORMS[ending]
    answer = make_response(form.make(found))
    answer.headers["Content-Type"] = form.media
    if not form.shown:
        answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}.{ending}"'
    answer.headers["Cache-Control"] = KEPT
    return answer


def _search() -> str:
    return request.query_string.decode("ascii", "replace")


def _indicator(wanted: str, edition: Edition) -> Answer:
    view = _view(wanted, _search(), edition=edition)
    return Answer(
        name=f"indicator-{view.indicator.id}",
        portions=(portion_of(view),),
        picture=lambda: card(view, edition=edition),
        edition=edition,
        one=True,
        about={},
        scale=_scale(),
    )


def _view(wanted: str, search: str, *, edition: Edition) -> IndicatorView:
    question = parse_question(wanted, search, edition=edition)
    return indicator_view(question, edition=edition, around=False)


def _district(wanted: str, edition: Edition) -> Answer:
    parts = {"lea_id": wanted}
    page = district_at(
        Address(path=f"/districts/{wanted}", search=_search(), parts=parts),
        edition=edition,
    )
    standings = [row.own for row in page.rows if row.own is not None]
    return Answer(
        name=f"district-{wanted}",
        portions=portions_of(wanted, edition=edition),
        picture=lambda: board(standings, name=page.name, said=page.sentence, edition=edition),
        edition=edition,
        one=False,
        about={"district": {"lea_id": wanted, "name": page.name}},
        scale=_scale(),
    )


def _state(_wanted: str, edition: Edition) -> Answer:
    profile = edition.catalog.profile

    def picture() -> str:
        standings = [
            standing_of(one, edition=edition, district=None) for one in edition.catalog.indicators
        ]
        said = profile.agency
        return board(standings, name=profile.subtitle, said=said, edition=edition)

    return Answer(
        name="indicators",
        portions=portions_of(None, edition=edition),
        picture=picture,
        edition=edition,
        one=False,
        about={"state": profile.upper_label},
        scale=_scale(),
    )


def _scale() -> int:
    """How large a picture in pixels is asked for: `scale=2` for sharp screens."""
    text = request.args.get("scale", "1")
    if text not in map(str, SCALES):
        known = ", ".join(map(str, SCALES))
        raise BadRequest(_("A picture has the scale {known}.").format(known=known))
    return int(text)
