"""Who is signed in: for every page that is not for everybody.

A view asks `require_person()` (or wears `signed_in`), then `dashboard.accounts.require` for the
action and the place; a form carries `form_token()`, and its view calls `check_form()`. The store is
asked once a request, and only where somebody asks: public pages never look at a cookie (S11).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, ServiceUnavailable

from dashboard.accounts import Person, Refused
from dashboard.accounts.sessions import Signed, current_person
from dashboard.settings import LOOPBACK
from dashboard.store import Store
from dashboard.store.errors import Busy
from dashboard.web.guard import is_foreign
from dashboard.web.lasting import lasting, until
from dashboard.web.private import is_private

FIELD = "form_token"
HEADER = "X-Form-Token"
_SAFE = ("GET", "HEAD", "OPTIONS")
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host")
_NAME = "dashboard.signed"

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Desk:
    """What the signed-in pages stand on.

    secret: SECRET_KEY. clock: the time, for tests to set. time_zone: in which it is told.
    """

    store: Store
    secret: str
    clock: Callable[[], datetime]
    time_zone: str = "UTC"


def install_signed(server: Flask, *, store: Store, secret: str, time_zone: str = "UTC") -> None:
    """Guard the private addresses: no foreign POST, no cache, one answer to what is refused."""
    server.extensions[_NAME] = Desk(store, secret, lambda: datetime.now(UTC), time_zone)
    server.jinja_env.globals["signed"] = signed
    server.jinja_env.globals["form_token"] = form_token
    server.jinja_env.globals["lasting"] = lambda session: lasting(session, now=now())
    server.jinja_env.globals["until"] = lambda session: until(session, time_zone=desk().time_zone)

    def guard() -> None:
        if request.method not in _SAFE and is_private(request.path) and is_foreign():
            raise Forbidden("This form comes from another site.")

    def keep_private(response: Response) -> Response:
        if is_private(request.path):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def answer(error: HTTPException) -> ResponseReturnValue:
        found: ResponseReturnValue = server.handle_user_exception(error)
        return found

    server.before_request(guard)
    server.after_request(keep_private)
    server.register_error_handler(Refused, lambda error: answer(Forbidden(str(error))))
    server.register_error_handler(Busy, lambda error: answer(ServiceUnavailable(str(error))))
    server.register_error_handler(DataError, lambda _error: answer(_no_text()))
    server.register_error_handler(OperationalError, lambda _error: answer(_no_store()))
    server.register_error_handler(ProgrammingError, lambda _error: answer(_no_store()))


def _no_text() -> BadRequest:
    # Such as a NUL, which PostgreSQL holds in no text. The statement is rolled back.
    current_app.logger.warning("The database cannot hold what a form sent.")
    return BadRequest("This form holds something that cannot be kept. Load the page again.")


def _no_store() -> ServiceUnavailable:
    # What the database says stays in the log: it can name tables, columns and values.
    current_app.logger.exception("The database of the collection does not answer.")
    return ServiceUnavailable("The collection cannot be reached at the moment. Try again soon.")


def desk() -> Desk:
    """The store, secret and clock of the signed-in pages."""
    found: Desk = current_app.extensions[_NAME]
    return found


def now() -> datetime:
    """The time, in UTC."""
    return desk().clock()


def signed() -> Signed | None:
    """The session of this request: who, until when, its form token; None without one."""
    if "signed" not in g:
        g.signed = _of_cookie(touch=True)
    found: Signed | None = g.signed
    return found


def unprolonged() -> Signed | None:
    """As `signed`, but this request does not count as activity: the session ends when it would."""
    return g.signed if "signed" in g else _of_cookie(touch=False)


def _of_cookie(*, touch: bool) -> Signed | None:
    token = request.cookies.get(cookie_name()) if may_sign_in() else None
    return current_person(desk().store, token, now(), touch=touch) if token else None


def person() -> Person | None:
    """The person signed in; None for everybody else, and where the collection is off."""
    found = signed() if _NAME in current_app.extensions else None
    return found.person if found is not None else None


def require_session() -> Signed:
    """The session of this request, its second factor given if a role waits for it.

    Without one a page leads to the sign-in and back; a form is refused (403).
    """
    found = signed()
    if found is not None and not found.awaits_code:
        return found
    if request.method not in _SAFE:
        raise Forbidden("You are no longer signed in. Sign in, then send the form again.")
    way = "/signin" if found is None else code_page(found)
    return abort(redirect(f"{way}?{urlencode({'next': here()})}", 303))


def require_person() -> Person:
    """The person signed in; else as `require_session`."""
    return require_session().person


def signed_in(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Let only signed-in people see a view; what they may touch is for the view to ask."""

    @wraps(view)
    def asked(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        require_session()
        return view(*args, **kwargs)

    return asked


def form_token() -> str:
    """What a form of this session carries in the hidden field `form_token`."""
    found = signed()
    return found.form_token if found is not None else ""


def check_form() -> None:
    """Refuse (403) a form that this session's pages did not make."""
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    known = form_token()
    if not known or not hmac.compare_digest(given.encode(), known.encode()):
        raise Forbidden("This form is of an earlier session. Open its page again, then send it.")


def check_posted_form() -> None:
    """As `check_form`, before every request of a blueprint that changes something."""
    if request.method not in _SAFE:
        require_session()
        check_form()


def code_page(session: Signed) -> str:
    """Where the second factor is given, or set up before."""
    return "/signin/code" if session.has_code else "/signin/setup"


def here() -> str:
    """The address of this request, to come back to."""
    query = request.query_string.decode("ascii", "replace")
    return f"{request.path}?{query}" if query else request.path


def may_sign_in() -> bool:
    """Whether a cookie would travel unread: over https, or on this machine in development.

    Behind a proxy that is not told of (DASHBOARD_PROXY_HOPS) a request looks like plain http: then
    nobody can sign in, rather than with a cookie that is not Secure.
    """
    if request.is_secure:
        return True
    return _host() in LOOPBACK and not any(name in request.headers for name in _FORWARDED)


def _host() -> str | None:
    """The host that the browser calls us by, without its port; None where it is none."""
    try:
        return urlsplit(f"//{request.host}").hostname
    except ValueError:
        return None


def cookie_name(what: str = "session") -> str:
    """The name of a cookie of ours: with the prefix that binds it to https and this host (S3)."""
    return f"__Host-{what}" if request.is_secure else what


def give_cookie(
    response: Response, value: str, *, what: str = "session", age: int | None = None
) -> None:
    """Set a cookie of ours; age in seconds, None until the browser closes."""
    response.set_cookie(
        cookie_name(what),
        value,
        max_age=age,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response, *, what: str = "session") -> None:
    """Take a cookie of ours back."""
    response.delete_cookie(
        cookie_name(what), path="/", secure=request.is_secure, httponly=True, samesite="Lax"
    )
