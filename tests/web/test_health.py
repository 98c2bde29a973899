"""/healthz and /readyz (trust.md L5, I9)."""

import subprocess
import sys
from pathlib import Path

from flask.testing import FlaskClient

from callbacks.site import make_site
from dashboard.settings import Settings
from dashboard.store.migrate import downgrade
from tests.support.release import publish_release
from tests.support.signing import SECRET, open_gate

READS_RECORDS = ("dashboard.behind", "duckdb", "ibis")


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


def test_L5_ready_when_the_database_answers_too(releases: Path, store_url: str) -> None:
    with open_gate(releases, store_url) as gate:
        answer = gate.client().get("/readyz")
        assert (answer.status_code, answer.json and answer.json["status"]) == (200, "ready")
        downgrade(gate.store, "base")
        answer = gate.client().get("/readyz")
        assert (answer.status_code, answer.json and answer.json["status"]) == (503, "no database")
        assert gate.client().get("/").status_code == 200


def test_L5_a_database_that_is_none(releases: Path, tmp_path: Path) -> None:
    (tmp_path / "torn").write_bytes(b"SQLite format 3\0 and nothing more" * 100)
    for file in ("missing", "torn"):
        with open_gate(releases, f"sqlite:///{tmp_path / file}") as gate:
            assert gate.client().get("/readyz").status_code == 503
    assert not (tmp_path / "missing").exists(), "asking makes no file"


def test_the_public_site_alone_loads_nothing_of_the_sign_in(releases: Path) -> None:
    """It would cost every worker a second at its start, and 40 MiB."""
    heavy = ("sqlalchemy", "authlib", "argon2", "cryptography", *READS_RECORDS)
    assert loaded(heavy, DASHBOARD_RELEASES=str(releases)) == ""


def test_what_reads_records_is_loaded_when_somebody_asks(releases: Path, store_url: str) -> None:
    environ = {"DATABASE_URL": store_url, "SECRET_KEY": SECRET, "DASHBOARD_EXTRACTS": "none"}
    assert loaded(READS_RECORDS, DASHBOARD_RELEASES=str(releases), **environ) == ""


def loaded(names: tuple[str, ...], **environ: str) -> str:
    """Which of the modules a worker of the site has loaded at its start."""
    script = f"import sys, app; print(*{set(names)} & sys.modules.keys())"
    environ["PYTHONPATH"] = str(Path.cwd())
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
