"""A real Chromium on a real server."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.release import publish_release
from tests.support.serving import serving

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


_FOUND = next(filter(None, map(shutil.which, _NAMES)), None)
_MISSING = f"no Chromium here ({', '.join(_NAMES)}): the browser tests cannot run"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder; skipped by mark, they take one line of the report."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            if _FOUND is None and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason=_MISSING))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if _FOUND is None:
        pytest.fail(_MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_FOUND, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the handmade release."""
    root: Path = tmp_path_factory.mktemp("releases")
    publish_release(root)
    with serving(root) as address:
        yield address


@dataclass
class Visitor:
    """A page of a browser, and everything it complained of or asked of others."""

    page: Page
    base_url: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def visit(self, address: str) -> Page:
        """Open an address and wait until its first answer has given way to the live page."""
        self.page.goto(self.base_url + address)
        self.page.locator("html.live h1").wait_for()
        return self.page


@pytest.fixture
def visitor(browser: Browser, base_url: str) -> Iterator[Visitor]:
    """A visitor who must have had nothing to complain of in the end."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    visitor = Visitor(page, base_url)

    def console(message: object) -> None:
        if getattr(message, "type", "") in ("error", "warning"):
            visitor.complaints.append(str(getattr(message, "text", message)))

    def request(request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((base_url + "/", "data:", "blob:")):
            visitor.foreign.append(url)

    page.on("console", console)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    page.on("request", request)
    yield visitor
    cookies = context.cookies()
    context.close()
    assert visitor.complaints == []
    assert visitor.foreign == []
    assert cookies == []
