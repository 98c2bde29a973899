"""Every indicator on one page: where the state, or one district, stands."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.catalog import Catalog, Indicator, Profile
from dashboard.locale import gettext as _
from dashboard.views.edition import Edition
from dashboard.views.numbers import target_text
from dashboard.views.place import Address
from dashboard.views.point import Point
from dashboard.views.question import Question, QuestionError, parse_districts
from dashboard.views.series import series_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the overview; `href` leads to the indicator's page, the district kept."""

    indicator: Indicator
    href: str
    year: str
    text: str
    is_number: bool
    target: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The indicators of one family, in the catalogue's order."""

    heading: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The overview of the state (district None) or of a district."""

    profile: Profile
    district: str | None
    name: str
    chapters: tuple[Chapter, ...]
    years: tuple[int, ...]


def overview(*, edition: Edition, district: str | None = None) -> Overview:
    """The latest value of every indicator. `district` must be one of the edition's."""
    catalog = edition.catalog
    return Overview(
        profile=catalog.profile,
        district=district,
        name=edition.districts[district] if district else catalog.profile.upper_label,
        chapters=_chapters(catalog, edition=edition, district=district),
        years=edition.years,
    )


def overview_at(address: Address, *, edition: Edition) -> Overview:
    """The overview that an address asks for; raises QuestionError."""
    districts = parse_districts(address.query, edition=edition)
    if len(districts) > 1:
        unit = edition.catalog.profile.unit_one
        raise QuestionError(_("This page shows one {unit} at a time.").format(unit=unit))
    return overview(edition=edition, district=districts[0] if districts else None)


def _chapters(catalog: Catalog, *, edition: Edition, district: str | None) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            heading=family.heading,
            title=family.title,
            entries=tuple(
                _entry(indicator, edition=edition, district=district)
                for indicator in catalog.indicators
                if indicator.family == family.id
            ),
        )
        for family in catalog.families
    )


def _entry(indicator: Indicator, *, edition: Edition, district: str | None) -> Entry:
    profile = edition.catalog.profile
    districts = (district,) if district else ()
    href = (
        f"/indicators/{indicator.id}{Question(indicator=indicator.id, districts=districts).search}"
    )
    if district and not edition.catalog.has_unit_values(indicator):
        point, text = None, f"{profile.upper_one} only"
    else:
        point = _latest(indicator, edition=edition, district=district)
        text = point.text if point else "not reported"
    target = point.target if point and point.percent is not None else None
    return Entry(
        indicator=indicator,
        href=href,
        year=str(point.year) if point else "",
        text=text,
        is_number=point is not None and point.percent is not None,
        target="" if target is None else target_text(target, decimals=indicator.decimals),
        verdict=point.verdict if point else "",
    )


def _latest(indicator: Indicator, *, edition: Edition, district: str | None) -> Point | None:
    """The last point with a number; without any, the last point and its words.

    A district's own last year counts, numbered or not: an old number must not stand in for a
    value that is protected now.
    """
    series = series_of(district, indicator=indicator, edition=edition, years=edition.years)
    last = series.points[-1] if series.points else None
    if district is not None or last is None:
        return last
    return series.latest or last
