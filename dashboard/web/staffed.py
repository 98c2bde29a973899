"""All that stands behind the sign-in, put on a server whose operator switched it on (SECRET_KEY).

Nothing else imports what it needs: databases, sign-in protocols and their cryptography cost a
worker of the public site a second and 40 MiB.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.catalog import catalog_names
from dashboard.collection.rules import load_rules
from dashboard.errors import ProgressError
from dashboard.settings import Settings, SettingsError
from dashboard.store import Store
from dashboard.store.migrate import require_current
from dashboard.views import Shelf
from dashboard.web.collect import collect
from dashboard.web.own import own_pages
from dashboard.web.signed import install_signed
from dashboard.web.signin import signin_pages


def install_staff(
    server: Flask, *, settings: Settings, secret: str, shelf: Shelf
) -> Callable[[], bool]:
    """The sign-in and what stands behind it; returns what tells whether the store can be used.

    Raises SettingsError when there is no such catalogue, CatalogError when its rules are wrong.
    """
    rules = load_rules(_known(settings.catalog))
    store = Store(settings.database_url)
    install_signed(server, store=store, secret=secret, time_zone=rules.time_zone)
    server.register_blueprint(signin_pages(shelf, portal_settings=settings.portal))
    server.register_blueprint(collect(rules=rules, shelf=shelf))
    server.register_blueprint(own_pages(shelf, extracts=settings.extracts))
    return lambda: _answers(store)


def _known(catalog: str) -> str:
    """The name of a catalogue that is there: else the rules would silently be the defaults."""
    names = catalog_names()
    if catalog not in names:
        raise SettingsError(f"DASHBOARD_CATALOG is {catalog!r}: give one of {', '.join(names)}.")
    return catalog


def _answers(store: Store) -> bool:
    """Whether the tables are this version's and a writer gets its turn (L5)."""
    try:
        require_current(store)
        with store.writing() as session:
            session.execute(text("SELECT 1"))
    except (ProgressError, SQLAlchemyError):
        return False
    return True
