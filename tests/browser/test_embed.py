"""Our charts on somebody else's page: what only a browser with two origins can show."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_axe import LOOKS, faults
from tests.support.release import ALDER, BIRCH, LONG

FRAMES = (
    "/embed/1",
    f"/embed/5A?district={ALDER}&district={BIRCH}&district={LONG}&controls=1",
    f"/embed/4A?theme=dark&lang=es&district={ALDER}",
    f"/embed/8?height=400&controls=1&district={ALDER}",
    f"/embed/1?height=480&district={BIRCH}&from=2010",
)
FITS = """() => document.documentElement.scrollHeight <= window.innerHeight
    && document.documentElement.scrollWidth <= window.innerWidth"""
OURS = "progress-at-a-glance:height"


def page_of(base_url: str, *, between: str = "") -> str:
    """Somebody's page, with our snippet five times."""
    frames = between.join(
        f'<p>Text.</p><iframe src="{base_url}{address}" title="Chart {place}" width="100%" '
        f'height="300" loading="lazy" style="border:0"></iframe>'
        f'<script async src="{base_url}/embed.js"></script>'
        for place, address in enumerate(FRAMES, start=1)
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A school</title>'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        '</head><body><main><h1>A school</h1><button id="before">Before</button>'
        f'{frames}<button id="after">After</button></main></body></html>'
    )


@contextmanager
def other_site(html: str) -> Iterator[str]:
    """A site of another origin whose every address is this page."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_said: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


@pytest.fixture(scope="module")
def school(base_url: str) -> Iterator[str]:
    with other_site(page_of(base_url)) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 800, "height": 900})
    context.set_default_timeout(20_000)
    yield context
    assert context.cookies() == []
    context.close()


def ours(page: Page, base_url: str) -> list[Frame]:
    return [frame for frame in page.frames if frame.url.startswith(f"{base_url}/embed/")]


def opened(page: Page, school: str, base_url: str) -> list[Frame]:
    """The frames of the page, each scrolled to once, its chart alive."""
    page.goto(school)
    for place in range(1, len(FRAMES) + 1):
        page.locator(f'iframe[title="Chart {place}"]').scroll_into_view_if_needed()
        live = page.frame_locator(f'iframe[title="Chart {place}"]').locator("#chart")
        live.scroll_into_view_if_needed()
        expect(live.locator(".live.ready .main-svg").first).to_be_visible()
    frames = ours(page, base_url)
    assert len(frames) == len(FRAMES)
    return frames


@pytest.mark.parametrize("width", [1280, 390])
def test_every_frame_has_the_height_of_what_it_shows(
    context: BrowserContext, school: str, base_url: str, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for frame in opened(page, school, base_url):
        frame.wait_for_function(FITS)
    heights = page.evaluate(
        "() => [...document.querySelectorAll('iframe')].map(f => f.offsetHeight)"
    )
    assert len(set(heights)) > 2
    # Opening a table makes its frame taller, and no other.
    first = ours(page, base_url)[0]
    first.locator("summary").click()
    first.wait_for_function(FITS)
    after = page.evaluate("() => [...document.querySelectorAll('iframe')].map(f => f.offsetHeight)")
    assert after[0] > heights[0]
    assert after[1:] == heights[1:]
    assert said == []
    assert [url for url in asked if not url.startswith((school, base_url, "data:"))] == []


def test_the_keyboard_goes_through_every_frame_and_out_again(
    context: BrowserContext, school: str, base_url: str
) -> None:
    page = context.new_page()
    opened(page, school, base_url)
    page.locator("#before").focus()
    passed: list[str] = []
    for _step in range(60):
        page.keyboard.press("Tab")
        # On its way between two frames the focus is nowhere for a moment.
        page.wait_for_function("() => document.activeElement !== document.body")
        held = page.evaluate("() => document.activeElement.id || document.activeElement.title")
        passed.append(held)
        if held == "after":
            break
    assert list(dict.fromkeys(passed)) == [*(f"Chart {n}" for n in range(1, 6)), "after"]
    page.keyboard.press("Shift+Tab")
    page.wait_for_function("() => document.activeElement.title === 'Chart 5'")


def test_without_scripts_there_are_words_and_drawings(
    browser: Browser, school: str, base_url: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(school)
    for place in range(1, len(FRAMES) + 1):
        frame = page.frame_locator(f'iframe[title="Chart {place}"]')
        page.locator(f'iframe[title="Chart {place}"]').scroll_into_view_if_needed()
        expect(frame.locator(".lead")).to_contain_text("2013")
        expect(frame.locator("#chart .drawing svg").first).to_be_visible()
    form = page.frame_locator('iframe[title="Chart 4"]')
    form.get_by_role("searchbox", name="Add a district").fill("birch")
    form.get_by_label("From").select_option("2009–10")
    form.get_by_role("button", name="Show").click()
    expect(form.get_by_role("checkbox", name="Birch Hollow <12>")).to_be_checked()
    expect(form.get_by_role("checkbox", name="Alder Creek R-I")).to_be_checked()
    expect(form.get_by_label("From")).to_have_value("2010")
    context.close()


def test_a_chart_comes_alive_when_it_is_seen_and_nothing_moves(
    context: BrowserContext, base_url: str
) -> None:
    page = context.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    far = f'<div style="height:4000px"></div><iframe src="{base_url}/embed/1" title="Far" '
    far += 'width="700" height="640"></iframe>'
    with other_site(f'<!DOCTYPE html><link rel="icon" href="data:,">{far}') as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        expect(frame.locator(".drawing")).to_be_attached()
        places = (
            "() => ['.lead', '#chart', 'footer'].map(s => document.querySelector(s)"
            ".getBoundingClientRect().toJSON())"
        )
        before = ours(page, base_url)[0].evaluate(places)
        assert [url for url in loaded if "plotly" in url] == []
        page.locator("iframe").scroll_into_view_if_needed()
        expect(frame.locator("#chart .live.ready .main-svg").first).to_be_visible()
        expect(frame.locator(".drawing")).to_have_count(0)
        assert ours(page, base_url)[0].evaluate(places) == before


def test_a_message_of_somebody_else_changes_nothing(
    context: BrowserContext, school: str, base_url: str
) -> None:
    page = context.new_page()
    frames = opened(page, school, base_url)
    frames[0].wait_for_function(FITS)
    height = "() => document.querySelector('iframe').offsetHeight"
    before = page.evaluate(height)
    page.evaluate("(type) => window.postMessage({type, id: '1', height: 5000}, '*')", OURS)
    # What is said afterwards by a frame of ours is heard: the false message was, too.
    frames[1].locator("summary").click()
    frames[1].wait_for_function(FITS)
    assert page.evaluate(height) == before


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]} {look[1]}")
def looked_at(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page for axe, in each width and scheme."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_in_a_frame(looked_at: Page, base_url: str) -> None:
    page = looked_at
    for address in (*FRAMES, "/embed/99", "/embed/1?controls=1&find=r"):
        page.goto(base_url + address)
        if page.locator("summary").count():
            page.locator("summary").click()
        assert faults(page) == []


def test_axe_finds_nothing_on_the_page_around(browser: Browser, school: str, base_url: str) -> None:
    context = browser.new_context(viewport={"width": 800, "height": 900}, bypass_csp=True)
    page = context.new_page()
    for frame in opened(page, school, base_url):
        assert faults(frame) == []  # type: ignore[arg-type]
    assert faults(page) == []
    context.close()


# ---- the dialog


def test_the_dialog_by_keyboard(visitor: Visitor) -> None:
    page = visitor.visit(f"/indicators/1?district={ALDER}")
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Embed", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Embed this chart")
    expect(dialog).to_be_visible()
    area = dialog.get_by_label("HTML for your page")
    start = f'<iframe src="{visitor.base_url}/embed/1?district={ALDER}" title="1 Graduation, Alder'
    expect(area).to_have_value(re.compile(f"^{re.escape(start)}"))
    expect(area).to_have_value(re.compile(r'width="100%" height="640" loading="lazy"'))
    script = f'<script async src="{visitor.base_url}/embed.js"></script>'
    expect(area).to_have_value(re.compile(f"{re.escape(script)}$"))
    preview = page.frame_locator("dialog iframe")
    expect(preview.locator(".lead")).to_contain_text("In 2013, Alder Creek")

    dialog.get_by_label("Always the newest").focus()
    page.keyboard.press("ArrowDown")
    expect(area).to_have_value(re.compile(r"release=[0-9a-f]{16}&amp;|release=[0-9a-f]{16}\""))
    dialog.get_by_label("Colors").select_option("Dark")
    dialog.get_by_label("Language").select_option("Español")
    dialog.get_by_label("Size").select_option("800 pixels high")
    dialog.get_by_label("Readers may choose").check()
    expect(area).to_have_value(
        re.compile(r'&amp;theme=dark&amp;lang=es&amp;height=800&amp;controls=1" title="1 Gradu')
    )
    expect(area).to_have_value(re.compile(r'height="800"'))
    expect(preview.locator("html")).to_have_attribute("lang", "es")
    expect(preview.locator("form")).to_be_visible()
    dialog.get_by_role("button", name="Copy").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == area.input_value()

    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    expect(page).to_have_url(f"{visitor.base_url}/indicators/1?district={ALDER}")


def test_the_dialog_follows_the_page_and_closes_by_its_button(visitor: Visitor) -> None:
    page = visitor.visit("/indicators/1?lang=es")
    page.get_by_label("Desde", exact=True).select_option("2010–11")
    expect(page).to_have_url(re.compile("from=2011"))
    expect(page.locator("template").first).to_be_attached()
    button = page.get_by_role("button", name="Insertar")
    button.click()
    area = page.get_by_label("HTML para su página")
    expect(area).to_have_value(re.compile(r"/embed/1\?from=2011&amp;lang=es"))
    page.get_by_role("button", name="Cerrar").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_axe_finds_nothing_in_the_open_dialog(looked_at: Page, base_url: str) -> None:
    page = looked_at
    page.goto(f"{base_url}/indicators/1")
    page.locator("html.live h1").wait_for()
    page.get_by_role("button", name="Embed", exact=True).click()
    expect(page.frame_locator("dialog iframe").locator(".lead")).to_be_attached()
    assert faults(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
