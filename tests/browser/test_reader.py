"""The chart by keyboard: year by year, said and shown; the table stays its equal."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_axe import faults
from tests.support.release import ALDER, BIRCH


def line(page: Page) -> Locator:
    return page.get_by_role("group", name="Read the chart year by year").get_by_role("status")


def labels(page: Page) -> Locator:
    return page.locator("#chart .hoverlayer .hovertext")


def test_the_arrow_keys_go_from_year_to_year(visitor: Visitor) -> None:
    page = visitor.visit(f"/indicators/1?district={ALDER}")
    page.locator("#chart .js-plotly-plot .scatterlayer").wait_for()
    page.get_by_role("button", name="Year before").focus()
    page.keyboard.press("ArrowLeft")
    expect(line(page)).to_contain_text("2012–13: Missouri 72.8")
    expect(line(page)).to_contain_text("Alder Creek R-I")
    expect(line(page)).to_contain_text("Target 74.0")
    expect(labels(page).first).to_contain_text("2012–13")
    page.keyboard.press("ArrowLeft")
    expect(line(page)).to_contain_text("2011–12")
    expect(labels(page).first).to_contain_text("2011–12")
    page.keyboard.press("Home")
    expect(line(page)).to_contain_text("2005–06")
    page.keyboard.press("ArrowLeft")
    expect(line(page)).to_contain_text("2005–06")
    page.keyboard.press("End")
    expect(line(page)).to_contain_text("2012–13")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(labels(page)).to_have_count(0)


def test_the_buttons_do_the_same_and_what_is_protected_is_a_word(visitor: Visitor) -> None:
    page = visitor.visit(f"/indicators/1?district={BIRCH}")
    page.locator("#chart .js-plotly-plot .scatterlayer").wait_for()
    page.get_by_role("button", name="Year after").click()
    expect(line(page)).to_contain_text("2005–06")
    page.get_by_role("button", name="Year before").focus()
    page.keyboard.press("End")
    expect(line(page)).to_contain_text("protected")
    expect(labels(page)).to_have_count(1)  # the state's alone


def test_it_follows_the_years_asked_for(visitor: Visitor) -> None:
    page = visitor.visit("/indicators/1?from=2012")
    page.get_by_role("button", name="Year after").click()
    expect(line(page)).to_contain_text("2011–12")


def test_axe_finds_nothing_while_it_is_read(browser: Browser, base_url: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{base_url}/indicators/1?district={ALDER}")
    page.locator("html.live h1").wait_for()
    page.get_by_role("button", name="Year before").click()
    assert faults(page) == []
    context.close()
