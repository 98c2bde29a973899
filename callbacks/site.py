"""The site as a whole: the server, the Dash app on it, its callbacks and what guards them."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from dash import Dash
from dash.exceptions import DependencyException

from callbacks import indicator, places, router
from callbacks.plain import plain_answer
from dashboard.settings import Settings
from dashboard.views import Shelf
from dashboard.web import (
    Answers,
    asked,
    create_server,
    direct_answers,
    fixed_headers,
    install_files,
    install_guard,
    install_headers,
    put_in_front,
    shell,
)
from layouts.markup import markup
from layouts.pages import PAGES

_MARK = re.compile(r',"end_id":"[^"]*"|"end_id":"[^"]*",?')
ASSETS = Path(__file__).resolve().parents[1] / "assets"


class Site(Dash):
    """Dash whose page is our own shell around it, titled for the address asked for."""

    def interpolate_index(self, **parts: str) -> str:
        """The HTML of a page whose address has been judged (dashboard.web.pages)."""
        place, edition = asked()
        # Dash marks each load of a page, for callbacks that run in the background. There are none
        # here, and a page that is the same for everybody can be kept.
        parts["config"] = _MARK.sub("", parts["config"])
        if place.page.first is not None:
            return shell(parts, first=place.page.first(place.view, edition=edition))
        return shell(parts, first=markup(place.layout(edition=edition)))


def make_site(settings: Settings) -> Site:
    """The Dash app, ready to serve: `.server` is its Flask server."""
    shelf = Shelf(settings.releases, behind=True)
    server = create_server(settings, shelf=shelf, pages=PAGES, assets=ASSETS)
    site = Site(
        "app",
        server=server,
        assets_folder=str(ASSETS),
        include_assets_files=False,  # the shell names the stylesheet, for pages without Dash too
        suppress_callback_exceptions=True,  # pages come and go; and no layout leaks (trust.md 0.1)
        update_title=None,
        compress=True,
        add_log_handler=False,
    )
    site.layout = partial(router.first_layout, shelf)
    router.register(site, shelf=shelf)
    plain = [indicator.register(site, shelf=shelf)]
    places.register(site, shelf=shelf)
    install_guard(server, callbacks=lambda: site.callback_map)
    server.register_error_handler(DependencyException, _no_such_file)
    install_files(server, assets=ASSETS)
    # Last of all: it takes the hashes of every inline script there is.
    fixed = fixed_headers(site.csp_hashes())
    install_headers(server, fixed=fixed)
    answers = Answers(
        server.wsgi_app,
        shelf=shelf,
        callbacks=lambda: site.callback_map,
        direct=partial(plain_answer, site, plain=plain),
        headers=fixed,
    )
    direct = direct_answers(settings, shelf=shelf, assets=ASSETS, fixed=fixed)
    put_in_front(server, answers, settings=settings, shelf=shelf, direct=direct)
    return site


def _no_such_file(_error: Exception) -> tuple[str, int, dict[str, str]]:
    """Dash raises this for a component file that it does not hold, and would answer 500."""
    return "There is no such file.\n", 404, {"Content-Type": "text/plain; charset=utf-8"}
