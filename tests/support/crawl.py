"""Everything that a site answers to anybody, asked for once.

Every page, in both languages and with the queries that single out a district, a year or an order;
of each page its HTML and the layout and callback answer that fill it (figures with them); every
file, search and probe; and what is answered to addresses and questions that are wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from flask.testing import FlaskClient

from callbacks.site import Site
from dashboard.catalog import Catalog
from layouts import ids

HOST = "http://localhost"
CALLBACKS = "/_dash-update-component"
LOG = "the server's log"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a visitor may ask for: indicators, districts, and the first and last year."""

    catalog: Catalog
    indicators: Sequence[str]
    leas: Sequence[str]
    years: tuple[int, int]
    languages: Sequence[str] = ("", "lang=es")

    def only(self, indicators: Sequence[str], leas: Sequence[str]) -> Known:
        """A part of it, for a short walk."""
        return replace(self, indicators=indicators, leas=leas, languages=("",))


def crawl(site: Site, known: Known) -> dict[str, bytes]:
    """All answers by what was asked, status and headers before the body; and the log."""
    with _logged() as log, site.server.test_client() as client:
        found = dict(_answers(site, client, known))
    return {**found, LOG: "\n".join(log).encode()}


def _answers(site: Site, client: FlaskClient, known: Known) -> Iterator[tuple[str, bytes]]:
    client.get("/")  # Dash completes its callbacks in its first request
    for address in pages(known):
        for language in known.languages:
            asked = _with(address, language)
            yield asked, _bytes(client.get(asked))
            where = {"Referer": f"{HOST}{asked}"}
            yield f"layout {asked}", _bytes(client.get("/_dash-layout", headers=where))
    for address in [*pages(known), *wrong(known)]:
        yield f"callback {address}", _bytes(_routed(site, client, address))
    for address in indicators(known):
        path, _, search = address.partition("?")
        yield f"filled {address}", _bytes(_filled(site, client, path, f"?{search}"))
        for ending in (".csv", ".json", ".svg"):
            file = _with(f"{path}{ending}?{search}", "")
            yield file, _bytes(client.get(file))
    for address in [*files(known), *wrong(known)]:
        yield address, _bytes(client.get(address))
    for typed in ("", "few", "large", "5000", "zzz"):
        values = {f"{ids.FINDER}.value": typed, f"{ids.ADDRESS}.search": ""}
        asked = callback_body(site, f"{ids.FOUND}.children", values)
        yield f"finder {typed}", _bytes(client.post(CALLBACKS, json=asked))


def pages(known: Known) -> list[str]:
    """The addresses of pages, without their language."""
    first, last = known.years
    found = ["/", "/?target=not-met", "/?kind=results", "/districts", "/districts?q=few", "/about"]
    found += [f"/?district={lea}" for lea in known.leas]
    found += ["/compare", *(f"/compare?district={lea}" for lea in known.leas)]
    found += [f"/districts/{lea}" for lea in known.leas]
    found += [f"/districts/{known.leas[0]}?sort={order}" for order in ("distance", "change")]
    two, four = known.leas[:2], known.leas[:4]
    for one in known.indicators:
        found.append(f"/compare?indicator={one}&{_chosen(four)}")
        if known.catalog.has_unit_values(known.catalog[one]):
            found.append(f"/map?indicator={one}&{_chosen(two[:1])}")
    found += [f"/indicators/{known.indicators[0]}?{_chosen(two)}&from={last}&to={last}"]
    found += [f"/indicators/{known.indicators[0]}?to={first}"]
    return [*found, *indicators(known)]


def indicators(known: Known) -> Iterator[str]:
    """The page of each indicator, with two districts after each other in turn."""
    pairs = list(pairwise((*known.leas, known.leas[0])))
    for place, one in enumerate(known.indicators):
        yield f"/indicators/{one}?{_chosen(pairs[place % len(pairs)])}"
        yield f"/indicators/{one}?{_chosen(known.leas[:2])}"


def files(known: Known) -> list[str]:
    """What answers to anybody beside pages."""
    probes = ["/healthz", "/readyz", "/_dash-dependencies", "/_dash-layout"]
    papers = ["/report", *(f"/report?district={lea}" for lea in known.leas[:2])]
    listed = [*papers, "/openapi.json", "/data.json"]  # the feed tells the very second of a release
    taken = [
        f"{place}.{ending}"
        for place in ("/indicators", *(f"/districts/{lea}" for lea in known.leas))
        for ending in ("csv", "json", "svg")
    ]
    found = ["/find/districts.json?q=", "/find/districts.json?q=few"]
    return [*probes, *listed, *taken, *found]


def wrong(known: Known) -> list[str]:
    """Addresses that cannot be answered, or that try to get at what is not for them."""
    last = known.years[1]
    return [
        "/indicators/99",
        f"/indicators/1?district={known.leas[0]}&from=1900",
        "/indicators/1.csv?district=nobody",
        "/indicators/99.json",
        f"/districts/{known.leas[0]}?sort=size",
        "/districts/nobody",
        f"/map?indicator=1&district={known.leas[0]}&page=9",
        f"/about?from={last}",
        "/?lang=xx",
        "/manifest.json",
        "/restricted/indicator_value.parquet",
        "/assets/../restricted/indicator_value.parquet",
        "/public/indicator_value.parquet",
    ]


def readable(answer: bytes) -> str:
    """An answer as a person could come to read it: pictures within it written out."""
    return unquote(answer.decode("utf-8", "replace"))


def callback_body(site: Site, output_of: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the browser sends for the callback whose outputs include `output_of`."""
    output = next(name for name in site.callback_map if output_of in name)
    spec = site.callback_map[output]
    pairs = [part.rpartition(".") for part in output.strip(".").split("...")]

    def filled(parts: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
        return [{**part, "value": values.get(f"{part['id']}.{part['property']}")} for part in parts]

    return {
        "output": output,
        "outputs": [{"id": name, "property": prop} for name, _, prop in pairs],
        "inputs": filled(spec["inputs"]),
        "state": filled(spec["state"]),
        "changedPropIds": list(values)[:1],
    }


def _routed(site: Site, client: FlaskClient, address: str) -> Any:
    path, mark, search = address.partition("?")
    values = {
        f"{ids.WANTED}.data": address,
        f"{ids.ADDRESS}.pathname": path,
        f"{ids.ADDRESS}.search": f"{mark}{search}",
    }
    asked = callback_body(site, f"{ids.PAGE}.children", values)
    return client.post(CALLBACKS, json=asked)


def _filled(site: Site, client: FlaskClient, path: str, search: str) -> Any:
    values = {
        f"{ids.ASKED}.data": search,
        f"{ids.ADDRESS}.pathname": path,
        f"{ids.ADDRESS}.search": search,
    }
    return client.post(CALLBACKS, json=callback_body(site, f"{ids.CHART}.figure", values))


def _bytes(answer: Any) -> bytes:
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
    return f"{answer.status}\n{headers}\n\n".encode() + answer.get_data()


def _chosen(leas: Sequence[str]) -> str:
    return "&".join(f"district={lea}" for lea in leas)


def _with(address: str, part: str) -> str:
    if not part:
        return address
    return f"{address}{'&' if '?' in address else '?'}{part}"


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Every line that anything logs meanwhile, however unimportant."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    keep, root = Keep(logging.DEBUG), logging.getLogger()
    before = root.level
    root.addHandler(keep)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(keep)
        root.setLevel(before)
