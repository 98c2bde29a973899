"""A school's students as rows of a form: what stands in each field, and what is said about it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.collection.errors import NotTyped
from dashboard.collection.findings import Finding, by_field
from dashboard.collection.records import FIELDS, RATINGS, Record
from dashboard.collection.schools import SchoolView, StudentLine
from dashboard.store import Stale
from dashboard.web.collect.keeping import Kept
from dashboard.web.collect.words import LABELS, OPTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A field: its name in the form (also its id), what stands in it, and what is wrong with it.

    options: code to words, for one chosen from a list. theirs: what somebody else has saved there
    meanwhile, None where nobody has. said: code and message of each finding that points at it.
    refusal: why what was typed in it is not kept, or "".
    """

    name: str
    label: str
    value: str
    options: Mapping[str, str]
    short: bool
    said: tuple[tuple[str, str], ...] = ()
    refusal: str = ""
    invalid: bool = False
    theirs: str | None = None

    @property
    def described(self) -> str:
        """The id of what is said beside the field, or ""."""
        return f"{self.name}.said" if self.said or self.refusal or self.theirs is not None else ""

    @property
    def words(self) -> str:
        """The value as it is read."""
        return self.options.get(self.value, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A student's row; problem says why what was typed in it is not saved."""

    id: int
    version: int
    was: str
    name: str
    cells: tuple[Cell, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A line of the list of errors or warnings: its id, where it leads, and what it says."""

    id: str
    target: str
    student: str
    code: str
    message: str
    also_in: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What was typed and can be saved nowhere any more, to be read and copied."""

    student: str
    texts: tuple[tuple[str, str], ...]


def rows_of(view: SchoolView, kept: Kept) -> tuple[Row, ...]:
    """The students' rows, with what was typed and is not kept still in its fields."""
    return tuple(_row(line, kept) for line in view.students)


def new_row(kept: Kept) -> tuple[Cell, ...]:
    """The row of a student to be added."""
    problem = kept.problems.get(None)
    return tuple(
        _cell("new", name, kept.new.get(name, ""), who="new student", problem=problem)
        for name in FIELDS
    )


def points_of(students: Sequence[StudentLine], *, errors: bool) -> tuple[Point, ...]:
    """The errors, or the warnings, of the students; each leads to the first field it names."""
    return tuple(
        Point(
            id=f"{line.id}.{finding.code}",
            target=f"{line.id}.{_target(finding)}",
            student=_named(line.record),
            code=finding.code,
            message=finding.message,
            also_in=finding.also_in,
        )
        for line in students
        for finding in line.findings
        if finding.is_error is errors
    )


def lost_of(view: SchoolView, kept: Kept, *, editable: bool) -> tuple[Lost, ...]:
    """What has no field to stand in: its student is gone, or the school takes no changes now."""
    there = {line.id: line for line in view.students}
    found = [
        Lost(
            student=_named(there[row_id].record) if row_id in there else _was(row.was),
            texts=_texts(row.changed),
        )
        for row_id, row in kept.unsaved.items()
        if not (editable and row_id in there)
    ]
    if kept.new and not editable:
        found.append(Lost(student="new student", texts=_texts(kept.new)))
    return tuple(found)


def _row(line: StudentLine, kept: Kept) -> Row:
    mine, problem = kept.unsaved.get(line.id), kept.problems.get(line.id)
    shown, values, version = line.record.texts(), line.record.texts(), line.version
    theirs: Mapping[str, str] = {}
    if mine and isinstance(problem, Stale):
        values |= mine.changed
        theirs = {name: shown[name] for name in mine.changed if name in shown}
    elif mine:  # as it was sent, so that the next save still knows what it was made from
        shown, version = {**shown, **mine.was}, mine.version
        values |= mine.values
    beside = by_field(line.findings)
    who = _named(line.record)
    return Row(
        id=line.id,
        version=version,
        was=json.dumps(shown, ensure_ascii=False),
        name=who,
        cells=tuple(
            _cell(
                str(line.id), name, values[name], who=who, findings=beside.get(name, ()),
                problem=problem, theirs=theirs.get(name),
            )
            for name in FIELDS
        ),
        problem=str(problem) if problem else "",
    )  # fmt: skip


def _cell(
    row: str,
    name: str,
    value: str,
    *,
    who: str,
    findings: Sequence[Finding] = (),
    problem: object = None,
    theirs: str | None = None,
) -> Cell:
    options = OPTIONS.get(name, {})
    if options and value and value not in options:
        options = {
            **options,
            value: value,
        }  # as it came with a roster: it stays until it is put right
    wrong = isinstance(problem, NotTyped) and problem.field == name
    return Cell(
        name=f"{row}.{name}",
        label=f"{LABELS[name]}, {who}",
        value=value,
        options=options,
        short=name in RATINGS,
        said=tuple((finding.code, finding.message) for finding in findings),
        refusal=str(problem).partition(": ")[2] if wrong else "",
        invalid=wrong or any(finding.is_error for finding in findings),
        theirs=None if theirs == value else theirs,
    )


def _target(finding: Finding) -> str:
    return next((name for name in finding.fields if name in FIELDS), "student_id")


def _named(record: Record) -> str:
    return f"student {record.student_id}" if record.student_id else "student without an id"


def _was(texts: Mapping[str, str]) -> str:
    return _named(Record(**{name: text for name, text in texts.items() if name in FIELDS}))


def _texts(texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((LABELS.get(name, name), text) for name, text in texts.items())
