"""The Flask server under the Dash app: health, guard, pages of its own, headers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.locale import current, gettext, link_search, ngettext
from dashboard.settings import Settings
from dashboard.views import Page, Shelf
from dashboard.web.cache import Cache
from dashboard.web.direct import Direct
from dashboard.web.downloads import downloads
from dashboard.web.embed import embeds
from dashboard.web.files import stamped
from dashboard.web.headers import Header
from dashboard.web.health import health
from dashboard.web.language import install_language, switches
from dashboard.web.listing import listing
from dashboard.web.oembed import oembed
from dashboard.web.pages import install_pages
from dashboard.web.report import report_pages
from dashboard.web.search import search
from dashboard.web.whole import Wsgi


def create_server(
    settings: Settings, *, shelf: Shelf, pages: Sequence[Page], assets: Path
) -> Flask:
    """The server, without the Dash app on it, for the pages of the site.

    assets: folder of the files that the pages load. The address of each carries its hash, so that
    browsers may keep it for good.
    """
    server = Flask("dashboard.web")
    server.config["MAX_CONTENT_LENGTH"] = 10_000_000  # S7
    # Compressing a file as it is sent would leave it open until it is collected.
    server.config["COMPRESS_STREAMS"] = False
    server.jinja_env.trim_blocks = server.jinja_env.lstrip_blocks = True
    server.jinja_env.add_extension("jinja2.ext.i18n")
    server.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    # The extension's own `_` looks for the context first, which costs more than the text.
    server.jinja_env.globals["_"] = gettext
    server.jinja_env.globals["language"] = current
    server.jinja_env.globals["link_search"] = link_search
    server.jinja_env.globals["languages"] = switches
    asset = partial(stamped, folder=assets)
    server.jinja_env.globals["asset"] = asset
    database = None
    if settings.secret_key is not None:
        # Imported here: the public site alone does without all of it.
        from dashboard.web.staffed import install_staff

        database = install_staff(server, settings=settings, secret=settings.secret_key, shelf=shelf)
    server.register_blueprint(health(shelf, database=database))
    server.register_blueprint(downloads(shelf))
    server.register_blueprint(search(shelf))
    server.register_blueprint(listing(shelf))
    ancestors = settings.frame_ancestors
    server.register_blueprint(embeds(shelf, ancestors=ancestors, assets=assets, asset=asset))
    server.register_blueprint(oembed(shelf))
    server.register_blueprint(report_pages(shelf))
    install_language(server)
    install_pages(server, shelf=shelf, pages=pages)
    return server


def direct_answers(
    settings: Settings, *, shelf: Shelf, assets: Path, fixed: Sequence[Header]
) -> Direct:
    """Frames and pictures without Flask; fixed: the headers of every answer."""
    asset = partial(stamped, folder=assets)
    return Direct(shelf, ancestors=settings.frame_ancestors, asset=asset, fixed=fixed)


def put_in_front(
    server: Flask, answers: Wsgi, *, settings: Settings, shelf: Shelf, direct: Direct
) -> None:
    """Let requests pass a proxy's headers, what is kept of pages, and the answers of callbacks."""
    front: Wsgi = Cache(answers, shelf=shelf, direct=direct)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        front = ProxyFix(front, x_for=hops, x_proto=hops, x_host=hops)
    server.wsgi_app = front  # type: ignore[method-assign, assignment]
