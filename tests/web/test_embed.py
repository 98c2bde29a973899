"""/embed: a chart in a frame of another site, whatever is asked of it."""

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from callbacks.site import ASSETS, make_site
from dashboard.catalog import load_catalog
from dashboard.charts import figure
from dashboard.settings import Settings
from dashboard.views.embedding import HEIGHT, LEAST_HEIGHT, MOST_HEIGHT, Options
from tests.support.release import ALDER, BIRCH, CANARIES, LONG, publish_release
from tests.web.test_spanish import ENGLISH, visible

UNKNOWN = "0123456789abcdef"
MOST_BYTES = 60_000


def policy(answer: object) -> dict[str, str]:
    text = answer.headers["Content-Security-Policy"]
    return dict(part.split(" ", 1) for part in text.split("; "))


def drawn(text: str) -> dict:
    found = re.search(r'<script type="application/json" id="drawn">(.*?)</script>', text)
    return json.loads(found[1])


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[FlaskClient, Path, str, str]]:
    """A site whose newest release says 75.0, and the id of the one before, which says 72.8."""
    before = publish_release(tmp_path)
    newest = publish_release(tmp_path, state_2013=(750, 1000))
    with make_site(Settings(releases=tmp_path)).server.test_client() as client:
        yield client, tmp_path, before, newest


@pytest.mark.parametrize("indicator", load_catalog().ids)
def test_every_indicator_has_a_frame(client: FlaskClient, indicator: str) -> None:
    answer = client.get(f"/embed/{indicator}?district={ALDER}&controls=1")
    assert answer.status_code == 200
    text = unescape(answer.text)
    assert load_catalog()[indicator].title in text
    assert '<div class="drawing"' in text
    assert f"Source: {load_catalog()[indicator].source}" in text
    assert "Release of" in text


def test_the_sentence_the_values_and_the_way_to_the_page(client: FlaskClient) -> None:
    text = client.get(f"/embed/1?district={ALDER}&from=2010&theme=dark").text
    assert "In 2013, Alder Creek R-I stood at" in text
    assert '<th scope="row">2012–13</th>' in text
    assert "2008–09" not in text
    page = f'href="/indicators/1?district={ALDER}&amp;from=2010" target="_blank" rel="noopener"'
    assert page in text
    assert "Synthetic data" in text


def test_the_figure_is_the_pages_own(client: FlaskClient, ask: object) -> None:
    text = client.get(f"/embed/1?district={BIRCH}&height=716").text
    sent = drawn(text)
    shown = json.loads(json.dumps(figure(ask("1", f"?district={BIRCH}"))))
    assert sent["layout"] == shown["layout"] | {"height": 460}
    assert sent["data"] == shown["data"]


def test_protected_values_stay_protected(client: FlaskClient) -> None:
    for search in (f"?district={BIRCH}", f"?district={BIRCH}&controls=1&lang=es"):
        text = client.get(f"/embed/1{search}").text
        assert [canary for canary in CANARIES if canary in text] == []


def test_headers(client: FlaskClient) -> None:
    for address in ("/embed/1", "/embed/99", "/embed/1?theme=x", "/embed/1?lang=xx", "/embed/a/b"):
        answer = client.get(address)
        assert policy(answer)["frame-ancestors"] == "*"
        assert policy(answer)["script-src"] == "'self'"
        assert policy(answer)["default-src"] == "'self'"
        assert "X-Frame-Options" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers
        inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", answer.text)
        assert [one for one in inline if "application/json" not in one] == []
        assert not re.search(r"""\son\w+=|javascript:""", answer.text)


@pytest.mark.parametrize(
    ("set_to", "said"),
    [
        ("none", "'self'"),
        (
            "https://a.example https://*.b.example:8443",
            "'self' https://a.example https://*.b.example:8443",
        ),
    ],
)
def test_who_may_show_a_frame_is_set_by_the_operator(
    releases: Path, set_to: str, said: str
) -> None:
    site = make_site(Settings(releases=releases, frame_ancestors=set_to))
    client = site.server.test_client()
    assert policy(client.get("/embed/1"))["frame-ancestors"] == said
    for other in ("/", "/indicators/1", "/oembed", "/nope"):
        answer = client.get(other)
        assert policy(answer)["frame-ancestors"] == "'none'"
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_only_frames_may_be_framed(client: FlaskClient) -> None:
    for other in ("/", "/indicators/1", "/oembed", "/nope", "/embed", "/indicators/1.svg"):
        assert policy(client.get(other))["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/embed/99", 404, "There is no indicator “99”."),
        ("/embed/<b>", 404, "There is no indicator “&lt;b&gt;”."),
        ("/embed/1/2", 404, "There is no indicator “1/2”."),
        ("/embed/1?theme=pink", 400, "theme “pink”: it is light, dark or auto."),
        ("/embed/1?height=12", 400, "height “12”: it is a number of pixels, 320 to 1200."),
        ("/embed/1?height=%C2%B200", 400, "height “²00”"),
        ("/embed/1?controls=yes", 400, "controls “yes”: it is 1 or 0."),
        ("/embed/1?release=../..", 400, "release “../..”: an id has 16 signs"),
        ("/embed/1?theme=x&height=y", 400, "height “y”"),
        ("/embed/1?lang=xx", 400, "do not speak “xx”"),
        ("/embed/1?district=nowhere", 400, "There is no district “nowhere”"),
        ("/embed/1?from=1066", 400, "There is no year “1066”"),
        ("/embed/1?from=2012&to=2008", 400, "runs backwards"),
        (f"/embed/1?release={UNKNOWN}", 410, f"frozen at release {UNKNOWN}"),
    ],
)
def test_what_is_wrong_is_said_in_the_frame(
    client: FlaskClient, address: str, status: int, said: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.text
    assert "<h1>This chart cannot be shown</h1>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "site-header" not in answer.text


def test_empty_options_are_the_usual_ones(client: FlaskClient) -> None:
    usual = client.get("/embed/1").text
    assert client.get("/embed/1?theme=&height=&controls=0&release=&from=&utm=x").text == usual


@pytest.mark.parametrize(
    ("theme", "scheme", "media"),
    [
        ("auto", "light dark", "screen and (prefers-color-scheme: dark)"),
        ("dark", "dark", "screen"),
        ("light", "light", None),
    ],
)
def test_themes(client: FlaskClient, theme: str, scheme: str, media: str | None) -> None:
    text = client.get(f"/embed/1?theme={theme}").text
    assert f'<meta name="color-scheme" content="{scheme}">' in text
    assert re.findall(r'embed-dark\.css\?v=\w+" media="([^"]*)"', text) == (
        [media] if media else []
    )


def test_the_height_is_the_frames(client: FlaskClient) -> None:
    low, high = (
        drawn(client.get(f"/embed/1?height={height}").text)["layout"]["height"]
        for height in (600, 900)
    )
    assert high - low == 300


@pytest.mark.parametrize("indicator", load_catalog().ids)
def test_spanish(client: FlaskClient, indicator: str) -> None:
    search = f"?lang=es&district={ALDER}&controls=1&find=birch"
    text = client.get(f"/embed/{indicator}{search}").text
    assert '<html lang="es">' in text
    assert ENGLISH.findall(visible(text)) == []
    assert '<input type="hidden" name="lang" value="es">' in text


def test_without_controls_there_is_no_form(client: FlaskClient) -> None:
    assert "<form" not in client.get("/embed/1?find=alder").text


def test_the_form_keeps_what_was_chosen(client: FlaskClient) -> None:
    search = f"?controls=1&theme=dark&height=500&district={ALDER}&from=2010"
    text = client.get(f"/embed/1{search}").text
    for name, value in (("theme", "dark"), ("height", "500"), ("controls", "1")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text
    assert f'name="district" value="{ALDER}" checked> Alder Creek R-I' in text
    assert '<option value="2010" selected>2009–10</option>' in text
    assert '<option value="" selected>2012–13</option>' in text


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("find=alder", f'value="{ALDER}" checked> Alder Creek R-I'),
        ("find=r", "“r” finds 3. Choose."),
        ("find=r", f'value="{BIRCH}"> Birch Hollow &lt;12&gt;'),
        ("find=<zz>", "No district is called “&lt;zz&gt;”."),
        (
            f"find=x&district={ALDER}&district={BIRCH}&district={LONG}",
            "No district is called “x”.",
        ),
        (
            f"find=r&district={ALDER}&district={BIRCH}&district={LONG}",
            "3 at most. Remove one to add another.",
        ),
    ],
)
def test_a_district_is_found_without_a_script(client: FlaskClient, search: str, said: str) -> None:
    assert said in client.get(f"/embed/1?controls=1&{search}").text


def test_a_frozen_release_is_served_while_the_folder_holds_it(
    two: tuple[FlaskClient, Path, str, str],
) -> None:
    client, root, before, newest = two
    assert "stood at 75.0" in client.get("/embed/1").text
    frozen = client.get(f"/embed/1?release={before}&district={ALDER}")
    assert frozen.status_code == 200
    assert "Missouri stood at 72.8" in frozen.text
    assert "Frozen at the release of" in frozen.text
    assert "public" not in frozen.headers["Cache-Control"]
    assert "stood at 75.0" in client.get(f"/embed/1?release={newest}").text
    spanish = client.get(f"/embed/1?release={before}&lang=es").text
    assert "En 2013, Missouri estaba en 72.8" in spanish

    shutil.rmtree(root / before)
    gone = client.get(f"/embed/1?release={before}&district={ALDER}&theme=dark")
    assert gone.status_code == 410
    assert f'<a href="/embed/1?district={ALDER}&amp;theme=dark">Show the newest' in gone.text


def test_a_frozen_frame_of_a_state_only_indicator(
    two: tuple[FlaskClient, Path, str, str],
) -> None:
    client, _root, before, _newest = two
    answer = client.get(f"/embed/16?release={before}&district={ALDER}")
    assert answer.status_code == 200
    assert client.get(f"/embed/99?release={before}").status_code == 404


def test_a_damaged_frozen_release_is_not_shown(
    two: tuple[FlaskClient, Path, str, str],
) -> None:
    client, root, before, _newest = two
    (root / before / "public" / "catalog.json").write_text("{}")
    answer = client.get(f"/embed/1?release={before}")
    assert answer.status_code == 503
    assert "cannot be read at the moment" in answer.text


def test_the_same_question_has_the_same_answer_and_a_mark(
    two: tuple[FlaskClient, Path, str, str],
) -> None:
    client, _root, before, _newest = two
    for address in ("/embed/1", f"/embed/1?release={before}"):
        first = client.get(address)
        assert client.get(address).data == first.data
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_frame_is_small(client: FlaskClient, coding: str) -> None:
    """All that is loaded before the chart answers a mouse."""
    districts = f"district={ALDER}&district={BIRCH}&district={LONG}&controls=1"
    for indicator in load_catalog().ids:
        page = client.get(f"/embed/{indicator}?{districts}")
        files = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text))
        assert len(files) == 4
        sizes = []
        for address in (f"/embed/{indicator}?{districts}", *sorted(files)):
            with client.get(address, headers={"Accept-Encoding": coding}) as answer:
                assert answer.status_code == 200
                sizes.append(len(answer.data))
        assert sum(sizes) <= MOST_BYTES


def test_the_script_for_other_sites(client: FlaskClient) -> None:
    answer = client.get("/embed.js")
    assert answer.mimetype == "text/javascript"
    assert answer.data == (ASSETS / "embed.js").read_bytes()
    assert "public" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    packed = client.get("/embed.js", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == answer.data


def test_without_a_release_the_frame_says_so(empty: FlaskClient) -> None:
    answer = empty.get("/embed/1")
    assert answer.status_code == 503
    assert "There is no data to show at the moment." in answer.text
    assert policy(answer)["frame-ancestors"] == "*"


def test_a_fault_of_ours_is_said_in_the_frame(
    releases: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site = make_site(Settings(releases=releases))

    def broken(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("dashboard.web.framed.figure", broken)
    answer = site.server.test_client().get("/embed/1")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert policy(answer)["frame-ancestors"] == "*"
    assert "secret detail" in caplog.text


def test_the_dialog_is_on_every_page_and_closed(client: FlaskClient) -> None:
    text = client.get(f"/indicators/5A?district={ALDER}").text
    assert 'data-does="embed"' in text
    assert '<template class="embedding"><dialog class="embed-dialog"' in text
    assert 'data-path="/embed/5A"' in text
    assert f'data-query="?district={ALDER}"' in text
    assert "frame-src 'self'" in client.get("/").headers["Content-Security-Policy"]


def test_the_page_for_webmasters_names_every_option() -> None:
    text = (ASSETS.parent / "docs" / "embedding.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \| (.+?) \| (.+?) \|$", text, re.M)
    names = [name for row in rows for name in re.findall(r"`(\w+)`", row[0])]
    options = Options(theme="dark", height=500, controls=True, release=UNKNOWN)
    known = ["district", "from", "to", "lang", *(name for name, _ in options.pairs)]
    assert sorted(names) == sorted(known)
    said = {names: (takes, usual) for names, takes, usual in rows}
    assert f"{LEAST_HEIGHT} to {MOST_HEIGHT}" in said["`height`"][0]
    assert said["`height`"][1] == str(HEIGHT)
