"""Signed-in browsers: a row of the store each (trust.md S3).

Our own rows, and no Flask-Login: it keeps the account's id in a signed cookie, which works on after
the sign-out of whoever copied it, and it adds `Vary: Cookie` to every answer, so that no cache
could share the public pages.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from dashboard.accounts.scope import Action, Person, Place, Role, scope
from dashboard.store import Store
from dashboard.store.errors import Busy, named
from dashboard.store.models import Account, Grant, SignIn

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)
_BYTES = 32

NEEDS_CODE = frozenset({Role.STATE_ADMIN})
"""Roles that are not active until the second factor was given in this session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who is signed in, and until when.

    person: with the roles that are active now. token_hash: names the session's row. form_token:
    what a form of this session carries. expires: when it ends unless something is asked for
    before. ends: when it ends in any case. second_factor: whether it was given in this session;
    awaits_code: whether a role waits for it; has_code: whether the account has set one up.
    has_password: whether the account has a password.
    """

    person: Person
    token_hash: str
    form_token: str
    expires: datetime
    ends: datetime
    second_factor: bool
    awaits_code: bool
    has_code: bool
    has_password: bool

    @property
    def collects(self) -> bool:
        """Whether the person sees the collection of some place."""
        return bool(scope(self.person, Action.SEE))

    @property
    def sees_exact(self) -> bool:
        """Whether the person sees exact values of some district."""
        return scope(self.person, Action.EXACT).anywhere_whole

    @property
    def administers(self) -> bool:
        """Whether the person gives and takes away roles somewhere."""
        return bool(scope(self.person, Action.GRANT))


def sign_in(session: Session, account: Account, now: datetime) -> str:
    """Begin a session of an account; the token is for the browser alone and never kept here."""
    return _begin(session, account.id, now, began=now, second_factor=False)


def with_second_factor(session: Session, signed: Signed, now: datetime) -> str:
    """The session after the second factor: a new token for it; it still ends when it had to."""
    sign_out(session, signed.token_hash)
    began = signed.ends - ABSOLUTE
    return _begin(session, signed.person.account_id, now, began=began, second_factor=True)


def _begin(
    session: Session, account_id: int, now: datetime, *, began: datetime, second_factor: bool
) -> str:
    session.execute(delete(SignIn).where(_is_over(now)))
    token = secrets.token_urlsafe(_BYTES)
    session.add(
        SignIn(
            token_hash=hash_of(token),
            account_id=account_id,
            form_token=secrets.token_urlsafe(_BYTES),
            second_factor=second_factor,
            created_at=began,
            seen_at=now,
        )
    )
    session.flush()
    return token


def sign_out(session: Session, token_hash: str) -> None:
    """End one session: its cookie, and every copy of it, is refused from now on."""
    session.execute(delete(SignIn).where(SignIn.token_hash == token_hash))


def end_sessions(session: Session, account_id: int) -> None:
    """End every session of an account: its password or roles changed, or it was deactivated."""
    session.execute(delete(SignIn).where(SignIn.account_id == account_id))


def current_person(store: Store, token: str, now: datetime, *, touch: bool = True) -> Signed | None:
    """Who holds the token; None when it is unknown, over, or of an account no longer active.

    touch: whether being asked for counts as activity, and prolongs the session.
    """
    with store.reading() as session:
        found = session.execute(
            select(SignIn, Account)
            .join(Account, Account.id == SignIn.account_id)
            .where(SignIn.token_hash == hash_of(token), ~_is_over(now), Account.active)
        ).first()
        if found is None:
            return None
        row, account = found
        grants = _grants(session, account.id)
    seen_at = _seen(store, row, now) if touch else row.seen_at
    awaits = not row.second_factor and any(role in NEEDS_CODE for role, _ in grants)
    active = tuple(one for one in grants if row.second_factor or one[0] not in NEEDS_CODE)
    ends = row.created_at + ABSOLUTE
    return Signed(
        person=Person(account_id=account.id, login=account.login, name=account.name, grants=active),
        token_hash=row.token_hash,
        form_token=row.form_token,
        expires=min(seen_at + IDLE, ends),
        ends=ends,
        second_factor=row.second_factor,
        awaits_code=awaits,
        has_code=account.totp_secret is not None,
        has_password=account.password_hash is not None,
    )


def hash_of(token: str) -> str:
    """SHA-256 of a token: what is kept of it. It is random, so that no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_over(now: datetime) -> ColumnElement[bool]:
    return (SignIn.seen_at <= now - IDLE) | (SignIn.created_at <= now - ABSOLUTE)


def _grants(session: Session, account_id: int) -> tuple[tuple[Role, Place], ...]:
    rows = session.scalars(select(Grant).where(Grant.account_id == account_id).order_by(Grant.id))
    return tuple((Role(row.role), Place(row.lea_id, row.school_id)) for row in rows)


def _seen(store: Store, row: SignIn, now: datetime) -> datetime:
    """Write down that the browser was seen, at most once a minute; when it was seen last."""
    if now - row.seen_at < _SEEN_EVERY:
        return row.seen_at
    try:
        with named(), store.writing() as session:
            session.execute(
                update(SignIn).where(SignIn.token_hash == row.token_hash).values(seen_at=now)
            )
    except Busy:
        return row.seen_at  # the next request writes it
    return now
