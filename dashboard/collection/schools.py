"""The screens of a district and of a school, as somebody may see them (3.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, Place, Refused, require, scope
from dashboard.collection.checks import expected_total
from dashboard.collection.counting import (
    STATUSES,
    Counted,
    SchoolLine,
    StudentLine,
    counted,
    counted_school,
)
from dashboard.collection.errors import NotThere
from dashboard.collection.findings import Finding
from dashboard.collection.rows import CERTIFIED, SUBMITTED, DistrictKey, SchoolKey
from dashboard.collection.rules import Rules
from dashboard.collection.window import Window
from dashboard.store.models import District, School

__all__ = [
    "STATUSES",
    "DistrictView",
    "SchoolLine",
    "SchoolView",
    "StudentLine",
    "by_status",
    "district_view",
    "school_view",
]


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
    found = counted_school(session, key, now=now, rules=rules)
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
        students=tuple(found.student(row, seen=seen) for row in found.students),
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
