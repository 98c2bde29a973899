"""app.py and gunicorn.conf.py: what `gunicorn app:server` starts."""

import importlib.util
import runpy
import sys
from pathlib import Path

import pytest
from dash import Dash
from flask import Flask

from tests.support.release import publish_release

ROOT = Path(__file__).resolve().parents[2]


def test_app_and_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_RELEASES", str(tmp_path))
    publish_release(tmp_path)
    spec = importlib.util.spec_from_file_location("front_door", ROOT / "app.py")
    assert spec is not None
    assert spec.loader is not None
    door = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(door)
    assert isinstance(door.app, Dash)
    assert isinstance(door.server, Flask)
    assert door.server.test_client().get("/readyz").status_code == 200


def test_gunicorn_knows_every_setting_and_opens_no_control_socket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from gunicorn.config import Config

    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
    given = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    config = Config()
    for name, value in given.items():
        if not name.startswith("_") and name not in ("gc", "os", "Any"):
            config.set(name, value)
    assert (config.worker_class_str, config.workers, config.threads) == ("gthread", 2, 4)
    assert config.control_socket_disable is True


def test_a_worker_is_warm_before_its_first_visitor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it, a request for a script can come before Dash knows which scripts there are."""
    from callbacks.site import make_site
    from dashboard.settings import Settings

    publish_release(tmp_path)
    site = make_site(Settings(releases=tmp_path))

    class Worker:
        wsgi = site.server

    runpy.run_path(str(ROOT / "gunicorn.conf.py"))["post_worker_init"](Worker())
    assert site._got_first_request["setup_server"]
    assert "dash" in site.registered_paths


def test_the_procfile_starts_it() -> None:
    assert (ROOT / "Procfile").read_text() == "web: gunicorn app:server\n"
    assert "app" not in sys.modules or sys.modules["app"].__file__ == str(ROOT / "app.py")
