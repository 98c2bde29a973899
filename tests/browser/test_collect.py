"""A school's form in a browser: a row is saved when it is left; nothing typed is left unasked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Response, send_from_directory
from playwright.sync_api import Browser, Page, expect

from dashboard.store import Store
from tests.browser.test_axe import LOOKS, faults
from tests.support.collecting import CERTIFIER, DISTRICT, SCHOOL, STATE, X
from tests.support.serving import serving_application
from tests.web.test_collect import ASH, ASSETS, TOP, XAVIER, Visit, made


@pytest.fixture
def visit(migrated_file: Path, tmp_path: Path) -> Iterator[Visit]:
    file = tmp_path / "collection.sqlite3"
    shutil.copy(migrated_file, file)
    store = Store(f"sqlite:///{file}")
    visit = made(store, tmp_path)
    visit.fill(X, 2)
    visit.door.who = SCHOOL
    yield visit
    store.close()


@pytest.fixture
def address(visit: Visit) -> Iterator[str]:
    application = visit.client.application

    def asset(name: str) -> Response:
        return send_from_directory(ASSETS, name)

    application.add_url_rule("/assets/<path:name>", "assets", asset)
    with serving_application(application) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto(XAVIER)
    yield page
    context.close()


def texts(visit: Visit) -> list[str]:
    return [row.record.entry_a for row in visit.desk.see_school().students]


def test_a_row_is_saved_when_it_is_left_by_keyboard(page: Page, visit: Visit) -> None:
    one, two = (row.id for row in visit.desk.see_school().students)
    first = page.locator(f'[name="{one}.entry_a"]')
    first.fill("9")
    first.press("Tab")
    expect(page.locator("#kept")).to_have_text("")
    page.locator(f'[name="{two}.entry_a"]').focus()
    expect(page.locator("#kept")).to_have_text("Saved.")
    assert texts(visit) == ["9", "3"]
    expect(page.locator("#errors")).to_have_text("1 error")
    expect(page.locator(f'[name="{one}.entry_a"]')).to_have_attribute("aria-invalid", "true")
    page.locator(f'[name="{one}.entry_a"]').fill("2")
    page.locator('button[value="submit"]').click()
    expect(page.locator(".said")).to_contain_text("Submitted.")
    assert texts(visit) == ["2", "3"]


def test_a_row_that_somebody_else_changed_is_said_and_kept(page: Page, visit: Visit) -> None:
    one, two = (row.id for row in visit.desk.see_school().students)
    fields = visit.form(SCHOOL)
    visit.post(SCHOOL, XAVIER, **{**fields, f"{one}.entry_a": "6"}, do="save")
    page.locator(f'[name="{one}.entry_a"]').fill("2")
    page.locator(f'[name="{two}.entry_a"]').focus()
    expect(page.locator("#kept")).to_contain_text("Not saved yet")
    page.locator('button[value="save"]').first.click()
    expect(page.locator(".beside").first).to_contain_text("Saved by somebody else: 6")
    expect(page.locator(f'[name="{one}.entry_a"]')).to_have_value("2")
    assert texts(visit) == ["6", "3"]


def test_a_fields_error_is_read_at_the_field_on_a_phone(
    browser: Browser, visit: Visit, address: str
) -> None:
    visit.fill(X, first=8, entry_a="9", exit_c="8")
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(XAVIER)
    row = visit.desk.see_school().students[2].id
    for name, says in (("entry_a", "E07 A rating is a whole number"), ("exit_c", "E07 A rating")):
        field = page.locator(f'[name="{row}.{name}"]')
        expect(field).to_have_accessible_description(re.compile(says))
        words = page.locator(f'[id="{row}.{name}.said"] .words')
        field.focus()
        expect(words).to_be_in_viewport(ratio=1)
        expect(words).to_have_css("position", "absolute")
        assert words.bounding_box()["width"] > 150  # type: ignore[index]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_leaving_with_something_unsaved_is_asked_about(page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    page.locator('[name="new.student_id"]').press_sequentially("0009")
    page.evaluate("location.href = '/collect'")
    expect(page.locator('[name="new.student_id"]')).to_have_value("0009")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing(
    browser: Browser, visit: Visit, address: str, look: tuple[int, str]
) -> None:
    visit.fill(X, first=8, entry_a="9")
    visit.fill(X, first=9, entry_a="1", entry_b="1", entry_c="1")
    context = browser.new_context(
        base_url=address,
        viewport={"width": look[0], "height": 900},
        color_scheme=look[1],
        bypass_csp=True,
    )
    page = context.new_page()
    for who, where in (
        (CERTIFIER, "/collect"), (CERTIFIER, TOP), (STATE, TOP), (CERTIFIER, ASH),
        (SCHOOL, XAVIER), (STATE, XAVIER), (SCHOOL, f"{XAVIER}/roster"),
        (DISTRICT, f"{ASH}/roster"), (STATE, f"{TOP}/window"),
    ):  # fmt: skip
        visit.door.who = who
        page.goto(where)
        assert faults(page) == [], (who, where)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= look[0], (who, where)
    context.close()


BAD = b"student_id,birth_date,entry_date\n12,soon,2024-09-03\n"
FINE = (
    b"student_id,birth_date,entry_date,entry_a\n"
    b"0001,2021-02-10,2024-09-09,4\n0300,2021-02-10,2024-09-03,3\n"
)


def choose(page: Page, content: bytes) -> None:
    file = {"name": "roster.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("File with the roster").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="See what would change").click()


@pytest.mark.parametrize("look", [(1280, "light"), (320, "dark")], ids=str)
def test_axe_finds_nothing_in_the_states_of_roster_and_window(
    browser: Browser, visit: Visit, address: str, look: tuple[int, str]
) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": look[0], "height": 900},
        color_scheme=look[1],
        bypass_csp=True,
    )
    page = context.new_page()

    def sound(state: str) -> None:
        assert (state, faults(page)) == (state, [])
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (state, wide <= look[0]) == (state, True)

    page.goto(f"{XAVIER}/roster")
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("link", name="Choose a file.").click()
    expect(page.get_by_label("File with the roster")).to_be_focused()
    sound("no file")
    choose(page, BAD)
    expect(page.get_by_role("alert")).to_contain_text("Nothing of")
    sound("refused")
    choose(page, FINE)
    sound("what would change")
    page.get_by_role("button", name="Yes, change the roster").click()
    expect(page.get_by_role("status")).to_contain_text("1 student added, 1 changed")
    sound("done")
    assert len(visit.desk.see_school().students) == 3
    visit.door.who = STATE
    page.goto(f"{TOP}/window")
    page.get_by_label("District", exact=True).select_option("001001")
    page.get_by_label("Its last day").fill("2026-06-01")
    page.get_by_role("button", name="Give the extension").click()
    page.get_by_role("link", name=re.compile("no extension")).click()
    expect(page.get_by_label("Its last day")).to_be_focused()
    sound("a wrong extension")
    page.get_by_label("Its last day").fill("2026-07-09")
    page.get_by_role("button", name="Give the extension").click()
    expect(page.get_by_role("status")).to_contain_text("its own last day")
    sound("an extension")
    page.get_by_role("button", name="Take back the extension of Ash").click()
    expect(page.get_by_text("No district has an extension.")).to_be_visible()
    context.close()


def test_a_roster_is_uploaded_without_scripts(browser: Browser, visit: Visit, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(XAVIER)
    page.get_by_role("link", name="Upload a roster").click()
    choose(page, FINE)
    page.get_by_role("button", name="Yes, change the roster").click()
    page.get_by_role("link", name="Go to Ash Xavier").click()
    assert texts(visit) == ["4", "3", "3"]
    context.close()
