"""/healthz and /readyz (trust.md L5, I9)."""

from pathlib import Path

from flask.testing import FlaskClient

from callbacks.site import make_site
from dashboard.settings import Settings
from tests.support.release import publish_release


def test_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json and answer.json["status"]) == (200, "ready")
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_release(empty: FlaskClient) -> None:
    assert empty.get("/healthz").status_code == 200
    answer = empty.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"release": None, "status": "no release"})


def test_a_damaged_release_is_degraded_and_the_last_good_one_served(tmp_path: Path) -> None:
    first = publish_release(tmp_path)
    second = publish_release(tmp_path, state_2013=(740, 1000))
    (tmp_path / second / "public" / "districts.parquet").write_bytes(b"")
    client = make_site(Settings(releases=tmp_path)).server.test_client()
    assert f"Release {first}" in client.get("/").text
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"release": first, "status": "degraded"})
    assert str(tmp_path) not in answer.text


def test_only_damaged_releases(tmp_path: Path) -> None:
    only = publish_release(tmp_path)
    (tmp_path / only / "manifest.json").write_text("{")
    client = make_site(Settings(releases=tmp_path)).server.test_client()
    assert client.get("/readyz").status_code == 503
    answer = client.get("/")
    assert answer.status_code == 503
    assert "none of them is whole" in answer.text
    assert str(tmp_path) not in answer.text
