"""A school's steps: submit, and reopen (3.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, require
from dashboard.accounts.acting import actor_of
from dashboard.collection.counting import Counted, SchoolLine, counted_school
from dashboard.collection.errors import InTheWay, NotReady, NotSubmitted
from dashboard.collection.findings import errors_of
from dashboard.collection.records import Record
from dashboard.collection.rows import (
    IN_PROGRESS,
    SUBMITTED,
    Held,
    SchoolKey,
    held_school,
    require_open_district,
)
from dashboard.collection.rules import Rules
from dashboard.store import Stale, record
from dashboard.store.models import Student


def submit(
    session: Session,
    person: Person | None,
    key: SchoolKey,
    *,
    version: int,
    now: datetime,
    rules: Rules,
) -> SchoolLine:
    """Submit a school: no errors, and each student has all entry ratings or a reason for none.

    version: of the school, as its line was shown. Raises NotReady naming the students in the way;
    Stale, NotThere, Refused, WindowClosed, DistrictCertified, SchoolSubmitted.
    """
    asked = require(person, Action.ENTER, key.place)
    held = held_school(session, key)
    held.require_entry(now=now, rules=rules)
    _require_current(held, version)
    found = counted_school(session, key, now=now, rules=rules)
    if waiting := tuple(_in_the_way(found)):
        raise NotReady(f"{held.school.name} cannot submit yet", waiting)
    return _step(session, asked, held, SUBMITTED, action="submit", now=now, rules=rules)


def reopen(
    session: Session,
    person: Person | None,
    key: SchoolKey,
    *,
    version: int,
    now: datetime,
    rules: Rules,
) -> SchoolLine:
    """Open a school that has submitted, so that its students can be changed again.

    Raises NotSubmitted, Stale, NotThere, Refused, WindowClosed, DistrictCertified.
    """
    asked = require(person, Action.ENTER, key.place)
    held = held_school(session, key)
    require_open_district(held.collection, held.district, now=now, rules=rules)
    if held.school.state != SUBMITTED:
        raise NotSubmitted(f"{held.school.name} has not submitted: its students can be changed.")
    _require_current(held, version)
    return _step(session, asked, held, IN_PROGRESS, action="reopen", now=now, rules=rules)


def _require_current(held: Held, version: int) -> None:
    school = held.school
    if school.version != version:
        raise Stale(
            school.name,
            theirs={"state": school.state, "updated_by": school.updated_by},
            version=school.version,
        )


def _in_the_way(found: Counted) -> Iterator[InTheWay]:
    for row in found.students:
        if why := _why_not(found, row):
            name = f"student {row.student_id}" if row.student_id else "a student without an id"
            yield InTheWay(row.school_id, name, why, row_id=row.id)


def _why_not(found: Counted, row: Student) -> str:
    record = Record.of(row)
    if errors := errors_of(found.findings[row.id]):
        codes = ", ".join(one.code for one in found.findings[row.id] if one.is_error)
        return f"{'1 error' if errors == 1 else f'{errors} errors'}: {codes}"
    if not record.has_entry_set and not record.exempt:
        return "no entry ratings, and no reason for it"
    return ""


def _step(
    session: Session,
    person: Person,
    held: Held,
    state: str,
    *,
    action: str,
    now: datetime,
    rules: Rules,
) -> SchoolLine:
    school = held.school
    before, school.state = school.state, state
    session.flush()
    record(
        session, actor_of(person), action=action, at=now, lea_id=school.lea_id,
        school_id=school.school_id, subject=f"school {school.school_id}",
        old={"state": before}, new={"state": state},
    )  # fmt: skip
    key = SchoolKey(school.collection_id, school.lea_id, school.school_id)
    return counted_school(session, key, now=now, rules=rules).line(school)
