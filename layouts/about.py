"""About these pages: method, sources, protection, releases."""

from __future__ import annotations

from dash import dcc

from dashboard.locale import gettext as _
from dashboard.locale import lang_pairs
from dashboard.views import Edition
from dashboard.views.about import About, Published
from dashboard.views.links import indicator_link
from dashboard.views.numbers import count_text, year_label
from layouts import tags
from layouts.protection import protection_section
from layouts.tags import Tag


def about_title(view: About, *, edition: Edition) -> str:  # noqa: ARG001 - every page's form
    """ "About these pages" """
    return _("About these pages")


def about_page(view: About, *, edition: Edition) -> Tag:
    """The page."""
    return tags.article(
        [
            tags.h1(about_title(view, edition=edition), id="heading", tabIndex=-1),
            tags.p(_what(view), className="lead"),
            *_method(view),
            *protection_section(view),
            *_sources(view),
            *_releases(view),
        ],
        className="about-page",
    )


def _what(view: About) -> str:
    said = _(
        "{agency} shows here how children with disabilities fare in its {units}: the {count} "
        "indicators of “{title}”"
    ).format(
        agency=view.profile.agency,
        units=view.profile.unit_many,
        count=len(view.catalog.indicators),
        title=view.catalog.title,
    )
    if not view.years:
        return f"{said}."
    span = _("{said}, from {first} to {last}, for the {upper} and {districts} {units}.")
    return span.format(
        said=said,
        first=year_label(view.years[0]),
        last=year_label(view.years[-1]),
        upper=view.profile.upper_one,
        districts=count_text(view.districts),
        units=view.profile.unit_many,
    )


def _method(view: About) -> list[Tag]:
    profile = view.profile
    slippage = profile.slippage
    lines = [
        _(
            "A year is a school year, named by the spring in which it ends: 2013 is 2012–13. Each "
            "value stands in the year that its data describe."
        ),
        _(
            "The {upper}'s percent is the sum over all {units}, numerators over denominators; "
            "never the mean of percents."
        ).format(upper=profile.upper_one, units=profile.unit_many),
        _(
            "A target is met at or above it where higher is better, at or below it where lower "
            "is better. Values are compared unrounded."
        ),
        _(
            "A change is told only between years of one calculation. Where the calculation "
            "changed, the line is cut and the years before and after do not compare."
        ),
        _slippage(view)
        if slippage.any_until
        else _("Slippage is a step back of a value that misses its target."),
        _(
            "Some indicators are collected in each {unit} only every few years. In between, its "
            "last value stands with the year it is from, and is not added up again."
        ).format(unit=profile.unit_one),
        _(
            "“No students” is not zero percent, “not reported” is not zero, and “protected” is "
            "neither: each has its own word in every table and its own sign in every chart."
        ),
    ]
    return [tags.h2(_("Method")), tags.ul([tags.li(line) for line in lines], className="prose")]


def _slippage(view: About) -> str:
    rule = view.profile.slippage
    said = _(
        "A value that misses its target and is worse than before has slipped: up to the data of "
        "{year} by any step back; later by more than {over} points, or by more than {small} "
        "points where it is under {limit} %. A smaller step back is a decline."
    )
    return said.format(
        year=rule.any_until, over=rule.over, small=rule.small_over, limit=rule.small_under
    )


def _sources(view: About) -> list[Tag]:
    rows = [
        tags.tr(
            [
                tags.th(
                    tags.link(
                        [tags.span(each.id, className="id"), " ", each.short_title],
                        href=indicator_link(each.id),
                    ),
                    scope="row",
                ),
                tags.td(_("compliance") if each.kind == "compliance" else _("results")),
                tags.td(each.source),
            ]
        )
        for each in view.catalog.indicators
    ]
    caption = _("Where the data of each indicator come from")
    table = tags.table(
        [
            tags.caption(caption),
            tags.thead(
                tags.tr(
                    [
                        tags.th(_("Indicator"), scope="col"),
                        tags.th(_("Kind"), scope="col"),
                        tags.th(_("Source"), scope="col"),
                    ]
                )
            ),
            tags.tbody(rows),
        ],
        className="values sources",
    )
    follows = _("The indicators follow {source}. The page of each has its formula.")
    return [
        tags.h2(_("Sources")),
        tags.p(follows.format(source=view.catalog.source)),
        tags.div(table, className="scroll", role="region", tabIndex=0, **{"aria-label": caption}),
    ]


def _releases(view: About) -> list[Tag]:
    said = _(
        "Values are published as releases. A release never changes; a correction is a new one. "
        "These are kept:"
    )
    listed = tags.ul(
        [tags.li(_released(each)) for each in view.releases], className="prose releases"
    )
    return [tags.h2(_("Releases")), tags.p(said), listed, *_changes(view)]


def _released(each: Published) -> list[Tag | str]:
    said: list[Tag | str] = [each.day, " ", tags.tag("Code", each.id)]
    return [*said, " ", _("(shown here)")] if each.shown else said


def _changes(view: About) -> list[Tag]:
    parts: list[Tag] = []
    if view.compared is None:
        parts.append(tags.p(_("There is no earlier release to compare with.")))
    elif view.changes is None:
        parts.append(tags.p(view.trouble))
    else:
        parts += _difference(view, compared=view.compared)
    if len(view.releases) > 1:
        parts.append(_choose(view))
    return parts


def _difference(view: About, *, compared: tuple[Published, Published]) -> list[Tag]:
    earlier, later = compared
    heading = tags.h3(_("What changed"))
    named = {"earlier": f"{earlier.day} {earlier.id}", "later": f"{later.day} {later.id}"}
    if not view.changes:
        said = _("Between {earlier} and {later} no value changed.")
        return [heading, tags.p(said.format(**named))]
    titles = {each.id: each.short_title for each in view.catalog.indicators}
    order = {each.id: place for place, each in enumerate(view.catalog.indicators)}
    rows = [
        tags.tr(
            [
                tags.th(f"{each.indicator} {titles.get(each.indicator, '')}", scope="row"),
                *(
                    tags.td(count_text(count), className="number")
                    for count in (each.new, each.changed, each.gone)
                ),
            ]
        )
        for each in sorted(view.changes, key=lambda each: order.get(each.indicator, len(order)))
    ]
    caption = _("Numbers of values that differ between {earlier} and {later}").format(**named)
    note = _(
        "Values of the {upper}, of {units} and of groups are counted alike. The values "
        "themselves stand in their own release: what a later one protects is not repeated."
    )
    table = tags.table(
        [
            tags.caption(caption),
            tags.thead(
                tags.tr(
                    [
                        tags.th(_("Indicator"), scope="col"),
                        tags.th(_("New"), scope="col", className="number"),
                        tags.th(_("Changed"), scope="col", className="number"),
                        tags.th(_("Gone"), scope="col", className="number"),
                    ]
                )
            ),
            tags.tbody(rows),
        ],
        className="values",
    )
    return [
        heading,
        tags.div(table, className="scroll", role="region", tabIndex=0, **{"aria-label": caption}),
        tags.p(
            note.format(upper=view.profile.upper_one, units=view.profile.unit_many),
            className="rule",
        ),
    ]


def _choose(view: About) -> Tag:
    """Two native lists in a plain form: it works without scripts, and its answer is a link."""

    def field(name: str, label: str, chosen: str) -> Tag:
        options = [
            tags.option(f"{each.day} {each.id}", value=each.id, selected=each.id == chosen or None)
            for each in view.releases
        ]
        return tags.div(
            [
                tags.label(label, htmlFor=f"release-{name}"),
                tags.select(options, id=f"release-{name}", name=name),
            ],
            className="field",
        )

    earlier, later = view.compared or (view.releases[-1], view.releases[0])
    return tags.tag(
        "Form",
        [
            field("from", _("Compare release"), earlier.id),
            field("to", _("with release"), later.id),
            tags.button(_("Compare"), type="submit"),
            *(dcc.Input(type="hidden", name=name, value=value) for name, value in lang_pairs()),
        ],
        action="/about",
        method="get",
        className="choose finder",
    )
