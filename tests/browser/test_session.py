"""The end of a session is told two minutes ahead: in a browser, on a clock that is set."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from dashboard.accounts import Place, Role
from dashboard.accounts.sessions import ABSOLUTE
from tests.browser.test_axe import LOOKS, faults
from tests.browser.test_signin import enter, fits
from tests.support.release import publish_release
from tests.support.serving import serving_application
from tests.support.signing import LOGIN, Gate, open_gate

SOON = timedelta(minutes=28, seconds=5)  # 115 seconds before an idle session ends


@pytest.fixture
def gate(tmp_path: Path, migrated_file: Path) -> Iterator[Gate]:
    publish_release(tmp_path / "releases")
    file = tmp_path / "collection.sqlite3"
    shutil.copy(migrated_file, file)
    with open_gate(tmp_path / "releases", f"sqlite:///{file}") as gate:
        gate.person((Role.DISTRICT_ENTRY, Place("001001")))
        yield gate


@pytest.fixture
def address(gate: Gate) -> Iterator[str]:
    with serving_application(gate.site.server) as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    arrive(page, address)
    return page


def arrive(page: Page, address: str) -> None:
    """Sign in; the page has run its scripts, so that its clock counts from there."""
    page.clock.install()
    enter(page, address, LOGIN)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.wait_for_load_state()


def wait(gate: Gate, page: Page, time: timedelta) -> None:
    """Time passes on the server and in the page."""
    gate.now += time
    page.clock.fast_forward(int(time.total_seconds() * 1000))


def warning(page: Page) -> Locator:
    return page.get_by_role("alertdialog")


def left(gate: Gate, page: Page) -> float:
    found: float = page.request.get(page.url.replace("/account", "/session")).json()["left"]
    return found


def test_it_warns_two_minutes_ahead_and_a_button_keeps_signed_in(gate: Gate, page: Page) -> None:
    wait(gate, page, timedelta(minutes=27, seconds=50))
    expect(warning(page)).to_have_count(0)
    wait(gate, page, timedelta(seconds=15))
    expect(warning(page)).to_be_visible()
    expect(warning(page)).to_have_accessible_name("You will soon be signed out")
    expect(warning(page)).to_contain_text("1 minute")
    button = page.get_by_role("button", name="Stay signed in")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(warning(page)).to_have_count(0)
    assert left(gate, page) == 30 * 60
    wait(gate, page, SOON)
    expect(warning(page)).to_be_visible()


def test_activity_in_another_tab_counts(gate: Gate, page: Page, address: str) -> None:
    page.evaluate("() => {HTMLDialogElement.prototype.showModal = () => (window.warned = true)}")
    gate.now += timedelta(minutes=20)
    page.request.get(f"{address}/account")
    gate.now += SOON - timedelta(minutes=20)
    with page.expect_response(f"{address}/session") as asked:
        page.clock.fast_forward(int(SOON.total_seconds() * 1000))
    assert asked.value.json()["left"] > 120
    assert page.evaluate("window.warned") is None, "not even for a moment"


def test_the_warning_goes_when_another_tab_goes_on(gate: Gate, page: Page, address: str) -> None:
    wait(gate, page, SOON)
    expect(warning(page)).to_be_visible()
    page.request.get(f"{address}/account")
    page.clock.run_for(11_000)
    expect(warning(page)).to_have_count(0)


def test_escape_closes_it_and_the_end_is_told_all_the_same(gate: Gate, page: Page) -> None:
    page.get_by_role("link", name="Ada Ash").focus()
    wait(gate, page, SOON)
    expect(warning(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(warning(page)).to_have_count(0)
    expect(page.get_by_role("link", name="Ada Ash")).to_be_focused()
    page.clock.run_for(3_000)
    expect(warning(page)).to_have_count(0)
    wait(gate, page, timedelta(minutes=2))
    expect(warning(page)).to_have_accessible_name("Your session has ended")
    again = page.get_by_role("link", name="Sign in again")
    expect(again).to_have_attribute("href", "/signin?next=/account")
    again.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Security portal")


def test_the_absolute_end_cannot_be_put_off(gate: Gate, page: Page, address: str) -> None:
    began = gate.now
    for _ in range(24):
        gate.now += timedelta(minutes=29)
        page.request.get(f"{address}/account")
    gate.now = began + ABSOLUTE - timedelta(minutes=5)
    page.reload()
    wait(gate, page, timedelta(minutes=3, seconds=5))
    expect(warning(page)).to_contain_text("cannot be put off: a session lasts 12 hours at most")
    expect(page.get_by_role("button", name="Stay signed in")).to_have_count(0)
    expect(page.get_by_role("button", name="Close")).to_be_focused()


def test_without_scripts_a_line_says_when(browser: Browser, gate: Gate, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, address, LOGIN)
    expect(page.locator(".session-line")).to_have_text(
        "If you neither save nor open a page before, this session ends at 08:00 CDT."
    )
    context.close()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing(
    browser: Browser, gate: Gate, address: str, look: tuple[int, str]
) -> None:
    context = browser.new_context(
        viewport={"width": look[0], "height": 900}, color_scheme=look[1], bypass_csp=True
    )
    page = context.new_page()
    arrive(page, address)
    wait(gate, page, SOON)
    expect(warning(page)).to_be_visible()
    assert (faults(page), fits(page)) == ([], True)
    wait(gate, page, timedelta(minutes=3))
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    assert (faults(page), fits(page)) == ([], True)
    context.close()


def test_nothing_of_it_is_refused_by_the_policy(page: Page, gate: Gate) -> None:
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.reload()
    wait(gate, page, SOON)
    page.get_by_role("button", name="Stay signed in").click()
    expect(warning(page)).to_have_count(0)
    assert said == []
