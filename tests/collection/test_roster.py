"""Rosters from files: what they would do, what refuses them, and that twice is once (I6)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from dashboard.accounts import Refused
from dashboard.collection import errors, sheet
from dashboard.collection.roster import Plan, apply_roster, plan_roster
from dashboard.collection.workflow import add_student, remove_student, save_student, submit
from tests.support import collecting as c
from tests.support.collecting import DISTRICT, SCHOOL, Desk, X, Y

HEADER = "student_id,birth_date,entry_date"
TWO = f"{HEADER}\n0001,2021-02-10,9/3/2024\n0002,2021-03-11,2024-09-04\n".encode()


def plan(desk: Desk, content: bytes, who: Any = SCHOOL, *, whole: bool = False) -> Plan:
    key = desk.district() if whole else desk.school()
    found: Plan = desk.do(plan_roster, who, key, content)
    return found


def upload(desk: Desk, content: bytes, who: Any = SCHOOL, *, whole: bool = False) -> Plan:
    planned = Plan.from_json(plan(desk, content, who, whole=whole).to_json())
    done: Plan = desk.do(apply_roster, who, planned)
    return done


def refusals(desk: Desk, content: bytes, **options: Any) -> list[tuple[int, str, str]]:
    planned = plan(desk, content, **options)
    assert not planned.can_be_applied
    with pytest.raises(errors.RosterRefused):
        desk.do(apply_roster, options.get("who", SCHOOL), planned)
    assert desk.see_school().students == ()
    return [(one.line, one.column, one.rule) for one in planned.refused]


def book(*rows: tuple[Any, ...], formats: dict[str, str] | None = None) -> bytes:
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    for place, shown in (formats or {}).items():
        made.active[place].number_format = shown
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_a_roster_of_two(desk: Desk) -> None:
    planned = plan(desk, TWO)
    assert (planned.read, planned.added, planned.changed, planned.unchanged) == (2, 2, 0, 0)
    assert desk.see_school().students == ()
    upload(desk, TWO)
    students = desk.see_school().students
    assert [one.record.student_id for one in students] == ["0001", "0002"]
    assert students[0].record.entry_date == "2024-09-03"
    assert desk.see_school().line.status == "NOT_STARTED"
    assert [entry.action for entry in desk.trail()][1:] == [
        "add_student", "add_student", "upload_roster",
    ]  # fmt: skip


def test_I6_the_same_file_again_changes_nothing(desk: Desk) -> None:
    upload(desk, TWO)
    students, entries = desk.see_school(), len(desk.trail())
    again = upload(desk, TWO)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert desk.see_school() == students
    assert len(desk.trail()) == entries


def test_I6_the_same_plan_again_changes_nothing(desk: Desk) -> None:
    planned = plan(desk, TWO)
    desk.do(apply_roster, SCHOOL, planned)
    entries = len(desk.trail())
    assert desk.do(apply_roster, SCHOOL, planned).unchanged == 2
    assert len(desk.trail()) == entries


@pytest.mark.parametrize(
    "other",
    [
        TWO.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + TWO,
        TWO + b"\n\n",
        b"entry_date,student_id,birth_date\n2024-09-04,0002,3/11/2021\n2024-09-03,0001,2021-02-10\n",
        b'"student_id",birth_date,entry_date\n"0002",2021-03-11,2024-09-04\n0001,2021-02-10,9/3/2024',
        book(
            ("student_id", "birth_date", "entry_date"),
            ("0001", date(2021, 2, 10), "9/3/2024"),
            (None, None, None),
            ("0002", datetime(2021, 3, 11), date(2024, 9, 4)),
        ),
    ],
)
def test_I6_B3_the_same_rows_in_another_form_change_nothing(desk: Desk, other: bytes) -> None:
    upload(desk, TWO)
    again = upload(desk, other)
    assert (again.read, again.unchanged) == (2, 2)


def test_a_changed_line_changes_what_it_says_and_blanks_change_nothing(desk: Desk) -> None:
    upload(desk, TWO)
    student = desk.see_school().students[0]
    desk.do(save_student, SCHOOL, desk.school(), student.id, c.GOOD, version=student.version)
    header = "student_id,birth_date,entry_date,entry_a,entry_b"
    done = upload(desk, f"{header}\n0001,,2024-09-05,,6\n".encode())
    assert (done.changed, done.not_in_file) == (1, 1)
    one, two = (one.record for one in desk.see_school().students)
    assert (one.entry_date, one.entry_a, one.entry_b) == ("2024-09-05", "3", "6")
    assert one.birth_date == c.GOOD["birth_date"]
    assert two.student_id == "0002"
    save = desk.trail()[-2]
    assert (save.action, save.new) == ("save_student", {"entry_date": "2024-09-05", "entry_b": "6"})


def test_ratings_in_a_roster_start_the_school(desk: Desk) -> None:
    header = ",".join(c.GOOD)
    upload(desk, f"student_id,{header}\n0001,{','.join(c.GOOD.values())}\n".encode())
    line = desk.see_school().line
    assert (line.status, line.entry_ratings, line.errors) == ("IN_PROGRESS", 1, 0)


def test_a_district_uploads_for_its_schools(desk: Desk) -> None:
    header = "school_year,lea_id,school_id,student_id,birth_date,entry_date"
    rows = "2026,001001,1010,0001,2021-02-10,2024-09-03\n2026,001001,1020,0002,,\n"
    upload(desk, f"{header}\n{rows}".encode(), DISTRICT, whole=True)
    assert [line.total for line in desk.see().schools] == [1, 1]
    with pytest.raises(Refused):
        plan(desk, b"", SCHOOL, whole=True)


def test_E18_E02_and_another_place(desk: Desk) -> None:
    header = "school_year,lea_id,school_id,student_id,birth_date,entry_date"
    rows = (
        "2026,001001,9999,0001,,\n2025,001001,1010,0002,,\n2026,002002,1010,0003,,\n"
        "2026,001001,1010,0004,,\n2026,001001,1020,0004,,\n"
    )
    told = refusals(desk, f"{header}\n{rows}".encode(), who=DISTRICT, whole=True)
    assert [(line, column) for line, column, _ in told] == [
        (2, "school_id"), (3, "school_year"), (4, "lea_id"), (5, "student_id"), (6, "student_id"),
    ]  # fmt: skip
    assert told[0][2].startswith("E18")
    assert told[3][2].startswith("E02")


def test_E02_a_student_of_another_school_is_not_named(desk: Desk) -> None:
    desk.do(add_student, DISTRICT, desk.school(Y), {"student_id": "0002"})
    ((line, column, rule),) = refusals(desk, TWO)
    assert (line, column) == (3, "student_id")
    assert "another school" in rule
    assert "Yale" not in rule


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("1,2021-02-10,2024-09-03,,", "student_id", "E01"),
        (",2021-02-10,2024-09-03,,", "student_id", "E01"),
        ("0001,2021-02-30,2024-09-03,,", "birth_date", "a date is written"),
        ("0001,2021-02-10,Sept,,", "entry_date", "a date is written"),
        ("0001,2021-02-10,2024-09-03,8,", "entry_a", "E07"),
        ("0001,2021-02-10,2024-09-03,,BECAUSE", "exempt_reason", "must be one of"),
        (f"0001,2021-02-10,{'9' * 300},,", "entry_date", "longer than 200"),
        ("0001,2021-02-10,2024-\x07,,", "entry_date", "cannot be printed"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_line_that_cannot_be_read_refuses_the_file(
    desk: Desk, row: str, column: str, words: str
) -> None:
    good = "0009,2021-02-10,2024-09-03,,"
    content = f"{HEADER},entry_a,exempt_reason\n{good}\n{row}\n".encode()
    ((line, where, rule),) = refusals(desk, content)
    assert (line, where) == (3, column)
    assert words in rule
    assert not any(part in rule for part in row.split(",") if len(part) > 1)  # no value is told


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


ENTITIES = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 30) for n in range(7))
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "hahahahahahahahaha">' + ENTITIES + b"]>"
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>&h;</t></is></c></row></sheetData></worksheet>'
)


def hostile(name: str, content: bytes) -> bytes:
    """A workbook of which a part was replaced."""
    good = zipfile.ZipFile(io.BytesIO(book(("student_id",), ("0001",))))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in good.namelist():
            archive.writestr(part, content if part == name else good.read(part))
    return file.getvalue()


FILES: dict[str, tuple[bytes | Callable[[], bytes], int, str]] = {
    "empty": (b"", 0, "empty"),
    "only a header": (b"\n", 1, "header"),
    "a NUL": (TWO.replace(b"0002", b"00\x0002"), 3, "NUL"),
    "latin-1": (TWO.replace(b"0002", b"M\xfcller"), 3, "UTF-8"),
    "UTF-16": (TWO.decode().encode("utf-16"), 0, "UTF-16"),
    "carriage returns alone": (TWO.replace(b"\n", b"\r"), 0, "carriage return"),
    "semicolons": (TWO.replace(b",", b";"), 1, "missing"),
    "a field too many": (TWO.replace(b"2024-09-04", b"2024-09-04,"), 3, "4 fields"),
    "a field too few": (TWO.replace(b",2024-09-04", b""), 3, "2 fields"),
    "a blank line": (TWO.replace(b"\n0002", b"\n\n0002"), 3, "blank line"),
    "an open quote": (TWO.replace(b"0002", b'"0002'), 3, "CSV"),
    "a quote inside": (TWO.replace(b"0002", b'00"02'), 3, "quote"),
    "a column twice": (b"student_id,student_id\n", 1, "twice"),
    "a column missing": (b"student_id,birth_date\n0001,\n", 1, "missing"),
    "a column in other letters": (b"Student_ID,birth_date,entry_date\n", 1, "write this column"),
    "an unknown column": (HEADER.encode() + b",notes\n", 1, "unknown column"),
    "a large field": (TWO.replace(b"0002", b"0" * 70_000), 3, "64 KiB"),
    "a field over the csv module's limit": (TWO.replace(b"0002", b"0" * 200_000), 3, "CSV"),
    "gzip": (b"\x1f\x8b\x08\x00", 0, "compressed"),
    "a zip": (zipped(a=TWO), 0, "no workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "spreadsheet"),
    "half a workbook": (book(("student_id",))[:900], 0, "no workbook"),
    "a bomb": (lambda: zipped(xl__workbook_xml=b"", **{"xl__workbook.xml": b" " * (80 << 20)}),
               0, "too large"),
    "laughs": (hostile("xl/worksheets/sheet1.xml", LAUGHS), 0, "no workbook"),
    "a workbook without rows": (book(), 1, "header"),
    "an id as a number": (
        book((*HEADER.split(","),), ("0001", None, None), (2, None, None)), 3, "as text",
    ),
    "a truth as a date": (book((*HEADER.split(","),), ("0001", True, None)), 2, "neither text"),
    "a time as a date": (
        book((*HEADER.split(","),), ("0001", datetime(2021, 2, 10, 9), None)), 2, "time of day",
    ),
    "an error as a date": (book((*HEADER.split(","),), ("0001", "#N/A", None)), 2, "error"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_B1_S7_a_file_that_cannot_be_read_is_refused_in_words(desk: Desk, name: str) -> None:
    content, line, words = FILES[name]
    told = refusals(desk, content if isinstance(content, bytes) else content())
    assert told[0][0] == line
    assert words in told[0][2]
    assert len(told) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_S7_size_and_rows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 2)
    assert plan(desk, TWO).can_be_applied
    assert "more than 2 rows" in refusals(desk, TWO + b"0003,,\n")[0][2]
    monkeypatch.setattr(sheet, "MOST_BYTES", len(TWO))
    assert plan(desk, TWO).can_be_applied
    assert "larger" in refusals(desk, TWO + b"\n")[0][2]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_ids_of_a_workbook_keep_their_zeros(desk: Desk) -> None:
    """A number is taken only where its format writes the zeros, or none can have been lost."""
    upload(
        desk,
        book(
            (*HEADER.split(","), "entry_a"),
            ("0001", "2021-02-10", "2024-09-03", 5),
            (2, "2021-02-10", "2024-09-03", 5.0),
            (4321, "2021-02-10", "2024-09-03", None),
            formats={"A3": "0000"},
        ),
    )
    records = [one.record for one in desk.see_school().students]
    assert [record.student_id for record in records] == ["0001", "0002", "4321"]
    assert [record.entry_a for record in records] == ["5", "5", ""]
    desk.rules = desk.rules.model_copy(update={"student_id": "[0-9]+"})
    number = book((*HEADER.split(","),), (4321, None, None))
    assert "loses zeros" in plan(desk, number).refused[0].rule
    desk.rules = desk.rules.model_copy(update={"student_id": "[0-9]{16}"})
    number = book((*HEADER.split(","),), (1234567890123456, None, None))
    assert "loses zeros" in plan(desk, number).refused[0].rule


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_only_the_first_sheet_is_read_and_that_is_said(desk: Desk) -> None:
    made = Workbook()
    assert made.active is not None
    made.active.title = "Roster"
    made.active.append(HEADER.split(","))
    made.create_sheet("Notes").append(["anything"])
    file = io.BytesIO()
    made.save(file)
    assert plan(desk, file.getvalue()).note == "Only the first sheet was read, 'Roster'."


def test_all_or_nothing(desk: Desk) -> None:
    """Also when it is a certificate of the moment that stands in the way."""
    upload(desk, TWO)
    student = desk.see_school().students[0]
    both = f"{HEADER},entry_a\n0001,,,5\n0003,,,5\n".encode()
    planned = plan(desk, both)
    desk.do(save_student, SCHOOL, desk.school(), student.id, {"entry_a": "1"}, version=1)
    with pytest.raises(errors.RosterRefused, match="has changed since"):
        desk.do(apply_roster, SCHOOL, planned)
    assert [one.record.entry_a for one in desk.see_school().students] == ["1", ""]


def test_a_submitted_school_is_refused_unless_nothing_changes(desk: Desk) -> None:
    row = ",".join(c.GOOD.values())
    content = f"student_id,{','.join(c.GOOD)}\n0001,{row}\n".encode()
    upload(desk, content)
    desk.do(submit, SCHOOL, desk.school(), version=desk.see_school().line.version)
    assert upload(desk, content).unchanged == 1
    with pytest.raises(errors.SchoolSubmitted):
        upload(desk, TWO)


def test_outside_the_window_there_is_no_plan(desk: Desk) -> None:
    desk.now = datetime(2026, 7, 1, tzinfo=UTC)
    with pytest.raises(errors.WindowClosed):
        plan(desk, TWO)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_S1_a_plan_from_a_form_is_checked_like_a_file(desk: Desk) -> None:
    planned = plan(desk, TWO)
    row = planned.rows[0]
    for forged in (
        replace(planned, rows=(replace(row, school_id=Y), planned.rows[1])),
        replace(planned, rows=(replace(row, values={"student_id": "0001", "id": "3"}),) * 2),
        replace(planned, rows=(replace(row, values={}), planned.rows[1])),
        replace(planned, steps=planned.steps[1:]),
    ):
        with pytest.raises(errors.RosterRefused, match="no plan"):
            desk.do(apply_roster, SCHOOL, forged)
    for foreign in (replace(planned, school_id=Y), replace(planned, school_id=None),
                    replace(planned, lea_id=c.OTHER)):  # fmt: skip
        with pytest.raises(Refused):
            desk.do(apply_roster, SCHOOL, foreign)
    with pytest.raises(errors.RosterRefused):
        Plan.from_json("{}")
    assert desk.see_school(X).students == ()


def test_a_student_twice_on_the_roster_is_taken_off_first(desk: Desk) -> None:
    for _ in range(2):
        desk.do(add_student, SCHOOL, desk.school(), {"student_id": "0001"})
    assert "twice; take one off" in plan(desk, TWO).refused[0].rule
    student = desk.see_school().students[1]
    desk.do(remove_student, SCHOOL, desk.school(), student.id, version=student.version)
    assert upload(desk, TWO).changed == 1
