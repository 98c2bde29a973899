"""S8: the headers of every answer, errors included."""

import base64
import hashlib
import re

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    "address",
    ["/", "/indicators/1", "/nope", "/healthz", "/readyz", "/assets/site.css", "/_dash-layout"],
)
def test_headers(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy["script-src"]


def test_refused_callbacks_have_them_too(client: FlaskClient) -> None:
    answer = client.post("/_dash-update-component", data="x")
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_every_inline_script_of_the_page_is_allowed_by_its_hash(client: FlaskClient) -> None:
    answer = client.get("/indicators/1")
    policy = answer.headers["Content-Security-Policy"]
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
    scripts = [text for attributes, text in inline if "json" not in attributes]
    assert len(scripts) == 4
    for text in scripts:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
