"""The days of a collection, extensions and reminders on the state's screens."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from dashboard.accounts import Person, Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.people import create_account, deactivate
from dashboard.collection.workflow import certify_no_data, extend, set_window
from dashboard.store import Store
from tests.support import collecting as c
from tests.support.collecting import (
    ADMIN,
    CERTIFIER,
    DISTRICT,
    LEA,
    OTHER,
    SCHOOL,
    STATE,
    VIEWER,
)
from tests.web.test_collect import TOP, Visit, fields_of, made

HERE = f"{TOP}/window"
UNTIL = date(2026, 7, 10)


@pytest.fixture
def database() -> str:
    """The screens are the same on both."""
    return "sqlite"


@pytest.fixture
def visit(store: Store, tmp_path: Path) -> Visit:
    return made(store, tmp_path)


def days(visit: Visit) -> tuple[str, str]:
    window = visit.desk.see().window
    return window.opens.isoformat(), window.closes.isoformat()


def form(visit: Visit) -> dict[str, str]:
    fields = fields_of(visit.text(STATE, HERE))
    return {name: text for name, text in fields.items() if name.startswith(("opens", "closes"))}


def wrong(answer: TestResponse, field: str) -> str:
    """What is said of a field, in the list and beside it."""
    assert answer.status_code == 400
    (listed,) = re.findall(rf'<a href="#{field}">([^<]*)</a>', answer.text)
    beside = re.search(
        rf'id="{field}-error"><span class="unseen">Error: </span>([^<]*)<', answer.text
    )
    assert beside
    assert beside[1] == listed
    described = re.search(rf'id="{field}"[^>]*aria-describedby="[^"]*{field}-error"', answer.text)
    assert described
    assert 'aria-invalid="true"' in answer.text
    return unescape(listed)


# ---- the days of all


def test_the_days_are_changed_with_a_trace(visit: Visit) -> None:
    fields = form(visit) | {"opens": "2026-03-15", "closes": "7/15/2026"}
    answer = visit.post(STATE, HERE, **fields, do="set")
    assert (answer.status_code, answer.location) == (303, f"{HERE}?said=set")
    assert days(visit) == ("2026-03-15", "2026-07-15")
    entry = visit.desk.trail()[-1]
    assert (entry.action, entry.login) == ("set_window", STATE.login)
    assert entry.old == {"opens": "2026-04-01", "closes": "2026-06-30"}
    html = visit.text(STATE, answer.location)
    assert 'role="status">Saved.' in html
    assert "2026-03-15 to 2026-07-15, before 2026-04-01 to 2026-06-30" in html


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("opens", "", "Enter the first day."),
        ("closes", "soon", "The last day is no date."),
        ("closes", "2026-02-30", "The last day is no date."),
        ("closes", "2026-03-31", "The last day, 2026-03-31, is before the first, 2026-04-01."),
        ("closes", "0206-06-30", "in the year 206. Give the year in full."),
    ],
)
def test_a_wrong_day_is_said_at_its_field(visit: Visit, field: str, typed: str, said: str) -> None:
    before = len(visit.desk.trail())
    answer = visit.post(STATE, HERE, **{**form(visit), field: typed}, do="set")
    assert said in wrong(answer, field)
    assert f'value="{typed}"' in answer.text
    assert days(visit) == ("2026-04-01", "2026-06-30")
    assert len(visit.desk.trail()) == before


def test_I2_days_that_somebody_else_changed_are_not_put_back(visit: Visit) -> None:
    mine = form(visit) | {"closes": "2026-07-31"}
    visit.desk.do(set_window, STATE, visit.desk.collection, opens=date(2026, 4, 2), closes=c.CLOSES)
    answer = visit.post(STATE, HERE, **mine, do="set")
    assert answer.status_code == 409
    assert "was changed by somebody else" in answer.text
    assert days(visit) == ("2026-04-02", "2026-06-30")


# ---- an extension


def test_an_extension_is_given_and_taken_back_with_a_trace(visit: Visit) -> None:
    fields = {"lea": LEA, "until": "2026-07-10", "reason": "Flood in the office"}
    answer = visit.post(STATE, HERE, **fields, do="extend")
    assert answer.location == f"{HERE}?said=extended"
    assert visit.desk.see().window.last_day == UNTIL
    html = visit.text(STATE, HERE)
    assert "Ash, extension to 2026-07-10 (<q>Flood in the office</q>)" in re.sub(r"\s+", " ", html)
    taken = visit.post(STATE, HERE, **fields_of(html), do=f"take-{LEA}")
    assert taken.location == f"{HERE}?said=taken"
    assert visit.desk.see().window.last_day == c.CLOSES
    entries = [(one.action, one.lea_id, one.new, one.reason) for one in visit.desk.trail()[-2:]]
    assert entries == [
        ("extend", LEA, {"extended_to": "2026-07-10"}, "Flood in the office"),
        ("extend", LEA, {"extended_to": None}, None),
    ]
    assert "No district has an extension." in visit.text(STATE, HERE)


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"until": "2026-07-10"}, "lea", "Select a district."),
        ({"lea": LEA}, "until", "Enter the district's last day."),
        ({"lea": LEA, "until": "2026-06-30"}, "until", "is no extension"),
        ({"lea": LEA, "until": "20260-07-01"}, "until", "no date"),
    ],
)
def test_a_wrong_extension_is_said_at_its_field(
    visit: Visit, fields: dict[str, str], field: str, said: str
) -> None:
    before = len(visit.desk.trail())
    answer = visit.post(STATE, HERE, **fields, reason="Flood", do="extend")
    assert said in wrong(answer, field)
    assert 'value="Flood"' in answer.text
    assert len(visit.desk.trail()) == before


def test_I2_an_extension_that_somebody_else_changed_is_not_taken_back(visit: Visit) -> None:
    visit.desk.do(extend, STATE, visit.desk.district(), until=UNTIL)
    fields = fields_of(visit.text(STATE, HERE))
    later = UNTIL.replace(day=20)
    visit.desk.do(extend, STATE, visit.desk.district(), until=later)
    answer = visit.post(STATE, HERE, **fields, do=f"take-{LEA}")
    assert answer.status_code == 409
    assert visit.desk.see().window.last_day == later


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "nonsense"},
        {"do": "set", "opens": "2026-04-01", "closes": "2026-07-01"},
        {"do": f"take-{LEA}"},
        {"do": "take-9"},
        {"do": "extend", "lea": "999999", "until": "2026-07-10"},
        {"do": "extend", "lea": "\0", "until": "2026-07-10"},
    ],
)
def test_what_no_form_sends_is_refused(visit: Visit, fields: dict[str, str]) -> None:
    before = len(visit.desk.trail())
    assert visit.post(STATE, HERE, **fields).status_code in (400, 404)
    assert len(visit.desk.trail()) == before


@pytest.mark.parametrize("who", [SCHOOL, DISTRICT, CERTIFIER, ADMIN, VIEWER], ids=str)
def test_S1_only_the_state_administrator_changes_days(visit: Visit, who: Person) -> None:
    mine, before = form(visit) | {"closes": "2026-07-31"}, len(visit.desk.trail())
    assert visit.get(who, HERE).status_code == 403
    for fields in (
        {**mine, "do": "set"},
        {"do": "extend", "lea": LEA, "until": "2026-07-10"},
        {"do": f"take-{LEA}", f"{LEA}.version": "1"},
    ):
        assert visit.post(who, HERE, **fields).status_code == 403
    assert len(visit.desk.trail()) == before
    if who is not ADMIN:
        assert f'href="{HERE}"' not in visit.text(who, TOP)
    assert f'href="{HERE}"' in visit.text(STATE, TOP)


def test_a_form_without_the_sessions_token_changes_nothing(visit: Visit) -> None:
    mine = form(visit) | {"closes": "2026-07-31"}
    assert visit.post(STATE, HERE, **mine, do="set", form_token="").status_code == 403
    assert days(visit) == ("2026-04-01", "2026-06-30")


# ---- reminders


def account(visit: Visit, login: str, role: Role, lea_id: str = LEA) -> int:
    with visit.desk.store.writing() as session:
        return create_account(
            session, OPERATOR, login=login, name=login, grants=[(role, Place(lea_id))],
            password=None, now=c.NOW,
        ).id  # fmt: skip


@pytest.mark.parametrize("who", [STATE, VIEWER], ids=str)
def test_reminders_say_whom_to_write_to(visit: Visit, who: Person) -> None:
    account(visit, "zoe@ash.example", Role.DISTRICT_CERTIFIER)
    account(visit, "a&b@ash.example", Role.DISTRICT_CERTIFIER)
    account(visit, "entry@ash.example", Role.DISTRICT_ENTRY)
    gone = account(visit, "gone@ash.example", Role.DISTRICT_CERTIFIER)
    with visit.desk.store.writing() as session:
        deactivate(session, OPERATOR, gone, now=c.NOW)
    account(visit, "dora@birch.example", Role.DISTRICT_ADMIN, OTHER)
    html = visit.text(who, TOP)
    assert (
        '<a href="mailto:a%26b@ash.example">a&amp;b@ash.example</a>, <a href="mailto:zoe@' in html
    )
    assert '29 days left</strong>, until <span class="moment">2026-06-30</span>' in html
    assert "dora@birch.example</a> (directory administrator: the district has no certifier)" in html
    assert "a&amp;b@ash.example, dora@birch.example, zoe@ash.example</p>" in html
    assert "gone@" not in html
    assert "entry@" not in html
    answer = visit.get(who, f"{TOP}/reminders.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reminders-2026.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["district"], row["days_left"]) for row in rows] == [("Ash", "29"), ("Birch", "29")]
    assert rows[0]["certifiers"] == "a&b@ash.example; zoe@ash.example"
    assert rows[1]["directory_administrators"] == "dora@birch.example"


def test_who_has_certified_is_not_reminded(visit: Visit) -> None:
    account(visit, "zoe@ash.example", Role.DISTRICT_CERTIFIER)
    visit.desk.do(certify_no_data, CERTIFIER, visit.desk.district())
    html = visit.text(STATE, TOP)
    assert "zoe@ash.example" not in html
    assert "Nobody has access yet" in html
    assert "Ash" not in visit.get(STATE, f"{TOP}/reminders.csv").text


@pytest.mark.parametrize("who", [SCHOOL, DISTRICT, CERTIFIER, ADMIN], ids=str)
def test_S1_addresses_are_for_the_state(visit: Visit, who: Person) -> None:
    account(visit, "zoe@ash.example", Role.DISTRICT_CERTIFIER)
    answer = visit.get(who, f"{TOP}/reminders.csv")
    assert (answer.status_code, "zoe@" in answer.text) == (403, False)
    assert "zoe@" not in visit.get(who, TOP).text


def test_S6_a_districts_name_is_not_run(visit: Visit) -> None:
    account(visit, "=1@ash.example", Role.DISTRICT_CERTIFIER)
    rows = list(csv.DictReader(io.StringIO(visit.get(STATE, f"{TOP}/reminders.csv").text)))
    assert rows[0]["certifiers"] == "'=1@ash.example"
