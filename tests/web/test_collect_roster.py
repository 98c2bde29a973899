"""A roster's file on its page: what it would do, the yes, what refuses it (S6, S7, I6)."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import re
import zlib
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from dashboard.accounts import Person
from dashboard.collection.workflow import add_student, certify_no_data, save_student, submit
from dashboard.store import Store
from dashboard.web.collect import roster, waiting
from tests.collection.test_roster import TWO, book
from tests.support import collecting as c
from tests.support.collecting import CERTIFIER, DISTRICT, SCHOOL, STATE, STRANGER, X, Y
from tests.web.test_collect import ASH, TOKEN, XAVIER, YALE, Visit, made, row_of

HEADER = "student_id,birth_date,entry_date"
HERE, WHOLE = f"{XAVIER}/roster", f"{ASH}/roster"
BOTH = (
    f"school_id,{HEADER}\n{X},0001,2021-02-10,2024-09-03\n{Y},0002,2021-02-11,2024-09-04\n"
).encode()


@pytest.fixture
def database() -> str:
    """The screens are the same on both."""
    return "sqlite"


@pytest.fixture
def visit(store: Store, tmp_path: Path) -> Visit:
    return made(store, tmp_path)


def look(
    visit: Visit, content: bytes, who: Person = SCHOOL, at: str = HERE, name: str = "roster.csv"
) -> TestResponse:
    visit.door.who = who
    fields = {"form_token": TOKEN, "do": "look", "file": (io.BytesIO(content), name)}
    return visit.client.post(at, data=fields, content_type="multipart/form-data")


def plan_in(answer: TestResponse) -> str:
    found = re.search(r'name="plan" value="([^"]*)"', answer.text)
    assert found, answer.text
    return unescape(found[1])


def take(visit: Visit, answer: TestResponse, who: Person = SCHOOL, at: str = HERE) -> TestResponse:
    return visit.post(who, at, do="take", plan=plan_in(answer))


def counts(html: str) -> dict[str, str]:
    return dict(re.findall(r"<div><dt>([^<]*)</dt><dd>([^<]*)</dd></div>", html))


def refusals(html: str) -> list[tuple[str, ...]]:
    rows = re.findall(r"<tr>(?=<th scope=\"row\")(.*?)</tr>", html, re.S)
    return [tuple(re.findall(r">([^<]*)</t[hd]>", row)) for row in rows]


# ---- the file, what it would do, the yes


def test_a_file_is_looked_at_confirmed_and_reported(visit: Visit) -> None:
    visit.fill(X, first=1)
    visit.fill(X, first=8)
    content = f"{HEADER}\n0001,2021-02-10,2024-09-09\n0002,2021-03-11,9/4/2024\n".encode()
    answer = look(visit, content)
    assert answer.status_code == 200
    assert counts(answer.text) == {
        "Added": "1", "Changed": "1", "Unchanged": "0", "Not in the file": "1",
    }  # fmt: skip
    assert "stays on it" in answer.text
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))
    assert "0001 Changed Entry date from 2024-09-03 to 2024-09-09" in plain
    assert "0002 Added Birth date 2021-03-11; Entry date 2024-09-04" in plain
    assert len(visit.desk.see_school().students) == 2
    done = take(visit, answer)
    assert done.status_code == 200
    assert "1 student added, 1 changed, 0 as the file says already" in done.text
    students = {one.record.student_id: one.record for one in visit.desk.see_school().students}
    assert students["0001"].entry_date == "2024-09-09"
    assert students["0002"].entry_date == "2024-09-04"
    assert students["0008"].entry_a == "3"


def test_I6_a_yes_said_twice_changes_nothing_more(visit: Visit) -> None:
    answer = look(visit, TWO)
    take(visit, answer)
    before = len(visit.desk.trail())
    again = take(visit, answer)
    assert (again.status_code, "Nothing changed" in again.text) == (200, True)
    same = look(visit, TWO)
    assert "There is nothing to change." in same.text
    assert 'name="plan"' not in same.text
    assert len(visit.desk.trail()) == before


def test_a_workbook_is_taken(visit: Visit) -> None:
    content = book(tuple(HEADER.split(",")), ("0001", "2021-02-10", "2024-09-03"))
    take(visit, look(visit, content, name="roster.xlsx"))
    assert row_of(visit).record.student_id == "0001"


def test_a_district_uploads_for_its_schools(visit: Visit) -> None:
    answer = look(visit, BOTH, DISTRICT, WHOLE)
    assert "Ash Yale" in answer.text
    take(visit, answer, DISTRICT, WHOLE)
    assert [len(visit.desk.see_school(one).students) for one in (X, Y)] == [1, 1]


def test_an_old_plan_says_so_and_takes_nothing(visit: Visit) -> None:
    visit.fill(X)
    one = row_of(visit)
    answer = look(visit, f"{HEADER}\n0001,2021-02-10,2024-09-09\n0002,,\n".encode())
    visit.desk.do(
        save_student, DISTRICT, visit.desk.school(), one.id, {"entry_a": "6"}, version=one.version
    )
    before = len(visit.desk.trail())
    old = take(visit, answer)
    assert old.status_code == 409
    assert "has changed since the file was looked at" in old.text
    assert 'type="file"' in old.text
    assert len(visit.desk.trail()) == before
    assert [row.record.entry_a for row in visit.desk.see_school().students] == ["6"]


# ---- what is refused


def test_refusals_stand_with_line_column_and_rule(visit: Visit) -> None:
    answer = look(visit, f"{HEADER}\n12,2021-02-10,2024-09-03\n0002,x,2024-09-03\n".encode())
    assert answer.status_code == 400
    assert refusals(answer.text) == [
        ("2", "student_id", "E01: a state student id has four digits"),
        ("3", "birth_date", "A date is written YYYY-MM-DD or M/D/YYYY"),
    ]
    assert "Nothing of <q>roster.csv</q> was taken" in answer.text
    assert 'type="file"' in answer.text
    assert 'name="plan"' not in answer.text
    assert visit.desk.see_school().students == ()


def test_the_first_refusals_are_shown_and_the_rest_counted(visit: Visit) -> None:
    lines = "\n".join(f"x{number},2021-02-10,2024-09-03" for number in range(roster.SHOWN + 7))
    html = look(visit, f"{HEADER}\n{lines}\n".encode()).text
    assert len(refusals(html)) == roster.SHOWN
    assert f"first {roster.SHOWN}; 7 more are not shown" in html
    assert f"{roster.SHOWN + 7} things have to be put right" in html


def test_the_first_changes_are_shown_and_the_rest_counted(visit: Visit) -> None:
    lines = "\n".join(f"{number:04},2021-02-10,2024-09-03" for number in range(roster.SHOWN + 3))
    answer = look(visit, f"{HEADER}\n{lines}\n".encode())
    assert f"first {roster.SHOWN}; 3 more are not shown" in answer.text
    take(visit, answer)
    assert len(visit.desk.see_school().students) == roster.SHOWN + 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (gzip.compress(TWO), "The file is compressed"),
        (b"PK\x03\x04 no workbook", "The file is no workbook"),
        (TWO.decode().encode("utf-16"), "The file is UTF-16"),
        (b"student_id\n0001\n", "The column is missing"),
        (TWO.replace(b"0001", b"00\x0001"), "A NUL byte"),
    ],
    ids=["nothing", "gzip", "half a workbook", "UTF-16", "no birth dates", "NUL"],
)
def test_S7_B1_a_file_that_cannot_be_read(visit: Visit, content: bytes, said: str) -> None:
    answer = look(visit, content)
    assert answer.status_code == 400
    assert said in answer.text
    assert visit.desk.see_school().students == ()


def test_S7_more_than_ten_megabytes_are_refused_in_words(visit: Visit) -> None:
    visit.door.who = SCHOOL
    kind = "multipart/form-data; boundary=x"
    answer = visit.client.post(HERE, data=b"x" * 10_000_001, content_type=kind)
    assert answer.status_code == 413
    assert "A file may have 10 MB" in answer.text


def test_no_file_is_said_beside_the_field(visit: Visit) -> None:
    for answer in (visit.post(SCHOOL, HERE, do="look"), look(visit, b"", name="")):
        assert answer.status_code == 400
        assert '<a href="#file">Choose a file.</a>' in answer.text
        assert 'aria-describedby="file-hint file-error" aria-invalid="true"' in answer.text


@pytest.mark.parametrize(
    "plan",
    [
        "",
        "%",
        "é",
        base64.b64encode(b"no zlib").decode(),
        base64.b64encode(zlib.compress(b"{}")).decode(),
        base64.b64encode(zlib.compress(b"\xff")).decode(),
    ],
    ids=range(6),
)
def test_what_is_no_plan_is_refused(visit: Visit, plan: str) -> None:
    answer = visit.post(SCHOOL, HERE, do="take", plan=plan)
    assert answer.status_code == 409
    assert "This is no plan of a roster" in answer.text
    assert visit.post(SCHOOL, HERE, do="nonsense").status_code == 400


def test_S7_a_plan_that_unpacks_to_too_much_is_refused(visit: Visit) -> None:
    plan = zlib.decompress(base64.b64decode(plan_in(look(visit, TWO))))
    bomb = base64.b64encode(zlib.compress(plan + b" " * (65 * 2**20))).decode()
    answer = visit.post(SCHOOL, HERE, do="take", plan=bomb)
    assert (answer.status_code, visit.desk.see_school().students) == (409, ())


def test_S1_a_plan_of_another_roster_is_refused(visit: Visit) -> None:
    theirs = plan_in(look(visit, TWO, DISTRICT, f"{YALE}/roster"))
    answer = visit.post(SCHOOL, HERE, do="take", plan=theirs)
    assert (answer.status_code, visit.desk.see_school(Y).students) == (409, ())
    assert "of another roster" in answer.text


def test_a_plan_too_long_for_a_form_is_said(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LARGEST", 100)
    answer = look(visit, TWO)
    assert (answer.status_code, "Split it" in answer.text) == (409, True)


def test_a_school_that_has_submitted_takes_no_file(visit: Visit) -> None:
    planned = look(visit, f"{HEADER}\n0002,2021-02-10,2024-09-03\n".encode())
    visit.fill(X)
    visit.submit(X)
    assert take(visit, planned).status_code == 409
    page = visit.text(SCHOOL, HERE)
    assert "Reopen it to change its students" in page
    assert 'type="file"' not in page
    whole = look(visit, BOTH.replace(b"0001", b"0007"), DISTRICT, WHOLE)
    assert "Ash Xavier has submitted. Reopen it first" in whole.text
    assert 'name="plan"' not in whole.text


def test_a_certified_district_takes_no_file(visit: Visit) -> None:
    planned = look(visit, TWO)
    visit.desk.do(certify_no_data, CERTIFIER, visit.desk.district())
    for answer in (take(visit, planned), look(visit, TWO)):
        assert answer.status_code == 409
        assert "is certified" in answer.text
    for who, at in ((SCHOOL, HERE), (DISTRICT, WHOLE)):
        assert 'type="file"' not in visit.text(who, at)


@pytest.mark.parametrize("token", ["", "of another session"])
def test_a_file_without_the_sessions_token_is_refused(visit: Visit, token: str) -> None:
    visit.door.who = SCHOOL
    fields = {"form_token": token, "do": "look", "file": (io.BytesIO(TWO), "a.csv")}
    assert visit.client.post(HERE, data=fields).status_code == 403
    planned = plan_in(look(visit, TWO))
    assert visit.post(SCHOOL, HERE, do="take", plan=planned, form_token=token).status_code == 403
    assert visit.desk.see_school().students == ()


def test_S1_a_school_uploads_for_itself_only(visit: Visit) -> None:
    assert visit.get(SCHOOL, WHOLE).status_code == 403
    assert visit.get(SCHOOL, f"{YALE}/roster").status_code == 403
    assert look(visit, BOTH, SCHOOL, WHOLE).status_code == 403
    for who in (STATE, STRANGER):
        assert look(visit, TWO, who).status_code == 403
        assert visit.get(who, f"{HERE}/students.csv").status_code == 403


# ---- files to start from


def table(answer: TestResponse) -> list[list[str]]:
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_template_is_taken_as_it_comes(visit: Visit) -> None:
    answer = visit.get(SCHOOL, f"{HERE}/template.csv")
    (header,) = table(answer)
    assert header[:3] == ["student_id", "birth_date", "entry_date"]
    assert answer.headers["Content-Disposition"].endswith('"template-2026-001001-1010.csv"')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "The file is empty" not in look(visit, answer.data).text
    workbook = visit.get(DISTRICT, f"{WHOLE}/template.xlsx").data
    assert "There is nothing to change." in look(visit, workbook, DISTRICT, WHOLE).text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_present_roster_comes_back_unchanged(visit: Visit, ending: str) -> None:
    visit.fill(X, 2, **c.LEFT)
    visit.fill(Y, first=3)
    for who, at, rows in ((SCHOOL, HERE, "2"), (DISTRICT, WHOLE, "3")):
        content = visit.get(who, f"{at}/students.{ending}").data
        answer = look(visit, content, who, at)
        assert counts(answer.text) == {
            "Added": "0", "Changed": "0", "Unchanged": rows, "Not in the file": "0",
        }  # fmt: skip


def test_S1_the_present_roster_is_ones_own(visit: Visit) -> None:
    visit.fill(X)
    visit.fill(Y, first=2)
    assert [row[0] for row in table(visit.get(SCHOOL, f"{HERE}/students.csv"))[1:]] == ["0001"]
    both = table(visit.get(DISTRICT, f"{WHOLE}/students.csv"))
    assert [row[:2] for row in both[1:]] == [[X, "0001"], [Y, "0002"]]


@pytest.mark.parametrize("start", "=+-@")
def test_S6_nothing_in_a_downloaded_roster_is_run(visit: Visit, start: str) -> None:
    text = f"{start}1+1"
    visit.desk.do(add_student, DISTRICT, visit.desk.school(), {"student_id": text, "entry_a": text})
    row = table(visit.get(SCHOOL, f"{HERE}/students.csv"))[1]
    assert row[0] == f"'{text}"
    assert f"'{text}" in row[1:]
    book = load_workbook(io.BytesIO(visit.get(SCHOOL, f"{HERE}/students.xlsx").data))
    cells = [cell for cell in book.worksheets[0][2] if cell.value is not None]
    assert {(cell.value, cell.data_type) for cell in cells} == {(text, "s")}


# ---- the way there


def test_the_screens_lead_to_the_rosters_page(visit: Visit) -> None:
    assert f'href="{HERE}"' in visit.text(SCHOOL, XAVIER)
    assert f'href="{WHOLE}"' in visit.text(DISTRICT, ASH)
    assert f'href="{WHOLE}"' not in visit.text(SCHOOL, ASH)
    assert f'href="{WHOLE}"' not in visit.text(STATE, ASH)
    assert f'href="{HERE}"' not in visit.text(STATE, XAVIER)
    visit.fill(X)
    version = visit.desk.see_school().line.version
    visit.desk.do(submit, DISTRICT, visit.desk.school(), version=version)
    assert f'href="{HERE}"' not in visit.text(SCHOOL, XAVIER)
