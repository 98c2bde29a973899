"""A roster from a file: first a plan that says what would change, then the change itself (I6).

All of a file is taken, or nothing. A field that is empty in the file never empties one of the
roster; a student who is not in the file stays on the roster. The same file again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, require
from dashboard.accounts.acting import actor_of
from dashboard.collection.errors import RosterRefused
from dashboard.collection.roster_plan import Kind, Plan, Step
from dashboard.collection.roster_rows import COLUMNS, Refusal, RosterRow, read_rows
from dashboard.collection.rows import (
    DistrictKey,
    Held,
    SchoolKey,
    collection_row,
    district_row,
    held_school,
    require_open_district,
    require_school,
    schools_of,
    students_of,
)
from dashboard.collection.rules import Rules
from dashboard.collection.sheet import read_sheet
from dashboard.collection.writing import change_texts, note_added, put_on_roster
from dashboard.extracts.bytes import Unreadable
from dashboard.store import Actor, record
from dashboard.store.models import Student

__all__ = ["COLUMNS", "Kind", "Plan", "Refusal", "RosterRow", "apply_roster", "plan_roster"]

MOST_REFUSALS = 1_000
"""So many are told; a file with more is wrong as a whole."""


def plan_roster(
    session: Session,
    person: Person | None,
    key: SchoolKey | DistrictKey,
    content: bytes,
    *,
    now: datetime,
    rules: Rules,
) -> Plan:
    """What the file would do to a school's roster, or, with a column school_id, to a district's.

    Changes nothing. What is wrong with the file stands in the plan's `refused`. Raises Refused,
    NotThere, WindowClosed, DistrictCertified.
    """
    require(person, Action.ENTER, key.place)
    where = _district(key)
    collection, district = collection_row(session, key.collection_id), district_row(session, where)
    if isinstance(key, SchoolKey):
        require_school(session, key)
    require_open_district(collection, district, now=now, rules=rules)
    fixed = key.school_id if isinstance(key, SchoolKey) else None
    schools = {school.school_id for school in schools_of(session, where)}
    digest = hashlib.sha256(content).hexdigest()
    try:
        sheet = read_sheet(content)
        rows, refused = read_rows(
            sheet, school_year=collection.school_year, lea_id=key.lea_id, school_id=fixed,
            schools=schools, rules=rules,
        )  # fmt: skip
        read, note = len(sheet.lines), sheet.note
    except Unreadable as error:
        rows, refused = [], [Refusal(error.line, error.column, error.rule)]
        read, note = 0, ""
    students = students_of(session, where)
    steps, more = _steps(rows, students)
    refused += more
    named = {(row.school_id, row.values["student_id"]) for row in rows}
    mine = [one for one in students if fixed in (None, one.school_id)]
    return Plan(
        collection_id=key.collection_id,
        lea_id=key.lea_id,
        school_id=fixed,
        sha256=digest,
        read=read,
        rows=() if refused else tuple(rows),
        steps=() if refused else tuple(steps),
        not_in_file=sum((one.school_id, one.student_id) not in named for one in mine),
        refused=tuple(sorted(refused)[:MOST_REFUSALS]),
        note=note,
    )


def apply_roster(
    session: Session, person: Person | None, plan: Plan, *, now: datetime, rules: Rules
) -> Plan:
    """Do what a plan says, all of it; gives the plan as it was done.

    Done before, it changes nothing. Raises RosterRefused for a plan with refusals, and when the
    rosters have changed since it was made; Refused, NotThere, NotTyped, WindowClosed,
    DistrictCertified, SchoolSubmitted.
    """
    key = plan.key
    asked = require(person, Action.ENTER, key.place)
    if plan.refused:
        raise RosterRefused("The file has lines to put right first; nothing of it was taken.")
    if not plan.is_sound(rules):
        raise RosterRefused("This is no plan of a roster. Choose the file again.")
    where = _district(key)
    held = _held(session, where, plan)
    students = students_of(session, where)
    steps, refused = _steps(plan.rows, students)
    done = replace(plan, steps=tuple(steps))
    if not refused and done.added == done.changed == 0:
        return done
    if refused or done.steps != plan.steps:
        raise RosterRefused(
            "The roster has changed since the file was looked at, and nothing of it was taken. "
            "Choose the file again."
        )
    _do(session, done, held, students, actor=actor_of(asked), now=now, rules=rules)
    return done


def _district(key: SchoolKey | DistrictKey) -> DistrictKey:
    return key.district if isinstance(key, SchoolKey) else key


def _held(session: Session, where: DistrictKey, plan: Plan) -> Mapping[str, Held]:
    """The schools of the file, in an order that is the same for all who hold several."""
    named = sorted({row.school_id for row in plan.rows})
    keys = [SchoolKey(where.collection_id, where.lea_id, school_id) for school_id in named]
    return {key.school_id: held_school(session, key) for key in keys}


def _steps(
    rows: Sequence[RosterRow], students: Sequence[Student]
) -> tuple[list[Step], list[Refusal]]:
    by_id: dict[str, list[Student]] = defaultdict(list)
    for one in students:
        by_id[one.student_id].append(one)
    refused = list(_clashes(rows, by_id))
    return [] if refused else [_step(row, by_id) for row in rows], refused


def _step(row: RosterRow, by_id: Mapping[str, Sequence[Student]]) -> Step:
    there = by_id.get(row.values["student_id"], ())
    if not there:
        return Step(Kind.ADD)
    one = there[0]
    same = all(getattr(one, name) == text for name, text in row.values.items())
    return Step(Kind.KEEP if same else Kind.CHANGE, one.id, one.version)


def _clashes(
    rows: Sequence[RosterRow], by_id: Mapping[str, Sequence[Student]]
) -> Iterator[Refusal]:
    """E02: what the file and the rosters say together."""
    times = Counter(row.values["student_id"] for row in rows)
    for row in rows:
        there = by_id.get(row.values["student_id"], ())
        if times[row.values["student_id"]] > 1:
            rule = "E02: the file names this student twice; keep one line"
        elif any(one.school_id != row.school_id for one in there):
            rule = "E02: the student is on the roster of another school of the district"
        elif len(there) > 1:
            rule = "E02: the roster has this student twice; take one off first"
        else:
            continue
        yield Refusal(row.line, "student_id", rule)


def _do(
    session: Session,
    plan: Plan,
    held: Mapping[str, Held],
    students: Sequence[Student],
    *,
    actor: Actor,
    now: datetime,
    rules: Rules,
) -> None:
    by_number = {one.id: one for one in students}
    working = [
        (row, step)
        for row, step in zip(plan.rows, plan.steps, strict=True)
        if step.kind is not Kind.KEEP
    ]
    for school_id in sorted({row.school_id for row, _ in working}):
        held[school_id].require_entry(now=now, rules=rules)
    added = [
        (held[row.school_id], put_on_roster(session, held[row.school_id], row.values, actor, now))
        for row, step in working
        if step.kind is Kind.ADD
    ]
    session.flush()
    for school, student in added:
        note_added(session, school, student, actor=actor, now=now)
    for row, step in working:
        if step.row_id is not None:
            one = by_number[step.row_id]
            change_texts(session, held[row.school_id], one, row.values, actor=actor, now=now)
    counts = {"sha256": plan.sha256, "read": plan.read}
    record(
        session, actor, action="upload_roster", at=now, lea_id=plan.lea_id,
        school_id=plan.school_id, subject="roster",
        new=counts | {"added": plan.added, "changed": plan.changed},
    )  # fmt: skip
    session.flush()
