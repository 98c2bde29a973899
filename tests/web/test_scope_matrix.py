"""S1: everything that can be asked for is listed, and asked by everybody.

The table is `tests/support/scope_table.py`: a new route or callback needs a line there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from callbacks.site import Site, make_site
from dashboard.settings import Portal, Settings
from tests.support.scope_table import CALLBACKS, TABLE, Kind, Line
from tests.support.scoped_places import Target
from tests.support.scoped_site import HALF, NOBODY, Browser, Planted, planted
from tests.support.signing import SECRET

DONE = (200, 303)
REFUSED = (403, 404)
AUTOMATIC = {"HEAD", "OPTIONS"}  # answered by Flask: from the GET, and from the list of methods
MISSING = "is not in tests/support/scope_table.py: say there whom it is for"
FILE = "file:"
GONE = "is in tests/support/scope_table.py, and the site does not have it any more"
OWN = [line for line in TABLE if line.kind is Kind.SIGNED]
DOORS = [line for line in TABLE if line.kind is Kind.DOOR and line.method == "GET"]
SCOPED = [line for line in TABLE if line.kind is Kind.SCOPED]


@pytest.fixture(scope="module")
def once(
    releases: Path, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Planted]:
    file = tmp_path_factory.mktemp("scoped") / "collection.sqlite3"
    shutil.copy(migrated_file, file)
    with planted(releases, f"sqlite:///{file}") as site:
        site.browsers[NOBODY].client.get("/")  # Dash completes its callbacks in its first request
        yield site


@pytest.fixture
def world(once: Planted) -> Planted:
    """The site as it was planted, whatever another test left behind."""
    once.restore()
    return once


def with_portal(folder: Path) -> Site:
    portal = Portal(issuer="https://portal.example", client_id="us", client_secret="secret")
    return make_site(
        Settings(
            releases=folder / "none", database_url=f"sqlite:///{folder / 'none.sqlite3'}",
            secret_key=SECRET, portal=portal,
        )
    )  # fmt: skip


# ---- the list


def test_S1_every_address_is_listed(world: Planted, tmp_path: Path) -> None:
    for site, only in ((world.gate.site, "password"), (with_portal(tmp_path), "portal")):
        assert unlike(names(site), listed(only)) == []


def test_S1_a_new_address_and_one_that_is_gone_are_told(tmp_path: Path) -> None:
    site = with_portal(tmp_path)
    site.server.add_url_rule("/new", "new", dict, methods=["POST"])
    assert unlike(names(site), {*listed("portal"), "GET /old"}) == [
        f"POST /new {MISSING}",
        f"GET /old {GONE}",
    ]


def listed(only: str) -> set[str]:
    return {line.name for line in TABLE if line.only in ("", only)}


def unlike(there: Iterable[str], listed: Iterable[str]) -> list[str]:
    """What the site and the table do not both have."""
    one, other = set(there), set(listed)
    missing, gone = sorted(one - other), sorted(other - one)
    return [*(f"{name} {MISSING}" for name in missing), *(f"{name} {GONE}" for name in gone)]


def names(site: Site) -> Iterator[str]:
    for rule in site.server.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - AUTOMATIC):
            yield f"{method} {rule.rule}"


def test_S1_every_callback_is_listed(world: Planted) -> None:
    there = [called(output, spec) for output, spec in world.gate.site.callback_map.items()]
    assert unlike(there, CALLBACKS) == []
    assert len(there) == len(CALLBACKS)


def called(output: str, spec: Mapping[str, Any]) -> str:
    """A callback by what it fills; by what it waits for if that is nothing."""
    if spec["no_output"]:
        waits = ", ".join(f"{one['id']}.{one['property']}" for one in spec["inputs"])
        return f"nothing, when {waits} changes"
    return ", ".join(part.partition("@")[0] for part in output.strip(".").split("..."))


# ---- the matrix


@pytest.mark.parametrize("line", SCOPED, ids=lambda line: line.step)
def test_S1_only_whom_scope_allows(world: Planted, line: Line) -> None:
    done, asked = set(), set()
    for who in world.browsers:
        for target in world.targets:
            address, form = target.filled(line)
            if (who, address, str(form)) in asked:
                continue  # the parts in which the targets differ are not in this address
            asked.add((who, address, str(form)))
            if judged(world, who, line, target):
                done.add(who)
    assert bool(done) == line.there, f"who is allowed {line.step}? Does its line say how?"
    assert len(done) < len(world.browsers)


def judged(world: Planted, who: str, line: Line, target: Target) -> bool:
    """Whether it was done; fails where that is not for `scope` to allow."""
    browser = world.browsers[who]
    address, form = target.filled(line)
    answer = ask(browser, line, address, form)
    told = f"{line.step} of {target.name} by {who}: {answer.status}"
    assert answer.status_code < 500, told
    assert leaked(world, who, answer, [address, *form, *form.values()]) == [], told
    allowed, mixed = target.is_allowed(browser.person, line), target.is_mixed(line)
    done, changed = answer.status_code in DONE, world.changed()
    if not (allowed or mixed):
        assert answer.status_code in REFUSED or leads_to_the_door(answer, who, line), told
    if allowed and target.exists and line.there and not mixed:
        assert done, told
    if not (allowed and done):
        assert changed == [], told
    if line.method == "POST" and line.names and not target.exists:
        assert changed == [], told
    world.restore()
    return allowed and done


def ask(
    browser: Browser, line: Line, address: str, form: Mapping[str, str], *, token: str | None = None
) -> TestResponse:
    if line.method == "GET":
        return browser.client.get(address)
    given = browser.token if token is None else token
    fields = {name: typed(text) for name, text in form.items()}
    return browser.client.post(address, data={"form_token": given, **fields})


def typed(text: str) -> str | tuple[BytesIO, str]:
    """What the test client sends for a field of a line."""
    content = text.removeprefix(FILE)
    return text if content == text else (BytesIO(content.encode()), "given.csv")


def leaked(world: Planted, who: str, answer: TestResponse, said: list[str]) -> list[str]:
    """What an answer tells that is not for whom it was given, but for what they said themselves."""
    whole = f"{answer.status}\n{answer.headers}\n{answer.text}"
    own = "\n".join(said)
    return [word for word in world.secrets(who) if word in whole and word not in own]


def leads_to_the_door(answer: TestResponse, who: str, line: Line) -> bool:
    return (
        line.method == "GET"
        and who in (NOBODY, HALF)
        and answer.status_code == 303
        and answer.location.startswith("/signin")
    )


@pytest.mark.parametrize("line", OWN, ids=lambda line: line.step)
def test_S1_what_everybody_has_of_their_own(world: Planted, line: Line) -> None:
    for who, browser in world.browsers.items():
        for address in {target.filled(line)[0] for target in world.targets}:
            told = f"{address} by {who}"
            answer = ask(browser, line, address, {})
            if who in (NOBODY, HALF):
                assert leads_to_the_door(answer, who, line) or answer.status_code == 403, told
            assert answer.status_code < 500, told
            assert leaked(world, who, answer, [address]) == [], told
            assert world.changed() == [], told


def test_S1_the_doors_tell_nobody_anything(world: Planted) -> None:
    for line in DOORS:
        if line.only == "portal" or line.name == "GET /signin/administrators":
            continue  # whom to ask for access is for everybody to read
        for who, browser in world.browsers.items():
            answer = browser.client.get(line.asked)
            assert answer.status_code < 500, f"{line.step} by {who}"
            assert leaked(world, who, answer, []) == [], f"{line.step} by {who}"
            assert world.changed() == [], f"{line.step} by {who}"


@pytest.mark.parametrize("token", ["", "of another"])
def test_S1_a_form_of_another_session_does_nothing(world: Planted, token: str) -> None:
    other = world.browsers["state viewer"].token if token else ""
    for line in TABLE:
        if line.method != "POST" or line.kind not in (Kind.SCOPED, Kind.SIGNED):
            continue
        for who in ("certifier", "state administrator"):
            address, form = world.targets[0].filled(line)
            answer = ask(world.browsers[who], line, address, form, token=other)
            assert answer.status_code == 403, f"{line.step} by {who}"
            assert world.changed() == [], f"{line.step} by {who}"


# ---- what is public


UPDATE = "/_dash-update-component"
PUBLIC = [line for line in TABLE if line.kind is Kind.PUBLIC and line.method == "GET"]


@pytest.mark.parametrize("line", PUBLIC, ids=lambda line: line.step)
def test_S1_a_public_answer_is_the_same_for_all(world: Planted, line: Line) -> None:
    answers = []
    for who in (NOBODY, "certifier", "state administrator", HALF):
        forget(world)
        with world.browsers[who].client.get(line.asked) as answer:
            answers.append(sent(answer))
    assert answers[0][0] in (200, 404)
    assert all(one == answers[0] for one in answers)
    assert world.changed() == []


def test_S1_a_callback_answers_all_alike(world: Planted) -> None:
    site = world.gate.site
    answered = 0
    for output, spec in site.callback_map.items():
        answers = []
        for number, who in enumerate((NOBODY, "certifier", "state administrator", HALF)):
            # Written otherwise each time: the same words would be answered from memory.
            text = json.dumps(body(output, spec), indent=number)
            client = world.browsers[who].client
            answer = client.post(
                "/_dash-update-component", data=text, content_type="application/json"
            )
            answers.append(sent(answer))
        assert all(one == answers[0] for one in answers), output
        answered += answers[0][0] == 200
    assert answered >= 3
    assert world.changed() == []


ASKED = {
    "wanted-address.data": "/indicators/1",
    "address.pathname": "/indicators/1",
    "address.search": "",
    "asked.data": "",
    "finder.value": "a",
}


def body(output: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    """What a page sends for a callback."""

    def filled(parts: list[dict[str, str]]) -> list[dict[str, Any]]:
        return [{**one, "value": ASKED.get(f"{one['id']}.{one['property']}")} for one in parts]

    outputs = [part.rpartition(".") for part in output.strip(".").split("...")]
    return {
        "output": output,
        "outputs": [{"id": name, "property": prop} for name, _, prop in outputs],
        "inputs": filled(spec["inputs"]),
        "state": filled(spec["state"]),
        "changedPropIds": [],
    }


def sent(answer: TestResponse) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    assert "Set-Cookie" not in answer.headers
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    return answer.status_code, tuple(sorted(answer.headers.items())), answer.get_data()


def forget(world: Planted) -> None:
    """Make the next answer anew: a kept one would be the same for everybody whoever asked first."""
    world.gate.site.server.wsgi_app._kept.clear()
