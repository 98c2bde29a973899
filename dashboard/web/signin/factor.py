"""The second factor: /signin/code asks for it, /signin/setup sets up the device that knows it."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request
from itsdangerous import BadData, URLSafeSerializer
from markupsafe import Markup

from dashboard.accounts.attempts import TooMany
from dashboard.accounts.entering import Wrong
from dashboard.accounts.scope import Role
from dashboard.accounts.sessions import Signed
from dashboard.accounts.totp import address, new_secret, picture
from dashboard.web.signed import check_form, desk, give_cookie, now, require_session, signed
from dashboard.web.signin.entry import door
from dashboard.web.signin.following import following
from dashboard.web.signin.showing import Errors, frame, go, page


def add(pages: Blueprint) -> None:
    """Add the routes."""

    @pages.get("/signin/code")
    def code() -> Response:
        found = _half_signed()
        if found.second_factor or not found.has_code:
            return go(_target())
        return _code_form()

    @pages.post("/signin/code")
    def give_code() -> Response:
        found = _half_signed()
        check_form()
        try:
            token = door().with_code(found, request.form.get("code", ""), now())
        except (Wrong, TooMany) as error:
            return _code_form(errors={"code": str(error)}, status=_status(error))
        return _on(token)

    @pages.get("/signin/setup")
    def setup() -> Response:
        found = _may_set_up()
        return _setup_form(found, new_secret())

    @pages.post("/signin/setup")
    def set_up() -> Response:
        found = _may_set_up()
        check_form()
        try:
            secret = str(_signer(found).loads(request.form.get("secret", "")))
        except BadData:
            return _setup_form(found, new_secret(), errors={"code": "Scan the new picture."})
        try:
            token = door().set_up_code(found, secret, request.form.get("code", ""), now())
        except (Wrong, TooMany) as error:
            errors = {"code": str(error)}
            return _setup_form(found, secret, errors=errors, status=_status(error))
        return _on(token)


def _half_signed() -> Signed:
    """The session, whether or not the second factor was given."""
    found = signed()
    if found is None:
        return require_session()
    return found


def _may_set_up() -> Signed:
    """State administrators set up a device; who has one shows it before they set up another."""
    found = _half_signed()
    if found.awaits_code and found.has_code:
        abort(go(f"/signin/code?{urlencode({'next': _target()})}"))
    if not found.awaits_code and not any(
        role == Role.STATE_ADMIN for role, _ in found.person.grants
    ):
        abort(HTTPStatus.NOT_FOUND)
    return found


def _target() -> str:
    return following(request.values.get("next"))


def _on(token: str) -> Response:
    answer = go(_target())
    give_cookie(answer, token)
    return answer


def _status(error: Wrong | TooMany) -> HTTPStatus:
    late = isinstance(error, TooMany)
    return HTTPStatus.TOO_MANY_REQUESTS if late else HTTPStatus.BAD_REQUEST


def _code_form(*, errors: Errors | None = None, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return page("code.html", "Second step", errors=errors, status=status, next=_target())


def _setup_form(
    found: Signed,
    secret: str,
    *,
    errors: Errors | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    edition = frame().edition()
    issuer = edition.catalog.profile.agency if edition else "Progress at a Glance"
    uri = address(secret, login=found.person.login, issuer=issuer)
    return page(
        "setup.html",
        "Set up the second step",
        errors=errors,
        status=status,
        next=_target(),
        picture=Markup(picture(uri)),  # noqa: S704 - drawn by segno, of an address we made
        shown=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        packed=_signer(found).dumps(secret),
    )


def _signer(found: Signed) -> URLSafeSerializer:
    """Of a secret on its way through the form: good in this session only."""
    return URLSafeSerializer(desk().secret, salt=f"dashboard.web.setup.{found.token_hash}")
