"""What a plan would change, told student by student, for the person who is to say yes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, require
from dashboard.collection.roster_plan import Kind, Plan, Step
from dashboard.collection.roster_rows import RosterRow
from dashboard.collection.rows import SUBMITTED, DistrictKey, schools_of, students_of
from dashboard.store.models import Student


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A student who comes onto a roster, or of whom fields change.

    fields: (name, old text, new text) of each field that changes; old is "" for who is added.
    """

    line: int
    school: str
    student_id: str
    added: bool
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What becomes of the rosters if a plan is applied.

    changes: the first of them. more: how many others there are. submitted: names of the schools
    concerned that have submitted; they have to be reopened before.
    """

    changes: tuple[Change, ...]
    more: int
    submitted: tuple[str, ...]


def outlook(session: Session, person: Person | None, plan: Plan, *, most: int) -> Outlook:
    """The first `most` changes of a plan, in the order of its file; raises Refused."""
    require(person, Action.ENTER, plan.key.place)
    where = DistrictKey(plan.collection_id, plan.lea_id)
    schools = {school.school_id: school for school in schools_of(session, where)}
    students = {student.id: student for student in students_of(session, where)}
    working = [
        (row, step)
        for row, step in zip(plan.rows, plan.steps, strict=True)
        if step.kind is not Kind.KEEP
    ]
    named = {row.school_id for row, _ in working}
    shown = [
        _change(row, step, schools[row.school_id].name, students) for row, step in working[:most]
    ]
    return Outlook(
        changes=tuple(shown),
        more=len(working) - len(shown),
        submitted=tuple(
            school.name
            for school in schools.values()
            if school.school_id in named and school.state == SUBMITTED
        ),
    )


def _change(row: RosterRow, step: Step, school: str, students: dict[int, Student]) -> Change:
    there = students.get(step.row_id) if step.row_id is not None else None
    old = {name: getattr(there, name) if there else "" for name in row.values}
    return Change(
        line=row.line,
        school=school,
        student_id=row.values["student_id"],
        added=there is None,
        fields=tuple(
            (name, old[name], text) for name, text in row.values.items() if text != old[name]
        ),
    )
