"""axe-core finds nothing on the overview, the districts, compare, map and about (A1)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_axe import LOOKS, faults
from tests.support.release import ALDER, BIRCH, LONG
from tests.support.serving import serving
from tests.support.shapes import publish_with_shapes

PAGES = {
    "overview": "/",
    "overview of a district": f"/?district={LONG}",
    "filtered": "/?kind=compliance&target=met",
    "filtered to nothing": "/?family=mediation&kind=compliance",
    "finder": "/districts",
    "found": "/districts?q=r",
    "found nothing": "/districts?q=zzz",
    "district": f"/districts/{LONG}",
    "sorted": f"/districts/{ALDER}?sort=distance",
    "compare nothing": "/compare",
    "add to compare": f"/compare?indicator=1&district={BIRCH}&add=r",
    "compare": f"/compare?indicator=1&district={ALDER}&district={BIRCH}&district={LONG}",
    "compare statuses": f"/compare?indicator=4A&district={ALDER}&district={BIRCH}",
    "over time": f"/compare?district={ALDER}",
    "map": f"/map?indicator=1&district={BIRCH}",
    "map of statuses": "/map?indicator=4A",
    "about": "/about",
}
WRONG = ["/districts/nowhere", "/?kind=nonsense", "/map?indicator=15", "/compare?district=nowhere"]


@pytest.fixture(scope="module")
def with_map(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose release has outlines beside it."""
    root: Path = tmp_path_factory.mktemp("mapped")
    publish_with_shapes(root)
    with serving(root) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def faults_in_every_look(page: Page) -> list[str]:
    """One load, looked at wide and narrow, light and dark."""
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} {scheme}: {fault}" for fault in faults(page)]
    return found


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_a_page(page: Page, with_map: str, address: str) -> None:
    page.goto(with_map + address)
    page.locator("html.live h1").wait_for()
    assert faults_in_every_look(page) == []


@pytest.mark.parametrize("address", WRONG)
def test_an_address_that_cannot_be_answered(page: Page, with_map: str, address: str) -> None:
    page.goto(with_map + address)
    assert faults_in_every_look(page) == []


def test_the_map_is_drawn(page: Page, with_map: str) -> None:
    page.goto(f"{with_map}/map?indicator=1")
    page.locator("html.live h1").wait_for()
    picture = page.get_by_role("img", name="Map of districts by Graduation")
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.naturalWidth") > 0


def test_the_first_answers(browser: Browser, with_map: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    # Without React the page stays what the server sent.
    page.route("**/_dash-component-suites/**", lambda route: route.abort())
    for name in ("overview", "found", "district", "add to compare", "compare", "map", "about"):
        page.goto(with_map + PAGES[name])
        assert faults(page) == [], name
    context.close()
