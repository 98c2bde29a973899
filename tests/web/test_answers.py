"""Answers of callbacks come from memory when the same is asked of the same release again."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from flask import Flask

from callbacks.site import make_site
from dashboard.settings import Settings
from dashboard.web.answers import MOST_BYTES, Answers, weight
from dashboard.web.store import Store
from layouts import ids
from tests.support.crawl import callback_body
from tests.support.release import ALDER, publish_release
from tests.web.test_guard import ADDRESS

CODED = {"Accept-Encoding": "br"}


def question(site: Any, search: str) -> dict[str, Any]:
    values = {"asked.data": search, "address.pathname": "/indicators/1"}
    return callback_body(site, f"{ids.CHART}.figure", values)


def test_the_same_question_is_answered_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_release(tmp_path)
    site = make_site(Settings(releases=tmp_path))
    client = site.server.test_client()
    client.get("/")
    asked = question(site, f"?district={ALDER}")
    first = client.post(ADDRESS, json=asked, headers=CODED)
    assert first.headers["Content-Encoding"] == "br"
    monkeypatch.setattr("callbacks.indicator.answer", None)  # nothing can be built any more
    again = client.post(ADDRESS, json=asked, headers=CODED)
    assert again.get_data() == first.get_data()
    assert again.headers["X-Content-Type-Options"] == "nosniff"
    shown = json.loads(brotli.decompress(again.get_data()))
    assert shown["response"]["address"]["search"] == f"?district={ALDER}"


def test_an_answer_between_two_releases_is_not_kept() -> None:
    """Nobody could say of which of them it is."""
    served, built, server = SimpleNamespace(id="one"), [], Flask("x")

    class Shelf:
        edition = staticmethod(lambda: served)
        held = staticmethod(lambda: served)

    shelf = Shelf()
    server.wsgi_app = Answers(server.wsgi_app, shelf=shelf, callbacks=dict)

    @server.post(ADDRESS)
    def answer() -> str:
        built.append(served.id)
        served.id = next(becomes)
        return "{}"

    client, becomes = server.test_client(), iter(["two", "one", "one"])
    for _time in range(3):  # one becomes two, two becomes one, and one stays
        client.post(ADDRESS, json={})
    assert built == ["one", "two", "one"]
    client.post(ADDRESS, json={})
    assert len(built) == 3


def test_only_so_many_answers_are_kept() -> None:
    kept: Store[tuple[str, str, bytes], bytes] = Store(most=MOST_BYTES, weight=weight)
    big = b"x" * 9_000_000
    kept.put(("r", "", b"1"), big)
    kept.put(("r", "", b"2"), b"small")
    kept.put(("r", "", b"3"), big)
    assert kept.get(("r", "", b"1")) is None
    assert kept.get(("r", "", b"2")) == b"small"
    assert kept.get(("r", "", b"3")) == big


def test_a_foreign_question_is_refused_though_its_answer_is_kept(tmp_path: Path) -> None:
    publish_release(tmp_path)
    site = make_site(Settings(releases=tmp_path))
    client = site.server.test_client()
    client.get("/")
    asked = question(site, "")
    assert client.post(ADDRESS, json=asked).status_code == 200
    assert client.post(ADDRESS, json=asked, headers={"Origin": "https://e.org"}).status_code == 403
