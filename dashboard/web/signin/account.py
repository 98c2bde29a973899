"""/account: one's own name and roles, and a new password."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, Response, request
from werkzeug.exceptions import MethodNotAllowed

from dashboard.accounts import Place, Role
from dashboard.accounts.attempts import TooMany
from dashboard.accounts.directory import known_districts
from dashboard.accounts.entering import Wrong
from dashboard.accounts.passwords import LEAST, PasswordError
from dashboard.accounts.roles import NAMES
from dashboard.accounts.sessions import Signed
from dashboard.web.signed import check_form, desk, drop_cookie, now, require_session
from dashboard.web.signin.entry import door
from dashboard.web.signin.showing import Errors, frame, go, page


def add(pages: Blueprint) -> None:
    """Add the routes."""

    @pages.get("/account")
    def account() -> Response:
        return _shown(require_session())

    @pages.post("/account")
    def change_password() -> Response:
        found = require_session()
        check_form()
        if frame().portal is not None:
            raise MethodNotAllowed(valid_methods=["GET"])
        old, new = request.form.get("old", ""), request.form.get("new", "")
        # What needs no look at the password is no attempt to guess it, and is not counted (S4).
        errors = _typed_wrong(old, new, request.form.get("again", ""))
        if errors:
            return _shown(found, errors=errors)
        try:
            door().change_password(found, old, new, now())
        except Wrong as error:
            return _shown(found, errors={"old": str(error)})
        except PasswordError as error:
            return _shown(found, errors={"new": str(error)})
        except TooMany as error:
            status = HTTPStatus.TOO_MANY_REQUESTS
            return _shown(found, errors={"old": str(error)}, status=status)
        answer = go("/signin?set=yes")
        drop_cookie(answer)
        return answer


def _typed_wrong(old: str, new: str, again: str) -> Errors:
    errors = {}
    if not old:
        errors["old"] = "Give your present password."
    if not new:
        errors["new"] = "Give a new password."
    elif new != again:
        errors["again"] = "The two passwords are not the same."
    return errors


def roles_in_words(grants: Sequence[tuple[Role, Place]]) -> list[tuple[Role, Place, str]]:
    """Each role with its place, and both in words: "District entry, Ash"."""
    leas = {place.lea_id for _, place in grants if place.lea_id is not None}
    with desk().store.reading() as session:
        known = {one.lea_id: one for one in known_districts(session, leas)} if leas else {}
    told = []
    for role, place in grants:
        district = known.get(place.lea_id or "")
        schools = dict(district.schools) if district else {}
        parts = [NAMES[role]]
        if place.school_id is not None:
            parts.append(schools.get(place.school_id, f"school {place.school_id}"))
        if place.lea_id is not None:
            parts.append(district.name if district else f"district {place.lea_id}")
        told.append((role, place, ", ".join(parts)))
    return told


def _shown(
    found: Signed, *, errors: Errors | None = None, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    roles = [text for _, _, text in roles_in_words(found.person.grants)]
    return page(
        "account.html",
        "Your account",
        errors=errors,
        status=status,
        me=found,
        roles=roles,
        least=LEAST,
        may_set_up=found.second_factor,
    )
