"""The pages of signing in (S3, S5, S8, S11), asked without a browser, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.accounts import Place, Role
from tests.support.signing import LOGIN, PASSWORD, Gate, hidden, open_gate, sign_in

ENTRY = (Role.DISTRICT_ENTRY, Place("001001"))


@pytest.fixture
def gate(releases: Path, store_url: str) -> Iterator[Gate]:
    with open_gate(releases, store_url) as gate:
        yield gate


def test_in_and_out(gate: Gate) -> None:
    gate.person(ENTRY)
    client = gate.client()
    page = client.get("/signin")
    assert page.status_code == 200
    assert "Security portal" in page.text
    assert "Set-Cookie" not in page.headers
    answer = sign_in(client, LOGIN, PASSWORD, next="/account")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    account = client.get("/account")
    assert "Ada Ash" in account.text
    assert "District entry, district 001001" in account.text
    out = client.post("/signout", data=hidden(account.text, action="/signout"))
    assert out.status_code == 303
    assert client.get("/account").headers["Location"] == "/signin?next=%2Faccount"


def test_setup(gate: Gate) -> None:
    client = gate.state_admin()
    page = client.get("/people")
    assert page.status_code == 200
    assert "Sam State" in page.text
