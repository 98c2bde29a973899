"""S2: what may be posted to Dash's callback address."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callbacks.site import Site
from layouts import ids
from tests.support.crawl import callback_body
from tests.support.release import ALDER, BIRCH, CANARIES

ADDRESS = "/_dash-update-component"


@pytest.fixture
def route(site: Site, client: FlaskClient) -> dict[str, Any]:
    client.get("/")  # Dash completes its callbacks in its first request
    return callback_body(site, f"{ids.PAGE}.children", {"address.pathname": "/indicators/1"})


def test_what_our_pages_send_is_answered(client: FlaskClient, route: dict[str, Any]) -> None:
    answer = client.post(ADDRESS, json=route, headers={"Origin": "http://localhost"})
    assert answer.status_code == 200
    assert "Graduation Rate for IEP Students" in answer.text


def test_a_filter_answers_with_every_part_and_the_address(
    site: Site, client: FlaskClient, route: dict[str, Any]
) -> None:
    asked = f"?district={BIRCH}&district={ALDER}&from=2008"
    values = {"asked.data": asked, "address.pathname": "/indicators/1"}
    answer = client.post(ADDRESS, json=callback_body(site, f"{ids.CHART}.figure", values))
    assert answer.status_code == 200
    parts = json.loads(answer.text)["response"]
    assert parts["address"]["search"] == asked
    assert parts["shown-address"]["data"] == f"/indicators/1{asked}"
    assert "protected" in answer.text
    assert [canary for canary in CANARIES if canary in answer.text] == []


def test_the_page_that_a_filter_filled_is_not_built_again(
    site: Site, client: FlaskClient, route: dict[str, Any]
) -> None:
    values = {
        "address.pathname": "/indicators/1",
        "address.search": "?from=2008",
        "shown-address.data": "/indicators/1?from=2008",
    }
    answer = client.post(ADDRESS, json=callback_body(site, f"{ids.PAGE}.children", values))
    assert answer.status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_are_refused(
    client: FlaskClient, route: dict[str, Any], headers: dict[str, str]
) -> None:
    assert client.post(ADDRESS, json=route, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "{", '"x"', "1e999", '{"output": "nope.children"}', "\x00"]
)
def test_a_malformed_body_is_refused(client: FlaskClient, route: dict[str, Any], text: str) -> None:
    answer = client.post(ADDRESS, data=text, content_type="application/json")
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_form_of_another_site_is_refused(
    client: FlaskClient, route: dict[str, Any], content_type: str
) -> None:
    answer = client.post(ADDRESS, data=json.dumps(route), content_type=content_type)
    assert answer.status_code == 400


def test_too_long_a_body_is_refused(client: FlaskClient, route: dict[str, Any]) -> None:
    route["inputs"][0]["value"] = "x" * 1_100_000
    assert client.post(ADDRESS, json=route).status_code == 413


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(
    max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_body_makes_the_server_fail(
    site: Site, client: FlaskClient, route: dict[str, Any], data: st.DataObject
) -> None:
    """Known callbacks with any value, and with any one part replaced or missing."""
    which = data.draw(st.sampled_from([f"{ids.PAGE}.children", f"{ids.CHART}.figure"]))
    sent = callback_body(site, which, {})
    for part in sent["inputs"] + sent["state"]:
        known = ["/indicators/1", "?from=2008", "?lang=es", f"?district={ALDER}&to=2012", "/"]
        part["value"] = data.draw(JSON | st.sampled_from(known))
    if data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(sent)))
        sent[key] = data.draw(JSON)
    answer = client.post(ADDRESS, json=sent)
    assert answer.status_code in (200, 204, 400), answer.text
