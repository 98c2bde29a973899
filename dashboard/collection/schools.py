"""The schools of a district as its screen lists them, counted from the rows (3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, Place, Refused, Scope, require, scope
from dashboard.collection.checks import all_findings, expected_total
from dashboard.collection.errors import NotThere
from dashboard.collection.findings import Finding, errors_of
from dashboard.collection.records import Record
from dashboard.collection.rows import (
    CERTIFIED,
    IN_PROGRESS,
    NOT_STARTED,
    SUBMITTED,
    DistrictKey,
    SchoolKey,
    collection_row,
    context_of,
    district_row,
    placed,
    schools_of,
    students_of,
)
from dashboard.collection.rules import Rules
from dashboard.collection.window import Window
from dashboard.store.models import Collection, District, School, Student

STATUSES: Mapping[str, str] = {
    NOT_STARTED: "Not Started",
    IN_PROGRESS: "In Progress",
    SUBMITTED: "Submitted",
    CERTIFIED: "Certified",
}
"""The states of a school in the words of the screen, in the order in which they sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLine:
    """A line of the district's screen.

    status: a key of STATUSES; CERTIFIED while the district is. state_of_school: without that.
    version: of the school's row, to be sent along with submit and reopen.
    """

    school_id: str
    name: str
    entry_ratings: int
    exit_ratings: int
    errors: int
    warnings: int
    total: int
    status: str
    state_of_school: str
    updated_at: datetime | None
    updated_by: str | None
    version: int

    @property
    def status_words(self) -> str:
        """The status as it is shown."""
        return STATUSES[self.status]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentLine:
    """A student of a school with the findings; id and version go along with each save."""

    id: int
    version: int
    record: Record
    findings: tuple[Finding, ...]
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictView:
    """The district's screen: the lines of the schools that the person may see.

    all_schools: whether these are all schools of the district. total: students in all of them.
    findings: those of the district as a whole (W09), for who sees all schools. certificate_id: of
    the valid certificate, while the district is certified.
    """

    key: DistrictKey
    name: str
    school_year: int
    certified: bool
    certificate_id: int | None
    version: int
    window: Window
    is_open: bool
    schools: tuple[SchoolLine, ...]
    all_schools: bool
    findings: tuple[Finding, ...]

    @property
    def total(self) -> int:
        """Students in the schools shown."""
        return sum(line.total for line in self.schools)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolView:
    """A school's screen: its line, and its students in the order they were added.

    may_change: whether a person who may enter can change anything now; why_not says why if not.
    """

    key: SchoolKey
    district_name: str
    school_year: int
    line: SchoolLine
    window: Window
    may_change: bool
    why_not: str
    students: tuple[StudentLine, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A district's rows with all that follows from them."""

    collection: Collection
    district: District
    schools: Sequence[School]
    students: Sequence[Student]
    findings: Mapping[int, tuple[Finding, ...]]

    def line(self, school: School) -> SchoolLine:
        """The line of one of its schools."""
        rows = [row for row in self.students if row.school_id == school.school_id]
        records = [Record.of(row) for row in rows]
        errors = sum(errors_of(self.findings[row.id]) for row in rows)
        return SchoolLine(
            school_id=school.school_id,
            name=school.name,
            entry_ratings=sum(record.has_entry_set for record in records),
            exit_ratings=sum(record.has_exit_set for record in records),
            errors=errors,
            warnings=sum(len(self.findings[row.id]) for row in rows) - errors,
            total=len(rows),
            status=CERTIFIED if self.district.state == CERTIFIED else school.state,
            state_of_school=school.state,
            updated_at=school.updated_at,
            updated_by=school.updated_by,
            version=school.version,
        )

    def student(self, row: Student, *, seen: Scope) -> StudentLine:
        """A student; other schools are named only to who may see them."""
        findings = self.findings[row.id]
        if not seen.allows(Place(self.district.lea_id)):
            findings = tuple(replace(finding, also_in=()) for finding in findings)
        return StudentLine(
            id=row.id,
            version=row.version,
            record=Record.of(row),
            findings=findings,
            updated_at=row.updated_at,
            updated_by=row.updated_by,
        )


def counted(session: Session, key: DistrictKey, *, now: datetime, rules: Rules) -> Counted:
    """All of a district, with one query for its students. Asks nobody's leave."""
    collection, district = collection_row(session, key.collection_id), district_row(session, key)
    schools, students = schools_of(session, key), students_of(session, key)
    context = context_of(collection, now=now, rules=rules)
    names = {school.school_id: school.name for school in schools}
    findings = all_findings(placed(students), context, schools=names)
    return Counted(collection, district, schools, students, findings)


def district_view(
    session: Session, person: Person | None, key: DistrictKey, *, now: datetime, rules: Rules
) -> DistrictView:
    """The district's screen, for who may see any school of it; raises Refused or NotThere."""
    seen = scope(person, Action.SEE)
    if not (seen.whole_state or key.lea_id in seen.districts):
        raise Refused("Your account does not cover this district.")
    found = counted(session, key, now=now, rules=rules)
    whole = seen.allows(key.place)
    window = Window.of(found.collection, found.district)
    return DistrictView(
        key=key,
        name=found.district.name,
        school_year=found.collection.school_year,
        certified=found.district.state == CERTIFIED,
        certificate_id=found.district.certificate_id,
        version=found.district.version,
        window=window,
        is_open=window.is_open(rules.day(now)),
        schools=tuple(
            found.line(school)
            for school in found.schools
            if seen.allows(Place(key.lea_id, school.school_id))
        ),
        all_schools=whole,
        findings=_of_district(found, rules=rules) if whole else (),
    )


def _of_district(found: Counted, *, rules: Rules) -> tuple[Finding, ...]:
    return expected_total(total=len(found.students), expected=found.district.expected, rules=rules)


def school_view(
    session: Session, person: Person | None, key: SchoolKey, *, now: datetime, rules: Rules
) -> SchoolView:
    """A school's screen, for who may see it; raises Refused or NotThere."""
    asked = require(person, Action.SEE, key.place)
    found = counted(session, key.district, now=now, rules=rules)
    school = next((one for one in found.schools if one.school_id == key.school_id), None)
    if school is None:
        raise NotThere("This district has no such school.")
    window = Window.of(found.collection, found.district)
    why_not = _why_not(found.district, school, open_now=window.is_open(rules.day(now)))
    seen = scope(asked, Action.SEE)
    return SchoolView(
        key=key,
        district_name=found.district.name,
        school_year=found.collection.school_year,
        line=found.line(school),
        window=window,
        may_change=not why_not,
        why_not=why_not,
        students=tuple(
            found.student(row, seen=seen)
            for row in found.students
            if row.school_id == key.school_id
        ),
    )


def _why_not(district: District, school: School, *, open_now: bool) -> str:
    if district.state == CERTIFIED:
        return CERTIFIED
    if not open_now:
        return "CLOSED"
    return SUBMITTED if school.state == SUBMITTED else ""


def by_status(lines: Iterable[SchoolLine], *, descending: bool = False) -> list[SchoolLine]:
    """The lines sorted by status, those alike by name."""
    order = list(STATUSES)
    alike = sorted(lines, key=lambda line: (line.name, line.school_id))
    return sorted(alike, key=lambda line: order.index(line.status), reverse=descending)
