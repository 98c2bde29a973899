"""The page that compares: districts on one indicator, or one district over the years."""

from __future__ import annotations

from dashboard.charts import panel as panels
from dashboard.charts import spark as sparks
from dashboard.charts.picture import data_address
from dashboard.locale import gettext as _
from dashboard.locale import listed
from dashboard.views import Edition
from dashboard.views.compare import MOST_COMPARED, Compare, OverTime, Panel, SideBySide
from dashboard.views.links import district_link
from dashboard.views.numbers import year_label
from dashboard.views.places import said_of
from layouts import tags
from layouts.finder import finder_form
from layouts.signs import mark
from layouts.table import value_table
from layouts.tags import Tag


def compare_title(view: Compare, *, edition: Edition) -> str:  # noqa: ARG001 - every page's form
    """What is compared."""
    if isinstance(view.shown, SideBySide):
        indicator = view.shown.indicator
        return f"{indicator.id} {indicator.short_title}: {listed(view.named)}"
    if isinstance(view.shown, OverTime):
        return _("{name}, all indicators over time").format(name=view.shown.name)
    return _("Compare {units}").format(units=view.profile.unit_many)


def compare_page(view: Compare, *, edition: Edition) -> Tag:
    """The page: what to compare, then the comparison."""
    parts: list[Tag] = [tags.h1(_heading(view, edition=edition), id="heading", tabIndex=-1)]
    if view.shown is None:
        lead = _("Choose up to {most} {units} and an indicator. Nothing is chosen for you.")
        parts.append(
            tags.p(lead.format(most=MOST_COMPARED, units=view.profile.unit_many), className="lead")
        )
    parts += [_chosen(view), *_add(view), _indicators(view)]
    if isinstance(view.shown, SideBySide):
        parts += _side_by_side(view.shown, view=view)
    elif isinstance(view.shown, OverTime):
        parts += _over_time(view.shown)
    elif view.districts:
        parts.append(tags.p(_("Choose an indicator above."), className="message"))
    return tags.article(parts, className="compare-page broad")


def _heading(view: Compare, *, edition: Edition) -> str:
    """The title, without the names that the panels bear anyway."""
    if isinstance(view.shown, SideBySide):
        said = _("{id} {title}, side by side")
        return said.format(id=view.shown.indicator.id, title=view.shown.indicator.short_title)
    return compare_title(view, edition=edition)


def _chosen(view: Compare) -> Tag | None:
    if not view.named:
        return None
    links: list[Tag | str] = []
    for lea_id, name in zip(view.districts, view.named, strict=True):
        links += [tags.link(name, href=district_link(lea_id)), " · "]
    return tags.p(links[:-1], className="ways")


def _add(view: Compare) -> list[Tag]:
    """A plain form that searches on the server; each district found is a link that adds it."""
    profile = view.profile
    if view.full:
        said = _("These are {most} {units}, as many as fit side by side.")
        return [tags.p(said.format(most=MOST_COMPARED, units=profile.unit_many), className="rule")]
    label = (_("Add a {unit}") if view.districts else _("Find a {unit}")).format(
        unit=profile.unit_one
    )
    form = finder_form(
        label,
        id="add",
        name="add",
        value=view.added.query if view.added else "",
        action="/compare",
        hidden=view.hidden,
    )
    if view.added is None:
        return [form]
    found = tags.ul(
        [
            tags.li(
                [
                    tags.link(_("Add {name}").format(name=way.label), href=way.href),
                    " ",
                    tags.span(way.title, className="id"),
                ]
            )
            for way in view.additions
        ],
        className="found in-columns",
    )
    said = said_of(view.added, profile=profile)
    return [form, tags.p(said, role="status"), found if view.additions else None]


def _indicators(view: Compare) -> Tag | None:
    if not view.districts:
        return None
    links = [
        tags.li(
            tags.link(
                [
                    way.label,
                    tags.span(f" {way.title}", className="unseen"),
                    tags.span(_(", chosen"), className="unseen") if way.chosen else None,
                ],
                href=way.href,
                title=way.title or None,
                className="chosen" if way.chosen else None,
            )
        )
        for way in view.indicators
    ]
    return tags.nav(
        tags.div(
            [tags.span(_("Indicator"), className="choice-name"), tags.ul(links)],
            className="choice",
        ),
        className="choices",
        **{"aria-label": _("Indicator")},
    )


def _side_by_side(shown: SideBySide, *, view: Compare) -> list[Tag]:
    indicator = shown.indicator
    parts: list[Tag] = [tags.p(indicator.statement, className="statement")]
    if not shown.panels:
        said = _("This indicator is reported for the {upper} only.")
        parts.append(tags.p(said.format(upper=view.profile.upper_one), className="message"))
    end = panels.common_end([shown.state, *(panel.series for panel in shown.panels)])
    parts.append(
        tags.ul([_panel(panel, shown=shown, end=end) for panel in shown.panels], className="panels")
    )
    if any(panel.series.has_percents for panel in shown.panels):
        key = _(
            "Each drawing: the {unit} (dark line), {upper} (pale line), the target (dashed). All "
            "have one scale. At the foot: ■ protected, ○ no students, × not reported."
        )
        said = key.format(unit=view.profile.unit_one, upper=view.profile.upper_label)
        parts.append(tags.p(said, className="legend-line"))
    label = _("Table of values")
    table = tags.div(
        value_table(shown.table),
        className="scroll",
        role="region",
        tabIndex=0,
        **{"aria-label": label},
    )
    all_of = _("More about {id} {title}").format(id=indicator.id, title=indicator.short_title)
    return [*parts, table, tags.p(tags.link(all_of, href=shown.href))]


def _panel(panel: Panel, *, shown: SideBySide, end: int) -> Tag:
    series, standing = panel.series, panel.standing
    drawing: Tag | None = None
    if series.has_percents:
        svg = panels.panel(series, state=shown.state, end=end, indicator=shown.indicator)
        drawing = tags.tag(
            "Img", src=data_address(svg), alt=panel.alt, width=panels.WIDTH, height=panels.HEIGHT
        )
    said: list[Tag | str] = [
        tags.span(standing.value, className="value" if standing.is_number else "value word"),
        mark(standing) if standing.is_number else None,
    ]
    remove = tags.link(
        [_("Remove"), tags.span(f" {series.name}", className="unseen")], href=panel.remove
    )
    return tags.li(
        [
            tags.h2(series.name),
            tags.p(said, className="stands"),
            tags.p(standing.year, className="aim"),
            drawing,
            tags.p(remove, className="take-away"),
        ],
        className=f"card is-{'not-met' if standing.flagged else standing.mark}",
    )


def _over_time(shown: OverTime) -> list[Tag]:
    caption = _("{name}: each indicator, year by year, in percent").format(name=shown.name)
    head = tags.tr(
        [
            tags.th(_("Indicator"), scope="col"),
            tags.th(_("Trend"), scope="col"),
            *(tags.th(year_label(year), scope="col", className="number") for year in shown.years),
        ]
    )
    rows = []
    for line in shown.lines:
        indicator = line.standing.indicator
        series = [line.state.series]
        if line.standing.series.has_percents:
            series.append(line.standing.series)
        drawing = tags.tag(
            "Img",
            src=data_address(sparks.spark(series, indicator=indicator)),
            alt="",
            width=sparks.WIDTH,
            height=sparks.HEIGHT,
        )
        name = [tags.span(indicator.id, className="id"), " ", indicator.short_title]
        rows.append(
            tags.tr(
                [
                    tags.th(tags.link(name, href=line.href), scope="row"),
                    tags.td(drawing),
                    *(_value(text) for text in line.texts),
                ]
            )
        )
    table = tags.table(
        [tags.caption(caption), tags.thead(head), tags.tbody(rows)], className="values over-time"
    )
    return [
        tags.div(table, className="scroll", role="region", tabIndex=0, **{"aria-label": caption})
    ]


def _value(text: str) -> Tag:
    return tags.td(text, className="number" if text[:1].isdigit() or text[:1] in "<>" else "word")
