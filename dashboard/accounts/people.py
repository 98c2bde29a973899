"""People and their roles: made, granted, taken away, each within the scope of who does it.

Every function asks `require`, writes the audit trail in the caller's transaction, and ends the
sessions whose roles or password changed (S3). The caller gives a transaction of `Store.writing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.acting import actor_of
from dashboard.accounts.directory import check_known
from dashboard.accounts.passwords import check_password, hash_password
from dashboard.accounts.recorded import record_account, record_role
from dashboard.accounts.roles import check_place, needed
from dashboard.accounts.scope import Action, Person, Place, Refused, Role, require
from dashboard.accounts.sessions import end_sessions
from dashboard.errors import ProgressError
from dashboard.store.audit import record
from dashboard.store.models import Account, Grant

_LOGIN = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_LONGEST = 254


class PeopleError(ProgressError):
    """This cannot be done with this account; the text says why."""


def login_of(text: str) -> str:
    """A login as it is kept: an e-mail address in lower case; PeopleError where it is none."""
    login = text.strip().lower()
    if len(login) > _LONGEST or not _LOGIN.fullmatch(login):
        raise PeopleError("The login is an e-mail address, such as name@district.example.")
    return login


def create_account(
    session: Session,
    by: Person,
    *,
    login: str,
    name: str,
    grants: Iterable[tuple[Role, Place]],
    now: datetime,
    password: str | None = None,
) -> Account:
    """A new account with its first roles.

    password: None for who signs in by the portal, or sets one by a link of `invitations`.
    Raises Refused for a role or place outside the scope of `by`, PeopleError for a login that is
    taken or no address, GrantError for a role without its place, PasswordError.
    """
    wanted = tuple(grants)
    if not wanted:
        raise PeopleError("An account has at least one role.")
    for role, place in wanted:
        _may_grant(by, role, place)
    login, name = login_of(login), " ".join(name.split())
    if not 0 < len(name) <= _LONGEST:
        raise PeopleError("Give the person's name.")
    if session.scalars(select(Account).where(Account.login == login)).first() is not None:
        raise PeopleError(f"There is an account {login} already.")
    if password is not None:
        check_password(password, login=login)
    hashed = hash_password(password) if password is not None else None
    account = Account(login=login, name=name, password_hash=hashed, active=True, created_at=now)
    session.add(account)
    session.flush()
    record(
        session,
        actor_of(by),
        action="account.create",
        at=now,
        subject=f"account {account.id}",
        new={"login": login, "name": name, "password": password is not None},
    )
    for role, place in wanted:
        _add(session, by, account, role=role, place=place, now=now)
    return account


def grant(
    session: Session, by: Person, account_id: int, *, role: Role, place: Place, now: datetime
) -> None:
    """Give a role to an account, which is then signed out everywhere; nothing if it has it."""
    _may_grant(by, role, place)
    account = held(session, account_id)
    if not account.active:
        raise PeopleError("This account was deactivated. The state can activate it again.")
    if _grant_row(session, account_id, role, place) is None:
        _add(session, by, account, role=role, place=place, now=now)
        end_sessions(session, account_id)


def revoke(
    session: Session, by: Person, account_id: int, *, role: Role, place: Place, now: datetime
) -> None:
    """Take a role away from an account, which is then signed out everywhere.

    Nothing happens where it does not have the role. Raises PeopleError for the last state
    administrator.
    """
    _may_grant(by, role, place)
    administrators = _administrators(session)
    account = held(session, account_id)
    row = _grant_row(session, account_id, role, place)
    if row is None:
        return
    if role == Role.STATE_ADMIN:
        _not_the_last(account, administrators)
    session.delete(row)
    end_sessions(session, account_id)
    record_role(session, by, "role.revoke", account, role, place, now=now)


def deactivate(session: Session, by: Person, account_id: int, *, now: datetime) -> None:
    """Close an account at once: nobody signs in with it, and its roles stay to be read."""
    administrators = _administrators(session)
    account = governed(session, by, account_id)
    _not_the_last(account, administrators)
    _set_active(session, by, account, active=False, now=now)


def activate(session: Session, by: Person, account_id: int, *, now: datetime) -> None:
    """Open a closed account again, with the roles it has: the state's to do."""
    require(by, Action.APPOINT, Place())
    _set_active(session, by, held(session, account_id), active=True, now=now)


def set_password(
    session: Session, by: Person, account_id: int, password: str, *, now: datetime
) -> None:
    """Give an account a new password and sign it out everywhere.

    People set their own. Of others only who governs the account (see `governed`) may.
    """
    own = by.account_id == account_id
    account = held(session, account_id) if own else governed(session, by, account_id)
    check_password(password, login=account.login)
    account.password_hash = hash_password(password)
    end_sessions(session, account_id)
    record_account(session, by, "password.set", account, now=now)


def forget_second_factor(session: Session, by: Person, account_id: int, *, now: datetime) -> None:
    """Let an account set up another device, because the old one is lost: the state's to do."""
    require(by, Action.APPOINT, Place())
    account = held(session, account_id)
    account.totp_secret = account.totp_used = None
    end_sessions(session, account_id)
    record_account(session, by, "second_factor.forget", account, now=now)


def governed(session: Session, by: Person, account_id: int) -> Account:
    """An account all of whose roles `by` may give, held for change; else Refused.

    A district's administrator must not reach, by a new password, what they could not grant.
    """
    account = held(session, account_id)
    roles = list(session.scalars(select(Grant).where(Grant.account_id == account_id)))
    for row in roles:
        place = Place(row.lea_id, row.school_id)
        require(by, needed(Role(row.role)), place)
    if not roles:
        require(by, Action.APPOINT, Place())
    return account


def held(session: Session, account_id: int) -> Account:
    """An account as it stands, which nobody else changes until the transaction ends."""
    account = session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None:
        # The same words as for one that is out of reach: its number tells nothing.
        raise Refused("Your account does not cover this place, or not this step.")
    return account


def _may_grant(by: Person, role: Role, place: Place) -> None:
    check_place(role, place)
    require(by, needed(role), place)


def _grant_row(session: Session, account_id: int, role: Role, place: Place) -> Grant | None:
    return session.scalars(
        select(Grant).where(
            Grant.account_id == account_id,
            Grant.role == role.value,
            Grant.lea_id.is_not_distinct_from(place.lea_id),
            Grant.school_id.is_not_distinct_from(place.school_id),
        )
    ).first()


def _administrators(session: Session) -> frozenset[int]:
    """The active accounts that have STATE_ADMIN; their roles are held before any account is.

    So of two administrators who remove each other at one moment the second waits, and then finds
    that it would be the last.
    """
    rows = select(Grant).where(Grant.role == Role.STATE_ADMIN.value).order_by(Grant.id)
    holders = {row.account_id for row in session.scalars(rows.with_for_update())}
    active = select(Account.id).where(Account.id.in_(holders), Account.active)
    return frozenset(session.scalars(active))


def _not_the_last(account: Account, administrators: frozenset[int]) -> None:
    if administrators == {account.id}:
        raise PeopleError("This is the last state administrator. Appoint another one before.")


def _set_active(
    session: Session, by: Person, account: Account, *, active: bool, now: datetime
) -> None:
    account.active = active
    end_sessions(session, account.id)
    action = "account.activate" if active else "account.deactivate"
    record_account(session, by, action, account, now=now)


def _add(
    session: Session, by: Person, account: Account, *, role: Role, place: Place, now: datetime
) -> None:
    check_known(session, place)
    session.add(
        Grant(
            account_id=account.id,
            role=role.value,
            lea_id=place.lea_id,
            school_id=place.school_id,
            granted_by=by.login,
            granted_at=now,
        )
    )
    session.flush()
    record_role(session, by, "role.grant", account, role, place, now=now)
