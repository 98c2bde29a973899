"""The page of a district: all its indicators beside the state and the targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.catalog import Family, Indicator, Profile
from dashboard.locale import gettext as _
from dashboard.locale import ngettext
from dashboard.views.chance import Chance, chance_of
from dashboard.views.edition import Edition
from dashboard.views.links import link
from dashboard.views.middle import Middle, middle_of
from dashboard.views.numbers import count_text, points_text
from dashboard.views.place import Address, NoSuchPage
from dashboard.views.question import QuestionError, cut
from dashboard.views.similar import LEAST_FOR_A_MIDDLE, Similar, similar_to
from dashboard.views.standing import Mark, Standing, standing_of

MOST_FIRST = 3
SORTS = ("number", "distance", "change")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An indicator of the district. own: None where it is reported for the state only."""

    family: Family
    indicator: Indicator
    own: Standing | None
    state: Standing
    chance: Chance | None
    middle: Middle | None

    @property
    def distance(self) -> Fraction | None:
        """From the target to the value in points, positive where the value is better."""
        point = self.own.point if self.own else None
        if point is None or point.percent is None or point.target is None or point.carried:
            return None
        apart = point.percent - Fraction(point.target)
        return -apart if self.indicator.direction == "lower" else apart

    @property
    def missed_by(self) -> str:
        """How far a missed target is away: "2.1 points"; empty where none is missed."""
        if self.distance is None or self.distance >= 0:
            return ""
        return points_text(self.distance, decimals=self.indicator.decimals)

    @property
    def distance_text(self) -> str:
        """ "2.1 points worse", "3.0 points better", "on it"; empty without a distance."""
        if self.distance is None:
            return ""
        if not self.distance:
            return _("on it")
        size = points_text(self.distance, decimals=self.indicator.decimals)
        said = _("{size} worse") if self.distance < 0 else _("{size} better")
        return said.format(size=size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """A way to sort the table: its name, where it leads, and whether it is the one chosen."""

    key: str
    label: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """The page. first: what needs attention first; missed: how many need it in all.

    judged: how many indicators have a public value and a target of the same year.
    """

    profile: Profile
    lea_id: str
    name: str
    sentence: str
    year: int
    first: tuple[Row, ...]
    missed: int
    judged: int
    rows: tuple[Row, ...]
    sorting: tuple[Sorting, ...]
    similar: Similar
    protected: tuple[Indicator, ...]
    in_words: tuple[Indicator, ...]
    href: str


def district_at(address: Address, *, edition: Edition) -> District:
    """The page at an address; raises NoSuchPage or QuestionError."""
    lea_id = address.parts["lea_id"]
    profile = edition.catalog.profile
    if lea_id not in edition.districts:
        said = _("There is no {unit} “{id}” in this release. It holds {count} {units}.")
        raise NoSuchPage(
            said.format(
                unit=profile.unit_one,
                id=cut(lea_id),
                count=count_text(len(edition.districts)),
                units=profile.unit_many,
            )
        )
    sort = next((text for text in reversed(address.query.get("sort", [])) if text), SORTS[0])
    if sort not in SORTS:
        said = _("The table cannot be sorted by “{sort}”. There is: {known}.")
        raise QuestionError(said.format(sort=cut(sort), known=", ".join(SORTS)))
    return district(lea_id, edition=edition, sort=sort, path=address.path)


def district(lea_id: str, *, edition: Edition, sort: str = SORTS[0], path: str = "") -> District:
    """The page of a district that the edition holds."""
    similar = similar_to(lea_id, edition=edition)
    rows = tuple(
        _row(indicator, lea_id=lea_id, similar=similar, edition=edition)
        for indicator in edition.catalog.indicators
    )
    urgent = sorted(filter(_needs_attention, rows), key=_urgency)
    name = edition.districts[lea_id]
    return District(
        profile=edition.catalog.profile,
        lea_id=lea_id,
        name=name,
        sentence=_sentence(rows, name=name),
        year=edition.years[-1],
        first=tuple(urgent[:MOST_FIRST]),
        missed=len(urgent),
        judged=sum(row.own.mark is not Mark.OTHER for row in rows if row.own),
        rows=_sorted(rows, sort=sort),
        sorting=_sorting(sort, path=path),
        similar=similar,
        protected=tuple(
            row.indicator
            for row in rows
            if row.own
            and row.own.point
            and row.own.point.status == "SUPPRESSED"
            and not row.own.point.coded
        ),
        in_words=tuple(
            row.indicator for row in rows if row.own and row.own.point and row.own.point.coded
        ),
        href=path,
    )


def _row(indicator: Indicator, *, lea_id: str, similar: Similar, edition: Edition) -> Row:
    state = standing_of(indicator, edition=edition, district=None)
    has_values = edition.catalog.has_unit_values(indicator)
    own = standing_of(indicator, edition=edition, district=lea_id) if has_values else None
    return Row(
        family=edition.catalog.family_of(indicator),
        indicator=indicator,
        own=own,
        state=state,
        chance=_chance(own, state=state),
        middle=_middle(own, similar=similar, edition=edition),
    )


def _chance(own: Standing | None, *, state: Standing) -> Chance | None:
    """Beside the state's value of the same year and era; none for a carried value."""
    point = own.point if own else None
    if point is None or point.carried:
        return None
    beside = next(
        (p for p in state.series.points if p.year == point.year and p.era == point.era), None
    )
    return chance_of(
        num=point.num,
        den=point.den,
        state=beside.percent if beside else None,
        unit=state.indicator.unit,
        decimals=state.indicator.decimals,
    )


def _middle(own: Standing | None, *, similar: Similar, edition: Edition) -> Middle | None:
    if own is None or own.point is None or not own.series.has_percents:
        return None
    return middle_of(
        own.indicator,
        lea_ids=[neighbor.lea_id for neighbor in similar.neighbors],
        year=own.point.year,
        least=LEAST_FOR_A_MIDDLE,
        edition=edition,
    )


def _needs_attention(row: Row) -> bool:
    return row.own is not None and (row.own.flagged or row.own.mark is Mark.NOT_MET)


def _urgency(row: Row) -> tuple[bool, bool, Fraction]:
    """Flagged first, then what slipped, then what missed; in each the largest distance first."""
    own = row.own
    if own is None:
        return True, True, Fraction(0)
    return not own.flagged, not own.slipped, -(own.shortfall or Fraction(0))


def _sorted(rows: Sequence[Row], *, sort: str) -> tuple[Row, ...]:
    """The rows in the order asked for; what has no public number keeps its place at the end."""
    if sort == "distance":
        return _by_number(rows, [row.distance for row in rows])
    if sort == "change":
        return _by_number(rows, [_better(row) for row in rows])
    return tuple(rows)


def _better(row: Row) -> Fraction | None:
    """The change in the direction that is better."""
    change = row.own.change if row.own else None
    if change is None:
        return None
    return -change.moved if row.indicator.direction == "lower" else change.moved


def _by_number(rows: Sequence[Row], numbers: Sequence[Fraction | None]) -> tuple[Row, ...]:
    pairs = list(zip(rows, numbers, strict=True))
    known = sorted(
        (pair for pair in pairs if pair[1] is not None), key=lambda pair: pair[1] or Fraction(0)
    )
    return tuple(pair[0] for pair in [*known, *(pair for pair in pairs if pair[1] is None)])


def _sorting(sort: str, *, path: str) -> tuple[Sorting, ...]:
    labels = {
        "number": _("Number"),
        "distance": _("Distance from the target"),
        "change": _("Change"),
    }
    return tuple(
        Sorting(
            key=key,
            label=labels[key],
            href=link(path, [("sort", "" if key == SORTS[0] else key)]),
            chosen=key == sort,
        )
        for key in SORTS
    )


def _sentence(rows: Sequence[Row], *, name: str) -> str:
    marks = [row.own.mark for row in rows if row.own]
    met = marks.count(Mark.MET)
    judged = met + marks.count(Mark.NOT_MET)
    flagged = sum(row.own.flagged for row in rows if row.own)
    if not judged:
        said = _("{name} has no value that can be held against a target.").format(name=name)
    else:
        said = _("{name} met {met} of the {judged} targets that its values can be held against.")
        said = said.format(name=name, met=met, judged=judged)
    if not flagged:
        return said
    more = ngettext("It is flagged in {count} more.", "It is flagged in {count} more.", flagged)
    return f"{said} {more.format(count=flagged)}"
