"""What is done with accounts, as the audit trail tells it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts.acting import actor_of
from dashboard.accounts.scope import Person, Place, Role
from dashboard.store.audit import record
from dashboard.store.models import Account


def record_account(
    session: Session, by: Person, action: str, account: Account, *, now: datetime
) -> None:
    """Something was done with an account, in the caller's transaction."""
    record(session, actor_of(by), action=action, at=now, subject=f"account {account.id}")


def record_role(
    session: Session,
    by: Person,
    action: str,
    account: Account,
    role: Role,
    place: Place,
    *,
    now: datetime,
) -> None:
    """A role was given (role.grant) or taken away (role.revoke) at a place."""
    fields = {"login": account.login, "role": role.value}
    given = action == "role.grant"
    record(
        session,
        actor_of(by),
        action=action,
        at=now,
        lea_id=place.lea_id,
        school_id=place.school_id,
        subject=f"account {account.id}",
        old=None if given else fields,
        new=fields if given else None,
    )
