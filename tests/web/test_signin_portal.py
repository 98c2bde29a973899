"""Signing in through a real OpenID Connect provider, and what is said when that fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from dashboard.accounts import Place, Role
from dashboard.settings import Portal
from dashboard.store.models import Account
from tests.support.portals import Evil, evil_provider, provider_process, without_signature
from tests.support.signing import LOGIN, Gate, hidden, open_gate, sign_in

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ENTRY = (Role.DISTRICT_ENTRY, Place("001001"))
PEOPLE = (
    {"sub": "s-ada", "email": LOGIN.upper(), "email_verified": True, "name": "Ada"},
    {"sub": "s-eve", "email": "eve@ash.example", "email_verified": True},
    {"sub": "s-unverified", "email": LOGIN, "email_verified": False},
)


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with provider_process(*PEOPLE) as portal:
        yield portal


@pytest.fixture
def gate(releases: Path, store_url: str, portal: Portal) -> Iterator[Gate]:
    with open_gate(releases, store_url, portal=portal) as gate:
        gate.now = datetime.now(UTC)  # the provider's clock is the real one
        yield gate


def by_the_portal(client: FlaskClient, subject: str, *, target: str = "/account") -> TestResponse:
    """Go there, sign in there, and come back."""
    there = client.get("/signin/portal", query_string={"next": target})
    assert there.status_code == 303
    data = {"sub": subject} if subject else {"action": "deny"}
    answer = requests.post(there.headers["Location"], data=data, allow_redirects=False, timeout=30)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert (back.netloc, back.path) == ("localhost", "/signin/callback")
    return client.get(f"{back.path}?{back.query}")


def test_in_by_the_portal_the_first_time_and_again(gate: Gate) -> None:
    one = gate.person(ENTRY, password=None)
    client = gate.client()
    page = client.get("/signin?next=/account")
    assert '<a class="button main" href="/signin/portal?next=%2Faccount">' in page.text
    assert 'type="password"' not in page.text
    answer = by_the_portal(client, "s-ada")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert client.get_cookie("portal") is None
    assert "Ada Ash" in client.get("/account").text
    with gate.store.writing() as session:
        account = session.get_one(Account, one)
        assert account.subject == "s-ada"
        account.login = "renamed@ash.example"
    assert by_the_portal(gate.client(), "s-ada").headers["Location"] == "/account"


@pytest.mark.parametrize("subject", ["s-eve", "s-unverified", "s-new"])
def test_unknown_people_are_told_whom_to_ask_and_get_no_account(gate: Gate, subject: str) -> None:
    gate.person(ENTRY, password=None)
    client = gate.client()
    answer = by_the_portal(client, subject)
    assert answer.status_code == 403
    assert "please contact your district directory administrator" in answer.text
    assert client.get_cookie("session") is None
    with gate.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 1


def test_the_way_back_works_once_and_in_its_own_browser(gate: Gate) -> None:
    gate.person(ENTRY, password=None)
    client, other = gate.client(), gate.client()
    there = client.get("/signin/portal")
    cookie = there.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=600" in cookie
    answer = requests.post(
        there.headers["Location"], data={"sub": "s-ada"}, allow_redirects=False, timeout=30
    )
    back = "/signin/callback?" + urlsplit(answer.headers["Location"]).query
    assert other.get(back).status_code == 400
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 400
    assert client.get("/signin/callback").status_code == 400


def test_too_late(gate: Gate) -> None:
    gate.person(ENTRY, password=None)
    client = gate.client()
    client.get("/signin/portal")
    gate.wait(minutes=10)
    answer = client.get("/signin/callback?code=c&state=s")
    assert (answer.status_code, "took too long" in answer.text) == (400, True)


def test_who_does_not_sign_in_there(gate: Gate) -> None:
    answer = by_the_portal(gate.client(), "")
    assert (answer.status_code, "did not sign you in" in answer.text) == (400, True)


def test_s5_the_portal_leads_on_to_a_path_of_ours_only(gate: Gate) -> None:
    gate.person(ENTRY, password=None)
    answer = by_the_portal(gate.client(), "s-ada", target="//evil.example")
    assert answer.headers["Location"] == "/account"


def test_s4_no_passwords_where_there_is_a_portal(gate: Gate) -> None:
    gate.person(ENTRY)
    client = gate.client()
    assert sign_in(client, LOGIN, "a long enough sentence").status_code == 405
    assert client.get("/signin/first?link=x").status_code == 404
    by_the_portal(client, "s-ada")
    page = client.get("/account")
    assert 'type="password"' not in page.text
    form = hidden(page.text, action="/signout")
    assert client.post("/account", data=form).status_code == 405


def test_a_state_administrator_gives_the_second_step_after_the_portal_too(gate: Gate) -> None:
    gate.person((Role.STATE_ADMIN, Place()), password=None)
    client = gate.client()
    by_the_portal(client, "s-ada", target="/people")
    assert client.get("/people").headers["Location"] == "/signin/setup?next=%2Fpeople"


def test_a_director_adds_people_whom_the_portal_will_name(gate: Gate) -> None:
    gate.person((Role.DISTRICT_ADMIN, Place("001001")), password=None)
    client = gate.client()
    by_the_portal(client, "s-ada")
    form = hidden(client.get("/people").text, action="/people/add")
    new = {"login": "eve@ash.example", "name": "Eve", "role": "district_entry"}
    done = client.post("/people/add", data={**form, **new})
    assert done.headers["Location"] == "/people?district=001001&done=granted"
    assert client.post("/people/link", data={**form, "account": "1"}).status_code == 404
    eve = gate.client()
    assert by_the_portal(eve, "s-eve").headers["Location"] == "/account"
    assert "Eve" in eve.get("/account").text


@pytest.fixture
def evil() -> Iterator[Evil]:
    with evil_provider() as evil:
        yield evil


def test_a_token_that_is_not_to_be_trusted_signs_nobody_in(
    releases: Path, store_url: str, evil: Evil
) -> None:
    with open_gate(releases, store_url, portal=evil.portal) as gate:
        gate.person(ENTRY, password=None)
        evil.now, evil.sign = int(gate.now.timestamp()), without_signature
        client = gate.client()
        query = urlsplit(client.get("/signin/portal").headers["Location"]).query
        evil.asked = dict(pair.split("=", 1) for pair in query.split("&"))
        answer = client.get(f"/signin/callback?code=c&state={evil.asked['state']}")
        assert (answer.status_code, "cannot be trusted" in answer.text) == (400, True)
        assert client.get_cookie("session") is None


def test_a_portal_that_does_not_answer(releases: Path, store_url: str, evil: Evil) -> None:
    away = replace(evil.portal, issuer=f"{evil.address}/elsewhere")
    with open_gate(releases, store_url, portal=away) as gate:
        answer = gate.client().get("/signin/portal")
    assert (answer.status_code, "does not answer" in answer.text) == (503, True)
