"""A small state with a site on it, for the pages of a district's own people.

Ash's numbers are small, so that the public must not see them: 6 of its 9 students are inside the
regular class (5A in 2013), and a tenth is too young to be counted. Ids and numbers stand out.
Its parents' answers (8) are public.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import g
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from dashboard.accounts import Person, Place, Role
from dashboard.accounts.sessions import ABSOLUTE, IDLE, Signed
from dashboard.catalog import load_catalog
from dashboard.store.models import AuditEntry
from tests.support.behind_site import Site, site_of
from tests.support.signing import START, Gate, open_gate
from tests.support.small_rows import child, survey
from tests.support.small_state import SmallState

ASH, BIRCH, LARGE = "001001", "002002", "003003"
LEAS = (ASH, BIRCH, LARGE)
YEARS = (2012, 2013)
YEAR, INDICATOR = 2013, "5A"
TOP = "/exact"
VALUES = f"{TOP}/{ASH}"
RECORDS = f"{VALUES}/{INDICATOR}/{YEAR}"
FILE = f"{RECORDS}.csv"
FOREIGN = f"{TOP}/{BIRCH}"
STUDENT, YOUNG, TYPED = "3133700001", "3133700005", "=3133700009"
BIRCHS = "4244200001"
MANY = 450
PLANTED = ("66.7", "66,7", "66.6", "6 of 9", "31337")
"""What only Ash's people may see of Ash."""


def person(role: Role, *place: str) -> Person:
    """Somebody with one role."""
    where = "-".join(place) or "state"
    return Person(
        account_id=1, login=f"{role}@{where}.example", name="Kim", grants=((role, Place(*place)),)
    )


ENTRY = person(Role.DISTRICT_ENTRY, ASH)
CERTIFIER = person(Role.DISTRICT_CERTIFIER, ASH)
STATE = person(Role.STATE_ADMIN)
BOTH = Person(
    account_id=2,
    login="both@example.org",
    name="Bo",
    grants=((Role.DISTRICT_ENTRY, Place(ASH)), (Role.DISTRICT_CERTIFIER, Place(BIRCH))),
)
MAY = (ENTRY, CERTIFIER, BOTH, STATE)
MAY_NOT = (
    Person(account_id=3, login="none@example.org", name="No", grants=()),
    person(Role.DISTRICT_CERTIFIER, BIRCH),
    person(Role.SCHOOL_ENTRY, ASH, "1010"),
    person(Role.DISTRICT_ENTRY, ASH, "1010"),
    person(Role.DISTRICT_ADMIN, ASH),
    person(Role.STATE_VIEWER),
)


def made(folder: Path) -> Site:
    """The state's extracts in `folder`, and a release of them beside."""
    state = SmallState(folder / "extracts", load_catalog("missouri", profile="sample"))
    state.districts(*YEARS, leas=LEAS)
    for year in YEARS:
        for number in range(9):
            inside = "RC80" if number < 6 else "RC39"
            name = TYPED if number == 8 else f"313370000{number + 1}"
            child(state, year, 10, student_id=name, env_sa=inside, lea_id=ASH)
        child(state, year, 5, student_id="3133700010", lea_id=ASH)
        for number in range(8):
            inside = "RC80" if number < 3 else "RC39"
            name = f"424420000{number + 1}"
            child(state, year, 11, student_id=name, env_sa=inside, lea_id=BIRCH)
        child(state, year, 12, times=MANY, env_sa="RC80", lea_id=LARGE)
        child(state, year, 12, times=MANY, env_sa="RC39", lea_id=LARGE)
        for lea, yes, no in ((ASH, 21, 9), (BIRCH, 15, 25), (LARGE, 40, 30)):
            survey(state, year, yes, no, lea_id=lea)
    return site_of(state.write(), state.catalog)


@dataclass
class Visit:
    """A browser at the site with somebody signed in, and what is behind it."""

    gate: Gate
    site: Site
    client: FlaskClient
    who: Person | None = None

    def open(self) -> None:
        """Take `who` for signed in, without any signing in."""
        g.signed = self.who and Signed(
            person=self.who, token_hash="", form_token="t",
            expires=START + IDLE, ends=START + ABSOLUTE,
            second_factor=True, awaits_code=False, has_code=True, has_password=True,
        )  # fmt: skip

    def get(self, who: Person | None, address: str) -> TestResponse:
        self.who = who
        return self.client.get(address)

    def text(self, who: Person | None, address: str) -> str:
        answer = self.get(who, address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def trail(self) -> list[AuditEntry]:
        with self.gate.store.reading() as session:
            return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


@contextmanager
def visiting(site: Site, store_url: str, *, records: bool = True) -> Iterator[Visit]:
    """A visit to a site on a fresh store; without `records` no folder of extracts is named."""
    folder = site.extracts if records else None
    with open_gate(site.release.parent, store_url, extracts=folder) as gate:
        visit = Visit(gate, site, gate.client())
        gate.site.server.before_request(visit.open)
        yield visit


def copied(site: Site, folder: Path) -> Site:
    """A copy of a site that a test may damage."""
    shutil.copytree(site.release.parent, folder / "releases")
    shutil.copytree(site.extracts, folder / "extracts", copy_function=shutil.copy2)
    return Site(folder / "extracts", folder / "releases" / site.release.name, site.catalog)
