"""The pages of signing in (S3, S4, S5, S8, S11), asked without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from flask.testing import FlaskClient

from dashboard.accounts import Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.attempts import MOST
from dashboard.accounts.people import revoke
from dashboard.web.cache import Cache
from dashboard.web.private import PRIVATE, is_private
from tests.support.release import ALDER
from tests.support.signing import LOGIN, PASSWORD, Gate, hidden, key_in, open_gate, sign_in

ASH = Place("001001")
ENTRY = (Role.DISTRICT_ENTRY, ASH)
ADMIN = (Role.STATE_ADMIN, Place())
# What differs between the two databases is tested below the pages.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HTTPS = {"base_url": "https://localhost"}
HALF = timedelta(seconds=30)


@pytest.fixture
def gate(releases: Path, store_url: str) -> Iterator[Gate]:
    with open_gate(releases, store_url) as gate:
        yield gate


def test_in_and_out(gate: Gate) -> None:
    gate.person(ENTRY)
    client = gate.client()
    page = client.get("/signin")
    assert page.status_code == 200
    assert "<h1>Security portal</h1>" in page.text
    assert "please contact your district directory administrator" in page.text
    assert "Set-Cookie" not in page.headers
    answer = sign_in(client, LOGIN, PASSWORD, next="/account")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    account = client.get("/account")
    assert "Ada Ash" in account.text
    assert "District entry, district 001001" in account.text
    applications = '<h2>Applications</h2>\n<ul class="bare"><li><a href="/collect">'
    assert applications in account.text, "the guide's second step"
    out = client.post("/signout", data=hidden(account.text, action="/signout"))
    assert (out.status_code, out.headers["Location"]) == (303, "/signin?left=yes")
    assert "You are signed out." in client.get("/signin?left=yes").text
    assert client.get("/account").headers["Location"] == "/signin?next=%2Faccount"


def test_s3_a_cookie_stolen_before_the_sign_out_is_refused_after_it(gate: Gate) -> None:
    gate.person(ENTRY)
    client, thief = gate.signed_in(), gate.client()
    stolen = client.get_cookie("session")
    assert stolen is not None
    thief.set_cookie("session", stolen.value)
    page = thief.get("/account")
    assert "Ada Ash" in page.text
    client.post("/signout", data=hidden(page.text, action="/signout"))
    refused = thief.get("/account")
    assert (refused.status_code, "Ada Ash" in refused.text) == (303, False)
    assert thief.post("/account", data=hidden(page.text)).status_code == 403


def test_s3_the_cookie_over_https(gate: Gate) -> None:
    gate.person(ENTRY)
    client = gate.client()
    data = {"login": LOGIN, "password": PASSWORD}
    said = client.post("/signin", data=data, **HTTPS).headers["Set-Cookie"]
    name, _, rest = said.partition("=")
    assert name == "__Host-session"
    assert set(rest.split("; ")[1:]) == {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"}
    assert len(rest.split(";")[0]) == 43
    assert "Ada Ash" in client.get("/account", **HTTPS).text


def test_s3_over_https_the_plain_name_is_no_cookie_of_ours(gate: Gate) -> None:
    gate.person(ENTRY)
    plain = gate.signed_in().get_cookie("session")
    assert plain is not None
    assert not plain.secure
    client = gate.client()
    client.set_cookie("session", plain.value)
    assert client.get("/account", **HTTPS).status_code == 303
    assert gate.signed_in().get("/account").status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"base_url": "http://progress.example"},
        {"headers": {"X-Forwarded-Proto": "https"}},
        {"headers": {"X-Forwarded-For": "192.0.2.1"}},
        {"headers": {"Forwarded": "proto=https"}},
    ],
)
def test_s3_nobody_signs_in_where_a_cookie_could_be_read(gate: Gate, asked: dict) -> None:
    gate.person(ENTRY)
    client = gate.client()
    page = client.get("/signin", **asked)
    assert "needs an encrypted connection" in page.text
    assert "<form method" not in page.text
    data = {"login": LOGIN, "password": PASSWORD}
    answer = client.post("/signin", data=data, **asked)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)


def test_s10_a_proxy_that_was_told_of_is_believed(releases: Path, store_url: str) -> None:
    with open_gate(releases, store_url, proxy_hops=1) as gate:
        gate.person(ENTRY)
        headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
        data = {"login": LOGIN, "password": PASSWORD}
        answer = gate.client().post("/signin", data=data, headers=headers)
    assert answer.headers["Set-Cookie"].startswith("__Host-session=")


def test_s3_each_sign_in_is_a_new_session(gate: Gate) -> None:
    gate.person(ENTRY)
    client = gate.client()
    client.set_cookie("session", "chosen by somebody else")
    sign_in(client, LOGIN, PASSWORD)
    found = client.get_cookie("session")
    assert found is not None
    assert found.value != "chosen by somebody else"
    assert gate.signed_in().get_cookie("session") != found


def test_s3_idle_people_are_asked_again_and_come_back_to_where_they_were(gate: Gate) -> None:
    gate.person(ENTRY)
    client = gate.signed_in()
    gate.wait(minutes=30)
    answer = client.get("/account?a=1&b=2")
    assert answer.headers["Location"] == "/signin?next=%2Faccount%3Fa%3D1%26b%3D2"
    page = client.get(answer.headers["Location"])
    assert hidden(page.text)["next"] == "/account?a=1&amp;b=2"
    again = sign_in(client, LOGIN, PASSWORD, next="/account?a=1&b=2")
    assert again.headers["Location"] == "/account?a=1&b=2"


BAD = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "http:evil.example",
    "https://evil.example/account",
    "//localhost/account",
    "%2f%2fevil.example",
    "/%2f%2fevil.example",
    "/%2fevil.example",
    "/%5cevil.example",
    "/account\r\nSet-Cookie: a=b",
    "/account%0d%0aSet-Cookie:%20a=b",
    " /account",
    "account",
    "javascript:alert(1)",
    "/nothing/here",
    "/signin",
    "/signout",
    "/signin/portal",
    "/people/add",
    "/account" + "a" * 3_000,
    "",
]


@pytest.mark.parametrize("bad", BAD)
def test_s5_no_other_place_to_go_on_to(gate: Gate, bad: str) -> None:
    gate.person(ENTRY)
    client = gate.client()
    shown = client.get("/signin", query_string={"next": bad})
    assert hidden(shown.text)["next"] == "/account"
    answer = sign_in(client, LOGIN, PASSWORD, next=bad)
    assert answer.headers["Location"] == "/account"
    assert "evil" not in str(answer.headers)
    assert client.get("/signin", query_string={"next": bad}).headers["Location"] == "/account"


@pytest.mark.parametrize("good", ["/account", "/people?district=001001", "/people"])
def test_s5_a_path_of_ours_is_gone_on_to(gate: Gate, good: str) -> None:
    gate.person(ENTRY)
    assert sign_in(gate.client(), LOGIN, PASSWORD, next=good).headers["Location"] == good


def test_s4_one_message_whatever_is_wrong_and_the_login_stays(gate: Gate) -> None:
    gate.person(ENTRY)
    pages = [
        sign_in(gate.client(), login, "not the password at all")
        for login in (LOGIN, "nobody@ash.example")
    ]
    said = [page.text.replace("nobody@ash.example", LOGIN) for page in pages]
    assert said[0] == said[1]
    assert [page.status_code for page in pages] == [400, 400]
    assert f'value="{LOGIN}"' in said[0]
    assert "not the password" not in said[0]
    assert '<a href="#login">The e-mail address or the password is not right.</a>' in said[0]
    assert 'aria-describedby="login-error" aria-invalid="true"' in said[0]
    assert "<title>Error: Security portal</title>" in said[0]


def test_s4_the_sixth_attempt_waits(gate: Gate) -> None:
    gate.person(ENTRY)
    client = gate.client()
    for _ in range(MOST):
        assert sign_in(client, LOGIN, "not the password at all").status_code == 400
    late = sign_in(client, LOGIN, PASSWORD)
    assert (late.status_code, "Wait 15 minutes" in late.text) == (429, True)
    gate.wait(minutes=15)
    assert sign_in(client, LOGIN, PASSWORD).status_code == 303


def test_empty_fields_are_named(gate: Gate) -> None:
    page = sign_in(gate.client(), "", "")
    assert '<a href="#login">Give your e-mail address.</a>' in page.text
    assert '<a href="#password">Give your password.</a>' in page.text


def test_a_form_of_another_site_or_session_is_refused(gate: Gate) -> None:
    gate.person(ENTRY)
    gate.person(ENTRY, login="eve@ash.example")
    client, other = gate.signed_in(), gate.signed_in("eve@ash.example")
    own = hidden(client.get("/account").text, action="/signout")
    foreign = hidden(other.get("/account").text, action="/signout")
    for data, headers in (
        ({}, {}),
        (foreign, {}),
        ({"form_token": ""}, {}),
        ({"form_token": "é"}, {}),
        (own, {"Origin": "https://evil.example"}),
        (own, {"Origin": "null"}),
        (own, {"Sec-Fetch-Site": "cross-site"}),
        (own, {"Sec-Fetch-Site": "same-site"}),
    ):
        assert client.post("/signout", data=data, headers=headers).status_code == 403
    assert client.get("/account").status_code == 200
    token = {"X-Form-Token": own["form_token"], "Origin": "http://localhost"}
    assert client.post("/signout", headers=token).status_code == 303


def test_nobody_is_signed_in_from_another_site(gate: Gate) -> None:
    gate.person(ENTRY)
    answer = gate.client().post(
        "/signin",
        data={"login": LOGIN, "password": PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)


def test_a_state_administrator_sets_up_the_second_step_then_gives_it(gate: Gate) -> None:
    gate.person(ADMIN)
    client = gate.signed_in()
    asked = client.get("/people?district=001001")
    assert asked.headers["Location"] == "/signin/setup?next=%2Fpeople%3Fdistrict%3D001001"
    page = client.get(asked.headers["Location"])
    assert 'role="img" aria-label="QR code of the key below"' in page.text
    totp = pyotp.TOTP(key_in(page.text))
    form = hidden(page.text, action="/signin/setup")
    wrong = client.post("/signin/setup", data={**form, "code": "12345"})
    assert (wrong.status_code, "This code is not right" in wrong.text) == (400, True)
    assert key_in(wrong.text) == key_in(page.text)
    before = client.get_cookie("session")
    done = client.post("/signin/setup", data={**form, "code": totp.at(gate.now)})
    assert client.get_cookie("session") != before
    assert client.get(done.headers["Location"]).status_code == 200

    gate.wait(minutes=1)
    again = gate.signed_in()
    asked = again.get("/people")
    assert asked.headers["Location"] == "/signin/code?next=%2Fpeople"
    page = again.get(asked.headers["Location"])
    form = hidden(page.text, action="/signin/code")
    assert again.post("/people/add", data=form).status_code == 403
    used = again.post("/signin/code", data={**form, "code": totp.at(gate.now - 2 * HALF)})
    assert used.status_code == 400
    done = again.post("/signin/code", data={**form, "code": totp.at(gate.now)})
    assert (done.status_code, done.headers["Location"]) == (303, "/people")
    assert again.get("/people").status_code == 200


def test_the_set_up_of_one_session_is_not_that_of_another(gate: Gate) -> None:
    gate.person(ADMIN)
    one, other = gate.signed_in(), gate.signed_in()
    page = one.get("/signin/setup")
    form = hidden(other.get("/signin/setup").text, action="/signin/setup")
    form["secret"] = hidden(page.text, action="/signin/setup")["secret"]
    code = pyotp.TOTP(key_in(page.text)).at(gate.now)
    answer = other.post("/signin/setup", data={**form, "code": code})
    assert (answer.status_code, "Scan the new picture" in answer.text) == (400, True)


def test_who_needs_no_second_step_is_not_offered_one(gate: Gate) -> None:
    gate.person(ENTRY)
    client = gate.signed_in()
    assert client.get("/signin/setup").status_code == 404
    assert client.get("/signin/code").headers["Location"] == "/account"
    assert gate.client().get("/signin/setup").headers["Location"].startswith("/signin?next=")


def test_a_new_password_of_ones_own_ends_every_session(gate: Gate) -> None:
    gate.person(ENTRY)
    client, other = gate.signed_in(), gate.signed_in()
    form = hidden(client.get("/account").text, action="/account")
    new = "another long sentence"
    for data, said in (
        ({"old": "x", "new": new, "again": new}, '<a href="#old">This is not your present'),
        ({"old": PASSWORD, "new": new, "again": "x"}, '<a href="#again">The two passwords'),
        ({"old": PASSWORD, "new": "x", "again": "x"}, '<a href="#new">The password has 1'),
    ):
        page = client.post("/account", data={**form, **data})
        assert (page.status_code, said in page.text) == (400, True)
    done = client.post("/account", data={**form, "old": PASSWORD, "new": new, "again": new})
    assert done.headers["Location"] == "/signin?set=yes"
    assert client.get("/account").status_code == other.get("/account").status_code == 303
    assert sign_in(gate.client(), LOGIN, PASSWORD).status_code == 400
    assert sign_in(gate.client(), LOGIN, new).status_code == 303


def test_a_form_without_a_password_is_no_attempt(gate: Gate) -> None:
    gate.person(ENTRY)
    client = gate.signed_in()
    form = hidden(client.get("/account").text, action="/account")
    for _ in range(MOST + 1):
        page = client.post("/account", data=form)
        assert (page.status_code, '<a href="#old">Give your present password.' in page.text) == (
            400,
            True,
        )
        assert client.post("/signin", data={"login": LOGIN}).status_code == 400
    assert sign_in(gate.client(), LOGIN, PASSWORD).status_code == 303


def test_a_role_taken_away_works_at_once(gate: Gate) -> None:
    one = gate.person((Role.DISTRICT_ADMIN, ASH), ENTRY)
    client = gate.signed_in()
    assert client.get("/people").status_code == 200
    with gate.store.writing() as session:
        revoke(session, OPERATOR, one, role=Role.DISTRICT_ADMIN, place=ASH, now=gate.now)
    assert client.get("/people").status_code == 303
    assert gate.signed_in().get("/people").status_code == 403


def private_answers(client: FlaskClient) -> Iterator[object]:
    for path in ("/signin", "/signin/administrators", "/signin/nothing", "/account", "/people"):
        yield client.get(path)
    yield client.post("/signin", data={})
    yield client.post("/people/add", data={})
    yield client.post("/people/revoke", headers={"Origin": "https://evil.example"})


def test_s8_nothing_of_it_is_kept_and_the_headers_are_there(gate: Gate) -> None:
    gate.person((Role.DISTRICT_ADMIN, ASH))
    for client in (gate.client(), gate.signed_in()):
        for answer in private_answers(client):
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
            assert "ETag" not in answer.headers
            assert not re.search(r"<script(?! src=\"/assets/)|onclick|style=", answer.text)


def test_s11_public_pages_set_no_cookie_and_are_the_same_for_who_is_signed_in(gate: Gate) -> None:
    gate.person(ENTRY)
    signed, anybody = gate.signed_in(), gate.client()
    for path in (
        "/",
        "/indicators/1",
        f"/districts/{ALDER}",
        "/indicators/1.csv",
        "/embed/1",
        "/about",
        "/healthz",
        "/nothing",
    ):
        with anybody.get(path) as plain, signed.get(path) as answer:
            assert "Set-Cookie" not in answer.headers
            assert "Set-Cookie" not in plain.headers
            assert "cookie" not in answer.headers.get("Vary", "").lower()
            assert answer.data == plain.data
            assert "Ada Ash" not in answer.text


def test_the_cache_in_front_leaves_private_addresses_alone(gate: Gate) -> None:
    cache = gate.site.server.wsgi_app
    assert isinstance(cache, Cache)
    environ = {"REQUEST_METHOD": "GET", "QUERY_STRING": ""}
    assert cache._key({**environ, "PATH_INFO": "/about"}) is not None
    for path in PRIVATE:
        assert cache._key({**environ, "PATH_INFO": path}) is None
        assert cache._key({**environ, "PATH_INFO": f"{path}/x"}) is None
    assert not is_private("/accounting")


def test_whom_to_ask_is_listed_by_name_without_addresses(gate: Gate) -> None:
    gate.person((Role.DISTRICT_ADMIN, ASH), name="Dora Director")
    page = gate.client().get("/signin/administrators")
    assert "Dora Director" in page.text
    assert LOGIN not in page.text


def test_a_database_that_does_not_answer_is_no_fault_of_the_public_pages(
    releases: Path, empty_url: str
) -> None:
    with open_gate(releases, empty_url) as gate:
        client = gate.client()
        answer = client.get("/signin/administrators")
        assert (answer.status_code, "cannot be reached" in answer.text) == (503, True)
        assert "no such table" not in answer.text
        assert client.get("/about").status_code == 200
