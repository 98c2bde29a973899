"""A small collection in a store: a district with two schools and three students."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dashboard.store import Actor, Store
from dashboard.store.models import Certificate, Collection, District, School, Student

NOW = datetime(2026, 5, 4, 12, 30, 15, 123456, tzinfo=UTC)
WHO = Actor(1, "entry@district.example")
LEA = "001001"


def fill(store: Store) -> None:
    """Collection 1 of 2026; district 001001; school 1010 with students 1 and 2, 1020 with 3."""
    with store.writing() as session:
        session.add(
            Collection(id=1, school_year=2026, opens=date(2026, 4, 1), closes=date(2026, 6, 30))
        )
        session.flush()
        session.add(District(collection_id=1, lea_id=LEA, name="Ash"))
        session.flush()
        for school_id, name in (("1010", "Ash Primary"), ("1020", "Ash North")):
            session.add(School(collection_id=1, lea_id=LEA, school_id=school_id, name=name))
        session.flush()
        for number, school_id in (("11", "1010"), ("12", "1010"), ("13", "1020")):
            session.add(student(school_id, number))
            session.flush()


def student(school_id: str, student_id: str, **fields: str) -> Student:
    place: dict[str, Any] = {"collection_id": 1, "lea_id": LEA, "school_id": school_id}
    return Student(**place, student_id=student_id, updated_at=NOW, updated_by=WHO.login, **fields)


def submit(session: Session, school_id: str) -> None:
    school(session, school_id).state = "SUBMITTED"
    session.flush()


def school(session: Session, school_id: str) -> School:
    found = session.get(School, (1, LEA, school_id))
    assert found is not None
    return found


def district(session: Session) -> District:
    found = session.get(District, (1, LEA))
    assert found is not None
    return found


def certify(session: Session) -> int:
    """The id of a new certificate, by which the district is then certified."""
    made = certificate()
    session.add(made)
    session.flush()
    place = district(session)
    place.state, place.certificate_id = "CERTIFIED", made.id
    session.flush()
    return made.id


def certificate(**fields: Any) -> Certificate:
    facts: dict[str, Any] = {
        "collection_id": 1,
        "lea_id": LEA,
        "certified_at": NOW,
        "certified_by": WHO.login,
        "certified_name": "Ada Ash",
        "students": 3,
        "counts": {"1010": {"total": 2}, "1020": {"total": 1}},
        "content": "[]",
        "content_hash": "0" * 64,
    }
    return Certificate(**(facts | fields))


def take_back(session: Session, certificate_id: int, *, reason: str = "A wrong school") -> None:
    """The certificate only; the district is still certified by it."""
    found = session.get(Certificate, certificate_id)
    assert found is not None
    found.decertified_at, found.decertified_by, found.reason = NOW, "state@state.example", reason
    session.flush()


def decertify(session: Session, certificate_id: int) -> None:
    take_back(session, certificate_id)
    place = district(session)
    place.state, place.certificate_id = "OPEN", None
    session.flush()
