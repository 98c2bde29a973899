"""The audit trail: who did what, when, the old and the new; sealed by a chain of hashes (I3).

An entry is written in the transaction of the change that it tells of: both are kept, or neither.
Every night a seal takes the hash of all entries since the seal before it, starting from that
seal's own hash. Who changes an old entry, with whatever right, breaks every seal after it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from dashboard.store.engine import Actor
from dashboard.store.models import AuditEntry, AuditSeal

SEALING = 7_701
"""PostgreSQL's advisory lock: entries hold it together, a seal alone (see `seal`)."""

_ENTRY = tuple(AuditEntry.__table__.columns)
_SEAL = tuple(AuditSeal.__table__.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """What `verify` found: how many seals and entries, and where the chain breaks, if it does.

    broken: id of the first seal that does not hold; None when all do.
    unsealed: entries after the last seal, which nothing vouches for yet.
    """

    seals: int
    entries: int
    unsealed: int
    broken: int | None

    @property
    def holds(self) -> bool:
        """Whether every seal still holds."""
        return self.broken is None


def record(
    session: Session,
    actor: Actor,
    *,
    action: str,
    at: datetime,
    lea_id: str | None = None,
    school_id: str | None = None,
    subject: str | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> AuditEntry:
    """Add an entry to the caller's transaction; it is written when that transaction is.

    at: the moment, with its zone. subject: the row, such as "student 17". old, new: the fields
    that changed, as JSON can hold them.
    """
    entry = AuditEntry(
        at=at,
        account_id=actor.account_id,
        login=actor.login,
        action=action,
        lea_id=lea_id,
        school_id=school_id,
        subject=subject,
        old=None if old is None else dict(old),
        new=None if new is None else dict(new),
        reason=reason,
    )
    session.add(entry)
    return entry


def seal(session: Session, now: datetime) -> AuditSeal | None:
    """Seal what was recorded since the last seal; None when there is nothing new.

    To be called in a transaction of its own: on PostgreSQL it waits until every transaction that
    has written an entry is over, so that no entry can come to lie behind a seal unseen.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({SEALING})"))
    last = session.scalars(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1)).first()
    chain = _Chain(last.hash if last else "")
    up_to = last.up_to if last else 0
    before = up_to
    for entry in _entries(session, after=before):
        chain.add(entry)
        up_to = entry.id
    if up_to == before:
        return None
    added = AuditSeal(at=now, up_to=up_to, hash=chain.hash)
    session.add(added)
    session.flush()
    return added


def verify(session: Session) -> Trail:
    """Count the chain anew, and say whether every seal still holds or which is the first not to."""
    seals = list(session.scalars(select(AuditSeal).order_by(AuditSeal.id)))
    waiting = iter(seals)
    due = next(waiting, None)
    chain, entries, unsealed, last = _Chain(""), 0, 0, 0
    broken: int | None = None
    for entry in _entries(session):
        while due is not None and entry.id > due.up_to:
            broken = _broken(broken, due, chain=chain, last=last)
            chain, due = _Chain(due.hash), next(waiting, None)
        chain.add(entry)
        entries, last = entries + 1, entry.id
        unsealed += due is None
    while due is not None:
        broken = _broken(broken, due, chain=chain, last=last)
        chain, due = _Chain(due.hash), next(waiting, None)
    return Trail(seals=len(seals), entries=entries, unsealed=unsealed, broken=broken)


def _broken(so_far: int | None, due: AuditSeal, *, chain: _Chain, last: int) -> int | None:
    if so_far is not None or (chain.hash == due.hash and last == due.up_to):
        return so_far
    return due.id


def audit_hash(session: Session) -> str:
    """The hash of the whole trail, entries and seals: the same after a restore (I8)."""
    chain = _Chain("")
    for entry in _entries(session):
        chain.add(entry)
    for row in session.execute(select(*_SEAL).order_by(AuditSeal.id)):
        chain.add(row)
    return chain.hash


class _Chain:
    """SHA-256 over the hash it starts from and canonical JSON of rows, a line each."""

    def __init__(self, start: str) -> None:
        self._sum = hashlib.sha256(f"{start}\n".encode())

    def add(self, row: Row[Any]) -> None:
        self._sum.update(_canonical(row._mapping) + b"\n")

    @property
    def hash(self) -> str:
        return self._sum.hexdigest()


def _entries(session: Session, *, after: int = 0) -> Iterator[Row[Any]]:
    asked = select(*_ENTRY).where(AuditEntry.id > after).order_by(AuditEntry.id)
    yield from session.execute(asked, execution_options={"yield_per": 1_000})


def _canonical(row: Mapping[Any, Any]) -> bytes:
    fields = {str(name): _plain(value) for name, value in row.items()}
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
