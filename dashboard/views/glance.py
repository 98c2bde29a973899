"""At a glance: every indicator as one small card, for the state or for one district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dashboard.catalog import Catalog, Family, Indicator, Profile
from dashboard.locale import gettext as _
from dashboard.locale import ngettext
from dashboard.views.edition import Edition
from dashboard.views.links import link
from dashboard.views.numbers import percent_text, with_percent_sign
from dashboard.views.place import Address
from dashboard.views.question import QuestionError, cut, parse_districts
from dashboard.views.series import Series
from dashboard.views.standing import Mark, Standing, standing_of

KINDS = ("results", "compliance")
MARKS = tuple(mark.value for mark in Mark)
Facet = Literal["kind", "target", "family"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GlanceQuestion:
    """What the page is asked to show; an empty part means all."""

    district: str = ""
    kind: str = ""
    target: str = ""
    family: str = ""

    @property
    def href(self) -> str:
        """The address that asks this."""
        pairs = [
            ("district", self.district),
            ("kind", self.kind),
            ("target", self.target),
            ("family", self.family),
        ]
        return link("/", pairs)

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kind or self.target or self.family)

    def having(self, facet: Facet, value: str) -> GlanceQuestion:
        """The question with one part set, or cleared."""
        match facet:
            case "kind":
                return replace(self, kind=value)
            case "target":
                return replace(self, target=value)
        return replace(self, family=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One indicator; `beside` is the state's series on a district's page."""

    family: Family
    standing: Standing
    beside: Standing | None
    upper_only: bool

    @property
    def indicator(self) -> Indicator:
        """The indicator of the card."""
        return self.standing.indicator

    @property
    def drawn(self) -> tuple[Series, ...]:
        """The lines of its sparkline: the series itself last, over the state's."""
        lines = [self.beside.series] if self.beside else []
        own = self.standing.series
        return (*lines, own) if own.has_percents and not self.upper_only else tuple(lines)

    @property
    def alt(self) -> str:
        """The sparkline in words: where its line begins and ends."""
        said = []
        for series in reversed(self.drawn):
            shown = [point for point in series.points if point.percent is not None]
            if not shown:
                said.append(_("{name}: no values.").format(name=series.name))
                continue
            decimals = self.indicator.decimals
            first, last = (
                with_percent_sign(percent_text(point.percent, decimals=decimals))
                for point in (shown[0], shown[-1])
                if point.percent is not None
            )
            line = _("{name}: from {first} in {start} to {last} in {end}.")
            said.append(
                line.format(
                    name=series.name,
                    first=first,
                    start=shown[0].data_year,
                    last=last,
                    end=shown[-1].data_year,
                )
            )
        return " ".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a filter: its words, where it leads and how many cards it leaves.

    counted: whether that number is worth a place on the page.
    """

    label: str
    title: str
    href: str
    count: int
    counted: bool
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The page: its cards, and the filters that led to them."""

    profile: Profile
    question: GlanceQuestion
    name: str
    cards: tuple[Card, ...]
    total: int
    filters: tuple[tuple[str, tuple[Choice, ...]], ...]
    sentence: str
    years: tuple[int, ...]


def glance_at(address: Address, *, edition: Edition) -> Glance:
    """The page at an address; raises QuestionError saying which part is wrong."""
    return glance(_question(address, edition=edition), edition=edition)


def _question(address: Address, *, edition: Edition) -> GlanceQuestion:
    query = address.query
    districts = parse_districts(query, edition=edition)
    if len(districts) > 1:
        unit = edition.catalog.profile.unit_one
        raise QuestionError(_("This page shows one {unit} at a time.").format(unit=unit))

    def part(name: Facet, known: Sequence[str]) -> str:
        value = next((text for text in reversed(query.get(name, ())) if text), "")
        if value and value not in known:
            said = _("“{name}={value}” cannot be shown. There is: {known}.")
            raise QuestionError(said.format(name=name, value=cut(value), known=", ".join(known)))
        return value

    return GlanceQuestion(
        district=districts[0] if districts else "",
        kind=part("kind", KINDS),
        target=part("target", MARKS),
        family=part("family", [family.id for family in edition.catalog.families]),
    )


def glance(question: GlanceQuestion, *, edition: Edition) -> Glance:
    """The answer to a question about what the edition holds."""
    catalog = edition.catalog
    cards = tuple(
        _card(indicator, catalog=catalog, edition=edition, district=question.district or None)
        for indicator in catalog.indicators
    )
    name = edition.districts[question.district] if question.district else ""
    return Glance(
        profile=catalog.profile,
        question=question,
        name=name or catalog.profile.upper_label,
        cards=tuple(card for card in cards if _shows(card, question)),
        total=len(cards),
        filters=_filters(cards, question=question, catalog=catalog),
        sentence=_sentence(cards, name=name or catalog.profile.upper_label),
        years=edition.years,
    )


def _card(
    indicator: Indicator, *, catalog: Catalog, edition: Edition, district: str | None
) -> Card:
    upper_only = district is not None and not catalog.has_unit_values(indicator)
    state = standing_of(indicator, edition=edition, district=None)
    own = standing_of(indicator, edition=edition, district=district) if district else state
    return Card(
        family=catalog.family_of(indicator),
        standing=own,
        beside=state if district else None,
        upper_only=upper_only,
    )


def _mark(card: Card) -> Mark:
    return Mark.OTHER if card.upper_only else card.standing.mark


def _shows(card: Card, question: GlanceQuestion) -> bool:
    return (
        (not question.kind or card.indicator.kind == question.kind)
        and (not question.target or _mark(card) == question.target)
        and (not question.family or card.family.id == question.family)
    )


def _filters(
    cards: Sequence[Card], *, question: GlanceQuestion, catalog: Catalog
) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Each filter with its choices; a choice counts what the other filters leave."""

    def choices(facet: Facet, known: Sequence[tuple[str, str, str]]) -> tuple[Choice, ...]:
        found = []
        for value, label, title in known:
            asked = question.having(facet, value)
            found.append(
                Choice(
                    label=label,
                    title=title,
                    href=asked.href,
                    count=sum(_shows(card, asked) for card in cards),
                    counted=facet != "family",
                    chosen=asked == question,
                )
            )
        return tuple(found)

    everything = ("", _("All"), "")
    targets = [
        everything,
        (Mark.MET.value, _("Met"), ""),
        (Mark.NOT_MET.value, _("Not met"), ""),
        (Mark.OTHER.value, _("Neither"), _("No target, or no value to compare with it")),
    ]
    kinds = [
        everything,
        ("results", _("Results"), _("Targets set by the state")),
        ("compliance", _("Compliance"), _("Targets of 0 % or 100 %, set by law")),
    ]
    families = [(family.id, family.heading, family.title) for family in catalog.families]
    return (
        (_("Target"), choices("target", targets)),
        (_("Kind"), choices("kind", kinds)),
        (_("Family"), choices("family", [everything, *families])),
    )


def _sentence(cards: Sequence[Card], *, name: str) -> str:
    """ "Missouri met 11 of the 27 targets it had; …", of all cards, whatever is filtered."""
    met = sum(_mark(card) is Mark.MET for card in cards)
    judged = met + sum(_mark(card) is Mark.NOT_MET for card in cards)
    rest = len(cards) - judged
    if not judged:
        return _("{name} has no value that can be held against a target.").format(name=name)
    said = _("{name} met {met} of {judged} targets.").format(name=name, met=met, judged=judged)
    if not rest:
        return said
    more = ngettext(
        "{rest} more indicator has no target, or no value to hold against it.",
        "{rest} more indicators have no target, or no value to hold against it.",
        rest,
    )
    return f"{said} {more.format(rest=rest)}"
