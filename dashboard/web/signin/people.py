"""/people: who has access, for a district's directory administrator and for the state."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, NotFound

from dashboard.accounts import Action, Person, Place, Refused, Role, scope
from dashboard.accounts.directory import (
    Known,
    Listed,
    everybody,
    known_districts,
    people_of,
    people_of_the_state,
)
from dashboard.accounts.invitations import VALID, invite
from dashboard.accounts.people import (
    PeopleError,
    activate,
    create_account,
    deactivate,
    forget_second_factor,
    grant,
    login_of,
    revoke,
)
from dashboard.accounts.roles import NAMES, OF_A_SCHOOL, OF_THE_STATE, GrantError, needed
from dashboard.store.models import Account
from dashboard.web.addresses import base
from dashboard.web.signed import check_form, desk, now, require_person
from dashboard.web.signin.account import roles_in_words
from dashboard.web.signin.showing import Errors, frame, go, page

_DONE = {
    "granted": "The role was given. The person is signed out and has it from the next sign-in.",
    "revoked": "The role was removed, and the person signed out.",
    "deactivated": "The account was deactivated, and the person signed out.",
    "forgotten": "The person sets up a new device for the second step at the next sign-in.",
    "activated": "The account is active again, with the roles it had.",
}
_FIELDS = ("login", "name", "role", "school")


def add(pages: Blueprint) -> None:
    """Add the routes."""

    @pages.get("/people")
    def people() -> Response:
        return _shown(require_person(), request.args.get("district") or None)

    @pages.post("/people/add")
    def add_person() -> Response:
        by = require_person()
        check_form()
        return _added(by, request.form.get("district") or None)

    @pages.post("/people/revoke")
    def take_away() -> Response:
        def change(session: Session, by: Person, account_id: int) -> None:
            role = _role(request.form.get("role", ""))
            place = _place(request.form.get("lea"), request.form.get("school"))
            revoke(session, by, account_id, role=role, place=place, now=now())

        return _changed(change, "revoked")

    @pages.post("/people/deactivate")
    def close() -> Response:
        return _changed(
            lambda session, by, one: deactivate(session, by, one, now=now()), "deactivated"
        )

    @pages.post("/people/activate")
    def open_again() -> Response:
        return _changed(lambda session, by, one: activate(session, by, one, now=now()), "activated")

    @pages.post("/people/device")
    def forget_device() -> Response:
        return _changed(
            lambda session, by, one: forget_second_factor(session, by, one, now=now()), "forgotten"
        )

    @pages.post("/people/link")
    def link() -> Response:
        by = require_person()
        check_form()
        if frame().portal is not None:
            raise NotFound("People sign in by the portal here: there are no passwords.")
        account_id = _number(request.form.get("account", ""))
        try:
            with desk().store.writing() as session:
                token = invite(session, by, account_id, secret=desk().secret, now=now())
                login = session.get_one(Account, account_id).login
        except PeopleError as error:
            return _shown(by, request.form.get("district") or None, errors={"": str(error)})
        return _handed(login, token, request.form.get("district") or None)


def _changed(change: Callable[[Session, Person, int], None], done: str) -> Response:
    """Change an account by a form of the list; back to the list."""
    by = require_person()
    check_form()
    lea_id = request.form.get("district") or None
    account_id = _number(request.form.get("account", ""))
    try:
        with desk().store.writing() as session:
            change(session, by, account_id)
    except (PeopleError, GrantError) as error:
        return _shown(by, lea_id, errors={"": str(error)})
    return go(_address(lea_id, done=done))


def _added(by: Person, lea_id: str | None) -> Response:
    given = {name: request.form.get(name, "").strip() for name in _FIELDS}
    errors = _missing(given)
    if errors:
        return _shown(by, lea_id, errors=errors, given=given)
    role = _role(given["role"])
    place = _place(lea_id, given["school"] if role in OF_A_SCHOOL else None)
    try:
        with desk().store.writing() as session:
            token, login = _add(session, by, given, role, place)
    except PeopleError as error:
        return _shown(by, lea_id, errors={"login": str(error)}, given=given)
    except GrantError as error:
        field = "school" if role in OF_A_SCHOOL else "role"
        return _shown(by, lea_id, errors={field: str(error)}, given=given)
    if token is None:
        return go(_address(lea_id, done="granted"))
    return _handed(login, token, lea_id)


def _add(
    session: Session, by: Person, given: dict[str, str], role: Role, place: Place
) -> tuple[str | None, str]:
    """Give the role, to a new account if there is none; the link for a first password, if any."""
    login = login_of(given["login"])
    known = session.scalars(select(Account.id).where(Account.login == login)).first()
    if known is not None:
        grant(session, by, known, role=role, place=place, now=now())
        return None, login
    if not given["name"]:
        raise PeopleError("This person is new here: give the name too.")
    account = create_account(
        session, by, login=login, name=given["name"], grants=[(role, place)], now=now()
    )
    if frame().portal is not None:
        return None, login
    return invite(session, by, account.id, secret=desk().secret, now=now()), login


def _missing(given: dict[str, str]) -> Errors:
    errors = {}
    if not given["login"]:
        errors["login"] = "Give the person's e-mail address."
    if given["role"] not in set(Role):
        errors["role"] = "Choose a role."
    elif Role(given["role"]) in OF_A_SCHOOL and not given["school"]:
        errors["school"] = "School entry is a role at a school: choose the school."
    return errors


def _shown(
    by: Person,
    lea_id: str | None,
    *,
    errors: Errors | None = None,
    given: dict[str, str] | None = None,
) -> Response:
    mine = scope(by, Action.GRANT)
    if not mine:
        raise Refused("Only a district directory administrator or the state sees people's access.")
    if lea_id is None and not mine.whole_state:
        districts = sorted(mine.districts)
        if len(districts) > 1:
            return _choose(mine.districts)
        lea_id = districts[0]
    with desk().store.reading() as session:
        if lea_id is None:
            listed = people_of_the_state(session, by)
            without = [one for one in everybody(session, by) if not one.grants]
            district = None
            all_districts = known_districts(session)
        else:
            listed, without = people_of(session, by, lea_id), []
            district = next(iter(known_districts(session, [lea_id])), Known(lea_id=lea_id, name=""))
            all_districts = ()
    at = Place(lea_id)
    roles = [
        (role.value, NAMES[role])
        for role in Role
        if (role in OF_THE_STATE) == (lea_id is None) and scope(by, needed(role)).allows(at)
    ]
    name = (district.name or f"district {lea_id}") if district else "the state"
    return page(
        "people.html",
        f"People of {name}",
        errors=errors,
        given=given or {},
        listed=[_row(by, one) for one in listed],
        without=without,
        district=district,
        all_districts=all_districts,
        several=mine.whole_state or len(mine.districts) > 1,
        state=mine.whole_state,
        roles=roles,
        of_a_school=[role.value for role in OF_A_SCHOOL],
        done=_DONE.get(request.args.get("done", "")) if request.method == "GET" else None,
        mine=by.account_id,
    )


def _row(by: Person, one: Listed) -> tuple[Listed, list[tuple[Role, Place, str, bool]], bool]:
    """An account, its roles with whether `by` may remove each, and whether all of it is theirs."""
    roles = [
        (role, place, text, scope(by, needed(role)).allows(place))
        for role, place, text in roles_in_words(one.grants)
    ]
    state = scope(by, Action.APPOINT).whole_state
    return one, roles, state or (not one.elsewhere and all(may for *_, may in roles))


def _choose(districts: frozenset[str]) -> Response:
    with desk().store.reading() as session:
        known = {one.lea_id: one.name for one in known_districts(session, districts)}
    named = sorted((known.get(lea_id, lea_id), lea_id) for lea_id in districts)
    return page("people_choose.html", "People", districts=named)


def _handed(login: str, token: str, lea_id: str | None) -> Response:
    return page(
        "handed.html",
        "Hand over this link",
        login=login,
        link=f"{base()}/signin/first?{urlencode({'link': token})}",
        days=VALID.days,
        back=_address(lea_id),
    )


def _address(lea_id: str | None, *, done: str | None = None) -> str:
    pairs = {"district": lea_id, "done": done}
    search = urlencode({name: value for name, value in pairs.items() if value})
    return f"/people?{search}" if search else "/people"


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as error:
        raise BadRequest("There is no such role.") from error


def _place(lea_id: str | None, school_id: str | None) -> Place:
    if school_id and not lea_id:
        raise BadRequest("A school has a district: give it too.")
    return Place(lea_id or None, school_id or None)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest("There is no such account.")
    return int(text)
