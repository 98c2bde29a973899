"""At a glance: one card for each indicator."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts.picture import data_address
from dashboard.charts.spark import HEIGHT, WIDTH, spark
from dashboard.locale import gettext as _
from dashboard.locale import ngettext
from dashboard.views import Edition
from dashboard.views.glance import Card, Choice, Glance
from dashboard.views.links import district_link, link
from layouts.signs import change, mark


def glance_title(view: Glance, *, edition: Edition) -> str:  # noqa: ARG001 - every page's form
    """The district's name; the first page has the site's."""
    return view.name if view.question.district else ""


def glance_page(view: Glance, *, edition: Edition) -> html.Article:  # noqa: ARG001
    """The page: what it adds up to, the filters, the cards."""
    heading = _("{name} at a glance").format(name=view.name)
    return html.Article(
        [
            html.H1(heading, id="heading", tabIndex=-1),
            html.P(view.sentence, className="lead"),
            html.P(_ways(view), className="ways"),
            html.Nav(
                [_filter(name, choices) for name, choices in view.filters],
                className="choices",
                **{"aria-label": _("Which indicators to show")},
            ),
            _status(view),
            html.Ul([_card(card, view=view) for card in view.cards], className="cards"),
            _key(view),
        ],
        className="glance-page broad",
    )


def _ways(view: Glance) -> list[Component | str]:
    profile = view.profile
    if view.question.district:
        return [
            dcc.Link(
                _("More about {name}").format(name=view.name),
                href=district_link(view.question.district),
            ),
            " · ",
            dcc.Link(
                _("All of {name}").format(name=profile.upper_label),
                href=link("/"),
            ),
        ]
    if not view.profile.unit_many:
        return []
    return [
        dcc.Link(_("Find a {unit}").format(unit=profile.unit_one), href=link("/districts")),
        " " + _("to see its values beside these."),
    ]


def _filter(name: str, choices: tuple[Choice, ...]) -> html.Div:
    label = f"choice-{choices[0].label}-{name}".lower().replace(" ", "-")
    return html.Div(
        [
            html.Span(name, className="choice-name", id=label),
            html.Ul([html.Li(_choice(each)) for each in choices], **{"aria-labelledby": label}),
        ],
        className="choice",
    )


def _choice(choice: Choice) -> Component:
    said: list[Component | str] = [choice.label]
    if choice.title:
        said.append(html.Span(f" {choice.title}", className="unseen"))
    count = ngettext("{count} indicator", "{count} indicators", choice.count)
    if choice.counted:
        said += [
            " ",
            html.Span(str(choice.count), className="count", **{"aria-hidden": "true"}),
            html.Span(f", {count.format(count=choice.count)}", className="unseen"),
        ]
    if choice.chosen:
        said.append(html.Span(_(", chosen"), className="unseen"))
    # A link of the same place keeps the focus while the cards below it change.
    return dcc.Link(said, href=choice.href, className="chosen" if choice.chosen else None)


def _status(view: Glance) -> html.P | None:
    if not view.cards:
        said = _("No indicator is all of that at once. Choose “All” in one of the filters.")
        return html.P(said, className="message", role="status")
    if not view.question.filtered:
        return None
    said = ngettext(
        "{count} of {total} indicators is shown.",
        "{count} of {total} indicators are shown.",
        len(view.cards),
    )
    return html.P(said.format(count=len(view.cards), total=view.total), role="status")


def _card(card: Card, *, view: Glance) -> html.Li:
    standing, indicator = card.standing, card.indicator
    name = dcc.Link(
        [html.Span(indicator.id, className="id"), " ", indicator.short_title], href=standing.href
    )
    drawing = spark(card.drawn, indicator=indicator) if card.drawn else ""
    only = _("{upper} only").format(upper=view.profile.upper_one)
    value = only if card.upper_only else standing.value
    number = standing.is_number and not card.upper_only
    kind = "other" if card.upper_only else ("not-met" if standing.flagged else standing.mark)
    return html.Li(
        [
            html.H2(name),
            html.Img(src=data_address(drawing), alt=card.alt, width=WIDTH, height=HEIGHT)
            if drawing
            else None,
            html.P(
                [
                    html.Span(value, className="value" if number else "value word"),
                    None if card.upper_only else mark(standing),
                ],
                className="stands",
            ),
            html.P(_beside(card), className="aim"),
            html.P([] if card.upper_only else change(standing.change), className="moved"),
        ],
        className=f"card is-{kind}",
    )


def _beside(card: Card) -> str:
    """The year, the target and, on a district's page, the state's value."""
    said = []
    standing = card.standing
    if standing.is_number and not card.upper_only:
        said.append(standing.year)
    if standing.target and not card.upper_only:
        said.append(_("target {target}").format(target=standing.target))
    if card.beside is not None:
        said.append(_("state {value}").format(value=card.beside.value))
    return " · ".join(said)


def _key(view: Glance) -> html.P:
    lines = _(
        "In each drawing: values (line, the latest as a dot), the target (dashed), a change of "
        "calculation (upright rule). At the foot of a year: ■ protected, ○ no students, × not "
        "reported. Each drawing has its own scale; the page of an indicator has the numbers."
    )
    if view.question.district:
        lines += " " + _("The pale line is {upper}.").format(upper=view.profile.upper_label)
    return html.P(lines, className="key")
