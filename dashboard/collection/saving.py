"""Changes of a school's students: a save, a student added, a student taken off the roster.

Each is refused outside the window, while the district is certified, and while the school has
submitted; each writes one entry of the audit trail in its own transaction (I3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, require, scope
from dashboard.accounts.acting import actor_of
from dashboard.collection.counting import SchoolLine, StudentLine, counted_school
from dashboard.collection.errors import NotThere
from dashboard.collection.findings import Finding
from dashboard.collection.records import Record, tidied
from dashboard.collection.rows import IN_PROGRESS, NOT_STARTED, Held, SchoolKey, held_school, number
from dashboard.collection.rules import Rules
from dashboard.store import Actor, Stale, record
from dashboard.store.models import School, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What stands after a change: the student with its findings, None once removed; the line.

    changed: the fields that have another text now.
    """

    student: StudentLine | None
    school: SchoolLine
    changed: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The student's findings."""
        return self.student.findings if self.student else ()


def save_student(
    session: Session,
    person: Person | None,
    key: SchoolKey,
    row_id: int,
    values: Mapping[str, object],
    *,
    version: int,
    now: datetime,
    rules: Rules,
) -> Saved:
    """Keep what was typed in some fields of a student, whatever it is.

    version: of the student, as the form was shown. Values that stand there already are no change,
    whatever the version.
    Raises Stale, with both values of each field, when somebody else was first; NotTyped, NotThere,
    Refused, WindowClosed, DistrictCertified, SchoolSubmitted.
    """
    asked = require(person, Action.ENTER, key.place)
    typed = tidied(values)
    held = held_school(session, key)
    held.require_entry(now=now, rules=rules)
    row = _current(session, key, row_id, mine=typed, version=version)
    changed = change_texts(session, held, row, typed, actor=actor_of(asked), now=now)
    session.flush()
    return _saved(session, asked, key, row_id, now=now, rules=rules, changed=changed)


def add_student(
    session: Session,
    person: Person | None,
    key: SchoolKey,
    values: Mapping[str, object],
    *,
    now: datetime,
    rules: Rules,
) -> Saved:
    """Put a student on the school's roster; what is wrong with it becomes a finding.

    Raises NotTyped, NotThere, Refused, WindowClosed, DistrictCertified, SchoolSubmitted.
    """
    asked = require(person, Action.ENTER, key.place)
    typed = tidied(values)
    held = held_school(session, key)
    held.require_entry(now=now, rules=rules)
    actor = actor_of(asked)
    row = put_on_roster(session, held, typed, actor, now)
    session.flush()
    note_added(session, held, row, actor=actor, now=now)
    session.flush()
    return _saved(session, asked, key, row.id, now=now, rules=rules, changed=tuple(typed))


def remove_student(
    session: Session,
    person: Person | None,
    key: SchoolKey,
    row_id: int,
    *,
    version: int,
    now: datetime,
    rules: Rules,
) -> Saved:
    """Take a student off the school's roster, with all ratings; the audit trail keeps them.

    Raises Stale when somebody changed the student since it was shown; NotThere, Refused,
    WindowClosed, DistrictCertified, SchoolSubmitted.
    """
    asked = require(person, Action.ENTER, key.place)
    held = held_school(session, key)
    held.require_entry(now=now, rules=rules)
    row = _current(session, key, row_id, mine={}, version=version)
    texts = Record.of(row).texts()
    actor = actor_of(asked)
    session.delete(row)
    session.flush()
    touch(held, actor, now=now, rated=False)
    record(
        session, actor, action="remove_student", at=now, lea_id=key.lea_id,
        school_id=key.school_id, subject=f"student {row_id}", old=_filled(texts),
    )  # fmt: skip
    session.flush()
    return _saved(session, asked, key, None, now=now, rules=rules)


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
        new=_filled(Record.of(row).texts()),
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


def _current(
    session: Session, key: SchoolKey, row_id: int, *, mine: Mapping[str, str], version: int
) -> Student:
    """The student, if it is one of the school and still as it was shown; NotThere or Stale."""
    what = "This student"
    row = session.get(Student, number(row_id, "student"), populate_existing=True)
    if row is None:  # taken off the roster since it was shown
        raise Stale(what, mine=mine)
    if SchoolKey(row.collection_id, row.lea_id, row.school_id) != key:
        raise NotThere("This school has no such student.")
    theirs = {name: getattr(row, name) for name in mine}
    # A save that is sent again, because its answer was lost, finds what it wanted.
    if row.version != version and not (mine and theirs == mine):
        raise Stale(what, mine=mine, theirs=theirs, version=row.version)
    return row


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _saved(
    session: Session,
    person: Person,
    key: SchoolKey,
    row_id: int | None,
    *,
    now: datetime,
    rules: Rules,
    changed: tuple[str, ...] = (),
) -> Saved:
    found = counted_school(session, key, now=now, rules=rules)
    seen = scope(person, Action.SEE)
    row = next((row for row in found.students if row.id == row_id), None)
    school = next(one for one in found.schools if one.school_id == key.school_id)
    return Saved(
        student=found.student(row, seen=seen) if row else None,
        school=found.line(school),
        changed=changed,
    )
