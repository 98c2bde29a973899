"""The Flask server under the Dash app: health, guard, pages of its own, headers."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.settings import Settings
from dashboard.views import Shelf
from dashboard.web.health import health
from dashboard.web.pages import install_pages


def create_server(settings: Settings, *, shelf: Shelf, stylesheet: Path) -> Flask:
    """The server, without the Dash app on it.

    stylesheet: of the pages; its address carries its hash, so that browsers may keep it.
    """
    server = Flask("dashboard.web")
    server.config["MAX_CONTENT_LENGTH"] = 10_000_000  # S7
    # Compressing a file as it is sent would leave it open until it is collected.
    server.config["COMPRESS_STREAMS"] = False
    server.jinja_env.trim_blocks = server.jinja_env.lstrip_blocks = True
    stamp = hashlib.sha256(stylesheet.read_bytes()).hexdigest()[:12]
    server.jinja_env.globals["stylesheet"] = f"/assets/{stylesheet.name}?v={stamp}"
    if settings.proxy_hops:
        hops = settings.proxy_hops
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    server.register_blueprint(health(shelf))
    install_pages(server, shelf=shelf)
    return server
