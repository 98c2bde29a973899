"""Failed sign-ins, counted in the database (trust.md S4): five in 15 minutes, then a pause.

They are counted by account and by address. An attempt is written down before its password is
looked at, and taken back when it was right: workers that try at the same moment cannot all be the
fifth.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from dashboard.errors import ProgressError
from dashboard.store.models import Attempt

MOST = 5
WITHIN = timedelta(minutes=15)


class TooMany(ProgressError):
    """Too many failed attempts; try again later."""

    def __init__(self) -> None:
        minutes = int(WITHIN.total_seconds() // 60)
        super().__init__(f"Too many failed attempts. Wait {minutes} minutes, then try again.")


@dataclass(frozen=True, slots=True)
class Keys:
    """Under which two keys an attempt is counted: hashes that need the secret to be made (S4)."""

    account: str
    address: str

    @classmethod
    def of(cls, what: str, login: str, address: str | None, *, secret: str) -> Keys:
        """what: what is tried, "password" or "code"; each is counted for itself."""

        def key(kind: str, value: str) -> str:
            message = f"{kind}\0{what}\0{value}".encode()
            return hmac.digest(secret.encode(), message, "sha256").hex()

        return cls(key("account", login), key("address", _network(address)))


def begin(session: Session, keys: Keys, now: datetime) -> tuple[int, ...]:
    """Count an attempt as failed; raises TooMany when there were five. The ids are for `right`."""
    _alone(session, keys)
    session.execute(delete(Attempt).where(Attempt.at <= now - WITHIN))
    for key in (keys.account, keys.address):
        counted = select(func.count()).select_from(Attempt).where(Attempt.key == key)
        if session.scalar(counted) >= MOST:  # type: ignore[operator]
            raise TooMany
    rows = [Attempt(key=key, at=now) for key in (keys.account, keys.address)]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def right(session: Session, keys: Keys, ids: tuple[int, ...]) -> None:
    """The attempt was right: the account starts anew.

    The other attempts from its address stay: else a guesser with an account of their own could
    always begin again.
    """
    session.execute(delete(Attempt).where(Attempt.id.in_(ids) | (Attempt.key == keys.account)))


def _alone(session: Session, keys: Keys) -> None:
    """Nobody else counts these keys until the transaction ends; SQLite's writers are alone."""
    if session.get_bind().dialect.name == "postgresql":
        for key in sorted((keys.account, keys.address)):
            number = int(key[:15], 16)
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": number})


def _network(address: str | None) -> str:
    """The address; of IPv6 its /64, of which one subscriber has all."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(IPv6Network((parsed, 64), strict=False))
    return str(parsed)
