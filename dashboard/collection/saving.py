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
from dashboard.collection.rows import SchoolKey, held_school, number
from dashboard.collection.rules import Rules
from dashboard.collection.writing import change_texts, filled, note_added, put_on_roster, touch
from dashboard.store import Stale, record
from dashboard.store.models import Student


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a student's row. version: of its school after it."""

    row_id: int
    changed: tuple[str, ...]
    version: int


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
    done = change_student(
        session, person, key, row_id, values, version=version, now=now, rules=rules
    )
    return _saved(session, person, key, done.row_id, now=now, rules=rules, changed=done.changed)


def change_student(
    session: Session,
    person: Person | None,
    key: SchoolKey,
    row_id: int,
    values: Mapping[str, object],
    *,
    version: int,
    now: datetime,
    rules: Rules,
) -> Change:
    """As `save_student`, without checking all of the school while others wait to write."""
    asked = require(person, Action.ENTER, key.place)
    typed = tidied(values)
    held = held_school(session, key)
    held.require_entry(now=now, rules=rules)
    row = _current(session, key, row_id, mine=typed, version=version)
    changed = change_texts(session, held, row, typed, actor=actor_of(asked), now=now)
    session.flush()
    return Change(row_id=row_id, changed=changed, version=held.school.version)


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
    done = put_student(session, person, key, values, now=now, rules=rules)
    return _saved(session, person, key, done.row_id, now=now, rules=rules, changed=done.changed)


def put_student(
    session: Session,
    person: Person | None,
    key: SchoolKey,
    values: Mapping[str, object],
    *,
    now: datetime,
    rules: Rules,
) -> Change:
    """As `add_student`, without checking all of the school while others wait to write."""
    asked = require(person, Action.ENTER, key.place)
    typed = tidied(values)
    held = held_school(session, key)
    held.require_entry(now=now, rules=rules)
    actor = actor_of(asked)
    row = put_on_roster(session, held, typed, actor, now)
    session.flush()
    note_added(session, held, row, actor=actor, now=now)
    session.flush()
    return Change(row_id=row.id, changed=tuple(typed), version=held.school.version)


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
        school_id=key.school_id, subject=f"student {row_id}", old=filled(texts),
    )  # fmt: skip
    session.flush()
    return _saved(session, asked, key, None, now=now, rules=rules)


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


def _saved(
    session: Session,
    person: Person | None,
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
