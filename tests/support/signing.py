"""A site with accounts, asked without a browser: people, their passwords, and a clock to set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callbacks.site import Site, make_site
from dashboard.accounts import Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.people import create_account
from dashboard.settings import Portal, Settings
from dashboard.store import Store

SECRET = "a secret for tests, of more than 32 bytes"
PASSWORD = "a long enough sentence"
START = datetime(2026, 5, 4, 12, 30, 15, tzinfo=UTC)
LOGIN = "ada@ash.example"


@dataclass
class Gate:
    """A site, its store, and the time on its clock."""

    site: Site
    store: Store
    now: datetime = START

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def client(self, **options: Any) -> FlaskClient:
        """A browser of its own."""
        return self.site.server.test_client(**options)

    def person(
        self,
        *grants: tuple[Role, Place],
        login: str = LOGIN,
        password: str | None = PASSWORD,
        name: str = "Ada Ash",
    ) -> int:
        """The id of a new account with these roles."""
        with self.store.writing() as session:
            return create_account(
                session,
                OPERATOR,
                login=login,
                name=name,
                grants=grants,
                password=password,
                now=self.now,
            ).id

    def signed_in(self, login: str = LOGIN, password: str = PASSWORD) -> FlaskClient:
        """A browser in which the person has signed in; the second factor is not given."""
        client = self.client()
        answer = sign_in(client, login, password)
        assert answer.status_code == 303, answer.text
        return client

    def state_admin(self, login: str = "sam@state.example") -> FlaskClient:
        """A browser of a new state administrator, its second factor set up."""
        self.person((Role.STATE_ADMIN, Place()), login=login, name="Sam State")
        client = self.signed_in(login)
        page = client.get("/signin/setup")
        data = {**hidden(page.text), "code": pyotp.TOTP(key_in(page.text)).at(self.now)}
        assert client.post("/signin/setup", data=data).status_code == 303
        return client


@contextmanager
def open_gate(
    releases: Path,
    store_url: str,
    *,
    portal: Portal | None = None,
    proxy_hops: int = 0,
    extracts: Path | None = None,
) -> Iterator[Gate]:
    """A site on a fresh store."""
    settings = Settings(
        releases=releases,
        database_url=store_url,
        secret_key=SECRET,
        portal=portal,
        proxy_hops=proxy_hops,
        extracts=extracts,
    )
    site = make_site(settings)
    desk = site.server.extensions["dashboard.signed"]
    gate = Gate(site, desk.store)
    desk.clock = lambda: gate.now
    with closing(gate.store):
        yield gate


def sign_in(client: FlaskClient, login: str, password: str, **data: str) -> TestResponse:
    """Send the sign-in form."""
    return client.post("/signin", data={"login": login, "password": password, **data})


def hidden(html: str, *, action: str | None = None) -> dict[str, str]:
    """The hidden fields of a page's forms, or of the first form with an action."""
    if action is not None:
        found = re.search(rf'<form [^>]*action="{re.escape(action)}".*?</form>', html, re.DOTALL)
        assert found is not None, f"no form {action}"
        html = found[0]
    pattern = r'<input type="hidden" name="([^"]+)" value="([^"]*)"'
    return dict(re.findall(pattern, html))


def key_in(html: str) -> str:
    """The secret that the set-up page shows."""
    found = re.search(r'<code class="key">([^<]+)</code>', html)
    assert found is not None
    return found[1].replace(" ", "")
