"""How far every district is: what the state watches (3.6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, Place, Refused, Scope, require, scope
from dashboard.collection.rows import CERTIFIED, SUBMITTED, DistrictKey, collection_row
from dashboard.collection.rules import Rules
from dashboard.collection.window import Window
from dashboard.store.models import Certificate, Collection, District, School, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictLine:
    """A district in the state's list.

    submitted, schools: of its schools with students. total: students. taken_back: it was certified
    and is not any more. last_day, days_left: its own, with its extension; negative when over.
    """

    key: DistrictKey
    name: str
    version: int
    certified: bool
    certificate_id: int | None
    certified_at: datetime | None
    certified_by: str | None
    taken_back: bool
    schools: int
    submitted: int
    total: int
    expected: int | None
    updated_at: datetime | None
    window: Window
    last_day: date
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """All districts of a collection."""

    collection_id: int
    school_year: int
    window: Window
    districts: tuple[DistrictLine, ...]

    @property
    def certified(self) -> int:
        """How many districts are certified."""
        return sum(line.certified for line in self.districts)

    @property
    def sentence(self) -> str:
        """As it stands beside the state's value."""
        return f"{self.certified} of {len(self.districts)} districts certified"

    @property
    def reminders(self) -> tuple[DistrictLine, ...]:
        """Who has not certified, those with the fewest days left first."""
        waiting = [line for line in self.districts if not line.certified]
        return tuple(sorted(waiting, key=lambda line: (line.days_left, line.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionLine:
    """A collection, to choose from."""

    id: int
    school_year: int
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictChoice:
    """A district that a person may open, to choose from."""

    key: DistrictKey
    name: str
    certified: bool


def collections(
    session: Session, person: Person | None, *, now: datetime
) -> tuple[CollectionLine, ...]:
    """All collections, the newest first, for who may see anything of one."""
    del now
    _seen(person)
    rows = session.scalars(select(Collection).order_by(Collection.school_year.desc()))
    return tuple(
        CollectionLine(id=row.id, school_year=row.school_year, window=Window.of(row))
        for row in rows
    )


def my_districts(
    session: Session, person: Person | None, collection_id: int, *, now: datetime
) -> tuple[DistrictChoice, ...]:
    """The districts of a collection that the person may open, by name."""
    del now
    seen = _seen(person)
    collection_row(session, collection_id)
    wanted = select(District).where(District.collection_id == collection_id)
    if not seen.whole_state:
        wanted = wanted.where(District.lea_id.in_(seen.districts))
    return tuple(
        DistrictChoice(
            key=DistrictKey(row.collection_id, row.lea_id),
            name=row.name,
            certified=row.state == CERTIFIED,
        )
        for row in session.scalars(wanted.order_by(District.name, District.lea_id))
    )


def progress(
    session: Session, person: Person | None, collection_id: int, *, now: datetime, rules: Rules
) -> Progress:
    """How far every district is, by name; raises Refused or NotThere."""
    require(person, Action.PROGRESS, Place())
    return progress_of(session, collection_id, now=now, rules=rules)


def progress_of(session: Session, collection_id: int, *, now: datetime, rules: Rules) -> Progress:
    """`progress` without asking leave, for the operator's commands."""
    collection = collection_row(session, collection_id)
    districts = session.scalars(
        select(District)
        .where(District.collection_id == collection_id)
        .order_by(District.name, District.lea_id)
    ).all()
    schools = _schools(session, collection_id)
    given = _certificates(session, collection_id)
    today = rules.day(now)
    return Progress(
        collection_id=collection_id,
        school_year=collection.school_year,
        window=Window.of(collection),
        districts=tuple(
            _line(
                district,
                window=Window.of(collection, district),
                schools=schools[district.lea_id],
                given=given[district.lea_id],
                today=today,
            )
            for district in districts
        ),
    )


def _seen(person: Person | None) -> Scope:
    """Where the person may see something; raises Refused for nowhere."""
    seen = scope(person, Action.SEE)
    if not seen:
        raise Refused("Your account does not cover any district.")
    return seen


def _schools(session: Session, collection_id: int) -> dict[str, list[tuple[School, int]]]:
    """By lea_id its schools, each with the number of its students."""
    counts = {
        (lea_id, school_id): students
        for lea_id, school_id, students in session.execute(
            select(Student.lea_id, Student.school_id, func.count())
            .where(Student.collection_id == collection_id)
            .group_by(Student.lea_id, Student.school_id)
        )
    }
    found: dict[str, list[tuple[School, int]]] = defaultdict(list)
    for school in session.scalars(select(School).where(School.collection_id == collection_id)):
        found[school.lea_id].append((school, counts.get((school.lea_id, school.school_id), 0)))
    return found


def _certificates(
    session: Session, collection_id: int
) -> dict[str, list[tuple[int, datetime, str]]]:
    """By lea_id its certificates: id, when and who. Without their rows, which can be long."""
    wanted = (
        select(
            Certificate.lea_id, Certificate.id, Certificate.certified_at, Certificate.certified_by
        )
        .where(Certificate.collection_id == collection_id)
        .order_by(Certificate.id)
    )
    found: dict[str, list[tuple[int, datetime, str]]] = defaultdict(list)
    for lea_id, certificate_id, at, by in session.execute(wanted):
        found[lea_id].append((certificate_id, at, by))
    return found


def _line(
    district: District,
    *,
    window: Window,
    schools: Sequence[tuple[School, int]],
    given: Sequence[tuple[int, datetime, str]],
    today: date,
) -> DistrictLine:
    filled = [school for school, students in schools if students]
    valid = next((one for one in given if one[0] == district.certificate_id), None)
    changes = [school.updated_at for school, _ in schools if school.updated_at]
    return DistrictLine(
        key=DistrictKey(district.collection_id, district.lea_id),
        name=district.name,
        version=district.version,
        certified=district.state == CERTIFIED,
        certificate_id=district.certificate_id,
        certified_at=valid[1] if valid else None,
        certified_by=valid[2] if valid else None,
        taken_back=bool(given) and valid is None,
        schools=len(filled),
        submitted=sum(school.state == SUBMITTED for school in filled),
        total=sum(students for _, students in schools),
        expected=district.expected,
        updated_at=max(changes, default=None),
        window=window,
        last_day=window.last_day,
        days_left=window.days_left(today),
    )
