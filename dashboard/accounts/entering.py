"""The ways in: by password, by the portal, and the second factor after either of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts.acting import actor_of
from dashboard.accounts.attempts import Keys, begin, right
from dashboard.accounts.passwords import hash_password, is_outdated, verify
from dashboard.accounts.people import held, set_password
from dashboard.accounts.sessions import Signed, end_sessions, sign_in, with_second_factor
from dashboard.accounts.totp import take
from dashboard.errors import ProgressError
from dashboard.store import Actor, Store
from dashboard.store.audit import record
from dashboard.store.models import Account


class Wrong(ProgressError):
    """Not the right password or code. The text is the same whatever of it was wrong (S4)."""


class Unknown(ProgressError):
    """The portal knows this person, and we do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What the portal says of a person, checked. email: only where the portal verified it."""

    issuer: str
    subject: str
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where people come in: the store, the secret of the counted attempts, and from where.

    address: of who is asking, for S4.
    """

    store: Store
    secret: str
    address: str | None

    def by_password(self, login: str, password: str, now: datetime) -> str:
        """Sign in; the token of the new session. Raises Wrong or attempts.TooMany."""
        name = login.strip().lower()
        keys = Keys.of("password", name, self.address, secret=self.secret)
        counted = self._begin(keys, now)
        with self.store.reading() as session:
            known = session.scalars(select(Account).where(Account.login == name)).first()
        usable = known.password_hash if known is not None and known.active else None
        # Outside of any transaction: it takes 40 ms, and others want to write.
        if not verify(password, usable) or known is None:
            raise Wrong("The e-mail address or the password is not right.")
        with self.store.writing() as session:
            account = held(session, known.id)
            if not account.active or account.password_hash != usable:
                raise Wrong("The e-mail address or the password is not right.")
            right(session, keys, counted)
            if usable is not None and is_outdated(usable):
                account.password_hash = hash_password(password)
            return _enter(session, account, now, way="password")

    def by_portal(self, identity: Identity, now: datetime) -> str:
        """Sign in whom the portal names; the token of the new session.

        The first time an account is found by its verified e-mail address; from then on by issuer
        and subject alone. Raises Unknown; no account is ever made here.
        """
        with self.store.writing() as session:
            account = _known(session, identity)
            if account is None or not account.active:
                raise Unknown("The portal knows you, but you have no access here yet.")
            if account.subject is None:
                account.issuer, account.subject = identity.issuer, identity.subject
            return _enter(session, account, now, way="portal")

    def with_code(self, signed: Signed, code: str, now: datetime) -> str:
        """Give the second factor; the session's new token. Raises Wrong or attempts.TooMany."""
        keys = self._code_keys(signed)
        counted = self._begin(keys, now)
        with self.store.writing() as session:
            account = held(session, signed.person.account_id)
            if account.totp_secret is None or not take(account, account.totp_secret, code, now):
                raise Wrong("This code is not right, or was used already. Wait for the next one.")
            right(session, keys, counted)
            record(session, actor_of(signed.person), action="second_factor.given", at=now)
            return with_second_factor(session, signed, now)

    def set_up_code(self, signed: Signed, secret: str, code: str, now: datetime) -> str:
        """Take a new device's secret, shown to work by its code; the session's new token.

        The account's other sessions end. Raises Wrong or attempts.TooMany.
        """
        keys = self._code_keys(signed)
        counted = self._begin(keys, now)
        with self.store.writing() as session:
            account = held(session, signed.person.account_id)
            if account.totp_secret is not None and not signed.second_factor:
                raise Wrong("A device is set up already: give its code first.")
            account.totp_used = None
            if not take(account, secret, code, now):
                raise Wrong("This code is not right. Scan the picture, and give the newest code.")
            account.totp_secret = secret
            right(session, keys, counted)
            end_sessions(session, account.id)
            record(session, actor_of(signed.person), action="second_factor.set", at=now)
            return with_second_factor(session, signed, now)

    def change_password(self, signed: Signed, old: str, new: str, now: datetime) -> None:
        """Change one's own password; every session ends. Raises Wrong, TooMany, PasswordError."""
        keys = Keys.of("password", signed.person.login, self.address, secret=self.secret)
        counted = self._begin(keys, now)
        with self.store.reading() as session:
            account = session.get(Account, signed.person.account_id)
        usable = account.password_hash if account is not None else None
        if not verify(old, usable):
            raise Wrong("This is not your present password.")
        with self.store.writing() as session:
            right(session, keys, counted)
        with self.store.writing() as session:
            set_password(session, signed.person, signed.person.account_id, new, now=now)

    def _code_keys(self, signed: Signed) -> Keys:
        return Keys.of("code", signed.person.login, self.address, secret=self.secret)

    def _begin(self, keys: Keys, now: datetime) -> tuple[int, ...]:
        with self.store.writing() as session:
            return begin(session, keys, now)


def _enter(session: Session, account: Account, now: datetime, *, way: str) -> str:
    record(session, Actor(account.id, account.login), action="sign_in", at=now, new={"by": way})
    return sign_in(session, account, now)


def _known(session: Session, identity: Identity) -> Account | None:
    wanted = select(Account).where(
        Account.issuer == identity.issuer, Account.subject == identity.subject
    )
    found = session.scalars(wanted.with_for_update()).first()
    if found is not None or identity.email is None:
        return found
    # An account that belongs to another subject is not given away by an address.
    by_address = select(Account).where(
        Account.login == identity.email.strip().lower(), Account.subject.is_(None)
    )
    return session.scalars(by_address.with_for_update()).first()
