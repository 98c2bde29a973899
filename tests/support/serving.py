"""A real server on a folder of releases, for as long as a test needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from callbacks.site import make_site
from dashboard.settings import Settings


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """The address of a server on the releases in `root`."""
    with serving_settings(Settings(releases=root)) as address:
        yield address


@contextmanager
def serving_settings(settings: Settings, *, moment: datetime | None = None) -> Iterator[str]:
    """The address of a server with these settings; for its signed-in pages it is `moment`."""
    site = make_site(settings)
    if moment is not None:
        site.server.extensions["dashboard.signed"].clock = lambda: moment
    try:
        with serving_application(site.server) as address:
            yield address
    finally:
        desk = site.server.extensions.get("dashboard.signed")
        if desk is not None:
            desk.store.close()


@contextmanager
def serving_application(application: Flask) -> Iterator[str]:
    """The address of a server with an application that is made already."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
