"""The blueprint `own`: its addresses, and who is let in.

What reads restricted files is imported when somebody asks: a worker whose people only collect does
without DuckDB's 20 MiB and half a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from dashboard.accounts import Action, Refused, scope
from dashboard.accounts.directory import known_districts
from dashboard.errors import ProgressError
from dashboard.locale import DEFAULT, speak
from dashboard.views import Shelf
from dashboard.web import signed
from dashboard.web.own.desk import Desk
from dashboard.web.own.troubles import refused

_DISTRICT = "/exact/<lea_id>"
_NUMBER = f"{_DISTRICT}/<indicator>/<int(max=9999):year>"


def own_pages(shelf: Shelf, *, extracts: Path | None) -> Blueprint:
    """The pages, for a server with `install_signed`. extracts: as in `Settings`.

    Every route asks for the scope before anything else; the looks of `dashboard.behind` ask again,
    and write down what was looked at before it is answered.
    """
    pages = Blueprint("own", __name__)
    desk = Desk(shelf, extracts)

    @pages.get("/exact")
    def choose() -> AnyResponse:
        return _choice(desk)

    @pages.get(_DISTRICT)
    def values(lea_id: str) -> Response:
        place = desk.place(lea_id)
        from dashboard.web.own.values import values_page

        return values_page(desk, place, request.args.get("year"))

    @pages.get(_NUMBER)
    def records(lea_id: str, indicator: str, year: int) -> Response:
        number = desk.number(desk.place(lea_id), indicator, year)
        from dashboard.web.own.records import records_page

        return records_page(desk, number, request.args.get("group"), request.args.get("page"))

    @pages.get(f"{_NUMBER}.csv")
    def records_file(lea_id: str, indicator: str, year: int) -> Response:
        number = desk.number(desk.place(lea_id), indicator, year)
        from dashboard.web.own.file import records_file

        return records_file(desk, number, request.args.get("group"))

    # Signed-in pages speak English only, also the words that they share with the public ones.
    pages.before_request(lambda: speak(DEFAULT))
    pages.register_error_handler(ProgressError, lambda error: refused(desk, error))
    return pages


def _choice(desk: Desk) -> AnyResponse:
    """The districts of the person; who has one is led there."""
    person = signed.require_person()
    allowed = scope(person, Action.EXACT)
    if not allowed.anywhere_whole:
        raise Refused("Only a district's own people and the state see exact values.")
    names = _names(desk, None if allowed.whole_state else allowed.whole_districts)
    wanted = request.args.get("lea", "")
    if wanted in names or (len(names) == 1 and not allowed.whole_state):
        lea_id = wanted if wanted in names else next(iter(names))
        return redirect(url_for("own.values", lea_id=lea_id), code=303)
    return desk.page(
        "choose.html",
        title="Exact values and records",
        districts=names,
        unknown="lea" in request.args,
    )


def _names(desk: Desk, lea_ids: frozenset[str] | None) -> Mapping[str, str]:
    """Districts by id, in the order of their names; None for all of the release."""
    known = desk.edition().districts
    if lea_ids is None:
        return known
    with signed.desk().store.reading() as session:
        collected = {one.lea_id: one.name for one in known_districts(session, lea_ids)}
    named = {one: known.get(one) or collected.get(one) or f"District {one}" for one in lea_ids}
    return dict(sorted(named.items(), key=lambda item: (item[1].casefold(), item[0])))
