"""The protection rule for people: why, how, and on four invented districts."""

from __future__ import annotations

from dashboard.locale import gettext as _
from dashboard.views.about import About
from dashboard.views.example import Sample
from dashboard.views.numbers import count_text
from layouts import tags
from layouts.tags import Tag


def protection_section(view: About) -> list[Tag]:
    """The section, in the numbers of the publisher's own rule."""
    rule, profile = view.profile.protection, view.profile
    why = _(
        "Behind every number here are children. Where few stand behind one, somebody who knows "
        "the {unit} could tell what is true of a single child. So such numbers are not shown, "
        "and neither are numbers from which they could be worked out."
    ).format(unit=profile.unit_one)
    lines = [
        _(
            "A value is hidden when fewer than {least} stand behind it, whatever it is: also "
            "when it is 0 % or 100 %."
        ).format(least=rule.min_den),
        _(
            "Hidden values are not only left out. Wherever totals, other {units}, groups or "
            "related indicators would let a reader compute one, a second value is hidden too. "
            "The least and the greatest that a hidden number of students can be are {width} or "
            "more apart, unless the published totals alone tell it closer."
        ).format(units=profile.unit_many, width=rule.min_width),
        _(
            "Both kinds are marked with the same word, “protected”. To tell them apart would "
            "give the small ones away."
        ),
        _(
            "A release is tried, before it goes out, by a program that knows only what the "
            "public will see and works out all it can."
        ),
    ]
    return [
        tags.h2(_("Why some values are protected")),
        tags.p(why, className="prose"),
        tags.ul([tags.li(line) for line in lines], className="prose"),
        *_coding(view),
        tags.h3(_("An example")),
        *_example(view),
    ]


def _coding(view: About) -> list[Tag]:
    if not view.tiers:
        return []
    said = _(
        "A percent near none or all tells of nearly everybody in a group. It is shown only as "
        "under or over a limit, the nearer to the end the larger the group:"
    )
    rows = [
        tags.tr([tags.th(tier.cases, scope="row"), tags.td(tier.low), tags.td(tier.high)])
        for tier in view.tiers
    ]
    caption = _("How values near 0 % and 100 % are shown")
    head = tags.tr(
        [
            tags.th(_("Cases"), scope="col"),
            tags.th(_("Near none"), scope="col"),
            tags.th(_("Near all"), scope="col"),
        ]
    )
    table = tags.table(
        [tags.caption(caption), tags.thead(head), tags.tbody(rows)], className="values"
    )
    return [tags.p(said, className="prose"), table]


def _example(view: About) -> list[Tag]:
    example, profile = view.example, view.profile
    small, cover = example.small, example.cover
    num, den = example.total
    left_num, left_den = example.left
    intro = _(
        "Four invented {units}. In {small}, {count} students stand behind the value, fewer than "
        "{least}: it is hidden. Were it the only one, whoever takes the others from the "
        "{upper}'s {num} of {den} would have it: {small_num} of {count}. So {cover}, the next "
        "smallest, is hidden as well. A reader is left with {left_num} of {left_den} in both "
        "together, and cannot tell who is in which."
    ).format(
        units=profile.unit_many,
        small=small.name,
        count=small.den,
        least=example.least,
        upper=profile.upper_one,
        num=count_text(num),
        den=count_text(den),
        small_num=small.num,
        cover=cover.name,
        left_num=left_num,
        left_den=left_den,
    )
    head = tags.tr(
        [
            tags.th(profile.unit_one.capitalize(), scope="col"),
            tags.th(_("Counted"), scope="col"),
            tags.th(_("Shown"), scope="col"),
        ]
    )
    total = tags.tr(
        [
            tags.th(profile.upper_one.capitalize(), scope="row"),
            tags.td(_of(num, den)),
            tags.td(_of(num, den)),
        ]
    )
    caption = _("What is counted, and what is shown of it (invented)")
    table = tags.table(
        [
            tags.caption(caption),
            tags.thead(head),
            tags.tbody([*map(_row, example.districts), total]),
        ],
        className="values",
    )
    return [tags.p(intro, className="prose"), table]


def _row(each: Sample) -> Tag:
    counted = _of(each.num, each.den)
    return tags.tr(
        [
            tags.th(each.name, scope="row"),
            tags.td(counted),
            tags.td(_("protected") if each.hidden else counted),
        ]
    )


def _of(num: int, den: int) -> str:
    return _("{num} of {den}").format(num=count_text(num), den=count_text(den))
