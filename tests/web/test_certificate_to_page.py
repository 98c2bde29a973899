"""From a certificate to the public page: certify, export, build, and the site that stays up (3.6).

All of it as people do it: the forms of the site, and the operator's two commands.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from dashboard.accounts import Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.cli import main
from dashboard.collection.opening import open_collection
from dashboard.collection.rows import SchoolKey
from dashboard.collection.rules import load_rules
from dashboard.collection.schools import school_view
from dashboard.collection.workflow import add_student, submit
from tests.support import collecting as c
from tests.support.collecting import LEA, OTHER, X
from tests.support.signing import Gate, hidden, open_gate
from tests.support.small_state import SmallState

ASH = f"/collect/7/{c.YEAR}/{LEA}"
PAGE = f"/indicators/7A1?district={LEA}"
CHILDREN = 90
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def gate(tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A site that is up, its folder of releases still empty."""
    monkeypatch.setenv("DATABASE_URL", store_url)
    (tmp_path / "releases").mkdir()
    with open_gate(tmp_path / "releases", store_url) as gate:
        gate.now = c.NOW
        filled(gate)
        yield gate


def filled(gate: Gate) -> None:
    """An open collection; a school of Ash has submitted."""
    who, rules = c.DISTRICT, load_rules()
    with gate.store.writing() as session:
        number = open_collection(
            session, OPERATOR, school_year=c.YEAR, opens=c.OPENS, closes=c.CLOSES,
            schools=c.SCHOOLS, now=gate.now,
        )  # fmt: skip
        key = SchoolKey(number, LEA, X)
        for child in range(CHILDREN):
            values = c.GOOD | c.LEFT | {"student_id": f"{child:010}"}
            values |= dict.fromkeys(("exit_a", "exit_b"), "356"[child % 3])
            add_student(session, who, key, values, now=gate.now, rules=rules)
        line = school_view(session, who, key, now=gate.now, rules=rules).line
        submit(session, who, key, version=line.version, now=gate.now, rules=rules)


@pytest.fixture
def extracts(state: SmallState) -> Path:
    state.districts(c.YEAR, leas=(LEA, OTHER))
    return state.write()


def released(extracts: Path) -> None:
    """What the operator types when the day is over."""
    for words in (
        ["export-eco", str(extracts)],
        ["build", str(extracts), "--releases", str(extracts.parent / "releases")],
    ):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output


def step(client: FlaskClient, **fields: str) -> None:
    """A button of the district's screen."""
    token = hidden(client.get(ASH).text)["form_token"]
    assert client.post(ASH, data={"form_token": token, **fields}).status_code == 303


def public(gate: Gate) -> tuple[str, dict[str, object]]:
    """What anybody is shown: the page, and of its JSON the district's row of the year."""
    client = gate.client()
    client.get("/")  # notices a new release; a thread of its own reads it
    for reader in threading.enumerate():
        if reader.name == "new release":
            reader.join()
    rows = json.loads(client.get(PAGE.replace("7A1?", "7A1.json?")).text)["values"]
    found = [row for row in rows if row["lea_id"] == LEA and row["school_year"] == c.YEAR]
    assert len(found) == 1
    return client.get(PAGE).text.replace("\xa0", " "), found[0]


def test_from_a_certificate_to_the_public_page_and_back(gate: Gate, extracts: Path) -> None:
    gate.person((Role.DISTRICT_CERTIFIER, Place(LEA)))
    certifier, state = gate.signed_in(), gate.state_admin()

    released(extracts)
    page, row = public(gate)
    assert "0 of 2 districts certified" in page
    assert (row["status"], row["percent"]) == ("NOT_REPORTED", None)

    step(certifier, do="certify")
    released(extracts)
    page, row = public(gate)
    assert "1 of 2 districts certified" in page
    assert "66.7 %" in page
    assert "as last certified" not in page
    assert (row["numerator"], row["denominator"], row["percent"]) == (60, 90, 66.666667)
    assert "certified" not in str(row["shown_as"])

    step(state, do="decertify", reason="A rating was wrong")
    assert public(gate) == (page, row)  # nothing is published but by a build
    released(extracts)
    page, stale = public(gate)
    assert "0 of 2 districts certified" in page
    assert "66.7 % (as last certified)" in page
    assert stale == row | {"shown_as": "66.7 (as last certified)"}

    step(certifier, do="certify")
    released(extracts)
    page, again = public(gate)
    assert "as last certified" not in page
    assert again == row
