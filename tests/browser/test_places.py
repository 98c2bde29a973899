"""What only a browser can show of the overview, the districts and the pages around them."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visitor
from tests.support.release import ALDER, BIRCH, CANARIES, LONG


def test_filters_keep_the_focus_and_the_address(visitor: Visitor) -> None:
    page = visitor.visit("/")
    expect(page.locator(".cards > li")).to_have_count(30)
    chosen = page.get_by_role("link", name=re.compile(r"^Compliance"))
    chosen.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.base_url}/?kind=compliance")
    expect(page.locator(".cards > li")).to_have_count(6)
    expect(page.get_by_role("status")).to_have_text("6 of 30 indicators are shown.")
    expect(page.get_by_role("link", name=re.compile(r"^Compliance.*chosen"))).to_be_focused()
    page.get_by_role("link", name=re.compile(r"^Met ")).click()
    expect(page).to_have_url(f"{visitor.base_url}/?kind=compliance&target=met")
    page.go_back()
    expect(page.locator(".cards > li")).to_have_count(6)


def test_by_keyboard_from_the_finder_to_a_district_to_an_indicator_and_back(
    visitor: Visitor,
) -> None:
    page = visitor.visit("/districts")
    expect(page).to_have_title(re.compile("^Find a district – "))
    field = page.get_by_role("searchbox", name="Name or number of a district")
    field.focus()
    page.keyboard.type("alder")
    expect(page.get_by_text("1 district found.")).to_be_visible()
    expect(page).to_have_url(f"{visitor.base_url}/districts?q=alder")
    expect(page.locator("#found a")).to_have_text(["Alder Creek R-I"])
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#found a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.base_url}/districts/{ALDER}")
    expect(page.locator("h1")).to_have_text("Alder Creek R-I")
    expect(page.locator("h1")).to_be_focused()
    first = page.locator(".urgent a").first
    while not first.evaluate("(link) => link === document.activeElement"):
        page.keyboard.press("Tab")
    expect(first).to_have_text(re.compile("^4A"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.base_url}/indicators/4A?district={ALDER}")
    expect(page.locator("h1")).to_be_focused()
    page.go_back()
    expect(page.locator("h1")).to_have_text("Alder Creek R-I")
    page.go_back()
    expect(page).to_have_url(f"{visitor.base_url}/districts?q=alder")
    expect(page.locator("#found a")).to_have_text(["Alder Creek R-I"])


def test_a_table_is_sorted_by_a_link(visitor: Visitor) -> None:
    page = visitor.visit(f"/districts/{ALDER}")
    page.get_by_role("link", name="Distance from the target").click()
    expect(page).to_have_url(f"{visitor.base_url}/districts/{ALDER}?sort=distance")
    expect(page.locator("th[aria-sort]")).to_have_text(["Met?"])
    expect(
        page.get_by_role("link", name=re.compile("^Distance from the target.*, chosen$"))
    ).to_be_visible()


def test_districts_are_added_taken_away_and_seen_side_by_side(visitor: Visitor) -> None:
    page = visitor.visit("/compare")
    page.get_by_role("searchbox", name="Find a district").fill("birch")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Add Birch Hollow <12>").click()
    expect(page.locator("h1")).to_have_text("Birch Hollow <12>, all indicators over time")
    page.get_by_role("link", name="1 Graduation").first.click()
    expect(page.locator("h1")).to_have_text("1 Graduation, side by side")
    page.get_by_role("searchbox", name="Add a district").fill("alder")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Add Alder Creek R-I").click()
    expect(page.locator(".panels > li")).to_have_count(2)
    drawn = page.get_by_role("img", name=re.compile("^Alder Creek R-I: from 60.0"))
    assert drawn.evaluate("(image) => image.naturalWidth") > 0
    page.get_by_role("link", name="Remove Birch Hollow <12>").click()
    expect(page.locator(".panels > li")).to_have_count(1)
    expect(page).to_have_url(f"{visitor.base_url}/compare?indicator=1&district={ALDER}")


def test_the_map_says_that_it_has_no_outlines_and_has_its_table(visitor: Visitor) -> None:
    page = visitor.visit(f"/map?indicator=1&district={BIRCH}")
    expect(page.get_by_text("There is no map to draw")).to_be_visible()
    expect(page.locator("table.spots tbody tr")).to_have_count(3)
    expect(page.locator("tr.marked th")).to_have_text("Birch Hollow <12>")
    content = page.content()
    assert [canary for canary in CANARIES if canary in content] == []


@pytest.mark.parametrize(
    "address",
    [f"/?district={LONG}", "/districts?q=o", f"/districts/{LONG}", "/about", "/map?indicator=1",
     f"/compare?district={LONG}", f"/compare?indicator=1&district={LONG}&district={BIRCH}"],
)  # fmt: skip
def test_nothing_hangs_over_at_320_pixels(visitor: Visitor, address: str) -> None:
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    page = visitor.visit(address)
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


def test_the_overview_prints_on_two_sheets(visitor: Visitor) -> None:
    page = visitor.visit("/")
    sheets = page.pdf(format="Letter").count(b"/Type /Page\n")
    assert sheets == 2


@pytest.fixture
def quiet(browser: Browser) -> Page:
    """A browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_the_finder_and_the_filters_still_answer(
    quiet: Page, base_url: str
) -> None:
    quiet.goto(f"{base_url}/districts")
    quiet.locator("input[name=q]").fill("prairie")
    quiet.get_by_role("button", name="Find").click()
    assert quiet.url == f"{base_url}/districts?q=prairie"
    quiet.get_by_role("link", name=re.compile("^Consolidated")).click()
    expect(quiet.locator("h1")).to_have_text(re.compile("^Consolidated"))
    quiet.goto(base_url)
    quiet.get_by_role("link", name=re.compile("^Not met")).click()
    expect(quiet.locator(".card.is-met")).to_have_count(0)
    expect(quiet.locator(".card.is-not-met").first).to_be_visible()
