"""The screens of the collection, along the guide (3.6), and who is let in."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.accounts import Person
from dashboard.accounts.sessions import ABSOLUTE, IDLE, Signed
from dashboard.collection.workflow import add_student, certify, save_student, submit
from dashboard.settings import Settings
from dashboard.store import Store
from dashboard.views import Shelf
from dashboard.web import create_server, fixed_headers, install_headers
from dashboard.web.collect import collect
from dashboard.web.signed import install_signed
from tests.support import collecting as c
from tests.support.collecting import (
    ADMIN,
    CERTIFIER,
    DISTRICT,
    LEA,
    OTHER,
    SCHOOL,
    STATE,
    STRANGER,
    VIEWER,
    Desk,
    X,
    Y,
    Z,
)

ASSETS = Path(__file__).resolve().parents[2] / "assets"
TOP = f"/collect/7/{c.YEAR}"
ASH = f"{TOP}/{LEA}"
XAVIER, YALE = f"{ASH}/{X}", f"{ASH}/{Y}"
FULL = {**c.GOOD, "student_id": "0001"}


TOKEN = "token-of-the-form"


@dataclass
class Door:
    """Who is signed in, without any signing in: the session that a cookie would have named."""

    who: Person | None = None

    def open(self) -> None:
        g.signed = self.who and Signed(
            person=self.who, token_hash="", form_token=TOKEN,
            expires=c.NOW + IDLE, ends=c.NOW + ABSOLUTE,
            second_factor=True, awaits_code=False, has_code=True, has_password=True,
        )  # fmt: skip


@dataclass
class Visit:
    """A browser at the site, and the desk behind it."""

    client: FlaskClient
    door: Door
    desk: Desk

    def get(self, who: Person | None, address: str) -> TestResponse:
        self.door.who = who
        return self.client.get(address)

    def post(self, who: Person | None, address: str, **fields: str) -> TestResponse:
        self.door.who = who
        return self.client.post(address, data={"form_token": TOKEN, **fields})

    def text(self, who: Person | None, address: str) -> str:
        answer = self.get(who, address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def form(self, who: Person | None, address: str = XAVIER) -> dict[str, str]:
        """The fields of the school's form as a browser would send them."""
        return fields_of(self.text(who, address))

    def fill(self, school_id: str, count: int = 1, *, first: int = 1, **fields: str) -> None:
        for number in range(first, first + count):
            values = {**c.GOOD, "student_id": f"{number:04}", **fields}
            self.desk.do(add_student, DISTRICT, self.desk.school(school_id), values)

    def submit(self, school_id: str) -> None:
        version = self.desk.see_school(school_id).line.version
        self.desk.do(submit, DISTRICT, self.desk.school(school_id), version=version)


def fields_of(html: str) -> dict[str, str]:
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, inside in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


@pytest.fixture
def database() -> str:
    """The screens are the same on both."""
    return "sqlite"


def made(store: Store, folder: Path) -> Visit:
    """The screens over a store, with an open collection and no release."""
    desk, door = Desk(store).opened(), Door()
    shelf, settings = Shelf(folder / "none"), Settings(releases=folder / "none")
    server = create_server(settings, shelf=shelf, pages=(), assets=ASSETS)
    server.before_request(door.open)
    install_signed(server, store=store, secret="a secret for tests")
    server.extensions["dashboard.signed"].clock = lambda: desk.now
    server.register_blueprint(collect(rules=desk.rules, shelf=shelf))
    install_headers(server, fixed=fixed_headers(()))
    return Visit(server.test_client(), door, desk)


@pytest.fixture
def visit(store: Store, tmp_path: Path) -> Visit:
    return made(store, tmp_path)


def row_of(visit: Visit, school_id: str = X) -> Any:
    return visit.desk.see_school(school_id).students[0]


# ---- the guide


def test_T_WF_by_the_screens(visit: Visit) -> None:
    visit.fill(Y, 12, first=2)
    visit.submit(Y)
    visit.desk.do(add_student, DISTRICT, visit.desk.school(X), {"student_id": "0001"})

    plan = visit.text(CERTIFIER, "/collect")
    assert "Special Education State Performance Plan" in plan
    assert "Indicator 7 - Early Childhood Outcomes Summary" in plan
    assert f'href="{TOP}"' in plan
    choice = visit.text(CERTIFIER, TOP)
    assert f'<option value="{LEA}" selected>Ash</option>' in choice
    assert ">Next</button>" in choice
    chosen = visit.get(CERTIFIER, f"{TOP}?lea={LEA}")
    assert (chosen.status_code, chosen.location) == (303, ASH)

    schools = visit.text(CERTIFIER, ASH)
    heads = re.sub(r"<[^>]+>", "", schools[schools.index("<thead>") : schools.index("</thead>")])
    for head in ("# of Entry Ratings", "# of Exit Ratings", "# of Errors", "Total Students",
                 "Status", "Last Updated"):  # fmt: skip
        assert head in heads
    assert re.search(r'value="certify" disabled aria-describedby="blocked"', schools)
    assert "Ash Xavier (not submitted, 1 student)" in schools
    refused = visit.post(CERTIFIER, ASH, do="certify")
    assert refused.status_code == 409
    assert "Ash cannot be certified yet: Ash Xavier" in refused.text

    fields = visit.form(CERTIFIER)
    row = row_of(visit).id
    fields |= {f"{row}.{name}": text for name, text in c.GOOD.items()}
    submitted = visit.post(CERTIFIER, XAVIER, **fields, do="submit")
    assert (submitted.status_code, submitted.location) == (303, f"{XAVIER}?said=submitted")
    assert 'role="status">Submitted.' in visit.text(CERTIFIER, submitted.location)

    assert "disabled" not in visit.text(CERTIFIER, ASH)
    done = visit.post(CERTIFIER, ASH, do="certify")
    assert done.status_code == 303
    assert 'role="status">Certified.' in visit.text(CERTIFIER, done.location)

    late = visit.post(CERTIFIER, XAVIER, **{**fields, f"{row}.entry_a": "1"}, do="save")
    assert late.status_code == 409
    assert "Ash is certified and cannot be changed" in late.text
    assert "Entry A: <q>1</q>" in late.text
    for who in (SCHOOL, DISTRICT, CERTIFIER, VIEWER):
        assert visit.post(who, ASH, do="decertify", reason="wrong").status_code == 403
    assert visit.post(STATE, ASH, do="decertify", reason=" ").status_code == 400
    assert visit.desk.see().certified
    assert visit.post(STATE, ASH, do="decertify", reason="A rating").status_code == 303
    assert {line.status for line in visit.desk.see().schools} == {"SUBMITTED"}


@pytest.mark.parametrize("address", ["", f"/{X}"])
def test_the_links_back_are_on_top(visit: Visit, address: str) -> None:
    html = visit.text(DISTRICT, ASH + address)
    top = html[: html.index("<h1>")]
    assert "Return to Select School/District</a>" in top
    assert "Return to Special Education State Performance Plan</a>" in top


def test_status_sorts_by_its_head(visit: Visit) -> None:
    visit.fill(X)
    visit.submit(X)
    assert 'aria-sort="none"><a href="' in visit.text(DISTRICT, ASH)
    up, down = (
        visit.text(DISTRICT, f"{ASH}?sort=status"),
        visit.text(DISTRICT, f"{ASH}?sort=-status"),
    )
    assert 'aria-sort="ascending"' in up
    assert 'aria-sort="descending"' in down
    assert up.index("Ash Yale</a>") < up.index("Ash Xavier</a>")
    assert down.index("Ash Xavier</a>") < down.index("Ash Yale</a>")


def test_no_data_is_certified_where_nobody_is(visit: Visit) -> None:
    assert 'value="certify_no_data"' in visit.text(CERTIFIER, ASH)
    assert visit.post(CERTIFIER, ASH, do="certify_no_data").status_code == 303
    assert visit.desk.see().certified


def test_the_state_sees_all_districts(visit: Visit) -> None:
    visit.fill(X)
    visit.submit(X)
    visit.desk.do(certify, CERTIFIER, visit.desk.district())
    for who in (STATE, VIEWER):
        html = visit.text(who, TOP)
        assert "1 of 2 districts certified" in html
        assert "29 days left</strong>, until" in html
    assert "districts certified" not in visit.text(DISTRICT, TOP)


def test_the_certificate_says_what_who_and_when(visit: Visit) -> None:
    visit.fill(X)
    visit.submit(X)
    given = visit.desk.do(certify, CERTIFIER, visit.desk.district())
    html = visit.text(DISTRICT, f"/collect/certificate/{given}")
    for part in ("Ash (001001)", CERTIFIER.name, "2026-06-01 12:30", "Ash Xavier"):
        assert part in html
    assert re.search(r'class="hash">[0-9a-f]{64}<', html)
    visit.post(STATE, ASH, do="decertify", reason="A rating was wrong")
    assert "A rating was wrong" in visit.text(DISTRICT, f"/collect/certificate/{given}")


# ---- a school's form


def test_a_save_keeps_what_was_typed_and_says_so(visit: Visit) -> None:
    fields = visit.form(SCHOOL)
    fields |= {"new.student_id": "0007", "new.entry_date": "9/3/2024", "new.entry_a": "9"}
    answer = visit.post(SCHOOL, XAVIER, **fields, do="save")
    assert (answer.status_code, answer.location) == (303, f"{XAVIER}?said=saved")
    html = visit.text(SCHOOL, answer.location)
    assert 'role="status">Saved.' in html
    row = row_of(visit).id
    assert visit.form(SCHOOL)[f"{row}.entry_date"] == "2024-09-03"
    assert f'<a href="#{row}.entry_a">Student 0007</a>: <span class="code">E07</span>' in html
    assert re.search(
        rf'id="{row}\.entry_a"[^>]*aria-label="Entry A, student 0007"[^>]*aria-invalid', html
    )


def test_every_field_has_a_label_and_every_link_a_target(visit: Visit) -> None:
    visit.fill(X, 2, entry_a="", exit_a="7")
    html = visit.text(SCHOOL, XAVIER)
    ids = set(re.findall(r' id="([^"]*)"', html))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= ids
    assert set(" ".join(re.findall(r'aria-describedby="([^"]*)"', html)).split()) <= ids
    for tag in re.findall(r"<(?:input|select)[^>]*>", html):
        assert 'type="hidden"' in tag or "aria-label=" in tag, tag
    assert not re.findall(r"<script(?![^>]* src=)", html)
    assert " style=" not in html


def test_each_errors_words_stand_beside_its_field(visit: Visit) -> None:
    visit.fill(X, entry_a="9", exit_a="7", birth_date="2031-01-01")
    html = visit.text(SCHOOL, XAVIER)
    row, beside = row_of(visit), {}
    for line in visit.desk.see_school().students:
        for finding in line.findings:
            for name in finding.fields:
                beside.setdefault(name, []).append(f"{finding.code} {finding.message}")
    assert {"entry_a", "birth_date"} <= set(beside)
    for name, told in beside.items():
        field = re.search(rf'<(?:input|select) id="{row.id}\.{name}"[^>]*>', html)
        assert field
        (where,) = re.findall(r'aria-describedby="([^"]*)"', field[0])
        said = re.search(rf'<span class="beside" id="{re.escape(where)}">(.*?)\n', html)
        assert said
        heard = re.sub(r'<span class="code" aria-hidden="true">.*?</span>', "", said[1])
        assert " ".join(unescape(re.sub(r"<[^>]+>", "", heard)).split()) == " ".join(told)


def test_why_a_text_is_not_kept_stands_beside_its_field(visit: Visit) -> None:
    visit.fill(X)
    row = row_of(visit).id
    fields = visit.form(SCHOOL) | {f"{row}.birth_date": "2" * 300, "new.entry_date": "3" * 300}
    html = visit.post(SCHOOL, XAVIER, **fields, do="save").text
    for name in (f"{row}.birth_date", "new.entry_date"):
        assert re.search(rf'id="{re.escape(name)}"[^>]*aria-describedby="{name}.said"', html)
        assert f'id="{name}.said"><strong>Not saved: is longer than 200' in html


def test_warnings_stand_apart(visit: Visit) -> None:
    visit.fill(X, entry_a="1", entry_b="1", entry_c="1")
    html = visit.text(SCHOOL, XAVIER)
    assert "1 warning</h2>" in html
    assert 'class="errors"' not in html


def test_I2_a_stale_save_shows_both_and_keeps_what_was_typed(visit: Visit) -> None:
    visit.fill(X, 2)
    one, two = visit.desk.see_school().students
    fields = visit.form(SCHOOL)
    visit.desk.do(
        save_student, DISTRICT, visit.desk.school(), one.id, {"entry_a": "6", "entry_b": "7"},
        version=one.version,
    )  # fmt: skip
    mine = {**fields, f"{one.id}.entry_a": "2", f"{two.id}.entry_a": "1"}
    answer = visit.post(SCHOOL, XAVIER, **mine, do="save")
    assert answer.status_code == 409
    assert "was changed by somebody else" in answer.text
    assert "Saved by somebody else: 6" in answer.text
    now = fields_of(answer.text)
    assert (now[f"{one.id}.entry_a"], now[f"{one.id}.entry_b"]) == ("2", "7")
    texts = [row.record.entry_a for row in visit.desk.see_school().students]
    assert texts == ["6", "1"]  # the other student is saved all the same
    assert visit.post(SCHOOL, XAVIER, **now, do="save").status_code == 303
    record = row_of(visit).record
    assert (record.entry_a, record.entry_b) == ("2", "7")


def test_a_button_pressed_twice_is_no_conflict(visit: Visit) -> None:
    visit.fill(X)
    row = row_of(visit).id
    fields = visit.form(SCHOOL) | {f"{row}.entry_date": "9/4/2024"}
    for _ in range(2):
        assert visit.post(SCHOOL, XAVIER, **fields, do="save").status_code == 303
    assert row_of(visit).record.entry_date == "2024-09-04"


def test_a_row_in_which_nothing_was_typed_puts_nothing_back(visit: Visit) -> None:
    visit.fill(X, 2)
    one, two = visit.desk.see_school().students
    fields = visit.form(SCHOOL)
    visit.desk.do(
        save_student, DISTRICT, visit.desk.school(), one.id, {"entry_a": "6"}, version=one.version
    )
    answer = visit.post(SCHOOL, XAVIER, **{**fields, f"{two.id}.entry_a": "1"}, do="save")
    assert answer.status_code == 303
    assert [row.record.entry_a for row in visit.desk.see_school().students] == ["6", "1"]


def test_what_was_typed_for_a_student_who_is_gone_is_shown(visit: Visit) -> None:
    visit.fill(X)
    fields, row = visit.form(SCHOOL), row_of(visit)
    address = f"{XAVIER}/{row.id}/remove"
    asked = visit.text(DISTRICT, address)
    assert "2021-02-10" in asked
    removed = visit.post(DISTRICT, address, version=str(row.version))
    assert (removed.status_code, removed.location) == (303, f"{XAVIER}?said=removed")
    answer = visit.post(SCHOOL, XAVIER, **{**fields, f"{row.id}.entry_a": "2"}, do="save")
    assert answer.status_code == 409
    assert "Student 0001; Entry A: <q>2</q>" in answer.text


def test_a_code_that_is_none_is_refused_and_the_rest_stays_typed(visit: Visit) -> None:
    visit.fill(X)
    row = row_of(visit).id
    fields = visit.form(SCHOOL) | {f"{row}.exit_reason": "NOPE", f"{row}.entry_a": "6"}
    answer = visit.post(SCHOOL, XAVIER, **fields, do="save")
    assert answer.status_code == 400
    assert fields_of(answer.text)[f"{row}.entry_a"] == "6"
    assert row_of(visit).record.entry_a == "3"


def test_submit_names_the_students_in_the_way_and_keeps_what_was_typed(visit: Visit) -> None:
    visit.fill(X, entry_a="9")
    row = row_of(visit).id
    fields = visit.form(SCHOOL) | {f"{row}.entry_b": "6"}
    answer = visit.post(SCHOOL, XAVIER, **fields, do="submit")
    assert answer.status_code == 409
    assert f'<a href="#{row}.student_id">student 0001</a>: 1 error: E07' in answer.text
    assert row_of(visit).record.entry_b == "6"


def test_submit_is_refused_when_the_school_was_changed_meanwhile(visit: Visit) -> None:
    visit.fill(X)
    fields = visit.form(SCHOOL)
    visit.desk.now = visit.desk.now.replace(hour=13)
    visit.fill(X, first=5)
    answer = visit.post(SCHOOL, XAVIER, **fields, do="submit")
    assert answer.status_code == 409
    assert visit.desk.see_school().line.status == "IN_PROGRESS"


def test_a_submitted_school_is_read_and_can_be_reopened(visit: Visit) -> None:
    visit.fill(X)
    visit.submit(X)
    html = visit.text(SCHOOL, XAVIER)
    assert "2024-09-03" in html
    fields = fields_of(html)
    assert set(fields) == {"form_token", "school.version"}
    answer = visit.post(SCHOOL, XAVIER, **fields, do="reopen")
    assert answer.location == f"{XAVIER}?said=reopened"
    assert visit.desk.see_school().line.status == "IN_PROGRESS"


def test_every_form_carries_the_token(visit: Visit) -> None:
    visit.fill(X)
    row = row_of(visit).id
    for who, address in (
        (CERTIFIER, ASH), (SCHOOL, XAVIER), (SCHOOL, f"{XAVIER}/{row}/remove"),
    ):  # fmt: skip
        html = visit.text(who, address)
        forms = re.findall(r'<form method="post".*?</form>', html, re.S)
        assert forms
        assert all(f'name="form_token" value="{TOKEN}"' in form for form in forms)


@pytest.mark.parametrize("token", ["", "of another session"])
def test_a_form_without_the_sessions_token_changes_nothing(visit: Visit, token: str) -> None:
    visit.fill(X)
    row, before = row_of(visit).id, len(visit.desk.trail())
    for who, address, do in (
        (CERTIFIER, ASH, "certify"), (SCHOOL, XAVIER, "save"), (SCHOOL, XAVIER, "submit"),
        (SCHOOL, f"{XAVIER}/{row}/remove", "remove"),
    ):  # fmt: skip
        fields = {**(visit.form(who) if address == XAVIER else {}), "form_token": token, "do": do}
        assert visit.post(who, address, **fields).status_code == 403, address
    assert len(visit.desk.trail()) == before


def test_who_is_signed_in_can_sign_out_from_every_screen(visit: Visit) -> None:
    visit.fill(X)
    for address in ("/collect", TOP, ASH, XAVIER):
        assert 'action="/signout"' in visit.text(CERTIFIER, address)
    assert 'action="/signout"' in visit.get(CERTIFIER, f"{TOP}/{OTHER}").text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "nonsense"},
        {"do": "remove-x"},
        {"do": "submit"},
        {"do": "save", "1.entry_a": "2"},
        {"do": "save", "1.version": "1", "1.was": "[]", "1.entry_a": "2"},
        {"do": "save", "1.version": "1", "1.was": "[" * 5000, "1.entry_a": "2"},
        {"do": "save", "9999999999.version": "1", "9999999999.was": "{}"},
        {"do": "reopen", "school.version": "-1"},
    ],
)  # fmt: skip
def test_what_no_form_sends_is_refused(visit: Visit, fields: dict[str, str]) -> None:
    before = len(visit.desk.trail())
    assert visit.post(SCHOOL, XAVIER, **fields).status_code in (400, 409)
    assert len(visit.desk.trail()) == before


# ---- who is let in

BIRCH = f"{TOP}/{OTHER}"
SECRET = ("Birch", "Zeno", "4242")


def addresses(visit: Visit, row: int, certificate_id: int) -> list[tuple[str, str, dict[str, str]]]:
    """Every route of the blueprint as it concerns Birch: method, address, fields."""
    school = f"{BIRCH}/{Z}"
    was = json.dumps({"entry_a": "3"})
    typed = {f"{row}.version": "1", f"{row}.was": was, f"{row}.entry_a": "1"}
    files = [
        ("GET", f"{place}/roster/{kind}.{ending}", {})
        for place in (BIRCH, school)
        for kind in ("template", "students")
        for ending in ("csv", "xlsx")
    ]
    found = [
        *files,
        *(("GET", f"{place}/roster", {}) for place in (BIRCH, school)),
        *(
            ("POST", f"{place}/roster", {"do": do, "plan": ""})
            for place in (BIRCH, school)
            for do in ("look", "take")
        ),
        ("GET", f"{TOP}/window", {}),
        ("POST", f"{TOP}/window", {"do": "extend", "lea": OTHER, "until": "2026-07-10"}),
        ("GET", f"{TOP}/reminders.csv", {}),
        ("GET", BIRCH, {}),
        ("GET", school, {}),
        ("GET", f"{school}/{row}/remove", {}),
        ("GET", f"{XAVIER}/{row}/remove", {}),
        ("GET", f"/collect/certificate/{certificate_id}", {}),
        ("POST", f"{school}/{row}/remove", {"version": "1"}),
        ("POST", f"{XAVIER}/{row}/remove", {"version": "1"}),
        ("POST", XAVIER, {"do": "save", **typed}),
        *(
            ("POST", BIRCH, {"do": do, "reason": "so"})
            for do in ("certify", "certify_no_data", "decertify")
        ),
        *(
            ("POST", school, {"do": do, "school.version": "1", **typed})
            for do in ("save", "submit", "reopen", f"remove-{row}")
        ),
    ]
    rules = [
        rule
        for rule in visit.client.application.url_map.iter_rules()
        if rule.endpoint.startswith("collect.")
    ]
    adapter = visit.client.application.url_map.bind("localhost")
    asked = {adapter.match(path, method=method)[0] for method, path, _ in found}
    assert {rule.endpoint for rule in rules} - asked == {
        "collect.applications",
        "collect.districts",
    }
    return found


@pytest.mark.parametrize("who", [SCHOOL, DISTRICT, CERTIFIER, ADMIN, None], ids=str)
def test_S1_another_district_is_not_seen_and_not_changed(visit: Visit, who: Person | None) -> None:
    birch = visit.desk.school(Z, lea_id=OTHER)
    values = {**c.GOOD, "student_id": "4242"}
    visit.desk.do(add_student, STRANGER, birch, values)
    row = visit.desk.see_school(Z, STRANGER).students[0].id
    version = visit.desk.see_school(Z, STRANGER).line.version
    visit.desk.do(submit, STRANGER, birch, version=version)
    given = visit.desk.do(certify, STRANGER, visit.desk.district(OTHER))
    before = len(visit.desk.trail())
    for method, address, fields in addresses(visit, row, given):
        answer = visit.get(who, address) if method == "GET" else visit.post(who, address, **fields)
        if who is None and method == "GET":
            assert answer.status_code == 303, address
            assert answer.location.startswith("/signin?next=%2Fcollect"), address
        else:
            assert answer.status_code in (403, 404), (method, address, fields)
        assert not [word for word in SECRET if word in answer.text], (method, address)
        assert "no-store" in answer.headers["Cache-Control"]
    for address in ("/collect", TOP, f"{TOP}?lea={OTHER}"):
        answer = visit.get(who, address)
        assert answer.status_code == (303 if who is None else 403 if who is ADMIN else 200)
        assert not [word for word in SECRET if word in answer.text]
    assert len(visit.desk.trail()) == before


@pytest.mark.parametrize("who", [SCHOOL], ids=str)
def test_S1_another_school_of_the_district_is_not_seen(visit: Visit, who: Person) -> None:
    visit.fill(Y)
    assert visit.get(who, YALE).status_code == 403
    assert "Yale" not in visit.text(who, ASH)
    assert visit.post(who, ASH, do="certify").status_code == 403


@pytest.mark.parametrize("who", [VIEWER, STATE], ids=str)
def test_the_state_reads_and_enters_nothing(visit: Visit, who: Person) -> None:
    visit.fill(X)
    html = visit.text(who, XAVIER)
    assert "<form" not in html[html.index("<main") :]
    answer = visit.post(who, XAVIER, **{"do": "save", "new.student_id": "0009"})
    assert answer.status_code == 403
    assert visit.get(who, f"{XAVIER}/{row_of(visit).id}/remove").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/collect/7/1999",
        f"{TOP}/999999",
        f"{ASH}/9999",
        f"{ASH}/%00",
        f"{TOP}/%00",
        "/collect/certificate/99",
        "/collect/certificate/99999999999",
        "/collect/7/99999",
    ],
)
def test_what_is_not_there_is_said(visit: Visit, address: str) -> None:
    answer = visit.get(STATE, address)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("address", ["/collect", TOP, ASH, XAVIER, f"{TOP}/{OTHER}"])
def test_nobody_keeps_these_pages(visit: Visit, address: str) -> None:
    answer = visit.get(DISTRICT, address)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_school_year_does_not_break_at_its_hyphen(visit: Visit) -> None:
    visit.fill(X)
    visit.submit(X)
    given = visit.desk.do(certify, CERTIFIER, visit.desk.district())
    whole = '<span class="school-year">2025-26</span>'
    for address in ("/collect", TOP, ASH, XAVIER, f"/collect/certificate/{given}"):
        html = visit.text(CERTIFIER, address)
        assert whole in html, address
        assert "2025-26" not in html.replace(whole, ""), address
