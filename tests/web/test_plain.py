"""What is answered without Dash's dispatcher is what Dash would answer."""

from pathlib import Path

import pytest

from callbacks.site import Site, make_site
from dashboard.settings import Settings
from layouts import ids
from tests.support.crawl import callback_body
from tests.support.release import ALDER, BIRCH, publish_release
from tests.web.test_guard import ADDRESS


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Site, Site]:
    """The site, and one that leaves every callback to Dash."""
    publish_release(tmp_path)
    settings = Settings(releases=tmp_path)
    ours = make_site(settings)
    monkeypatch.setattr("callbacks.site.plain_answer", lambda *_asked, **_more: None)
    return ours, make_site(settings)


def answers(sites: tuple[Site, Site], asked: object, search: str = "") -> list[object]:
    found = []
    for site in sites:
        client = site.server.test_client()
        client.get("/")
        values = {
            "asked.data": asked,
            "address.pathname": "/indicators/1",
            "address.search": search,
        }
        answer = client.post(ADDRESS, json=callback_body(site, f"{ids.CHART}.figure", values))
        found.append((answer.status_code, answer.mimetype, answer.get_json(silent=True)))
    return found


@pytest.mark.parametrize(
    ("asked", "search"),
    [
        ("", ""),
        (f"?district={BIRCH}&district={ALDER}&from=2008", ""),
        (f"?district={BIRCH}&lang=es", "?lang=es"),
    ],
)
def test_the_answer_is_the_one_of_dash(both: tuple[Site, Site], asked: str, search: str) -> None:
    ours, theirs = answers(both, asked, search)
    assert ours == theirs
    assert ours[0] == 200


@pytest.mark.parametrize("asked", ["?from=never", None, 7])
def test_where_there_is_nothing_to_say_dash_says_so(both: tuple[Site, Site], asked: object) -> None:
    ours, theirs = answers(both, asked)
    assert ours == theirs
    assert ours[0] == 204


def test_dash_is_not_asked(both: tuple[Site, Site], monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the tests above would compare it with itself."""

    def never(*_body: object) -> None:
        raise AssertionError

    for site in both:
        monkeypatch.setattr(site, "_initialize_context", never)
    assert answers((both[0],), "")[0][0] == 200
    assert answers((both[1],), "")[0][0] == 500


def test_a_fault_of_ours_is_recorded_and_answered_for(
    both: tuple[Site, Site], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("callbacks.indicator.answer", None)
    ours, theirs = answers(both, "")
    assert ours == theirs
    assert ours[0] == 500
    assert [record.levelname for record in caplog.records].count("ERROR") == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Origin": "https://evil.example"}, 403), ({"Sec-Fetch-Site": "same-site"}, 403)],
)
def test_another_site_is_told_nothing(
    both: tuple[Site, Site], headers: dict[str, str], status: int
) -> None:
    site = both[0]
    client = site.server.test_client()
    client.get("/")
    values = {"asked.data": "", "address.pathname": "/indicators/1"}
    body = callback_body(site, f"{ids.CHART}.figure", values)
    assert client.post(ADDRESS, json=body, headers=headers).status_code == status
    assert (
        client.post(ADDRESS, json=body, headers={"Origin": "http://localhost"}).status_code == 200
    )
    assert client.post(ADDRESS, json=body, headers=headers).status_code == status
