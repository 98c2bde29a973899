"""/signin/first: where the link of an invitation leads, to set one's own password."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request

from dashboard.accounts.invitations import accept, invited
from dashboard.accounts.passwords import LEAST, PasswordError
from dashboard.accounts.people import PeopleError
from dashboard.web.signed import desk, now
from dashboard.web.signin.showing import Errors, go, page

_TITLE = "Set your password"


def add(pages: Blueprint) -> None:
    """Add the routes."""

    @pages.get("/signin/first")
    def first() -> Response:
        return _asked(request.args.get("link", ""))

    @pages.post("/signin/first")
    def set_first() -> Response:
        token = request.form.get("link", "")
        new, again = request.form.get("new", ""), request.form.get("again", "")
        if new != again:
            return _asked(token, errors={"again": "The two passwords are not the same."})
        try:
            with desk().store.writing() as session:
                accept(session, token, new, secret=desk().secret, now=now())
        except PasswordError as error:
            return _asked(token, errors={"new": str(error)})
        except PeopleError as error:
            return _gone(error)
        return go("/signin?set=yes")


def _asked(token: str, *, errors: Errors | None = None) -> Response:
    try:
        # Reading would do, but the account is held for change.
        with desk().store.writing() as session:
            login = invited(session, token, secret=desk().secret, now=now()).login
    except PeopleError as error:
        return _gone(error)
    return page("first.html", _TITLE, errors=errors, link=token, login=login, least=LEAST)


def _gone(error: PeopleError) -> Response:
    return page("refused.html", _TITLE, status=HTTPStatus.NOT_FOUND, text=str(error))
