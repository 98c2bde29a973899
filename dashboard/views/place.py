"""Which page an address means, and what a page is: the routing frame.

A page is one record, `Page`, and the site is a tuple of them (`layouts/pages.py`). To add one:

1. `dashboard/views/`: a function `view(address, *, edition)` that reads the address piece by piece
   and returns the prepared view. It raises NoSuchPage or NoSuchIndicator (404) or QuestionError
   (400) with a sentence for people, and parses no piece twice.
2. `layouts/`: a function `layout(view, *, edition)` that returns the Dash component of the page.
   Its one `h1` has the id "heading" and tabIndex -1.
3. `layouts/pages.py`: a line `Page(path="/districts/<lea_id>", view=…, title=…, layout=…)`.

A callback of a page that answers with words has State(ids.ADDRESS, "search"): its language is
there. Links within a page end in `lang_pairs()` (dashboard.locale), so that the language stays.

That is all: the address is judged, titled and answered before any script runs (the layout is
written as HTML, see layouts/markup.py), the router fills the page when the address changes, and
the language of the address is spoken while all of this happens. Only a page that changes in place
needs a callback of its own. Where the first answer must differ from the layout, `first` says how.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from dashboard.errors import ProgressError
from dashboard.locale import gettext as _
from dashboard.views.edition import Edition
from dashboard.views.question import cut, parse_search


class NoSuchPage(ProgressError):
    """No page has this address."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address within the site: its path, the named parts of the path, and its query.

    search: with its "?", or empty. parts: by the names of the page's pattern, decoded.
    """

    path: str
    search: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def query(self) -> Mapping[str, Sequence[str]]:
        """The values of each part of the query; raises QuestionError for one nobody typed."""
        return parse_search(self.search)


class _View(Protocol):
    def __call__(self, address: Address, *, edition: Edition) -> Any: ...


class _Layout(Protocol):
    def __call__(self, view: Any, *, edition: Edition) -> Any: ...


class _Title(Protocol):
    def __call__(self, view: Any, *, edition: Edition) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Page:
    """A kind of page.

    path: its address; a part in angle brackets matches anything but "/".
    view: from an address to the prepared view. title: of the browser's window, without the site's
    name, empty for the first page. layout: the Dash component. first: its HTML before any script
    runs; None writes the layout itself as HTML.
    """

    path: str
    view: _View
    title: _Title
    layout: _Layout
    first: _Layout | None = None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pieces = re.split(r"<(\w+)>", self.path)
        named = [
            f"(?P<{piece}>[^/]+)" if place % 2 else re.escape(piece)
            for place, piece in enumerate(pieces)
        ]
        return re.compile("".join(named))

    def parts_of(self, path: str) -> Mapping[str, str] | None:
        """The named parts of a decoded path; None where it is no address of this page."""
        found = self._pattern.fullmatch(path)
        return None if found is None else found.groupdict()


@dataclass(frozen=True, kw_only=True)
class Place:
    """A page at an address, its view prepared."""

    page: Page
    address: Address
    view: Any
    title: str

    def layout(self, *, edition: Edition) -> Any:
        """The Dash component of the page."""
        return self.page.layout(self.view, edition=edition)


def find_place(path: str, search: str, *, pages: Sequence[Page], edition: Edition) -> Place:
    """The page of an address, prepared; `path` is decoded.

    Raises NoSuchPage, NoSuchIndicator or QuestionError.
    """
    for page in pages:
        parts = page.parts_of(path)
        if parts is not None:
            address = Address(path=path, search=search, parts=parts)
            view = page.view(address, edition=edition)
            title = page.title(view, edition=edition)
            site = edition.catalog.profile.subtitle
            return Place(
                page=page,
                address=address,
                view=view,
                title=f"{title} – {site}" if title else site,
            )
    raise NoSuchPage(_("There is no page at “{address}”.").format(address=cut(path)))
