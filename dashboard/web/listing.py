"""What other machines read to find the data: /openapi.json, /data.json, /releases.atom."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, make_response

from dashboard.releases import list_releases
from dashboard.views import Edition, Shelf
from dashboard.views.dataset import data_catalog
from dashboard.web.addresses import FRESH, base
from dashboard.web.current import edition_of
from dashboard.web.feed import feed
from dashboard.web.openapi import document


def listing(shelf: Shelf) -> Blueprint:
    """The three documents."""
    routes = Blueprint("listing", __name__)

    def public(make: Callable[[Edition], Response]) -> Response:
        answer = make(edition_of(shelf))
        answer.cache_control.public = True
        answer.cache_control.max_age = FRESH
        return answer

    @routes.get("/openapi.json")
    def openapi() -> Response:
        return public(lambda edition: jsonify(document(edition=edition, base=base())))

    @routes.get("/data.json")
    def data() -> Response:
        def made(edition: Edition) -> Response:
            known = {one.id: one.created for one in list_releases(shelf.root)}
            day = known.get(edition.id, "")[:10]
            return jsonify(data_catalog(edition=edition, base=base(), modified=day))

        return public(made)

    @routes.get("/releases.atom")
    def releases() -> Response:
        def made(edition: Edition) -> Response:
            profile = edition.catalog.profile
            answer = make_response(
                feed(
                    list_releases(shelf.root),
                    title=profile.subtitle,
                    author=profile.agency,
                    base=base(),
                )
            )
            answer.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
            return answer

        return public(made)

    return routes
