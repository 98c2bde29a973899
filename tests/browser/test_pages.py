"""What only a browser can show: the pages come alive, and the address follows."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor
from tests.support.release import ALDER, BIRCH, CANARIES


def row(page: Page, year: str) -> Locator:
    return page.locator("#value-table tbody tr").filter(has_text=year).locator("td")


def test_the_page_of_an_indicator(visitor: Visitor) -> None:
    page = visitor.visit("/indicators/1")
    expect(page).to_have_title("1 Graduation – Statewide Progress at a Glance")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("1 Graduation Rate for IEP Students")
    expect(page.locator("#headline .lead")).to_contain_text("In 2013, Missouri stood at 72.8 %")
    expect(page.locator(".verdict")).to_have_text("✗ Target not met")
    expect(page.locator("#chart .main-svg").first).to_be_visible()
    expect(page.locator("#chart .scatterlayer .trace")).to_have_count(2)
    expect(page.get_by_role("img", name=re.compile("^Line chart: Graduation"))).to_be_visible()
    expect(row(page, "2012–13")).to_have_text(["74.0", "72.8", "728 of 1,000", "✗ not met"])
    expect(page.get_by_role("table", name="Graduation Rate for IEP Students")).to_be_visible()
    expect(page.locator(".fraction")).to_have_count(2)
    expect(page.get_by_text("Synthetic data")).to_be_visible()
    expect(page.locator(".modebar")).to_have_count(0)


def test_a_shared_address_restores_the_view_and_its_protected_value(visitor: Visitor) -> None:
    search = f"?district={BIRCH}&district={ALDER}&from=2008&to=2013"
    page = visitor.visit(f"/indicators/1{search}")
    expect(page.locator(".chips li")).to_have_text(
        [re.compile("^Birch Hollow <12>"), re.compile("^Alder Creek R-I")]
    )
    expect(page.get_by_label("From", exact=True)).to_have_value("2008")
    expect(page.locator("#value-table")).to_contain_text("protected")
    expect(page.locator(".chart-key")).to_contain_text("■ protected")
    content = page.content()
    assert [canary for canary in CANARIES if canary in content] == []
    expect(page).to_have_url(visitor.base_url + f"/indicators/1{search}")


def test_from_the_overview_to_an_indicator_and_on(visitor: Visitor) -> None:
    page = visitor.visit("/")
    expect(page).to_have_title("Statewide Progress at a Glance")
    expect(page.locator(".cards h2 a")).to_have_count(30)
    page.get_by_role("link", name="13 Transition plans").click()
    expect(page.locator("h1")).to_have_text("13 Post-Secondary Transition Plans")
    expect(page.locator("h1")).to_be_focused()
    expect(page).to_have_title(re.compile("^13 Transition plans – "))
    expect(row(page, "2008–09")).to_have_text(["", "not reported", "", ""])
    page.get_by_role("link", name="Next: 14A").click()
    expect(page.locator("h1")).to_have_text("14A Post-Secondary Follow-Up - A")
    page.go_back()
    expect(page.locator("h1")).to_have_text("13 Post-Secondary Transition Plans")
    page.get_by_role("link", name="All indicators").click()
    expect(page.locator("h1")).to_have_text("Missouri at a glance")


def test_a_district_stays_on_the_way(visitor: Visitor) -> None:
    page = visitor.visit(f"/?district={ALDER}")
    expect(page.locator("h1")).to_have_text("Alder Creek R-I at a glance")
    page.get_by_role("link", name="4A Suspension").click()
    expect(page.locator("#headline .lead")).to_have_text(
        "In 2013, Alder Creek R-I: flagged (ratio 5.03)."
    )
    page.get_by_role("link", name=re.compile("Next")).click()
    expect(page).to_have_url(f"{visitor.base_url}/indicators/4B?district={ALDER}")


def test_the_keyboard_reaches_everything(visitor: Visitor) -> None:
    page = visitor.visit("/indicators/1")
    expect(page.locator("#chart .main-svg").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="All indicators")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Add a district")).to_be_focused()


def test_nothing_hangs_over_at_320_pixels(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    for address in ("/", f"/indicators/1?district={ALDER}&district={BIRCH}"):
        page = visitor.visit(address)
        expect(page.locator("table.values, .cards").first).to_be_visible()
        wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, address


def test_an_unknown_address_says_what_there_is(visitor: Visitor) -> None:
    answer = visitor.page.goto(f"{visitor.base_url}/indicators/99")
    assert answer is not None
    assert answer.status == 404
    expect(visitor.page.locator("h1")).to_have_text("Page not found")
    expect(visitor.page.locator("main a")).to_have_count(31)
    # The browser itself notes the status; nothing else may be noted.
    assert len(visitor.complaints) == 1
    assert "404" in visitor.complaints.pop()
