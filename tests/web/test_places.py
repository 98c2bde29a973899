"""The overview, the districts and the pages around them, as the server first answers them."""

import re

import pytest
from flask.testing import FlaskClient

from tests.support.release import ALDER, BIRCH, CANARIES, LONG, NAMES
from tests.web.test_spanish import ENGLISH, visible

ADDRESSES = [
    "/",
    "/?target=not-met&kind=results",
    f"/?district={BIRCH}",
    "/districts",
    "/districts?q=r",
    f"/districts/{ALDER}",
    f"/districts/{BIRCH}?sort=distance",
    f"/districts/{LONG}?sort=change",
    "/compare",
    f"/compare?district={BIRCH}",
    f"/compare?district={BIRCH}&add=alder",
    f"/compare?indicator=1&district={BIRCH}&district={ALDER}&district={LONG}",
    f"/compare?indicator=4A&district={BIRCH}",
    f"/map?indicator=1&district={BIRCH}",
    "/map?indicator=4A",
    "/about",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_first_answer_is_the_page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1 ") == 1
    assert '<h1 id="first-heading"' in answer.text
    assert [canary for canary in CANARIES if canary in answer.text] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_within_the_site_leads_to_a_page(client: FlaskClient, address: str) -> None:
    main = client.get(address).text.partition('<main id="content"')[2].partition("</main>")[0]
    links = set(re.findall(r'<a [^>]*href="(/[^"]*)"', main))
    assert links or address == "/compare"
    for href in sorted(links)[:: max(len(links) // 12, 1)]:
        assert client.get(href.replace("&amp;", "&")).status_code == 200, href


def test_the_language_stays_in_every_link(client: FlaskClient) -> None:
    for address in ADDRESSES:
        mark = "&" if "?" in address else "?"
        text = client.get(f"{address}{mark}lang=es").text
        main = text.partition('<main id="content"')[2].partition("</main>")[0]
        lost = [
            href for href in re.findall(r'<a [^>]*href="(/[^"]*)"', main) if "lang=es" not in href
        ]
        assert lost == [], address
        if "<form" in main:
            assert '<input name="lang" type="hidden" value="es">' in main


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/districts/nowhere", 404, "There is no district “nowhere” in this release"),
        (f"/districts/{ALDER}?sort=size", 400, "cannot be sorted by “size”"),
        ("/?family=zoo", 400, "“family=zoo” cannot be shown"),
        ("/compare?indicator=99", 404, "There is no indicator “99”"),
        ("/compare?district=nowhere", 400, "There is no district “nowhere”"),
        ("/map?indicator=16", 400, "so it has no map"),
        ("/map?indicator=1&page=7", 400, "The table has no page “7”"),
        ("/about?from=../x", 400, "There is no release “../x” here"),
        ("/districts?letter=%C3%9F", 400, "No name begins with “ß”"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(
    client: FlaskClient, address: str, status: int, said: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.text


def test_names_are_escaped_everywhere(client: FlaskClient) -> None:
    for address in ADDRESSES:
        assert "<12>" not in client.get(address).text


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_english_is_left_in_spanish(client: FlaskClient, address: str) -> None:
    text = visible(client.get(f"{address}{'&' if '?' in address else '?'}lang=es").text)
    for name in NAMES.values():
        text = text.replace(name, "").replace(name.replace("<", "&lt;").replace(">", "&gt;"), "")
    assert ENGLISH.findall(text) == []
