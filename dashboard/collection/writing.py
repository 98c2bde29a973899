"""What a change of a student's row writes: the row, its school, and the audit trail (I3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.collection.records import Record
from dashboard.collection.rows import IN_PROGRESS, NOT_STARTED, Held
from dashboard.store import Actor, record
from dashboard.store.models import School, Student


def put_on_roster(
    session: Session, held: Held, texts: Mapping[str, str], actor: Actor, now: datetime
) -> Student:
    """A new row of a school that is held; it has a number once it is flushed."""
    school = held.school
    row = Student(
        collection_id=school.collection_id,
        lea_id=school.lea_id,
        school_id=school.school_id,
        updated_at=now,
        updated_by=actor.login,
        **Record(**texts).texts(),
    )
    session.add(row)
    touch(held, actor, now=now, rated=Record(**texts).is_started)
    return row


def note_added(session: Session, held: Held, row: Student, *, actor: Actor, now: datetime) -> None:
    """The entry of the audit trail for a new row, which has its number."""
    record(
        session, actor, action="add_student", at=now, lea_id=held.school.lea_id,
        school_id=held.school.school_id, subject=f"student {row.id}",
        new=filled(Record.of(row).texts()),
    )  # fmt: skip


def change_texts(
    session: Session,
    held: Held,
    row: Student,
    texts: Mapping[str, str],
    *,
    actor: Actor,
    now: datetime,
) -> tuple[str, ...]:
    """Give fields of a row new texts, with one entry in the audit trail; those that changed."""
    new = {name: text for name, text in texts.items() if getattr(row, name) != text}
    if not new:
        return ()
    old = {name: getattr(row, name) for name in new}
    for name, text in new.items():
        setattr(row, name, text)
    stamp(row, actor, now=now)
    touch(held, actor, now=now, rated=Record.of(row).is_started)
    record(
        session, actor, action="save_student", at=now, lea_id=row.lea_id,
        school_id=row.school_id, subject=f"student {row.id}", old=old, new=new,
    )  # fmt: skip
    return tuple(new)


def stamp(row: Student | School, actor: Actor, *, now: datetime) -> None:
    """Note who changed a row, and when."""
    row.updated_at, row.updated_by = now, actor.login


def touch(held: Held, actor: Actor, *, now: datetime, rated: bool) -> None:
    """Note a change in the school; it is in progress once a rating was typed."""
    stamp(held.school, actor, now=now)
    if rated and held.school.state == NOT_STARTED:
        held.school.state = IN_PROGRESS


def filled(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts that are not empty, as the audit trail has them."""
    return {name: text for name, text in texts.items() if text}
