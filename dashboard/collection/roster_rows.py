"""The lines of a roster's file as rows of the collection, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from dashboard.collection.errors import NotTyped
from dashboard.collection.records import (
    DATES,
    FIELDS,
    PROGRESS,
    RATINGS,
    parse_date,
    parse_rating,
    tidied,
)
from dashboard.collection.rules import Rules
from dashboard.collection.sheet import EXACT, Field, Line, Sheet
from dashboard.extracts.bytes import Unreadable

REQUIRED = ("student_id", "birth_date", "entry_date")
PLACE = ("school_year", "lea_id", "school_id")
COLUMNS = (*PLACE, *FIELDS)
"""Every column a roster may have: those of the extract `eco`."""


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """What is wrong where; line 0 is the file as a whole, and column "" the whole line."""

    line: int
    column: str
    rule: str


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A line that can be taken: the fields that are not empty, student_id among them."""

    line: int
    school_id: str
    values: dict[str, str]

    def is_sound(self, rules: Rules) -> bool:
        """Whether the values are such as `read_rows` makes."""
        try:
            same = tidied(self.values) == self.values
        except NotTyped:
            return False
        return same and all(self.values.values()) and not dict(_wrong(self.values, rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """Whose roster it is, for lines to agree with."""

    school_year: int
    lea_id: str
    school_id: str | None
    schools: Collection[str]
    rules: Rules


def read_rows(
    sheet: Sheet,
    *,
    school_year: int,
    lea_id: str,
    school_id: str | None,
    schools: Collection[str],
    rules: Rules,
) -> tuple[list[RosterRow], list[Refusal]]:
    """The rows of a file, and what is wrong with its lines; raises Unreadable for its header.

    school_id: the school whose roster it is; None when each line says so itself. schools: all of
    the district.
    """
    _check(sheet.header, per_line=school_id is None)
    here = _Here(
        school_year=school_year, lea_id=lea_id, school_id=school_id, schools=schools, rules=rules
    )
    rows: list[RosterRow] = []
    refused: list[Refusal] = []
    for line in sheet.lines:
        row, wrong = _row(line, sheet.header, here)
        refused += wrong
        if row is not None and not wrong:
            rows.append(row)
    return rows, refused


def _check(header: tuple[str, ...], *, per_line: bool) -> None:
    wanted = (*REQUIRED, "school_id") if per_line else REQUIRED
    alike = {name.strip().lower().replace(" ", "_"): name for name in header}
    for name in wanted:
        if name not in header:
            if name in alike:
                raise Unreadable(f"write this column {name}", line=1, column=alike[name])
            names = ", ".join(wanted)
            raise Unreadable(f"the column is missing; a roster needs {names}", line=1, column=name)
    for name in header:
        if name not in COLUMNS:
            names = ", ".join(COLUMNS)
            raise Unreadable(
                f"unknown column; take it out. A roster may have {names}", line=1, column=name
            )


def _row(
    line: Line, header: tuple[str, ...], here: _Here
) -> tuple[RosterRow | None, list[Refusal]]:
    fields = dict(zip(header, line.fields, strict=True))
    refused = [Refusal(line.number, *wrong) for wrong in _misplaced(fields, here)]
    typed: dict[str, str] = {}
    for name in FIELDS:
        try:
            text = _text(name, fields.get(name, ""), here.rules)
            typed |= tidied({name: text}) if text else {}
        except NotTyped as error:
            problem = str(error).removeprefix(f"{name}: ").rstrip(".")
            refused.append(Refusal(line.number, name, problem))
    told = {one.column for one in refused}
    values = {name: text for name, text in typed.items() if text}
    for column, rule in _wrong(values, here.rules):
        if column not in told:
            refused.append(Refusal(line.number, column, rule))
    if refused:
        return None, refused
    school_id = here.school_id or str(fields["school_id"]).strip()
    return RosterRow(line.number, school_id, values), []


def _text(name: str, field: Field, rules: Rules) -> str:
    """A number of a workbook as text; an id only if no digit of it can have been lost."""
    if isinstance(field, str) or name != "student_id":
        return str(field)
    digits = str(field)
    lost = abs(field) >= EXACT or rules.is_student_id(f"0{digits}")
    if lost or not rules.is_student_id(digits):
        raise NotTyped(
            name,
            "the id is a number in the workbook, which loses zeros in front and long ids. Format "
            "the column as text and enter the ids again.",
        )
    return digits


def _misplaced(fields: Mapping[str, Field], here: _Here) -> Iterator[tuple[str, str]]:
    year = str(fields.get("school_year", here.school_year)).strip()
    if year != str(here.school_year):
        yield "school_year", f"the collection is that of {here.school_year}"
    if str(fields.get("lea_id", here.lea_id)).strip() != here.lea_id:
        yield "lea_id", f"the district is {here.lea_id}"
    school_id = str(fields.get("school_id", here.school_id or "")).strip()
    if here.school_id is not None and school_id != here.school_id:
        yield "school_id", f"this is the roster of school {here.school_id}"
    if here.school_id is None and school_id not in here.schools:
        yield "school_id", "E18: the district has no such school"


def _wrong(values: Mapping[str, str], rules: Rules) -> Iterator[tuple[str, str]]:
    """Texts that cannot be read: in a form they are findings, in a file they refuse it."""
    if not rules.is_student_id(values.get("student_id", "")):
        yield "student_id", f"E01: a state student id has {rules.student_id_words}"
    for name, text in values.items():
        if name in DATES and parse_date(text) is None:
            yield name, "a date is written YYYY-MM-DD or M/D/YYYY"
        if name in RATINGS and parse_rating(text) is None:
            yield name, "E07: a rating is a whole number from 1 to 7"
        if name in PROGRESS and text not in ("Y", "N"):
            yield name, "an answer is Y or N"
