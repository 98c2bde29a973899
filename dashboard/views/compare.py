"""Up to four districts side by side on one indicator, or all indicators of one over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.catalog import Indicator, Profile
from dashboard.locale import gettext as _
from dashboard.views.edition import Edition
from dashboard.views.finder import Found, find_districts
from dashboard.views.links import compare_link, indicator_link, link
from dashboard.views.numbers import year_label
from dashboard.views.place import Address
from dashboard.views.point import Point
from dashboard.views.question import QuestionError, cut, find_indicator, years_of
from dashboard.views.series import Series, series_of
from dashboard.views.standing import Standing, standing_of
from dashboard.views.table import Table, table_of

MOST_COMPARED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link that asks for something else: its words, and whether it is what is shown."""

    label: str
    title: str
    href: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One district on the indicator, for a drawing of its own on the common scale."""

    series: Series
    standing: Standing
    alt: str
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Districts on one indicator; the state's series stands behind each."""

    indicator: Indicator
    state: Series
    panels: tuple[Panel, ...]
    years: tuple[int, ...]
    table: Table
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One indicator of a district over the years of the release."""

    standing: Standing
    state: Standing
    href: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTime:
    """All indicators of one district, year by year."""

    name: str
    years: tuple[int, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """The page. added: what a search for another district found; None before one is made."""

    profile: Profile
    districts: tuple[str, ...]
    named: tuple[str, ...]
    indicators: tuple[Way, ...]
    shown: SideBySide | OverTime | None
    added: Found | None
    additions: tuple[Way, ...]
    hidden: tuple[tuple[str, str], ...]

    @property
    def full(self) -> bool:
        """Whether no more districts can be added."""
        return len(self.districts) >= MOST_COMPARED


def compare_at(address: Address, *, edition: Edition) -> Compare:
    """The page at an address; raises NoSuchIndicator or QuestionError for a part that is wrong."""
    query = address.query
    wanted = next((text for text in reversed(query.get("indicator", [])) if text), "")
    indicator = find_indicator(wanted, edition=edition) if wanted else None
    districts = _districts(query.get("district", []), edition=edition)
    typed = next((text for text in reversed(query.get("add", [])) if text.strip()), "")
    found = find_districts(typed, edition=edition) if typed else None
    shown: SideBySide | OverTime | None = None
    if indicator is not None and districts:
        shown = side_by_side(indicator, districts=districts, edition=edition)
    elif indicator is None and len(districts) == 1:
        shown = over_time(districts[0], edition=edition)
    return Compare(
        profile=edition.catalog.profile,
        districts=districts,
        named=tuple(edition.districts[lea_id] for lea_id in districts),
        indicators=_indicators(indicator, districts=districts, edition=edition),
        shown=shown,
        added=found,
        additions=tuple(
            Way(
                label=match.name,
                title=match.lea_id,
                href=compare_link(wanted, districts=[*districts, match.lea_id]),
            )
            for match in (found.matches if found else ())
            if match.lea_id not in districts
        ),
        hidden=(
            *([("indicator", wanted)] if wanted else []),
            *(("district", lea_id) for lea_id in districts),
        ),
    )


def side_by_side(indicator: Indicator, *, districts: Sequence[str], edition: Edition) -> SideBySide:
    """Districts on an indicator, all of them over the same years."""
    years = years_of(indicator, edition=edition, first=None, last=None)
    state = series_of(None, indicator=indicator, edition=edition, years=years)
    shown = districts if edition.catalog.has_unit_values(indicator) else ()
    panels = []
    for lea_id in shown:
        series = series_of(lea_id, indicator=indicator, edition=edition, years=years)
        panels.append(
            Panel(
                series=series,
                standing=standing_of(indicator, edition=edition, district=lea_id),
                alt=_alt(series),
                remove=compare_link(
                    indicator.id, districts=[other for other in districts if other != lea_id]
                ),
            )
        )
    return SideBySide(
        indicator=indicator,
        state=state,
        panels=tuple(panels),
        years=years,
        table=table_of(
            [state, *(panel.series for panel in panels)], indicator=indicator, years=years
        ),
        href=indicator_link(indicator.id),
    )


def over_time(lea_id: str, *, edition: Edition) -> OverTime:
    """All indicators of a district over the years of the release."""
    lines = []
    for indicator in edition.catalog.indicators:
        if not edition.catalog.has_unit_values(indicator):
            continue
        standing = standing_of(indicator, edition=edition, district=lea_id)
        by_year = {point.year: point for point in standing.series.points}
        lines.append(
            Line(
                standing=standing,
                state=standing_of(indicator, edition=edition, district=None),
                href=compare_link(indicator.id, districts=[lea_id]),
                texts=tuple(
                    _short(by_year[year]) if year in by_year else "" for year in edition.years
                ),
            )
        )
    return OverTime(name=edition.districts[lea_id], years=edition.years, lines=tuple(lines))


def _districts(given: Sequence[str], *, edition: Edition) -> tuple[str, ...]:
    profile = edition.catalog.profile
    districts = tuple(dict.fromkeys(text for text in given if text))
    for lea_id in districts:
        if lea_id not in edition.districts:
            said = _("There is no {unit} “{id}” in this release; find it by its name.")
            raise QuestionError(said.format(unit=profile.unit_one, id=cut(lea_id)))
    if len(districts) > MOST_COMPARED:
        said = _("The address names {count} {units}; this page compares up to {most}.")
        raise QuestionError(
            said.format(count=len(districts), units=profile.unit_many, most=MOST_COMPARED)
        )
    return districts


def _indicators(
    chosen: Indicator | None, *, districts: Sequence[str], edition: Edition
) -> tuple[Way, ...]:
    """A link for each indicator; and, of a single district, one for all of them over time."""
    ways = [
        Way(
            label=indicator.id,
            title=indicator.short_title,
            href=compare_link(indicator.id, districts=districts),
            chosen=indicator is chosen,
        )
        for indicator in edition.catalog.indicators
        if edition.catalog.has_unit_values(indicator)
    ]
    if len(districts) == 1:
        href = link("/compare", [("district", districts[0])])
        ways.insert(0, Way(label=_("All"), title="", href=href, chosen=chosen is None))
    return tuple(ways)


def _short(point: Point) -> str:
    """The value, or the word in its place without what stands in brackets behind it."""
    return point.text if point.percent is not None else point.text.split(" (")[0]


def _alt(series: Series) -> str:
    shown = [point for point in series.points if point.percent is not None]
    if not series.has_percents or not shown:
        return _("{name}: no values to draw.").format(name=series.name)
    said = _("{name}: from {first} in {start} to {last} in {end}.")
    first, last = shown[0], shown[-1]
    return said.format(
        name=series.name,
        first=first.value,
        start=year_label(first.data_year),
        last=last.value,
        end=year_label(last.data_year),
    )
