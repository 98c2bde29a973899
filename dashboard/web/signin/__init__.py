"""The pages of signing in, of one's own account, and of a district's people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from dashboard.accounts.oidc import Provider
from dashboard.settings import Portal
from dashboard.views import Shelf
from dashboard.web.signin import account, entry, factor, link, people, portal, session
from dashboard.web.signin.showing import KNOWN, Frame

__all__ = ["signin_pages"]


def signin_pages(shelf: Shelf, *, portal_settings: Portal | None) -> Blueprint:
    """The pages; by the portal where its settings are given, else by password."""
    pages = Blueprint("signin", __name__)

    def know(state: Any) -> None:
        state.app.extensions[KNOWN] = Frame(shelf, portal_settings)

    pages.record(know)
    entry.add(pages)
    if portal_settings is not None:
        portal.add(pages, Provider(portal_settings))
    else:
        link.add(pages)
    factor.add(pages)
    account.add(pages)
    people.add(pages)
    session.add(pages)
    return pages
