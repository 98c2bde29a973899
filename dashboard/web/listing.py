"""What other machines read to find the data: /openapi.json, /data.json, /releases.atom."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, jsonify, make_response
from werkzeug.exceptions import ServiceUnavailable

from dashboard.locale import gettext as _
from dashboard.releases import NoRelease, list_releases
from dashboard.views import Edition, Shelf
from dashboard.views.dataset import data_catalog
from dashboard.web.addresses import FRESH, base
from dashboard.web.feed import feed
from dashboard.web.openapi import document


def listing(shelf: Shelf) -> Blueprint:
    """The three documents."""
    routes = Blueprint("listing", __name__)

    def public(make: Callable[[Edition], Response]) -> Response:
        try:
            edition = shelf.edition()
        except NoRelease as error:
            raise ServiceUnavailable(_("There is no data to show at the moment.")) from error
        answer = make(edition)
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
