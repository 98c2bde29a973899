"""/people: a district's directory administrator and the state give and take access."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from dashboard.accounts import Place, Role
from dashboard.store.models import Account, AuditEntry, District, Grant
from tests.support import small_collection
from tests.support.signing import PASSWORD, Gate, hidden, open_gate, sign_in

# What differs between the two databases is tested below the pages.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ASH, BIRCH = Place("001001"), Place("002002")
DIRECTOR = "dora@ash.example"
NEW = {"login": "eve@ash.example", "name": "Eve", "role": "district_entry"}


@pytest.fixture
def gate(releases: Path, store_url: str) -> Iterator[Gate]:
    with open_gate(releases, store_url) as gate:
        small_collection.fill(gate.store)
        yield gate


@pytest.fixture
def director(gate: Gate) -> FlaskClient:
    gate.person((Role.DISTRICT_ADMIN, ASH), login=DIRECTOR, name="Dora Director")
    return gate.signed_in(DIRECTOR)


def add(client: FlaskClient, **data: str) -> TestResponse:
    form = hidden(client.get("/people").text, action="/people/add")
    return client.post("/people/add", data={**form, **NEW, **data})


def kept(gate: Gate) -> tuple[int | None, ...]:
    """How much there is: what is refused changes nothing of it."""
    with gate.store.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table))
            for table in (Account, Grant, AuditEntry)
        )


def test_from_the_first_page_to_the_new_persons_sign_in(gate: Gate, director: FlaskClient) -> None:
    page = director.get("/people")
    assert "<h1>People of Ash</h1>" in page.text
    assert "State administrator" not in page.text
    handed = add(director)
    found = re.search(r'<pre class="key">http://localhost(\S+)</pre>', handed.text)
    assert found is not None
    eve = gate.client()
    asked = eve.get(found[1])
    form = hidden(asked.text, action="/signin/first")
    assert "eve@ash.example" in asked.text
    for data, said in (
        ({"new": PASSWORD, "again": "x"}, '<a href="#again">'),
        ({"new": "x", "again": "x"}, '<a href="#new">'),
    ):
        page = eve.post("/signin/first", data={**form, **data})
        assert (page.status_code, said in page.text) == (400, True)
    both = {**form, "new": PASSWORD, "again": PASSWORD}
    assert eve.post("/signin/first", data=both).headers["Location"] == "/signin?set=yes"
    assert eve.post("/signin/first", data=both).status_code == 404
    assert eve.get(found[1]).status_code == 404
    assert sign_in(eve, "eve@ash.example", PASSWORD).status_code == 303
    assert "District entry, Ash" in eve.get("/account").text
    assert eve.get("/people").status_code == 403
    assert "District entry, Ash" in director.get("/people").text


def test_a_role_is_removed_and_an_account_closed(gate: Gate, director: FlaskClient) -> None:
    gate.person((Role.SCHOOL_ENTRY, Place("001001", "1010")), login="eve@ash.example", name="Eve")
    eve = gate.signed_in("eve@ash.example")
    page = director.get("/people")
    assert "School entry, Ash Primary, Ash" in page.text
    row = page.text[page.text.index("eve@ash.example") :]
    done = director.post("/people/revoke", data=hidden(row, action="/people/revoke"))
    assert done.headers["Location"] == "/people?district=001001&done=revoked"
    assert "The role was removed" in director.get(done.headers["Location"]).text
    assert eve.get("/account").status_code == 303
    add(director)
    row = (page := director.get("/people").text)[page.index("eve@ash.example") :]
    closed = director.post("/people/deactivate", data=hidden(row, action="/people/deactivate"))
    assert closed.status_code == 303
    assert "Deactivated" in director.get("/people").text
    again = add(director)
    assert (again.status_code, "was deactivated" in again.text) == (400, True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"login": ""}, '<a href="#login">Give the person'),
        ({"login": "eve"}, '<a href="#login">The login is an e-mail'),
        ({"name": " "}, '<a href="#login">This person is new here'),
        ({"role": ""}, '<a href="#role">Choose a role'),
        ({"role": "king"}, '<a href="#role">Choose a role'),
        ({"role": "school_entry"}, '<a href="#school">School entry is a role at a school'),
        ({"role": "school_entry", "school": "9"}, '<a href="#school">There is no school 9'),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    gate: Gate, director: FlaskClient, data: dict[str, str], said: str
) -> None:
    before = kept(gate)
    page = add(director, **data)
    assert (page.status_code, said in page.text) == (400, True)
    assert kept(gate) == before
    if "login" not in data:
        assert 'value="eve@ash.example"' in page.text


@pytest.mark.parametrize(
    "data",
    [
        {"district": "002002"},
        {"district": ""},
        {"role": "district_admin"},
        {"role": "state_viewer"},
        {"role": "state_admin", "district": ""},
        {"role": "school_entry", "school": "1010", "district": "002002"},
    ],
)
def test_s1_nothing_outside_the_own_district(
    gate: Gate, director: FlaskClient, data: dict[str, str]
) -> None:
    before = kept(gate)
    answer = add(director, **data)
    assert answer.status_code in (400, 403)
    assert kept(gate) == before


def test_s1_no_foreign_byte_and_no_foreign_change(gate: Gate, director: FlaskClient) -> None:
    bob = gate.person(
        (Role.DISTRICT_ENTRY, another_district(gate)), login="bob@birch.example", name="Bob"
    )
    token = hidden(director.get("/people").text)["form_token"]
    before = kept(gate)
    foreign = {"form_token": token, "account": str(bob), "district": "002002"}
    answers = [
        director.get("/people?district=002002"),
        director.get("/people?district=009009"),
        director.post("/people/link", data=foreign),
        director.post("/people/deactivate", data=foreign),
        director.post("/people/activate", data=foreign),
        director.post("/people/device", data=foreign),
        director.post("/people/deactivate", data={**foreign, "account": "4711"}),
        director.post(
            "/people/revoke",
            data={**foreign, "role": "district_entry", "lea": "002002"},
        ),
    ]
    assert [answer.status_code for answer in answers] == [403] * len(answers)
    assert not any("bob" in answer.text.lower() for answer in answers)
    assert kept(gate) == before


def another_district(gate: Gate) -> Place:
    """Another district in the collection."""
    with gate.store.writing() as session:
        session.add(District(collection_id=1, lea_id="002002", name="Birch"))
    return BIRCH


@pytest.mark.parametrize("path", ["add", "revoke", "deactivate", "activate", "link", "device"])
def test_a_form_without_its_token_or_person_changes_nothing(
    gate: Gate, director: FlaskClient, path: str
) -> None:
    before = kept(gate)
    data = {**NEW, "district": "001001", "account": "1"}
    assert director.post(f"/people/{path}", data=data).status_code == 403
    assert gate.client().post(f"/people/{path}", data=data).status_code == 403
    assert kept(gate) == before


@pytest.mark.parametrize("number", ["", "x", "-1", "²", "9" * 40])
def test_a_number_that_is_none(director: FlaskClient, number: str) -> None:
    form = hidden(director.get("/people").text, action="/people/add")
    answer = director.post("/people/deactivate", data={**form, "account": number})
    assert answer.status_code == 400


def test_the_state_sees_all_districts_and_appoints(gate: Gate) -> None:
    state = gate.state_admin()
    page = state.get("/people")
    assert "<h1>People of the state</h1>" in page.text
    assert '<option value="001001">Ash (001001)</option>' in page.text
    assert "State viewer" in page.text
    assert "District certifier" not in page.text
    last = state.post("/people/revoke", data=hidden(page.text, action="/people/revoke"))
    assert (last.status_code, "last state administrator" in last.text) == (400, True)
    form = hidden(state.get("/people?district=001001").text, action="/people/add")
    handed = state.post("/people/add", data={**form, **NEW, "role": "district_admin"})
    assert "Hand over this link" in handed.text
    assert "District directory administrator, Ash" in state.get("/people?district=001001").text


def test_a_lost_device_is_forgotten_by_another_administrator(gate: Gate) -> None:
    state, other = gate.state_admin(), gate.state_admin("tom@state.example")
    page = state.get("/people").text
    row = page[page.index("tom@state.example") :]
    done = state.post("/people/device", data=hidden(row, action="/people/device"))
    assert done.headers["Location"] == "/people?done=forgotten"
    assert other.get("/people").status_code == 303
    again = gate.signed_in("tom@state.example")
    assert again.get("/people").headers["Location"].startswith("/signin/setup")


def test_only_what_can_be_done_is_offered(gate: Gate, director: FlaskClient) -> None:
    page = director.get("/people").text
    assert "District directory administrator, Ash" in page
    assert "Remove<" not in page
    assert "Deactivate" not in page
    assert '<a href="/people">People</a>' in page


def test_who_administers_two_districts_chooses(gate: Gate) -> None:
    other = another_district(gate)
    gate.person((Role.DISTRICT_ADMIN, ASH), (Role.DISTRICT_ADMIN, other), login=DIRECTOR)
    client = gate.signed_in(DIRECTOR)
    page = client.get("/people")
    assert '<a href="/people?district=002002">Birch</a>' in page.text
    assert "People of Birch" in client.get("/people?district=002002").text


def test_names_are_shown_as_typed_and_never_as_html(gate: Gate, director: FlaskClient) -> None:
    add(director, name="<b>Eve</b> & Co")
    page = director.get("/people").text
    assert "<b>Eve" not in page
    assert "&lt;b&gt;Eve&lt;/b&gt; &amp; Co" in page
