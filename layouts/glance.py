"""At a glance: one card for each indicator."""

from __future__ import annotations

from dashboard.charts.picture import data_address
from dashboard.charts.spark import HEIGHT, WIDTH, spark
from dashboard.locale import gettext as _
from dashboard.locale import link_search, ngettext
from dashboard.views import Edition
from dashboard.views.glance import Card, Choice, Glance
from dashboard.views.links import district_link, link
from layouts import tags
from layouts.actions import taken
from layouts.signs import change, mark
from layouts.tags import Tag


def glance_title(view: Glance, *, edition: Edition) -> str:  # noqa: ARG001 - every page's form
    """The district's name; the first page has the site's."""
    return view.name if view.question.district else ""


def glance_page(view: Glance, *, edition: Edition) -> Tag:  # noqa: ARG001
    """The page: what it adds up to, the filters, the cards."""
    heading = _("{name} at a glance").format(name=view.name)
    return tags.article(
        [
            tags.h1(heading, id="heading", tabIndex=-1),
            tags.p(view.sentence, className="lead"),
            tags.p(_ways(view), className="ways"),
            tags.nav(
                [_filter(name, choices) for name, choices in view.filters],
                className="choices",
                **{"aria-label": _("Which indicators to show")},
            ),
            _status(view),
            tags.ul([_card(card, view=view) for card in view.cards], className="cards"),
            _key(view),
            taken(_files_of(view), search=link_search()),
        ],
        className="glance-page broad",
    )


def _files_of(view: Glance) -> str:
    return f"/districts/{view.question.district}" if view.question.district else "/indicators"


def _ways(view: Glance) -> list[Tag | str]:
    profile = view.profile
    report = tags.a(
        _("The report to print"), href=link("/report", [("district", view.question.district)])
    )
    if view.question.district:
        return [
            report,
            " · ",
            tags.link(
                _("More about {name}").format(name=view.name),
                href=district_link(view.question.district),
            ),
            " · ",
            tags.link(
                _("All of {name}").format(name=profile.upper_label),
                href=link("/"),
            ),
        ]
    if not view.profile.unit_many:
        return [report]
    return [
        report,
        " · ",
        tags.link(_("Find a {unit}").format(unit=profile.unit_one), href=link("/districts")),
        " " + _("to see its values beside these."),
    ]


def _filter(name: str, choices: tuple[Choice, ...]) -> Tag:
    label = f"choice-{choices[0].label}-{name}".lower().replace(" ", "-")
    return tags.div(
        [
            tags.span(name, className="choice-name", id=label),
            tags.ul([tags.li(_choice(each)) for each in choices], **{"aria-labelledby": label}),
        ],
        className="choice",
    )


def _choice(choice: Choice) -> Tag:
    said: list[Tag | str] = [choice.label]
    if choice.title:
        said.append(tags.span(f" {choice.title}", className="unseen"))
    count = ngettext("{count} indicator", "{count} indicators", choice.count)
    if choice.counted:
        said += [
            " ",
            tags.span(str(choice.count), className="count", **{"aria-hidden": "true"}),
            tags.span(f", {count.format(count=choice.count)}", className="unseen"),
        ]
    if choice.chosen:
        said.append(tags.span(_(", chosen"), className="unseen"))
    # A link of the same place keeps the focus while the cards below it change.
    return tags.link(said, href=choice.href, className="chosen" if choice.chosen else None)


def _status(view: Glance) -> Tag | None:
    if not view.cards:
        said = _("No indicator is all of that at once. Choose “All” in one of the filters.")
        return tags.p(said, className="message", role="status")
    if not view.question.filtered:
        return None
    said = ngettext(
        "{count} of {total} indicators is shown.",
        "{count} of {total} indicators are shown.",
        len(view.cards),
    )
    return tags.p(said.format(count=len(view.cards), total=view.total), role="status")


def _card(card: Card, *, view: Glance) -> Tag:
    standing, indicator = card.standing, card.indicator
    name = tags.link(
        [tags.span(indicator.id, className="id"), " ", indicator.short_title], href=standing.href
    )
    drawing = spark(card.drawn, indicator=indicator) if card.drawn else ""
    only = _("{upper} only").format(upper=view.profile.upper_one)
    value = only if card.upper_only else standing.value
    number = standing.is_number and not card.upper_only
    kind = "other" if card.upper_only else ("not-met" if standing.flagged else standing.mark)
    return tags.li(
        [
            tags.h2(name),
            tags.tag("Img", src=data_address(drawing), alt=card.alt, width=WIDTH, height=HEIGHT)
            if drawing
            else None,
            tags.p(
                [
                    tags.span(value, className="value" if number else "value word"),
                    None if card.upper_only else mark(standing),
                ],
                className="stands",
            ),
            tags.p(_beside(card), className="aim"),
            tags.p([] if card.upper_only else change(standing.change), className="moved"),
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


def _key(view: Glance) -> Tag:
    lines = _(
        "In each drawing: values (line, the latest as a dot), the target (dashed), a change of "
        "calculation (upright rule). At the foot of a year: ■ protected, ○ no students, × not "
        "reported. Each drawing has its own scale; the page of an indicator has the numbers."
    )
    if view.question.district:
        lines += " " + _("The pale line is {upper}.").format(upper=view.profile.upper_label)
    return tags.p(lines, className="legend-line")
