"""All that stands behind the sign-in, put on a server whose operator switched it on (SECRET_KEY).

Nothing else imports what it needs: databases, sign-in protocols and their cryptography cost a
worker of the public site a second and 40 MiB.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.collection.rules import load_rules
from dashboard.errors import ProgressError
from dashboard.settings import Settings
from dashboard.store import Store
from dashboard.store.migrate import require_current
from dashboard.views import Shelf
from dashboard.web.collect import collect
from dashboard.web.signed import install_signed
from dashboard.web.signin import signin_pages


def install_staff(
    server: Flask, *, settings: Settings, secret: str, shelf: Shelf
) -> Callable[[], bool]:
    """The sign-in and the collection; returns what tells whether their database can be used."""
    store = Store(settings.database_url)
    rules = load_rules()
    install_signed(server, store=store, secret=secret, time_zone=rules.time_zone)
    server.register_blueprint(signin_pages(shelf, portal_settings=settings.portal))
    server.register_blueprint(collect(rules=rules, shelf=shelf))
    return lambda: _answers(store)


def _answers(store: Store) -> bool:
    """Whether the tables are this version's and a writer gets its turn (L5)."""
    try:
        require_current(store)
        with store.writing() as session:
            session.execute(text("SELECT 1"))
    except (ProgressError, SQLAlchemyError):
        return False
    return True
