"""/oembed: a link to an indicator's page becomes its chart (https://oembed.com)."""

import re
from html import unescape
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.support.release import ALDER, BIRCH

OWN = "http://localhost"


def ask(client: FlaskClient, url: str, **more: str) -> object:
    search = "&".join(f"{name}={quote(value)}" for name, value in more.items())
    return client.get(f"/oembed?url={quote(url, safe='')}&{search}")


def test_an_indicators_page(client: FlaskClient) -> None:
    answer = ask(client, f"{OWN}/indicators/5A", format="json")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    said = answer.get_json()
    assert said.pop("html").startswith(f'<iframe src="{OWN}/embed/5A" title="5A ')
    assert said == {
        "type": "rich",
        "version": "1.0",
        "title": "5A In regular class more than 79% of the day",
        "author_name": "Missouri Department of Elementary and Secondary Education",
        "provider_name": "Statewide Progress at a Glance",
        "provider_url": f"{OWN}/",
        "cache_age": 86400,
        "width": 720,
        "height": 640,
    }


def test_the_frame_of_a_filtered_page_answers(client: FlaskClient) -> None:
    url = f"{OWN}/indicators/1?district={ALDER}&district={BIRCH}&from=2010&lang=es&utm=x"
    said = ask(client, url).get_json()
    assert "Alder Creek R-I, Birch Hollow <12>" in said["title"]
    assert "<12>" not in said["html"]
    address = unescape(re.search(r'src="([^"]+)"', said["html"])[1])
    assert address == f"{OWN}/embed/1?district={ALDER}&district={BIRCH}&from=2010&lang=es"
    parts = urlsplit(address)
    frame = client.get(f"{parts.path}?{parts.query}")
    assert frame.status_code == 200
    assert '<html lang="es">' in frame.text


@pytest.mark.parametrize(
    ("most", "width", "height"),
    [
        ({}, 720, 640),
        ({"maxwidth": "500"}, 500, 640),
        ({"maxwidth": "5000", "maxheight": "5000"}, 720, 640),
        ({"maxwidth": "300", "maxheight": "400"}, 300, 400),
        ({"maxheight": "200"}, 720, 200),
    ],
)
def test_it_fits_where_it_is_to_stand(
    client: FlaskClient, most: dict[str, str], width: int, height: int
) -> None:
    said = ask(client, f"{OWN}/indicators/1", **most).get_json()
    assert (said["width"], said["height"]) == (width, height)
    assert f'width="{width}" height="{height}"' in said["html"]
    address = unescape(re.search(r'src="([^"]+)"', said["html"])[1])
    assert client.get(address.removeprefix(OWN)).status_code == 200


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("http://elsewhere.example/indicators/1", 404),
        ("http://localhost.elsewhere.example/indicators/1", 404),
        ("http://somebody@localhost/indicators/1", 404),
        ("http://localhost:8080/indicators/1", 404),
        ("ftp://localhost/indicators/1", 404),
        (f"{OWN}/", 404),
        (f"{OWN}/about", 404),
        (f"{OWN}/indicators/99", 404),
        (f"{OWN}/indicators/1/2", 404),
        (f"{OWN}/indicators/1?district=nowhere", 404),
        (f"{OWN}/indicators/1?from=1066", 404),
        ("", 400),
        ("indicators/1", 400),
        ("//localhost/indicators/1", 400),
        ("http://", 400),
        ("http://[", 400),
        ("http://localhost:x/indicators/1", 400),
        ("javascript:alert(1)", 400),
    ],
)
def test_other_addresses(client: FlaskClient, url: str, status: int) -> None:
    answer = ask(client, url)
    assert answer.status_code == status
    assert answer.get_json()["error"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("size", ["0", "-1", "x", "1e3", "²", "12345678"])
@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
def test_a_size_that_is_none(client: FlaskClient, name: str, size: str) -> None:
    assert ask(client, f"{OWN}/indicators/1", **{name: size}).status_code == 400


@pytest.mark.parametrize("wanted", ["xml", "yaml"])
def test_other_formats(client: FlaskClient, wanted: str) -> None:
    assert ask(client, f"{OWN}/indicators/1", format=wanted).status_code == 501


def test_usual_ports_and_capitals_are_the_same_site(client: FlaskClient) -> None:
    for url in ("http://LOCALHOST/indicators/1", "http://localhost:80/indicators/1"):
        assert ask(client, url).status_code == 200


def test_programs_find_it_on_every_indicators_page(client: FlaskClient) -> None:
    text = client.get(f"/indicators/1?district={ALDER}&lang=es").text
    found = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', text)
    said = client.get(unescape(found[1]).removeprefix(OWN)).get_json()
    assert f"/embed/1?district={ALDER}&amp;lang=es" in said["html"]
    assert "json+oembed" not in client.get("/").text


def test_without_a_release(empty: FlaskClient) -> None:
    assert ask(empty, f"{OWN}/indicators/1").status_code == 503
