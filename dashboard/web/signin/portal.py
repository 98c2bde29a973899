"""By way of the state's portal: /signin/portal there, /signin/callback back."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request

from dashboard.accounts.entering import Unknown
from dashboard.accounts.oidc import VALID, Journey, PortalError, Provider
from dashboard.web.addresses import base
from dashboard.web.signed import (
    cookie_name,
    desk,
    drop_cookie,
    give_cookie,
    may_sign_in,
    now,
)
from dashboard.web.signin.entry import TITLE, door, entered
from dashboard.web.signin.following import following
from dashboard.web.signin.showing import go, page

_COOKIE = "portal"


def add(pages: Blueprint, provider: Provider) -> None:
    """Add the routes."""

    @pages.get("/signin/portal")
    def to_the_portal() -> Response:
        target = following(request.args.get("next"))
        if not may_sign_in():
            return go("/signin")
        try:
            address, journey = provider.leave(back=_back(), following=target, now=now())
        except PortalError as error:
            return _told(error, HTTPStatus.SERVICE_UNAVAILABLE)
        answer = go(address)
        age = int(VALID.total_seconds())
        give_cookie(answer, journey.packed(desk().secret), what=_COOKIE, age=age)
        return answer

    @pages.get("/signin/callback")
    def from_the_portal() -> Response:
        answer = _arrived(provider)
        # Each journey is made once.
        drop_cookie(answer, what=_COOKIE)
        return answer


def _arrived(provider: Provider) -> Response:
    carried = request.cookies.get(cookie_name(_COOKIE), "")
    try:
        journey = Journey.unpacked(carried, secret=desk().secret, now=now())
        identity = provider.arrive(request.args, journey, back=_back(), now=now())
        token = door().by_portal(identity, now())
    except PortalError as error:
        return _told(error, HTTPStatus.BAD_REQUEST)
    except Unknown as error:
        return page("unknown.html", "No access yet", status=HTTPStatus.FORBIDDEN, text=str(error))
    return entered(token, following(journey.following))


def _told(error: PortalError, status: HTTPStatus) -> Response:
    return page("refused.html", TITLE, status=status, text=str(error))


def _back() -> str:
    return f"{base()}/signin/callback"
