"""The finder of districts: a field that answers as one types, and all of them by letter."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.locale import gettext as _
from dashboard.locale import ngettext
from dashboard.views import Edition
from dashboard.views.finder import Match
from dashboard.views.links import district_link
from dashboard.views.numbers import count_text
from dashboard.views.places import Places
from layouts import ids, tags
from layouts.finder import finder_form
from layouts.tags import Tag


def places_title(view: Places, *, edition: Edition) -> str:  # noqa: ARG001 - every page's form
    """ "Find a district" """
    return _("Find a {unit}").format(unit=view.profile.unit_one)


def places_page(view: Places, *, edition: Edition) -> Tag:
    """The page: field, what was found, and all names."""
    profile = view.profile
    lead = _("{count} {units} have values in this release. Type a part of a name, or a number.")
    return tags.article(
        [
            tags.h1(places_title(view, edition=edition), id="heading", tabIndex=-1),
            tags.p(
                lead.format(count=count_text(view.count), units=profile.unit_many),
                className="lead",
            ),
            finder_form(
                _("Name or number of a {unit}").format(unit=profile.unit_one),
                id=ids.FINDER,
                name="q",
                value=view.found.query,
                action="/districts",
            ),
            tags.p(view.said, id=ids.FOUND_COUNT, role="status"),
            tags.div(matches(view.found.matches), id=ids.FOUND),
            *_all(view),
        ],
        className="places-page",
    )


def matches(found: Sequence[Match]) -> Tag | None:
    """The districts as links to their pages, each with its number."""
    if not found:
        return None
    return tags.ul(
        [
            tags.li(
                [
                    tags.link(match.name, href=district_link(match.lea_id)),
                    " ",
                    tags.span(match.lea_id, className="id"),
                ]
            )
            for match in found
        ],
        className="found",
    )


def _all(view: Places) -> list[Tag]:
    units = view.profile.unit_many
    parts: list[Tag] = []
    if view.letters:
        links = [
            tags.li(
                tags.link(
                    [
                        each.letter,
                        tags.span(
                            ngettext(", {count} name", ", {count} names", each.count).format(
                                count=each.count
                            ),
                            className="unseen",
                        ),
                    ],
                    href=each.href,
                    className="chosen" if each.chosen else None,
                )
            )
            for each in view.letters
        ]
        parts += [
            tags.h2(_("By the first letter")),
            tags.nav(tags.ul(links, className="letters"), **{"aria-label": _("First letters")}),
        ]
    elif view.listed:
        parts.append(tags.h2(_("All {units}").format(units=units)))
    listed = matches(view.listed)
    return [*parts, tags.div(listed, className="all-places")] if listed else parts
