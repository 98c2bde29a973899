"""The page of a district: what needs attention first, all indicators, similar districts."""

from __future__ import annotations

from dashboard.locale import gettext as _
from dashboard.locale import link_search, ngettext
from dashboard.views import Edition
from dashboard.views.district import District, Row
from dashboard.views.links import compare_link, link
from dashboard.views.numbers import year_label
from layouts import tags
from layouts.actions import taken
from layouts.reading import how_to_read
from layouts.signs import change, mark
from layouts.similar import similar_section
from layouts.tags import Tag

_SORTED = {"number": None, "distance": "ascending", "change": "ascending"}


def district_title(view: District, *, edition: Edition) -> str:  # noqa: ARG001 - every page's form
    """The district's name."""
    return view.name


def district_page(view: District, *, edition: Edition) -> Tag:  # noqa: ARG001
    """The page."""
    profile = view.profile
    return tags.article(
        [
            tags.nav(
                [
                    tags.link(
                        _("All {units}").format(units=profile.unit_many), href=link("/districts")
                    ),
                    tags.span(" / ", **{"aria-hidden": "true"}),
                    view.lea_id,
                ],
                className="crumbs",
                **{"aria-label": _("Where this page is")},
            ),
            tags.h1(view.name, id="heading", tabIndex=-1),
            tags.p(view.sentence, className="lead"),
            tags.p(
                [
                    tags.link(
                        _("At a glance, with drawings"),
                        href=link("/", [("district", view.lea_id)]),
                    ),
                    " · ",
                    tags.link(
                        _("All indicators over time"),
                        href=compare_link("", districts=[view.lea_id]),
                    ),
                    " · ",
                    tags.a(
                        _("The report to print"),
                        href=link("/report", [("district", view.lea_id)]),
                    ),
                ],
                className="ways",
            ),
            *_first(view),
            *_table(view),
            taken(f"/districts/{view.lea_id}", search=link_search()),
            *similar_section(view),
            *how_to_read(view),
        ],
        className="district-page broad",
    )


def _first(view: District) -> list[Tag]:
    heading = tags.h2(_("What needs attention first"))
    if not view.first:
        said = _("Nothing: no target is missed by a value that is public, and nothing is flagged.")
        if not view.judged:
            said = _(
                "Nothing can be said: no public value of {name} can be held against a target, and "
                "nothing is flagged."
            ).format(name=view.name)
        return [heading, tags.p(said)]
    rest = view.missed - len(view.first)
    more = ""
    if rest:
        more = ngettext(
            "{count} more indicator missed its target; the table below has it.",
            "{count} more indicators missed their targets; the table below has them.",
            rest,
        ).format(count=rest)
    rule = _(
        "The rule: first what the state flagged, then missed targets with slippage, then other "
        "missed targets; among equals the largest distance from the target. Only public values "
        "count."
    )
    return [
        heading,
        tags.ol([_urgent(row) for row in view.first], className="urgent"),
        tags.p([f"{more} " if more else "", rule], className="rule"),
    ]


def _urgent(row: Row) -> Tag:
    own = row.own
    if own is None:  # _needs_attention lets no such row through
        raise ValueError(f"{row.indicator.id} has no values of districts")
    said: list[Tag | str] = []
    if own.flagged:
        ratio = own.point.ratio if own.point else ""
        text = f"{own.text} ({_('ratio {ratio}').format(ratio=ratio)})" if ratio else own.text
        said.append(f"{text[:1].upper()}{text[1:]}, {own.year}.")
    else:
        line = _("{value} in {year} missed the target of {target} by {size}.")
        said.append(
            line.format(value=own.value, year=own.year, target=own.target, size=row.missed_by)
        )
    moved = change(own.change)
    if moved:
        said += [" ", tags.span(moved), "."]
    if row.chance:
        beside = (
            _("The difference from the state's {value} is more than chance.")
            if row.chance.beyond
            else _("The difference from the state's {value} could be chance.")
        )
        said += [f" {beside.format(value=row.state.value)} ", row.chance.text]
    return tags.li(
        [
            tags.h3(
                tags.link(
                    [tags.span(row.indicator.id, className="id"), " ", row.indicator.short_title],
                    href=own.href,
                )
            ),
            tags.p(said),
        ]
    )


def _table(view: District) -> list[Tag]:
    profile = view.profile
    sorting = [
        item
        for each in view.sorting
        for item in (
            tags.link(
                [each.label, tags.span(_(", chosen"), className="unseen")]
                if each.chosen
                else each.label,
                href=each.href,
                className="chosen" if each.chosen else None,
            ),
            " ",
        )
    ]
    chosen = next(each.key for each in view.sorting if each.chosen)
    heads = [
        ("number", _("Indicator"), ""),
        ("", _("This {unit}").format(unit=profile.unit_one), "number"),
        ("", _("Target"), "number"),
        ("distance", _("Met?"), ""),
        ("change", _("Change"), ""),
        ("", profile.upper_label, "number"),
        ("", _("Similar {units}").format(units=profile.unit_many), "number"),
        ("", _("Beside the {upper}").format(upper=profile.upper_one), ""),
    ]
    sort = {"number": "ascending"} | {key: value for key, value in _SORTED.items() if value}
    head = tags.tr(
        [
            tags.th(
                label,
                scope="col",
                className=kind or None,
                **({"aria-sort": sort[key]} if key and key == chosen else {}),
            )
            for key, label, kind in heads
        ]
    )
    caption = _("All indicators of {name}, of {year} where no other year is named").format(
        name=view.name, year=year_label(view.year)
    )
    table = tags.table(
        [
            tags.caption(caption),
            tags.thead(head),
            tags.tbody([_row(row, view=view) for row in view.rows]),
        ],
        className="values beside",
    )
    return [
        tags.h2(_("Every indicator")),
        tags.nav(
            [tags.span(_("Sort by: "), className="choice-name"), *sorting],
            className="sorting",
            **{"aria-label": _("Sort the table")},
        ),
        tags.div(table, className="scroll", role="region", tabIndex=0, **{"aria-label": caption}),
    ]


def _row(row: Row, *, view: District) -> Tag:
    own, indicator = row.own, row.indicator
    href = own.href if own else row.state.href
    name = tags.link(
        [tags.span(indicator.id, className="id"), " ", indicator.short_title], href=href
    )
    number = "number" if own and own.is_number else "word"
    value: list[Tag | str] = [own.value if own else ""]
    # The year is said where it is not the one that every reader expects.
    if own and own.point and own.is_number and own.point.data_year != view.year:
        value.append(tags.span(f" {own.year}", className="when"))
    middle = row.middle
    return tags.tr(
        [
            tags.th(name, scope="row"),
            tags.td(value, className=number),
            tags.td(own.target if own else "", className="number"),
            tags.td(
                [mark(own), tags.span(f" {row.distance_text}", className="distance")]
                if row.distance
                else mark(own)
            ),
            tags.td(change(own.change) if own else "", className="moved"),
            tags.td(row.state.value, className="number" if row.state.is_number else "word"),
            tags.td(middle.text if middle else "", className="number"),
            tags.td(row.chance.word if row.chance else "", className="word"),
        ]
    )
