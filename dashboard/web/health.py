"""/healthz: the process answers. /readyz: it has a release to show, and its database answers."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, jsonify

from dashboard.views import Shelf


def health(shelf: Shelf, *, database: Callable[[], bool] | None = None) -> Blueprint:
    """The two probes. database: whether the collection's can be used; None where it is off.

    /readyz answers 200 with the release served; "degraded" when that is not the current one,
    which is damaged (I9): the pages still work, so no balancer should take the process away.
    Without any release, or when the database cannot be used, it answers 503.
    """
    probes = Blueprint("health", __name__)

    @probes.get("/healthz")
    def healthz() -> Response:
        return _uncached(jsonify(status="ok"))

    @probes.get("/readyz")
    def readyz() -> Response:
        condition = shelf.condition()
        if condition.serving is None:
            answer = jsonify(status="no release", release=None)
            answer.status_code = 503
        elif database is not None and not database():
            answer = jsonify(status="no database", release=condition.serving)
            answer.status_code = 503
        elif condition.trouble:
            answer = jsonify(status="degraded", release=condition.serving)
        else:
            answer = jsonify(status="ready", release=condition.serving)
        return _uncached(answer)

    return probes


def _uncached(response: Response) -> Response:
    response.cache_control.no_store = True
    return response
