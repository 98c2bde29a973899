"""A link by which a person sets their own password, once: the first one, or after forgetting it.

Whoever adds a person hands the link over; nobody but the person ever knows the password.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from dashboard.accounts.acting import actor_of
from dashboard.accounts.people import PeopleError, governed, held, set_password
from dashboard.accounts.scope import Person, Refused
from dashboard.store.audit import record
from dashboard.store.models import Account

VALID = timedelta(days=3)


def invite(session: Session, by: Person, account_id: int, *, secret: str, now: datetime) -> str:
    """A token for the link; by whom may set the account's password (see `people.governed`)."""
    account = governed(session, by, account_id)
    if not account.active:
        raise PeopleError("This account was deactivated.")
    record(session, actor_of(by), action="password.link", at=now, subject=f"account {account.id}")
    ends = int((now + VALID).timestamp())
    return str(_signer(secret).dumps([account.id, ends, _state(account)]))


def invited(session: Session, token: str, *, secret: str, now: datetime) -> Account:
    """The account of a link, held for change; PeopleError when the link is good no more."""
    gone = PeopleError("This link was used, or is too old. Ask for a new one.")
    try:
        account_id, ends, state = _signer(secret).loads(token)
        account = held(session, account_id)
    except (BadData, Refused) as error:
        raise gone from error
    if now.timestamp() >= ends or not account.active or state != _state(account):
        raise gone
    return account


def accept(session: Session, token: str, password: str, *, secret: str, now: datetime) -> Account:
    """Set the password of a link's account; the link is then used up."""
    account = invited(session, token, secret=secret, now=now)
    person = Person(account_id=account.id, login=account.login, name=account.name, grants=())
    set_password(session, person, account.id, password, now=now)
    return account


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="dashboard.accounts.invitations")


def _state(account: Account) -> str:
    """Changes when the password does: an older link is then good no more."""
    return hashlib.sha256(f"{account.id} {account.password_hash}".encode()).hexdigest()[:32]
