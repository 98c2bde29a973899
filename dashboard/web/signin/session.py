"""/session: how long this session still lasts, and the wish that it last longer (S3).

For assets/session.js, which warns two minutes before the end.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import Forbidden

from dashboard.web.lasting import lasting
from dashboard.web.signed import check_form, now, signed, unprolonged


def add(pages: Blueprint) -> None:
    """Add the routes."""

    @pages.get("/session")
    def session() -> Response:
        """The seconds left; to ask is no activity. Nobody's session has none left."""
        return jsonify(lasting(unprolonged(), now=now()).as_json())

    @pages.post("/session")
    def stay() -> Response:
        """Stay signed in: any request of the session prolongs it, and this is one."""
        if signed() is None:
            raise Forbidden("This session has ended. Sign in again.")
        check_form()
        return jsonify(lasting(signed(), now=now()).as_json())
