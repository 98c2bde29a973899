"""Rows that several people may change at once: held, and changed from the version a person saw.

On SQLite a writing transaction is alone from its start. On PostgreSQL it is not: what a
transaction decides by, it has to hold first, in this order: district, school, student.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.store.errors import Stale
from dashboard.store.models import Account, District, School, Student

Versioned = TypeVar("Versioned", Account, District, School, Student)


@dataclass(frozen=True, slots=True)
class Changed(Generic[Versioned]):
    """A changed row, and of the fields that differ the old and new values, for the audit trail."""

    row: Versioned
    old: Mapping[str, Any]
    new: Mapping[str, Any]


def change(
    session: Session,
    table: type[Versioned],
    key: Any,
    *,
    version: int,
    values: Mapping[str, Any],
    what: str = "This row",
) -> Changed[Versioned]:
    """Give fields of a row new values, if it still has the version that the person was shown.

    key: the primary key, a tuple where it has several columns. what: how the row is called in the
    error. Raises Stale, with both values of each field, when somebody else was first or the row is
    gone; Locked comes from the database. The row is written at once, its version one higher.
    """
    row = session.get(table, key, with_for_update={"key_share": True}, populate_existing=True)
    if row is None:
        raise Stale(what, mine=values)
    stands = {name: getattr(row, name) for name in values}
    if row.version != version:
        raise Stale(what, mine=values, theirs=stands, version=row.version)
    new = {name: value for name, value in values.items() if stands[name] != value}
    for name, value in new.items():
        setattr(row, name, value)
    session.flush()
    return Changed(row, {name: stands[name] for name in new}, new)


def hold_district(session: Session, collection_id: int, lea_id: str) -> District | None:
    """The district as it stands, and nobody changes a student or a school of it until the end.

    Certifying and decertifying begin here: rows read before could change before they are frozen.
    """
    wanted = select(District).where(
        District.collection_id == collection_id, District.lea_id == lea_id
    )
    return session.scalars(wanted.with_for_update(key_share=True), execution_options=_ANEW).first()


def hold_school(session: Session, collection_id: int, lea_id: str, school_id: str) -> School | None:
    """The school as it stands, and nobody else changes it or its students until the end.

    Every save, roster change, submit and reopen begins here: two that change several students of
    a school would else wait for each other. The district cannot be certified meanwhile.
    """
    district = select(District.state).where(
        District.collection_id == collection_id, District.lea_id == lea_id
    )
    session.execute(district.with_for_update(read=True))
    school = select(School).where(
        School.collection_id == collection_id,
        School.lea_id == lea_id,
        School.school_id == school_id,
    )
    return session.scalars(school.with_for_update(key_share=True), execution_options=_ANEW).first()


_ANEW = {"populate_existing": True}
