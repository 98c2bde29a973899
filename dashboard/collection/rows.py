"""Places of the collection, and their rows as they stand in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dashboard.accounts import Place
from dashboard.collection.checks import Placed
from dashboard.collection.errors import (
    DistrictCertified,
    NotThere,
    SchoolSubmitted,
)
from dashboard.collection.findings import Context
from dashboard.collection.records import Record
from dashboard.collection.rules import Rules
from dashboard.collection.window import Window
from dashboard.store import hold_district, hold_school
from dashboard.store.models import Collection, District, School, Student

OPEN, CERTIFIED = "OPEN", "CERTIFIED"
NOT_STARTED, IN_PROGRESS, SUBMITTED = "NOT_STARTED", "IN_PROGRESS", "SUBMITTED"


def number(given: int, what: str) -> int:
    """The number of a row as an address gave it; NotThere for one that no row can have."""
    if not 0 < given < _NUMBERS:
        raise NotThere(f"There is no such {what}.")
    return given


_NUMBERS = 2**31
"""What PostgreSQL keeps in an integer: it answers a larger one with an error of its own."""


@dataclass(frozen=True, slots=True)
class DistrictKey:
    """A district in a collection; raises NotThere for what no district can be called."""

    collection_id: int
    lea_id: str

    def __post_init__(self) -> None:
        number(self.collection_id, "collection")
        if not self.lea_id.isprintable():
            raise NotThere("This collection has no such district.")

    @property
    def place(self) -> Place:
        """Where it is, for `require`."""
        return Place(self.lea_id)


@dataclass(frozen=True, slots=True)
class SchoolKey:
    """A school of a district in a collection; raises NotThere for what none can be called."""

    collection_id: int
    lea_id: str
    school_id: str

    def __post_init__(self) -> None:
        DistrictKey(self.collection_id, self.lea_id)
        if not self.school_id.isprintable():
            raise NotThere("This district has no such school.")

    @property
    def place(self) -> Place:
        """Where it is, for `require`."""
        return Place(self.lea_id, self.school_id)

    @property
    def district(self) -> DistrictKey:
        """Its district."""
        return DistrictKey(self.collection_id, self.lea_id)


@dataclass(frozen=True, slots=True)
class Held:
    """A school that nobody else changes until the end of the transaction, and what is around it."""

    collection: Collection
    district: District
    school: School

    @property
    def window(self) -> Window:
        """The district's days."""
        return Window.of(self.collection, self.district)

    def require_entry(self, *, now: datetime, rules: Rules) -> None:
        """Raise WindowClosed, DistrictCertified or SchoolSubmitted unless it may be changed."""
        require_open_district(self.collection, self.district, now=now, rules=rules)
        if self.school.state == SUBMITTED:
            raise SchoolSubmitted(self.school.name)


def context_of(collection: Collection, *, now: datetime, rules: Rules) -> Context:
    """Beside what the collection's records are judged at a moment."""
    return Context(school_year=collection.school_year, today=rules.day(now), rules=rules)


def require_open_district(
    collection: Collection, district: District, *, now: datetime, rules: Rules
) -> None:
    """Raise DistrictCertified or WindowClosed unless the district may be worked on."""
    if district.state == CERTIFIED:
        raise DistrictCertified(district.name)
    Window.of(collection, district).require(rules.day(now))


def collection_row(session: Session, collection_id: int) -> Collection:
    """The collection; raises NotThere."""
    found = session.get(Collection, number(collection_id, "collection"))
    if found is None:
        raise NotThere("There is no such collection.")
    return found


def district_row(session: Session, key: DistrictKey) -> District:
    """The district as it stands; raises NotThere."""
    found = session.get(District, (key.collection_id, key.lea_id))
    if found is None:
        raise NotThere("This collection has no such district.")
    return found


def require_school(session: Session, key: SchoolKey) -> None:
    """Raises NotThere when the district has no such school."""
    if session.get(School, (key.collection_id, key.lea_id, key.school_id)) is None:
        raise NotThere("This district has no such school.")


def held_district(session: Session, key: DistrictKey) -> tuple[Collection, District]:
    """The district, and nobody changes a student or school of it until the end."""
    district = hold_district(session, key.collection_id, key.lea_id)
    if district is None:
        raise NotThere("This collection has no such district.")
    return collection_row(session, key.collection_id), district


def held_school(session: Session, key: SchoolKey) -> Held:
    """The school, and nobody else changes it or its students until the end."""
    school = hold_school(session, key.collection_id, key.lea_id, key.school_id)
    if school is None:
        raise NotThere("This district has no such school.")
    district = session.get_one(District, (key.collection_id, key.lea_id), populate_existing=True)
    return Held(collection_row(session, key.collection_id), district, school)


def schools_of(session: Session, key: DistrictKey) -> Sequence[School]:
    """The schools of a district, by name."""
    wanted = select(School).where(
        School.collection_id == key.collection_id, School.lea_id == key.lea_id
    )
    return session.scalars(wanted.order_by(School.name, School.school_id)).all()


def students_of(
    session: Session, key: DistrictKey, *, school_id: str | None = None
) -> Sequence[Student]:
    """The students of a district, or of one school of it, by school and in the order of adding."""
    wanted = select(Student).where(*_in(key, school_id))
    return session.scalars(wanted.order_by(Student.school_id, Student.id)).all()


def same_elsewhere(session: Session, key: SchoolKey) -> list[Placed]:
    """Who bears the id of a student of the school in another school of the district (E02)."""
    mine = select(Student.student_id).where(*_in(key.district, key.school_id))
    wanted = select(Student.id, Student.school_id, Student.student_id).where(
        *_in(key.district), Student.school_id != key.school_id, Student.student_id.in_(mine)
    )
    return [
        Placed(row_id=id, school_id=school_id, record=Record(student_id=student_id))
        for id, school_id, student_id in session.execute(wanted)
    ]


def _in(key: DistrictKey, school_id: str | None = None) -> list[ColumnElement[bool]]:
    found = [Student.collection_id == key.collection_id, Student.lea_id == key.lea_id]
    return found if school_id is None else [*found, Student.school_id == school_id]


def placed(students: Sequence[Student]) -> list[Placed]:
    """The rows as the checks want them."""
    return [
        Placed(row_id=row.id, school_id=row.school_id, record=Record.of(row)) for row in students
    ]
