"""A district's certificate: given by its certifier, taken back by the state alone (3.6, I4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, require
from dashboard.accounts.acting import actor_of
from dashboard.collection.certificate import content_of, hash_of, rows_of
from dashboard.collection.counting import Counted, SchoolLine, counted
from dashboard.collection.errors import InTheWay, NotCertified, NotReady, ReasonMissing
from dashboard.collection.records import sentence
from dashboard.collection.rows import (
    CERTIFIED,
    OPEN,
    SUBMITTED,
    DistrictKey,
    held_district,
    require_open_district,
)
from dashboard.collection.rules import Rules
from dashboard.store import record
from dashboard.store.models import Certificate


def certify(
    session: Session, person: Person | None, key: DistrictKey, *, now: datetime, rules: Rules
) -> int:
    """Freeze the district's rows, and close it for changes; the id of the certificate.

    Every school with students has submitted, and there is no error in the district. Raises
    NotReady naming the schools in the way; NotThere, Refused, WindowClosed, DistrictCertified.
    """
    found, asked = _ready_to_certify(session, person, key, now=now, rules=rules)
    lines = [found.line(school) for school in found.schools]
    start = f"{found.district.name} cannot be certified yet"
    if waiting := in_the_way(lines):
        raise NotReady(start, waiting)
    if not any(line.total for line in lines):
        nobody = [InTheWay(line.school_id, line.name, "no students") for line in lines]
        raise NotReady(f"{start}. There is nobody on its rosters: certify that", nobody)
    return _certified(session, asked, found, lines, action="certify", now=now)


def certify_no_data(
    session: Session, person: Person | None, key: DistrictKey, *, now: datetime, rules: Rules
) -> int:
    """Certify that no school has a student; the id of the certificate, which has no rows.

    Raises NotReady naming the schools that have students; NotThere, Refused, WindowClosed,
    DistrictCertified.
    """
    found, asked = _ready_to_certify(session, person, key, now=now, rules=rules)
    lines = [found.line(school) for school in found.schools]
    if filled := [
        InTheWay(line.school_id, line.name, _students(line)) for line in lines if line.total
    ]:
        raise NotReady(f"{found.district.name} has students, so it has data to certify", filled)
    return _certified(session, asked, found, lines, action="certify_no_data", now=now)


def decertify(
    session: Session, person: Person | None, key: DistrictKey, *, reason: str, now: datetime
) -> None:
    """Take the certificate back and open the district; its schools stand as they were submitted.

    At any time, also after the collection has closed: what the district then needs is an extension.
    Raises ReasonMissing, NotCertified, NotThere, Refused.
    """
    asked = require(person, Action.DECERTIFY, key.place)
    because = sentence(reason)
    if not because:
        raise ReasonMissing("Say in a sentence why the certificate is taken back.")
    _, district = held_district(session, key)
    if district.state != CERTIFIED or district.certificate_id is None:
        raise NotCertified(f"{district.name} is not certified: there is nothing to take back.")
    actor = actor_of(asked)
    taken = session.get_one(Certificate, district.certificate_id)
    taken.decertified_at, taken.decertified_by, taken.reason = now, actor.login, because
    session.flush()
    district.state, district.certificate_id = OPEN, None
    session.flush()
    record(
        session, actor, action="decertify", at=now, lea_id=key.lea_id,
        subject=f"certificate {taken.id}", old={"state": CERTIFIED}, new={"state": OPEN},
        reason=because,
    )  # fmt: skip
    session.flush()


def in_the_way(lines: Iterable[SchoolLine]) -> list[InTheWay]:
    """The schools with students because of which a district cannot be certified yet."""
    return [_waiting(line) for line in lines if line.total and not _is_done(line)]


def _ready_to_certify(
    session: Session, person: Person | None, key: DistrictKey, *, now: datetime, rules: Rules
) -> tuple[Counted, Person]:
    asked = require(person, Action.CERTIFY, key.place)
    collection, district = held_district(session, key)
    require_open_district(collection, district, now=now, rules=rules)
    session.expire_all()  # rows read before they were held could have changed since
    return counted(session, key, now=now, rules=rules), asked


def _is_done(line: SchoolLine) -> bool:
    return line.state_of_school == SUBMITTED and not line.errors


def _waiting(line: SchoolLine) -> InTheWay:
    if line.state_of_school == SUBMITTED:
        errors = "1 error" if line.errors == 1 else f"{line.errors} errors"
        return InTheWay(line.school_id, line.name, f"submitted, but has {errors} now; reopen it")
    return InTheWay(line.school_id, line.name, f"not submitted, {_students(line)}")


def _students(line: SchoolLine) -> str:
    return "1 student" if line.total == 1 else f"{line.total} students"


def _certified(
    session: Session,
    person: Person,
    found: Counted,
    lines: list[SchoolLine],
    *,
    action: str,
    now: datetime,
) -> int:
    district, actor = found.district, actor_of(person)
    content = content_of(rows_of(found.students, school_year=found.collection.school_year))
    given = Certificate(
        collection_id=district.collection_id,
        lea_id=district.lea_id,
        certified_at=now,
        certified_by=actor.login,
        certified_name=person.name,
        students=len(found.students),
        counts={line.school_id: _count(line) for line in lines},
        content=content,
        content_hash=hash_of(content),
    )
    session.add(given)
    session.flush()
    district.state, district.certificate_id = CERTIFIED, given.id
    session.flush()
    record(
        session, actor, action=action, at=now, lea_id=district.lea_id,
        subject=f"certificate {given.id}", old={"state": OPEN},
        new={"state": CERTIFIED, "students": given.students, "hash": given.content_hash},
    )  # fmt: skip
    session.flush()
    return given.id


def _count(line: SchoolLine) -> dict[str, str | int]:
    return {
        "name": line.name,
        "entry_ratings": line.entry_ratings,
        "exit_ratings": line.exit_ratings,
        "total": line.total,
    }
