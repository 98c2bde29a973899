"""The page of a map: the picture with its legend, and the table that says the same."""

from __future__ import annotations

from dashboard.charts.map import SWATCH, map_picture, swatch
from dashboard.charts.picture import data_address
from dashboard.locale import gettext as _
from dashboard.locale import ngettext
from dashboard.views import Edition
from dashboard.views.atlas import Atlas, NoAtlas
from dashboard.views.map_view import Count, Map, Spot
from dashboard.views.numbers import count_text, year_label
from layouts import tags
from layouts.tags import Tag


def map_title(view: Map, *, edition: Edition) -> str:  # noqa: ARG001 - every page's form
    """ "Map of 1 Graduation" """
    indicator = view.indicator
    return _("Map of {id} {title}").format(id=indicator.id, title=indicator.short_title)


def map_page(view: Map, *, edition: Edition) -> Tag:
    """The page."""
    lead = _("{units} by their value of {year}.").format(
        units=view.profile.unit_many.capitalize(), year=year_label(view.year)
    )
    return tags.article(
        [
            tags.h1(map_title(view, edition=edition), id="heading", tabIndex=-1),
            tags.p(view.indicator.statement, className="statement"),
            tags.p(
                [lead, " ", tags.link(_("The trend of this indicator"), href=view.href)],
                className="ways",
            ),
            _indicators(view),
            tags.div(
                [
                    tags.div([_picture(view), _legend(view.classes)], className="map-side"),
                    _table(view),
                ],
                className="map-and-table",
            ),
        ],
        className="map-page broad",
    )


def _indicators(view: Map) -> Tag:
    links = [
        tags.li(
            tags.link(
                [
                    indicator.id,
                    tags.span(f" {indicator.short_title}", className="unseen"),
                    tags.span(_(", chosen"), className="unseen")
                    if indicator == view.indicator
                    else None,
                ],
                href=href,
                title=indicator.short_title,
                className="chosen" if indicator == view.indicator else None,
            )
        )
        for indicator, href in view.others
    ]
    return tags.nav(
        tags.div(
            [tags.span(_("Indicator"), className="choice-name"), tags.ul(links)],
            className="choice",
        ),
        className="choices",
        **{"aria-label": _("Indicator")},
    )


def _picture(view: Map) -> Tag:
    atlas = view.atlas
    if isinstance(atlas, NoAtlas):
        said = _(
            "There is no map to draw: {reason} The table has every value. The agency that runs "
            "this site can add outlines; its documentation (docs/maps.md) says how."
        )
        return tags.p(said.format(reason=atlas.reason), className="message")
    return tags.figure(
        [
            tags.tag(
                "Img",
                src=data_address(map_picture(view, atlas=atlas)),
                alt=view.alt,
                className="map",
            ),
            tags.figcaption(_caption(view, atlas=atlas)),
        ]
    )


def _caption(view: Map, *, atlas: Atlas) -> str:
    said = [_("Outlines: {source}.").format(source=atlas.source)]
    if view.marked:
        said.insert(0, _("Outlined in bold: {name}.").format(name=view.marked_name))
    if view.unplaced:
        text = ngettext(
            "{count} {unit} has no outline and stands in the table only.",
            "{count} {units} have no outline and stand in the table only.",
            view.unplaced,
        )
        said.append(
            text.format(
                count=count_text(view.unplaced),
                unit=view.profile.unit_one,
                units=view.profile.unit_many,
            )
        )
    if any(owner is None for owner in atlas.owners):
        text = _("Land without a color belongs to no {unit} of this release.")
        said.append(text.format(unit=view.profile.unit_one))
    return " ".join(said)


def _legend(classes: tuple[Count, ...]) -> Tag:
    return tags.ul(
        [
            tags.li(
                [
                    tags.tag(
                        "Img",
                        src=data_address(swatch(each.drawn)),
                        alt="",
                        width=SWATCH,
                        height=SWATCH,
                    ),
                    tags.span(each.drawn.label),
                    tags.span(count_text(each.count), className="count number"),
                ]
            )
            for each in classes
            if each.count or each.drawn.look not in ("low", "high", "none", "missing")
        ],
        className="legend",
    )


def _table(view: Map) -> Tag:
    profile = view.profile
    caption = _("{units} and their values of {year}").format(
        units=profile.unit_many.capitalize(), year=year_label(view.year)
    )
    head = tags.tr(
        [
            tags.th(profile.unit_one.capitalize(), scope="col"),
            tags.th(_("Value"), scope="col", className="number"),
            tags.th(_("On the map"), scope="col"),
        ]
    )
    table = tags.table(
        [
            tags.caption(caption),
            tags.thead(head),
            tags.tbody([_row(spot, marked=spot.lea_id == view.marked) for spot in view.spots]),
        ],
        className="values spots",
    )
    scroll = tags.div(
        table, className="scroll map-table", role="region", tabIndex=0, **{"aria-label": caption}
    )
    if not view.pages:
        return scroll
    links = [
        tags.li(
            tags.link(
                [tags.span(_("Page "), className="unseen"), str(page)],
                href=href,
                className="chosen" if page == view.page else None,
            )
        )
        for page, href in view.pages
    ]
    pages = tags.nav(tags.ul(links, className="letters"), **{"aria-label": _("Pages of the table")})
    return tags.div([scroll, pages])


def _row(spot: Spot, *, marked: bool) -> Tag:
    return tags.tr(
        [
            tags.th(tags.link(spot.name, href=spot.href), scope="row"),
            tags.td(spot.text, className="number" if spot.is_number else "word"),
            tags.td(spot.label if spot.label != spot.text else "", className="word"),
        ],
        className="marked" if marked else None,
    )
