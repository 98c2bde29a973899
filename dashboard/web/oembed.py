"""/oembed: what a program needs that turns a link to an indicator's page into its chart.

https://oembed.com, version 1.0, type "rich"; JSON only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import SplitResult, unquote, urlencode, urlsplit

from flask import Blueprint, Response, jsonify, make_response, request
from werkzeug import exceptions
from werkzeug.exceptions import BadRequest, HTTPException, NotFound

from dashboard.locale import gettext as _
from dashboard.locale import in_language
from dashboard.views import (
    Edition,
    IndicatorView,
    NoSuchIndicator,
    Question,
    QuestionError,
    Shelf,
    parse_question,
)
from dashboard.views.embedding import HEIGHT, LEAST_HEIGHT, WIDTH, Options, embed_link
from dashboard.web.addresses import FRESH, base
from dashboard.web.current import edition_of
from dashboard.web.language import language_in

_PAGE = re.compile(r"/indicators/([^/]+)")
_PORTS = {"http": ":80", "https": ":443"}
_CACHE_AGE = 86_400  # seconds; the frame shows the newest release by itself


def oembed(shelf: Shelf) -> Blueprint:
    """The one address; every error of it is JSON."""
    provider = Blueprint("oembed", __name__)

    @provider.get("/oembed")
    def answer() -> Response:
        if request.args.get("format", "json") != "json":
            raise exceptions.NotImplemented("This address answers in JSON only: format=json.")
        url = _own(request.args.get("url", ""))
        width, height = _size("maxwidth", WIDTH), _size("maxheight", HEIGHT)
        search = f"?{url.query}" if url.query else ""
        with in_language(language_in(search)):
            said = _record(url, search, width=width, height=height, shelf=shelf)
        made = jsonify(said)
        made.headers["Access-Control-Allow-Origin"] = "*"
        made.cache_control.public = True
        made.cache_control.max_age = FRESH
        return made

    @provider.errorhandler(HTTPException)
    def wrong(error: HTTPException) -> Response:
        made = make_response(jsonify(error=error.description), error.code or 500)
        made.headers["Access-Control-Allow-Origin"] = "*"
        made.cache_control.no_store = True
        return made

    return provider


def discovery(view: Any, *, base: str) -> str:
    """The address at which a program finds how to embed a page; "" where there is no chart."""
    if not isinstance(view, IndicatorView):
        return ""
    page = f"{base}/indicators/{view.indicator.id}{view.question.search}"
    return f"{base}/oembed?{urlencode({'url': page, 'format': 'json'})}"


def frame_html(question: Question, *, title: str, width: int, height: int, base: str) -> str:
    """The element that shows the chart of a question on another site."""
    options = Options(height=max(height, LEAST_HEIGHT))
    address = f"{base}{embed_link(question, options)}"
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" loading="lazy" style="border:0;max-width:100%"></iframe>'
    )


def _record(
    url: SplitResult, search: str, *, width: int, height: int, shelf: Shelf
) -> Mapping[str, Any]:
    question, edition = _question(url, search, shelf=shelf)
    indicator, profile = edition.catalog[question.indicator], edition.catalog.profile
    names = [edition.districts[lea_id] for lea_id in question.districts]
    title = ", ".join([f"{indicator.id} {indicator.short_title}", *names])
    return {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "author_name": profile.agency,
        "provider_name": profile.subtitle,
        "provider_url": f"{base()}/",
        "cache_age": _CACHE_AGE,
        "html": frame_html(question, title=title, width=width, height=height, base=base()),
        "width": width,
        "height": height,
    }


def _question(url: SplitResult, search: str, *, shelf: Shelf) -> tuple[Question, Edition]:
    """What the page of that address asks; 404 for one that this site does not answer."""
    found = _PAGE.fullmatch(unquote(url.path))
    if found is None:
        raise NotFound(_("There is a chart to embed on the pages of indicators only."))
    edition = edition_of(shelf)
    try:
        return parse_question(found[1], search, edition=edition), edition
    except (NoSuchIndicator, QuestionError) as error:
        raise NotFound(str(error)) from error


def _own(text: str) -> SplitResult:
    """The address asked about; 400 where it is none, 404 where it is not of this site."""
    try:
        url = urlsplit(text.strip())
        sound = bool(url.scheme and url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        sound = False
    if not sound:
        raise BadRequest("url: give the whole address of an indicator's page, https://… and all.")
    host = url.netloc.lower().removesuffix(_PORTS.get(url.scheme, ":"))
    own = request.host.lower().removesuffix(_PORTS[request.scheme])
    if url.scheme not in _PORTS or host != own:
        raise NotFound("This site can say only how its own pages are embedded.")
    return url


def _size(name: str, usual: int) -> int:
    """The usual size, or what is the most that was asked for."""
    text = request.args.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 6 and int(text) > 0):
        raise BadRequest(f"{name}: give a number of pixels.")
    return min(int(text), usual)
