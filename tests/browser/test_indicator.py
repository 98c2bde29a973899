"""The indicator's page in a browser: what its scripts do, and what the keyboard reaches."""

import json
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visitor
from tests.support.release import ALDER, BIRCH

FIELD = "Add a district"


def lines(page: Page) -> Locator:
    return page.locator("#chart .scatterlayer .trace")


def test_the_first_answer_needs_no_script(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/indicators/1?district={ALDER}")
    expect(page.locator("h1")).to_have_text("1 Graduation Rate for IEP Students")
    expect(page.locator(".lead").first).to_contain_text("In 2013, Alder Creek R-I stood at")
    expect(page.locator(".chart svg").first).to_be_visible()
    expect(page.locator(".chart")).to_contain_text("Alder Creek")
    expect(page.get_by_role("table", name="Graduation Rate for IEP Students")).to_be_visible()
    context.close()


def test_nothing_moves_when_the_live_page_takes_over(browser: Browser, base_url: str) -> None:
    places = {}
    for script in (False, True):
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, java_script_enabled=script
        )
        page = context.new_page()
        page.goto(f"{base_url}/indicators/1?district={ALDER}")
        if script:
            page.locator("html.live").wait_for()
        found = [
            page.locator(selector).first.bounding_box()
            for selector in ("h1", ".lead", ".controls", ".chart", ".actions", "table.values")
        ]
        places[script] = [(round(box["x"]), round(box["y"])) for box in found if box]
        context.close()
    assert len(places[True]) == 6
    assert places[True] == places[False]


def test_a_district_is_found_by_typing_and_taken_away_again(visitor: Visitor) -> None:
    page = visitor.visit("/indicators/1")
    expect(lines(page)).to_have_count(2)
    field = page.get_by_role("combobox", name=FIELD)
    field.focus()
    page.keyboard.type("ald")
    option = page.get_by_role("option", name="Alder Creek R-I")
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.base_url}/indicators/1?district={ALDER}")
    expect(page).to_have_title(re.compile("^1 Graduation, Alder Creek R-I – "))
    expect(lines(page)).to_have_count(3)
    expect(field).to_be_focused()
    page.keyboard.type("birch")
    expect(page.get_by_role("option", name="Birch Hollow")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.base_url}/indicators/1?district={ALDER}&district={BIRCH}")
    page.get_by_role("button", name="Remove Alder Creek R-I").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{visitor.base_url}/indicators/1?district={BIRCH}")
    expect(page.locator(".chips li")).to_have_count(1)
    page.go_back()
    expect(page.locator(".chips li")).to_have_count(2)
    page.go_back()
    expect(page.locator(".chips li")).to_have_count(1)
    expect(page).to_have_url(f"{visitor.base_url}/indicators/1?district={ALDER}")


def test_escape_closes_the_list_and_no_match_is_said(visitor: Visitor) -> None:
    page = visitor.visit("/indicators/1")
    page.get_by_role("combobox", name=FIELD).focus()
    page.keyboard.type("a")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.type("zzz")
    expect(page.locator(".told").first).to_have_text("No district is called that.")


def test_the_years_follow_and_stay_in_order(visitor: Visitor) -> None:
    page = visitor.visit("/indicators/1")
    page.get_by_label("From", exact=True).select_option("2010–11")
    expect(page).to_have_url(f"{visitor.base_url}/indicators/1?from=2011")
    expect(page.locator("#value-table tbody tr")).to_have_count(3)
    page.get_by_label("To", exact=True).select_option("2011–12")
    expect(page).to_have_url(f"{visitor.base_url}/indicators/1?from=2011&to=2012")
    page.go_back()
    expect(page.locator("#value-table tbody tr")).to_have_count(3)
    expect(page.get_by_label("To", exact=True)).to_have_value("")
    page.go_back()
    expect(page.locator("#value-table tbody tr")).to_have_count(8)
    expect(page.get_by_label("From", exact=True)).to_have_value("")


def test_the_view_can_be_taken_along(visitor: Visitor) -> None:
    page = visitor.visit(f"/indicators/1?district={ALDER}&from=2012")
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON", exact=True).click()
    rows = json.loads(download.value.path().read_text(encoding="utf-8"))["values"]
    assert [(row["lea_id"], row["school_year"]) for row in rows] == [
        (None, 2012),
        (None, 2013),
        (ALDER, 2012),
        (ALDER, 2013),
    ]
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"{visitor.base_url}/indicators/1?district={ALDER}&from=2012"


def test_only_the_partial_plotly_is_loaded(visitor: Visitor) -> None:
    loaded: list[str] = []
    visitor.page.on("request", lambda request: loaded.append(request.url))
    visitor.visit("/indicators/1")
    scripts = [url for url in loaded if "plotly" in url]
    assert len(scripts) == 1
    assert "/assets/vendor/plotly-basic" in scripts[0]


def test_a_state_only_indicator_has_no_picker(visitor: Visitor) -> None:
    page = visitor.visit("/indicators/16")
    expect(page.get_by_role("combobox", name=FIELD)).to_have_count(0)
    page.get_by_label("From", exact=True).select_option("2010–11")
    expect(page).to_have_url(f"{visitor.base_url}/indicators/16?from=2011")
    expect(page.locator("#value-table tbody tr")).to_have_count(3)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_language_stays_on_the_way(visitor: Visitor, lang: str) -> None:
    search = "" if lang == "en" else "?lang=es"
    page = visitor.visit(f"/indicators/4A{search}")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    page.locator(".neighbours .next").click()
    expect(page).to_have_url(f"{visitor.base_url}/indicators/4B{search}")
