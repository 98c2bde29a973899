"""What was done to a collection's days, as the audit trail keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, Place, require
from dashboard.collection.rows import collection_row
from dashboard.store.models import AuditEntry

_ACTIONS = ("open_collection", "set_window", "extend")


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowChange:
    """An entry: who changed the days when, of one district or, with lea_id None, of all.

    old, new: the days by name (opens, closes, extended_to), as ISO or None for none.
    """

    at: datetime
    login: str
    lea_id: str | None
    old: dict[str, str | None]
    new: dict[str, str | None]
    reason: str


def window_changes(
    session: Session, person: Person | None, collection_id: int
) -> tuple[WindowChange, ...]:
    """The changes of a collection's days, the last one first; raises Refused, NotThere."""
    require(person, Action.WINDOW, Place())
    collection = collection_row(session, collection_id)
    rows = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.action.in_(_ACTIONS),
            AuditEntry.subject == f"collection {collection.school_year}",
        )
        .order_by(AuditEntry.id.desc())
    )
    return tuple(
        WindowChange(
            at=row.at,
            login=row.login,
            lea_id=row.lea_id,
            old=_days(row.old),
            new=_days(row.new),
            reason=row.reason or "",
        )
        for row in rows
    )


def _days(fields: dict[str, object] | None) -> dict[str, str | None]:
    return {
        name: None if value is None else str(value)
        for name, value in (fields or {}).items()
        if name in ("opens", "closes", "extended_to")
    }
