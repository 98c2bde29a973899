"""Scripts and styles are small and lasting."""

import gzip
import re

import brotli
import pytest
from flask.testing import FlaskClient


def addresses(client: FlaskClient) -> list[str]:
    page = client.get("/indicators/1").text
    return re.findall(r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+)"', page)


def test_every_file_of_a_page_lasts(client: FlaskClient) -> None:
    found = [address for address in addresses(client) if "icon" not in address]
    assert len(found) > 8
    for address in found:
        for _ in range(2):  # made, and from memory
            answer = client.get(address, headers={"Accept-Encoding": "gzip, br"})
            assert answer.headers["Cache-Control"].count("immutable") == 1, address
            assert "max-age=31536000" in answer.headers["Cache-Control"]
            assert answer.headers["Content-Encoding"] == "br"
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None)]
)
def test_the_content_is_the_same_in_every_coding(
    client: FlaskClient, accepted: str, coding: str | None
) -> None:
    address = next(found for found in addresses(client) if "site.css" in found)
    plain = client.get(address, headers={"Accept-Encoding": "br"}).get_data()
    answer = client.get(address, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == coding
    data = gzip.decompress(answer.get_data()) if coding else answer.get_data()
    assert data == brotli.decompress(plain)


def test_a_made_up_hash_is_not_kept_for_good(client: FlaskClient) -> None:
    with client.get("/assets/site.css?v=000000000000") as answer:
        assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_the_partial_plotly_is_a_third_of_the_whole(client: FlaskClient) -> None:
    address = next(found for found in addresses(client) if "plotly" in found)
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert len(answer.get_data()) < 400_000


def test_the_scripts_of_a_page_keep_to_their_budget(client: FlaskClient) -> None:
    total = 0
    for address in addresses(client):
        with client.get(address, headers={"Accept-Encoding": "br"}) as answer:
            total += len(answer.get_data())
    assert total < 720_000
