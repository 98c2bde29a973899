"""Every address answers with its page, or with one that says what exists."""

import html
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from callbacks.router import page_at
from callbacks.site import Site, make_site
from dashboard.catalog import load_catalog
from dashboard.settings import Settings
from dashboard.views import Shelf
from layouts.markup import markup
from tests.support.release import ALDER, BIRCH, publish_release


@pytest.mark.parametrize("indicator", load_catalog().ids)
def test_every_indicator_has_a_page(
    client: FlaskClient, site: Site, releases: Path, indicator: str
) -> None:
    answer = client.get(f"/indicators/{indicator}?district={ALDER}&from=2008&to=2012")
    assert answer.status_code == 200
    assert f"<title>{indicator} " in answer.text
    text = html.escape(load_catalog()[indicator].statement, quote=False)
    assert f'<p class="statement">{text}</p>' in answer.text
    page, title = page_at(f"/indicators/{indicator}", "", shelf=Shelf(releases))
    assert f'class="statement">{text}</p>' in markup(page)
    assert title.startswith(f"{indicator} ")


def test_the_overview(client: FlaskClient) -> None:
    assert "<title>Statewide Progress at a Glance</title>" in client.get("/").text
    assert "<title>Alder Creek R-I – " in client.get(f"/?district={ALDER}").text


def test_names_are_escaped(client: FlaskClient) -> None:
    text = client.get(f"/indicators/1?district={BIRCH}").text
    assert "Birch Hollow &lt;12&gt;" in text
    assert "<12>" not in text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/indicators/99", 404, "There is no indicator “99”."),
        ("/indicators/<script>", 404, "There is no indicator “&lt;script&gt;”."),
        ("/nope", 404, "There is no page at “/nope”."),
        ("/indicators/5A/", 404, "There is no page at “/indicators/5A/”."),
        ("/indicators/5A?district=nowhere", 400, "There is no district “nowhere”"),
        ("/indicators/5A?from=1066", 400, "There is no year “1066”"),
        ("/indicators/5A?from=2012&to=2008", 400, "runs backwards"),
        ("/?district=nowhere", 400, "There is no district “nowhere”"),
        ("/assets/nope.css", 404, "not found"),
        ("/_dash-component-suites/dash/nope.js", 404, "There is no such file."),
    ],
)
def test_an_address_without_a_page_says_so(
    client: FlaskClient, address: str, status: int, said: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.text
    assert "Traceback" not in answer.text


def test_the_page_of_an_unknown_address_says_what_there_is(client: FlaskClient) -> None:
    text = client.get("/indicators/99").text
    for indicator in load_catalog().ids:
        assert f'href="/indicators/{indicator}"' in text
    assert "Years: 2006 to 2013" in text


def test_the_synthetic_notice_stands_on_every_page(client: FlaskClient) -> None:
    for address in ("/", "/indicators/1", "/nope"):
        assert "Synthetic data: made by the program" in client.get(address).text


def test_another_method_is_refused_with_a_page(client: FlaskClient) -> None:
    answer = client.post("/indicators/5A")
    assert answer.status_code == 405
    assert "<h1>This address is not used that way</h1>" in answer.text


def test_a_fault_of_ours_shows_no_traceback(
    releases: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site = make_site(Settings(releases=releases))

    def broken() -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(site, "_generate_config_html", broken)
    answer = site.server.test_client().get("/")
    assert answer.status_code == 500
    assert "The fault is ours" in answer.text
    assert "secret detail" not in answer.text
    assert "secret detail" in caplog.text


def test_without_a_release_every_page_says_how_to_build_one(empty: FlaskClient) -> None:
    for address in ("/", "/indicators/5A", "/nope"):
        answer = empty.get(address)
        assert answer.status_code == 503
        assert "python -m dashboard sample var/sample" in answer.text
        assert "python -m dashboard build var/sample --releases $DASHBOARD_RELEASES" in answer.text


def test_the_first_release_shows_without_a_restart(tmp_path: Path) -> None:
    client = make_site(Settings(releases=tmp_path)).server.test_client()
    assert client.get("/").status_code == 503
    publish_release(tmp_path)
    assert client.get("/").status_code == 200


def test_the_layout_tells_nothing_of_any_page(client: FlaskClient) -> None:
    assert "Alder" not in client.get("/_dash-layout").text
    assert "Alder" not in client.get("/").text


def test_no_page_names_another_site(client: FlaskClient) -> None:
    for address in ("/", "/indicators/1", "/nope"):
        text = client.get(address).text
        # Names that nothing is ever asked of, and the site's own address for who shares a link.
        for name in ("http://www.w3.org/2000/svg", "https://schema.org", "http://localhost/"):
            text = text.replace(name, "")
        assert "http://" not in text
        assert "https://" not in text


def test_no_cookies(client: FlaskClient) -> None:
    for address in ("/", "/indicators/1", "/nope", "/readyz"):
        assert "Set-Cookie" not in client.get(address).headers
