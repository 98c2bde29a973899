"""The districts of similar size on the page of a district, and the rule that finds them."""

from __future__ import annotations

from dashboard.locale import gettext as _
from dashboard.views.district import District
from dashboard.views.links import compare_link, district_link
from dashboard.views.numbers import count_text, year_label
from dashboard.views.similar import LEAST_FOR_A_MIDDLE, MOST_SIMILAR
from layouts import tags
from layouts.tags import Tag

_NEAREST = 3


def similar_section(view: District) -> list[Tag]:
    """The section: who is similar, by which rule; or why nobody is."""
    profile, similar = view.profile, view.similar
    heading = tags.h2(_("{units} of similar size").format(units=profile.unit_many.capitalize()))
    if not similar.indicator:
        said = _("The catalogue does not say which indicator tells how large a {unit} is.")
        return [heading, tags.p(said.format(unit=profile.unit_one))]
    if similar.size is None:
        said = _("{name} is not placed: its number is protected or not reported.")
        return [heading, tags.p(said.format(name=view.name)), _rule(view)]
    count = count_text(similar.size)
    if not similar.neighbors:
        said = _("{name} has {count} {students}; no other {unit} has half to twice as many.")
        said = said.format(
            name=view.name, count=count, students=similar.unit, unit=profile.unit_one
        )
        return [heading, tags.p(said), _rule(view)]
    said = _(
        "{name} has {count} {students}. “Similar {units}” in the table is the middle value of "
        "these {many}, where at least {least} of them are public."
    ).format(
        name=view.name,
        count=count,
        students=similar.unit,
        units=profile.unit_many,
        many=len(similar.neighbors),
        least=LEAST_FOR_A_MIDDLE,
    )
    return [heading, tags.p(said), _neighbors(view), _compare(view), _rule(view)]


def _neighbors(view: District) -> Tag:
    return tags.ul(
        [
            tags.li(
                [
                    tags.link(each.name, href=district_link(each.lea_id)),
                    " ",
                    tags.span(f"{count_text(each.size)} {view.similar.unit}", className="id"),
                ]
            )
            for each in view.similar.neighbors
        ],
        className="found in-columns",
    )


def _compare(view: District) -> Tag:
    """To the page that compares, on what needs attention first, else on the first indicator."""
    nearest = [each.lea_id for each in view.similar.neighbors[:_NEAREST]]
    indicator = (view.first or view.rows)[0].indicator
    said = _("Compare with the nearest on {id} {title}")
    return tags.p(
        tags.link(
            said.format(id=indicator.id, title=indicator.short_title),
            href=compare_link(indicator.id, districts=[view.lea_id, *nearest]),
        )
    )


def _rule(view: District) -> Tag:
    similar = view.similar
    said = _(
        "Size is the number of {students} counted in {year} for “{indicator}”, the only measure of "
        "size that is public here. Similar is who has half to twice as many, up to {most}, the "
        "nearest first."
    )
    return tags.p(
        said.format(
            students=similar.unit,
            year=year_label(similar.year) if similar.year else "",
            indicator=similar.indicator,
            most=MOST_SIMILAR,
        ),
        className="rule",
    )
