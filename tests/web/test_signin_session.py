"""How long a session lasts, told to its pages (S3): asking does not prolong it, a wish does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.accounts import Place, Role
from dashboard.accounts.sessions import ABSOLUTE, IDLE
from tests.support.signing import Gate, hidden, open_gate

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WHOLE, MOST = int(IDLE.total_seconds()), int(ABSOLUTE.total_seconds())
OVER = {"left": 0, "most": 0}


@pytest.fixture
def gate(releases: Path, store_url: str) -> Iterator[Gate]:
    with open_gate(releases, store_url) as gate:
        gate.person((Role.DISTRICT_ENTRY, Place("001001")))
        yield gate


def asked(client: FlaskClient) -> dict[str, int]:
    answer = client.get("/session")
    assert answer.status_code == 200
    assert answer.is_json
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer.headers
    found: dict[str, int] = answer.json
    return found


def stay(client: FlaskClient, token: str) -> int:
    return client.post("/session", headers={"X-Form-Token": token}).status_code


def token_of(client: FlaskClient) -> str:
    return hidden(client.get("/account").text)["form_token"]


def test_the_page_tells_its_script_the_seconds_left(gate: Gate) -> None:
    client = gate.signed_in()
    html = client.get("/account").text
    assert f'data-left="{WHOLE}" data-most="{MOST}"' in html
    assert re.search(r'<script src="/assets/session\.[^"]*js[^"]*" defer></script>', html)
    assert "data-left" not in gate.client().get("/signin").text


def test_without_scripts_a_line_says_when_the_session_ends(gate: Gate) -> None:
    html = gate.signed_in().get("/account").text
    assert re.search(r"<noscript>.*this session ends at 08:00 CDT\..*</noscript>", html)


def test_to_ask_prolongs_nothing(gate: Gate) -> None:
    client = gate.signed_in()
    assert asked(client) == {"left": WHOLE, "most": MOST}
    for minute in range(1, 30):
        gate.wait(minutes=1)
        left = WHOLE - 60 * minute
        assert asked(client) == {"left": left, "most": MOST - 60 * minute}
    gate.wait(minutes=1)
    assert asked(client) == OVER
    assert client.get("/account").status_code == 303


def test_activity_in_another_tab_counts(gate: Gate) -> None:
    client = gate.signed_in()
    gate.wait(minutes=28)
    client.get("/account")
    assert asked(client)["left"] == WHOLE


def test_a_wish_to_stay_prolongs_the_session(gate: Gate) -> None:
    client = gate.signed_in()
    token = token_of(client)
    gate.wait(minutes=29)
    answer = client.post("/session", headers={"X-Form-Token": token})
    assert (answer.status_code, answer.json["left"]) == (200, WHOLE)
    gate.wait(minutes=29)
    assert client.get("/account").status_code == 200


def test_nothing_is_put_off_beyond_the_absolute_end(gate: Gate) -> None:
    client = gate.signed_in()
    token = token_of(client)
    for _ in range(24):
        gate.wait(minutes=29)
        assert stay(client, token) == 200
    gate.now += ABSOLUTE - 24 * timedelta(minutes=29) - timedelta(seconds=90)
    assert stay(client, token) == 200
    assert asked(client) == {"left": 90, "most": 90}
    gate.wait(seconds=90)
    assert asked(client) == OVER
    assert stay(client, token) == 403


@pytest.mark.parametrize("token", ["", "of another session"])
def test_only_a_page_of_the_session_may_wish(gate: Gate, token: str) -> None:
    assert stay(gate.signed_in(), token) == 403


def test_a_wish_from_another_site_is_refused(gate: Gate) -> None:
    client = gate.signed_in()
    headers = {"X-Form-Token": token_of(client), "Origin": "https://evil.example"}
    assert client.post("/session", headers=headers).status_code == 403


def test_who_is_not_signed_in_has_no_session(gate: Gate) -> None:
    client = gate.client()
    assert asked(client) == OVER
    assert stay(client, "") == 403


def test_s5_it_is_no_place_to_go_on_to(gate: Gate) -> None:
    page = gate.client().get("/signin?next=/session")
    assert hidden(page.text)["next"] == "/account"
