"""/find/districts.json: the few districts that a picker lists while somebody types."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from dashboard.releases import NoRelease
from dashboard.views import Shelf
from dashboard.views.finder import find_districts

_MOST = 12


def search(shelf: Shelf) -> Blueprint:
    """The picker's question. Nobody is ever sent the names of all districts."""
    finder = Blueprint("search", __name__)

    @finder.get("/find/districts.json")
    def districts() -> Response:
        try:
            edition = shelf.edition()
        except NoRelease:
            return jsonify(matches=[], total=0)
        found = find_districts(request.args.get("q", ""), edition=edition, most=_MOST)
        answer = jsonify(
            matches=[{"id": match.lea_id, "name": match.name} for match in found.matches],
            total=found.total,
        )
        answer.cache_control.public = True
        answer.cache_control.max_age = 60
        return answer

    return finder
