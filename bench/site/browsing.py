"""What a visitor waits for, in Chromium on a slow line and a slow machine."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measure import BenchError
from bench.site.serving import Served

MBIT, LATENCY_MS, SLOWER = 10, 40, 4
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
_NAMES = ("chromium", "chromium-browser", "google-chrome")

# The first frame after something like a chart is there, and after the interactive one is.
_WATCH = """
window.seen = {};
const look = () => {
  const note = (name, found) => {
    if (found && !(name in window.seen)) {
      window.seen[name] = null;
      requestAnimationFrame(() => { window.seen[name] = performance.now(); });
    }
  };
  const plot = document.querySelector(".js-plotly-plot .scatterlayer .trace path");
  const hidden = document.querySelector("#first-answer") !== null;
  note("picture", document.querySelector(".drawing line") || plot);
  note("interactive", plot && !hidden);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
_CHANGE = """
([store, prop, value, name]) => new Promise((done) => {
  const start = performance.now();
  const look = () => {
    const plot = document.querySelector(".js-plotly-plot");
    if (plot.data.some((trace) => trace.name === name)) {
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
    } else {
      requestAnimationFrame(look);
    }
  };
  window.dash_clientside.set_props(store, {[prop]: value});
  look();
})
"""


@dataclass(frozen=True, kw_only=True)
class Load:
    """One cold load: seconds to the first picture and to the interactive chart, KiB transferred.

    `early_kib`: of those, all but the library that makes the chart interactive.
    """

    picture: float
    interactive: float
    kib: float
    early_kib: float


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium for the length of a block."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise BenchError(f"no Chromium here ({', '.join(_NAMES)})")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(_FLAGS))
        yield chromium
        chromium.close()


def cold_load(chromium: Browser, address: str) -> Load:
    """Load an address with nothing in the cache, 10 Mbit/s, 40 ms, CPU four times slower."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    rate = MBIT * 1_000_000 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": rate,
            "uploadThroughput": rate,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    transferred: dict[str, float] = {}
    library: set[str] = set()

    def requested(sent: dict[str, Any]) -> None:
        if "plotly" in sent["request"]["url"]:
            library.add(sent["requestId"])

    def finished(sent: dict[str, Any]) -> None:
        transferred[sent["requestId"]] = sent["encodedDataLength"]

    session.on("Network.requestWillBeSent", requested)
    session.on("Network.loadingFinished", finished)
    page.add_init_script(_WATCH)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.seen.picture && window.seen.interactive", timeout=120_000)
    page.wait_for_load_state("networkidle")
    seen = page.evaluate("() => window.seen")
    context.close()
    return Load(
        picture=seen["picture"] / 1000,
        interactive=seen["interactive"] / 1000,
        kib=sum(transferred.values()) / 1024,
        early_kib=sum(size for id, size in transferred.items() if id not in library) / 1024,
    )


def change(page: Page, *, store: str, prop: str, value: str, name: str) -> float:
    """Seconds from a choice to the repainted chart that has the line of `name`."""
    return float(page.evaluate(_CHANGE, [store, prop, value, name])) / 1000


@contextmanager
def opened(chromium: Browser, site: Served, path: str) -> Iterator[Page]:
    """A page whose chart is drawn."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(site.url + path)
    page.wait_for_selector(".js-plotly-plot .scatterlayer .trace", state="attached")
    page.wait_for_load_state("networkidle")
    yield page
    context.close()
