"""What is answered before Flask is what Flask would answer."""

import pytest

from callbacks.site import Site, make_site
from dashboard.catalog import load_catalog
from dashboard.settings import Settings
from dashboard.web.direct import Direct
from tests.support.release import ALDER, BIRCH, LONG, publish_release


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Site, str]:
    """The site, one that leaves every address to Flask, and the release before the newest.

    Both keep what they have answered: each test asks for addresses of its own.
    """
    root = tmp_path_factory.mktemp("releases")
    before = publish_release(root)
    publish_release(root, state_2013=(750, 1000))
    settings = Settings(releases=root, frame_ancestors="https://a.example")
    ours = make_site(settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("callbacks.site.direct_answers", lambda *_asked, **_more: leave_it)
        return ours, make_site(settings), before


def leave_it(_path: str, _query: str) -> None:
    """To Flask."""


def answers(sites: tuple[Site, ...], address: str, **more: str) -> list[object]:
    found = []
    for site in sites:
        answer = site.server.test_client().get(address, headers=more)
        found.append((answer.status_code, sorted(answer.headers), answer.get_data()))
    return found


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were answered without Flask."""
    heard: list[str] = []
    answer = Direct.__call__

    def listen(self: Direct, path: str, query: str) -> object:
        found = answer(self, path, query)
        heard.extend([path] if found is not None else [])
        return found

    monkeypatch.setattr(Direct, "__call__", listen)
    return heard


SEARCHES = (
    "",
    f"?district={ALDER}",
    f"?district={BIRCH}&district={LONG}&from=2010&to=2012&lang=es",
    "?lang=en&utm_source=x",
)


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("indicator", load_catalog().ids)
def test_frames_and_pictures_are_those_of_flask(
    both: tuple[Site, Site, str], made: list[str], indicator: str, search: str
) -> None:
    for path in (f"/embed/{indicator}", f"/indicators/{indicator}.svg"):
        ours, theirs = answers(both[:2], path + search)
        assert ours == theirs
        assert ours[0] == 200
        assert made == [path]
        made.clear()


@pytest.mark.parametrize(
    "search",
    [
        f"?theme=dark&height=500&controls=1&district={ALDER}",
        f"?theme=light&controls=1&find=r&lang=es&district={ALDER}",
        "?controls=1&find=<b>",
    ],
)
def test_options_of_a_frame(both: tuple[Site, Site, str], search: str) -> None:
    ours, theirs = answers(both[:2], f"/embed/1{search}")
    assert ours == theirs
    assert ours[0] == 200


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_every_coding(both: tuple[Site, Site, str], made: list[str], coding: str) -> None:
    headers = {"Accept-Encoding": coding}
    ours, theirs = answers(both[:2], f"/embed/1?district={BIRCH}&x=coding", **headers)
    assert ours == theirs
    assert made


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/embed/99", 404),
        ("/embed/", 404),
        ("/embed/1/", 404),
        ("/embed/é", 404),
        ("/indicators/99.svg", 404),
        ("/indicators/1/1.svg", 404),
        ("/indicators/.svg", 404),
        ("/embed/1?district=nowhere", 400),
        ("/embed/1?theme=pink", 400),
        ("/embed/1?lang=xx", 400),
        ("/embed/1?lang=", 400),
        ("/embed/1?l%61ng=xx", 400),
        ("/embed/1?lang=es&lang=xx", 200),
        ("/embed/1?l%61ng=es", 200),
        ("/indicators/1.svg?scale=9", 400),
        ("/indicators/1.svg?scal%65=9", 400),
        ("/indicators/1.svg?from=1066", 400),
        ("/indicators/1.svg?district=" + "&district=".join("abcd"), 400),
        ("/embed/1?" + "&".join("abcdefghijklmnopqrstuvwxyz" * 2), 400),
        ("/embed/1?release=0123456789abcdef", 410),
        ("/embed/1?release={before}", 200),
        ("/embed.js", 200),
    ],
)
def test_what_is_not_plainly_in_order_is_flasks(
    both: tuple[Site, Site, str], made: list[str], address: str, status: int
) -> None:
    *sites, before = both
    ours, theirs = answers(tuple(sites), address.format(before=before))
    assert ours == theirs
    assert ours[0] == status
    assert made == []


@pytest.mark.parametrize("address", ["/embed/1", "/indicators/1.svg"])
def test_a_fault_of_ours_is_recorded_and_answered_for(
    both: tuple[Site, Site, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    address: str,
) -> None:
    monkeypatch.setattr("dashboard.charts.svg._drawn", None)
    ours, theirs = answers(both[:2], f"{address}?x=fault")
    assert ours == theirs
    assert ours[0] == 500
    assert [record.levelname for record in caplog.records].count("ERROR") == 2


def test_the_language_ends_with_the_answer(both: tuple[Site, Site, str]) -> None:
    client = both[0].server.test_client()
    assert '<html lang="es">' in client.get("/embed/1?lang=es&x=end").text
    assert '<html lang="en">' in client.get("/embed/1?x=end").text
