"""All checks of the collection: of a student, and of a district's students together (3.6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dashboard.collection.errors_checked import ERRORS
from dashboard.collection.findings import Check, Context, Finding
from dashboard.collection.records import Record
from dashboard.collection.rules import Rules
from dashboard.collection.warnings_checked import WARNINGS

CHECKS = tuple(Check(code, judge) for code, judge in (ERRORS | WARNINGS).items())
DISTRICT_CODES = ("E02", "E18", "W09")
CODES = tuple(sorted([*ERRORS, *WARNINGS, *DISTRICT_CODES]))
"""Every code there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A student of a school: the row's id, the school's id, and the record."""

    row_id: int
    school_id: str
    record: Record


def student_findings(record: Record, context: Context) -> tuple[Finding, ...]:
    """What the record says by itself, errors first: E01, E03 to E17, W01 to W08."""
    found = (check(record, context) for check in CHECKS)
    return tuple(finding for finding in found if finding)


def all_findings(
    students: Collection[Placed], context: Context, *, schools: Mapping[str, str]
) -> dict[int, tuple[Finding, ...]]:
    """By row id the findings of each student of a district: its own, E02 and E18.

    students: all of the district. schools: id to name of the district's schools.
    """
    found = {
        one.row_id: [
            finding.of(row_id=one.row_id, school_id=one.school_id)
            for finding in student_findings(one.record, context)
        ]
        for one in students
    }
    for finding in (*repeated(students, schools=schools), *misplaced(students, schools=schools)):
        if finding.row_id is not None:
            found[finding.row_id].append(finding)
    return {
        row_id: tuple(sorted(mine, key=lambda finding: finding.code))
        for row_id, mine in found.items()
    }


def repeated(students: Iterable[Placed], *, schools: Mapping[str, str]) -> list[Finding]:
    """E02: the same student id twice in a school, or in two schools of the district."""
    bearers: dict[str, list[Placed]] = defaultdict(list)
    for one in students:
        if one.record.student_id:
            bearers[one.record.student_id].append(one)
    return [
        _repeated(one, alike, schools=schools)
        for alike in bearers.values()
        if len(alike) > 1
        for one in alike
    ]


def _repeated(one: Placed, alike: list[Placed], *, schools: Mapping[str, str]) -> Finding:
    elsewhere = sorted({other.school_id for other in alike} - {one.school_id})
    if sum(other.school_id == one.school_id for other in alike) > 1:
        message = "This student is on the school's roster twice. Take one of the rows off."
    else:
        message = (
            "This student is on the roster of another school of the district, too. Take the "
            "student off the roster of the school that does not serve the child."
        )
    return Finding(
        code="E02",
        fields=("student_id",),
        message=message,
        also_in=tuple(schools.get(school_id, school_id) for school_id in elsewhere),
    ).of(row_id=one.row_id, school_id=one.school_id)


def misplaced(students: Iterable[Placed], *, schools: Mapping[str, str]) -> list[Finding]:
    """E18: the school is none of the district's."""
    return [
        Finding(
            code="E18",
            fields=("school_id",),
            message="The district has no such school. Use the id of one of its schools.",
        ).of(row_id=one.row_id, school_id=one.school_id)
        for one in students
        if one.school_id not in schools
    ]


def expected_total(*, total: int, expected: int | None, rules: Rules) -> tuple[Finding, ...]:
    """W09: the district's total differs by more than 10 % from its child count of ages 3 to 5.

    expected: that child count; None where it is not known.
    """
    if expected is None or abs(Decimal(total - expected)) <= rules.expected_share * expected:
        return ()
    share = f"{rules.expected_share:.0%}".replace("%", " %")
    message = (
        f"There are {total} students on the rosters and {expected} children of 3 to 5 in the child "
        f"count, a difference of more than {share}. Check that every roster is complete."
    )
    return (Finding(code="W09", fields=(), message=message),)
