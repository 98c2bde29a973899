"""The page of a map: the picture with its legend, and the table that says the same."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts.map import SWATCH, map_picture, swatch
from dashboard.charts.picture import data_address
from dashboard.locale import gettext as _
from dashboard.locale import ngettext
from dashboard.views import Edition
from dashboard.views.atlas import Atlas, NoAtlas
from dashboard.views.map_view import Count, Map, Spot
from dashboard.views.numbers import count_text, year_label


def map_title(view: Map, *, edition: Edition) -> str:  # noqa: ARG001 - every page's form
    """ "Map of 1 Graduation" """
    indicator = view.indicator
    return _("Map of {id} {title}").format(id=indicator.id, title=indicator.short_title)


def map_page(view: Map, *, edition: Edition) -> html.Article:
    """The page."""
    lead = _("{units} by their value of {year}.").format(
        units=view.profile.unit_many.capitalize(), year=year_label(view.year)
    )
    return html.Article(
        [
            html.H1(map_title(view, edition=edition), id="heading", tabIndex=-1),
            html.P(view.indicator.statement, className="statement"),
            html.P(
                [lead, " ", dcc.Link(_("The trend of this indicator"), href=view.href)],
                className="ways",
            ),
            _indicators(view),
            html.Div(
                [
                    html.Div([_picture(view), _legend(view.classes)], className="map-side"),
                    _table(view),
                ],
                className="map-and-table",
            ),
        ],
        className="map-page broad",
    )


def _indicators(view: Map) -> html.Nav:
    links = [
        html.Li(
            dcc.Link(
                [
                    indicator.id,
                    html.Span(f" {indicator.short_title}", className="unseen"),
                    html.Span(_(", chosen"), className="unseen")
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
    return html.Nav(
        html.Div(
            [html.Span(_("Indicator"), className="choice-name"), html.Ul(links)],
            className="choice",
        ),
        className="choices",
        **{"aria-label": _("Indicator")},
    )


def _picture(view: Map) -> Component:
    atlas = view.atlas
    if isinstance(atlas, NoAtlas):
        said = _(
            "There is no map to draw: {reason} The table has every value. The agency that runs "
            "this site can add outlines; its documentation (docs/maps.md) says how."
        )
        return html.P(said.format(reason=atlas.reason), className="message")
    return html.Figure(
        [
            html.Img(
                src=data_address(map_picture(view, atlas=atlas)), alt=view.alt, className="map"
            ),
            html.Figcaption(_caption(view, atlas=atlas)),
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


def _legend(classes: tuple[Count, ...]) -> html.Ul:
    return html.Ul(
        [
            html.Li(
                [
                    html.Img(
                        src=data_address(swatch(each.drawn)), alt="", width=SWATCH, height=SWATCH
                    ),
                    html.Span(each.drawn.label),
                    html.Span(count_text(each.count), className="count number"),
                ]
            )
            for each in classes
            if each.count or each.drawn.look not in ("none", "missing")
        ],
        className="legend",
    )


def _table(view: Map) -> html.Div:
    profile = view.profile
    caption = _("{units} and their values of {year}").format(
        units=profile.unit_many.capitalize(), year=year_label(view.year)
    )
    head = html.Tr(
        [
            html.Th(profile.unit_one.capitalize(), scope="col"),
            html.Th(_("Value"), scope="col", className="number"),
            html.Th(_("On the map"), scope="col"),
        ]
    )
    table = html.Table(
        [
            html.Caption(caption),
            html.Thead(head),
            html.Tbody([_row(spot, marked=spot.lea_id == view.marked) for spot in view.spots]),
        ],
        className="values spots",
    )
    scroll = html.Div(
        table, className="scroll map-table", role="region", tabIndex=0, **{"aria-label": caption}
    )
    if not view.pages:
        return scroll
    links = [
        html.Li(
            dcc.Link(
                [html.Span(_("Page "), className="unseen"), str(page)],
                href=href,
                className="chosen" if page == view.page else None,
            )
        )
        for page, href in view.pages
    ]
    pages = html.Nav(html.Ul(links, className="letters"), **{"aria-label": _("Pages of the table")})
    return html.Div([scroll, pages])


def _row(spot: Spot, *, marked: bool) -> html.Tr:
    return html.Tr(
        [
            html.Th(dcc.Link(spot.name, href=spot.href), scope="row"),
            html.Td(spot.text, className="number" if spot.is_number else "word"),
            html.Td(spot.label if spot.label != spot.text else "", className="word"),
        ],
        className="marked" if marked else None,
    )
