"""A district's rows counted: the line of each school, the findings of each student (3.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts import Place, Scope
from dashboard.collection.checks import Placed, all_findings
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
    same_elsewhere,
    schools_of,
    students_of,
)
from dashboard.collection.rules import Rules
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


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of a district with all that follows from them; `line` of a school whose students are
    among them.
    """

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
    return _counted(session, key, students_of(session, key), [], now=now, rules=rules)


def counted_school(session: Session, key: SchoolKey, *, now: datetime, rules: Rules) -> Counted:
    """A district with the students of one of its schools. Asks nobody's leave."""
    students = students_of(session, key.district, school_id=key.school_id)
    elsewhere = same_elsewhere(session, key)
    return _counted(session, key.district, students, elsewhere, now=now, rules=rules)


def _counted(
    session: Session,
    key: DistrictKey,
    students: Sequence[Student],
    elsewhere: Sequence[Placed],
    *,
    now: datetime,
    rules: Rules,
) -> Counted:
    collection, district = collection_row(session, key.collection_id), district_row(session, key)
    schools = schools_of(session, key)
    context = context_of(collection, now=now, rules=rules)
    names = {school.school_id: school.name for school in schools}
    findings = all_findings(placed(students), context, schools=names, elsewhere=elsewhere)
    return Counted(collection, district, schools, students, findings)
