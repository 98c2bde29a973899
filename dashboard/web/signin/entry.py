"""The door: /signin, /signout, and whom to ask for access."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request
from werkzeug.exceptions import MethodNotAllowed

from dashboard.accounts.acting import actor_of
from dashboard.accounts.attempts import TooMany
from dashboard.accounts.directory import administrators, known_districts
from dashboard.accounts.entering import Door, Wrong
from dashboard.accounts.sessions import sign_out
from dashboard.store.audit import record
from dashboard.web.signed import (
    check_form,
    code_page,
    desk,
    drop_cookie,
    give_cookie,
    may_sign_in,
    now,
    signed,
)
from dashboard.web.signin.following import following
from dashboard.web.signin.showing import Errors, frame, go, page

TITLE = "Security portal"


def add(pages: Blueprint) -> None:
    """Add the routes."""

    @pages.get("/signin")
    def signin() -> Response:
        found = signed()
        target = following(request.args.get("next"))
        if found is not None:
            return go(code_page(found) if found.awaits_code else target)
        return _form(target)

    @pages.post("/signin")
    def enter() -> Response:
        if frame().portal is not None:
            raise MethodNotAllowed(valid_methods=["GET"])
        target = following(request.form.get("next"))
        login, password = request.form.get("login", ""), request.form.get("password", "")
        if not may_sign_in():
            return _form(target)
        errors = _missing(login, password)
        if errors:
            return _form(target, login=login, errors=errors)
        try:
            token = door().by_password(login, password, now())
        except Wrong as error:
            return _form(target, login=login, errors={"login": str(error)})
        except TooMany as error:
            status = HTTPStatus.TOO_MANY_REQUESTS
            return _form(target, login=login, errors={"login": str(error)}, status=status)
        return entered(token, target)

    @pages.post("/signout")
    def leave() -> Response:
        found = signed()
        if found is not None:
            check_form()
            with desk().store.writing() as session:
                sign_out(session, found.token_hash)
                record(session, actor_of(found.person), action="sign_out", at=now())
        answer = go("/signin?left=yes")
        drop_cookie(answer)
        return answer

    @pages.get("/signin/administrators")
    def whom_to_ask() -> Response:
        with desk().store.reading() as session:
            names = administrators(session)
            known = {one.lea_id: one.name for one in known_districts(session)}
        rows = [(known.get(lea_id, lea_id), who) for lea_id, who in names.items()]
        return page("administrators.html", "District directory administrators", rows=sorted(rows))


def door() -> Door:
    """The door, for who is asking now."""
    return Door(store=desk().store, secret=desk().secret, address=request.remote_addr)


def entered(token: str, target: str) -> Response:
    """On to where people wanted to go; by way of /signin, which knows of the second factor."""
    answer = go(target)
    give_cookie(answer, token)
    return answer


def _form(
    target: str,
    *,
    login: str = "",
    errors: Errors | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    left = request.method == "GET" and "left" in request.args
    return page(
        "signin.html",
        TITLE,
        errors=errors,
        status=status,
        next=target,
        login=login,
        left=left,
        possible=may_sign_in(),
    )


def _missing(login: str, password: str) -> Errors:
    errors = {}
    if not login.strip():
        errors["login"] = "Give your e-mail address."
    if not password:
        errors["password"] = "Give your password."  # noqa: S105
    return errors
