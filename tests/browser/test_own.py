"""The pages of a district's own people in a browser: for axe, by keyboard, without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_axe import LOOKS, faults
from tests.support.own_site import (
    BOTH,
    ENTRY,
    FOREIGN,
    LARGE,
    RECORDS,
    STATE,
    TOP,
    VALUES,
    YEAR,
    Visit,
    made,
    visiting,
)
from tests.support.serving import serving_application


@pytest.fixture(scope="module")
def visit(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    folder = tmp_path_factory.mktemp("own")
    shutil.copy(migrated_file, folder / "collection.sqlite3")
    with visiting(made(folder), f"sqlite:///{folder / 'collection.sqlite3'}") as visit:
        yield visit


@pytest.fixture(scope="module")
def address(visit: Visit) -> Iterator[str]:
    with serving_application(visit.client.application) as found:
        yield found


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    browser: Browser, visit: Visit, address: str, look: tuple[int, str]
) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": look[0], "height": 900},
        color_scheme=look[1],
        bypass_csp=True,
    )
    page = context.new_page()
    for who, where in (
        (BOTH, TOP), (ENTRY, VALUES), (ENTRY, RECORDS), (ENTRY, FOREIGN),
        (ENTRY, f"{VALUES}/1/{YEAR}"), (STATE, f"{TOP}/{LARGE}/5A/{YEAR}?page=3"),
        (STATE, f"{TOP}/{LARGE}/5A/{YEAR}?group=denominator-2"), (ENTRY, "/account"),
    ):  # fmt: skip
        visit.who = who
        page.goto(where)
        for summary in page.locator("main summary").all():
            summary.click()
        assert faults(page) == [], where
        assert page.evaluate("document.documentElement.scrollWidth") <= look[0], where
    context.close()


def press(page: Page, name: str) -> None:
    """Go on by Tab until a link of that name has the focus, then press Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.textContent").strip()
        if text == name and page.evaluate("document.activeElement.tagName") != "OPTION":
            page.keyboard.press("Enter")
            return
    pytest.fail(f"no {name} by keyboard")


def test_from_the_account_to_the_records_by_keyboard_and_without_scripts(
    browser: Browser, visit: Visit, address: str
) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    visit.who = ENTRY
    page.goto("/account")
    page.locator("#content").focus()
    press(page, "Exact values and records")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("District 001001: exact values, 2012–13")
    press(page, "Records behind 5A")
    expect(page.locator(".headline .lead")).to_have_text("6 of 9 students: 66.7\u00a0%.")
    press(page, "Not counted: needs: age is from 6 to 21")
    expect(page.locator(".listed tbody tr")).to_have_count(1)
    press(page, "All records")
    expect(page.locator(".listed tbody tr")).to_have_count(10)
    context.close()
