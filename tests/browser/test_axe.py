"""axe-core finds nothing on any page of ours, in no state, at no width, in no scheme (A1)."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.release import ALDER, BIRCH, LONG

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
# To tell of what passes, too, takes axe as long again.
CHECK = """(tags) => axe.run(document, {
  runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],
})"""

LOOKS = [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]
PAGES = {
    "plain": "/indicators/1",
    "three districts": f"/indicators/1?district={ALDER}&district={BIRCH}&district={LONG}",
    "groups": "/indicators/5A",
    "statuses": f"/indicators/4A?district={ALDER}",
    "carried": f"/indicators/8?district={ALDER}&from=2009",
    "state only": "/indicators/16",
    "Spanish": f"/indicators/13?lang=es&district={ALDER}",
}


def faults(page: Page) -> list[str]:
    """What axe finds, in words; injected past the page's policy, as a browser's tools are."""
    page.wait_for_load_state()  # a page without its styles yet has other contrasts
    page.evaluate(AXE)
    found = page.evaluate(CHECK, TAGS)["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.fixture(scope="module", params=LOOKS, ids=lambda look: f"{look[0]} {look[1]}")
def page(browser: Browser, request: pytest.FixtureRequest) -> Page:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_a_page(page: Page, base_url: str, address: str) -> None:
    page.goto(base_url + address)
    page.locator("html.live h1").wait_for()
    assert faults(page) == []


def test_the_open_list_of_districts_and_the_open_table(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/indicators/1")
    page.locator("html.live h1").wait_for()
    page.locator("summary").click()
    page.get_by_role("combobox", name="Add a district").fill("r")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert faults(page) == []
    page.get_by_role("combobox", name="Add a district").fill("zzz")
    expect(page.locator(".told").first).to_have_text("No district is called that.")
    assert faults(page) == []


@pytest.mark.parametrize("address", ["/indicators/99", "/indicators/1?from=1066", "/?lang=xx"])
def test_an_address_that_cannot_be_answered(page: Page, base_url: str, address: str) -> None:
    page.goto(base_url + address)
    assert faults(page) == []


@pytest.mark.parametrize("address", ["/report", f"/report?district={BIRCH}&lang=es"])
def test_the_report(page: Page, base_url: str, address: str) -> None:
    page.goto(base_url + address)
    assert faults(page) == []


def test_the_first_answer(browser: Browser, base_url: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    # Without React the page stays what the server sent.
    page.route("**/_dash-component-suites/**", lambda route: route.abort())
    page.goto(f"{base_url}/indicators/1?district={ALDER}&district={BIRCH}")
    assert faults(page) == []
    context.close()
