"""What a check says: an error blocks Submit and is counted; a warning is shown and never blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dashboard.collection.records import Record
from dashboard.collection.rules import Rules

Said = tuple[tuple[str, ...], str] | None
"""The fields that a finding points at, and its message; None when there is nothing to say."""


class Severity(StrEnum):
    """E or W (3.6)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to put right, or to look at again.

    code: E01 to E18, W01 to W09. fields: of the record, the first is where to go; none for what
    concerns the whole district. row_id, school_id: whose. also_in: names of other schools with the
    same student, for those who may see them.
    """

    code: str
    fields: tuple[str, ...]
    message: str
    row_id: int | None = None
    school_id: str | None = None
    also_in: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        """As the code says."""
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING

    @property
    def is_error(self) -> bool:
        """Whether it counts in # of Errors."""
        return self.severity is Severity.ERROR

    def of(self, *, row_id: int, school_id: str) -> Finding:
        """The same, of a row."""
        return replace(self, row_id=row_id, school_id=school_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Beside what a record is judged: the collection's school year, today, the state's rules."""

    school_year: int
    today: date
    rules: Rules

    @property
    def first_day(self) -> date:
        """1 July."""
        return date(self.school_year - 1, 7, 1)

    @property
    def last_day(self) -> date:
        """30 June."""
        return date(self.school_year, 6, 30)


Judge = Callable[[Record, Context], Said]


@dataclass(frozen=True, slots=True)
class Check:
    """A check of one student's record."""

    code: str
    judge: Judge

    def __call__(self, record: Record, context: Context) -> Finding | None:
        """The finding, if there is one."""
        said = self.judge(record, context)
        return Finding(code=self.code, fields=said[0], message=said[1]) if said else None


def errors_of(findings: Iterable[Finding]) -> int:
    """How many of the findings are errors."""
    return sum(finding.is_error for finding in findings)


def by_field(findings: Iterable[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """The findings beside each field that they point at."""
    beside: dict[str, list[Finding]] = {}
    for finding in findings:
        for name in finding.fields:
            beside.setdefault(name, []).append(finding)
    return {name: tuple(found) for name, found in beside.items()}
