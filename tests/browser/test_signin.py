"""The pages of signed-in people in a real Chromium: without scripts, by keyboard, and for axe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.accounts import Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.people import create_account
from dashboard.settings import Settings
from dashboard.store import Store
from dashboard.store.migrate import upgrade
from tests.browser.test_axe import LOOKS, faults
from tests.support import small_collection
from tests.support.release import publish_release
from tests.support.serving import serving_settings
from tests.support.signing import PASSWORD, SECRET

ASH = Place("001001")
DIRECTOR, ENTRY, STATE = "dora@ash.example", "eve@ash.example", "sam@state.example"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with accounts: a director, somebody who enters, and a state administrator."""
    folder: Path = tmp_path_factory.mktemp("signin")
    publish_release(folder / "releases")
    url = f"sqlite:///{folder / 'collection.sqlite3'}"
    with closing(Store(url)) as store:
        upgrade(store)
        small_collection.fill(store)
        with store.writing() as session:
            for login, name, role, place in (
                (DIRECTOR, "Dora Director", Role.DISTRICT_ADMIN, ASH),
                (ENTRY, "Eve", Role.SCHOOL_ENTRY, Place("001001", "1010")),
                (STATE, "Sam State", Role.STATE_ADMIN, Place()),
            ):
                create_account(
                    session,
                    OPERATOR,
                    login=login,
                    name=name,
                    grants=[(role, place)],
                    password=PASSWORD,
                    now=datetime.now(UTC),
                )
    settings = Settings(releases=folder / "releases", database_url=url, secret_key=SECRET)
    with serving_settings(settings) as found:
        yield found


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]} {look[1]}")
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    yield context
    context.close()


def enter(page: Page, address: str, login: str, *, target: str = "/account") -> None:
    page.goto(f"{address}/signin?next={target}")
    page.get_by_label("E-mail address").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def fits(page: Page) -> bool:
    """Whether nothing makes the page itself wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_axe_finds_nothing_on_any_page_in_any_state(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    for path in ("/signin", "/signin?left=yes", "/signin/administrators", "/signin/first?link=x"):
        page.goto(address + path)
        assert (path, faults(page), fits(page)) == (path, [], True)
    page.goto(f"{address}/signin")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_label("Password").get_attribute("aria-invalid") == "true"
    assert (faults(page), fits(page)) == ([], True)
    enter(page, address, DIRECTOR, target="/people")
    expect(page.get_by_role("heading", level=1)).to_have_text("People of Ash")
    page.locator("summary").last.click()
    assert (faults(page), fits(page)) == ([], True)
    page.get_by_role("button", name="Add").click()
    assert (faults(page), fits(page)) == ([], True)
    page.goto(f"{address}/account")
    page.get_by_role("button", name="Change password").click()
    assert (faults(page), fits(page)) == ([], True)
    page.goto(f"{address}/people?district=009009")
    assert faults(page) == []


def test_axe_and_the_second_step(browser: Browser, address: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    enter(page, address, STATE, target="/people")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the second step")
    assert faults(page) == []
    key = page.locator("code.key").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill("000")
    page.get_by_role("button", name="Set up").click()
    assert faults(page) == []
    page.get_by_role("textbox", name="Code").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People of the state")
    assert faults(page) == []
    page.goto(f"{address}/account")
    page.get_by_role("button", name="Sign out").click()
    enter(page, address, STATE, target="/people")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    assert faults(page) == []
    context.close()


def test_in_and_out_by_keyboard_alone_and_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/signin?next=/people")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(DIRECTOR)
    page.keyboard.press("Tab")
    page.keyboard.type("not the password at all")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="The e-mail address or the password is not right.").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("People of Ash")
    cookies = context.cookies()
    assert [one["name"] for one in cookies] == ["session"]
    assert cookies[0]["httpOnly"]
    assert cookies[0]["sameSite"] == "Lax"
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    assert context.cookies() == []
    context.close()


def test_a_form_on_another_site_signs_nobody_out(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    enter(page, address, ENTRY)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    other = context.new_page()
    evil = "http://evil.example/"
    html = f'<form method="post" action="{address}/signout"><button>Win</button></form>'
    other.route(evil, lambda route: route.fulfill(body=html, content_type="text/html"))
    other.goto(evil)
    with other.expect_response(f"{address}/signout") as answered:
        other.get_by_role("button", name="Win").click()
    assert answered.value.status == 403
    page.goto(f"{address}/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    context.close()
