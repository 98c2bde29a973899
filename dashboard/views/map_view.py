"""The map of an indicator: every district of one year in a few classes, with its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.catalog import Indicator, Profile
from dashboard.locale import gettext as _
from dashboard.views.atlas import Atlas, NoAtlas, atlas_of
from dashboard.views.classes import Class, class_of, classes_of
from dashboard.views.edition import Edition
from dashboard.views.links import district_link, indicator_link, link, map_link
from dashboard.views.place import Address
from dashboard.views.point import Point, point_of
from dashboard.views.question import QuestionError, cut, find_indicator, parse_districts
from dashboard.views.standing import standing_of

ROWS_ON_A_PAGE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A district in the table of the map."""

    lea_id: str
    name: str
    href: str
    text: str
    is_number: bool
    label: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A class, and how many districts are in it."""

    drawn: Class
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """The page. marked: the district to point out. unplaced: how many have no outline."""

    profile: Profile
    indicator: Indicator
    year: int
    href: str
    atlas: Atlas | NoAtlas
    classes: tuple[Count, ...]
    keys: tuple[tuple[str, str], ...]
    marked: str
    marked_name: str
    spots: tuple[Spot, ...]
    total: int
    page: int
    pages: tuple[tuple[int, str], ...]
    unplaced: int
    others: tuple[tuple[Indicator, str], ...]
    alt: str


def map_at(address: Address, *, edition: Edition) -> Map:
    """The page at an address; without an indicator the first one that districts have.

    Raises NoSuchIndicator or QuestionError.
    """
    query = address.query
    known = [
        found for found in edition.catalog.indicators if edition.catalog.has_unit_values(found)
    ]
    if not known:
        said = _("No indicator of this release has values of {units}.")
        raise QuestionError(said.format(units=edition.catalog.profile.unit_many))
    wanted = next((text for text in reversed(query.get("indicator", [])) if text), known[0].id)
    indicator = find_indicator(wanted, edition=edition)
    if indicator not in known:
        said = _("Indicator {id} is reported for the {upper} only, so it has no map.")
        raise QuestionError(said.format(id=indicator.id, upper=edition.catalog.profile.upper_one))
    districts = parse_districts(query, edition=edition)
    if len(districts) > 1:
        said = _("This page points out one {unit} at a time.")
        raise QuestionError(said.format(unit=edition.catalog.profile.unit_one))
    page = next((text for text in reversed(query.get("page", [])) if text), "1")
    last = max(-(-len(edition.districts) // ROWS_ON_A_PAGE), 1)
    if not (page.isascii() and page.isdigit() and 1 <= int(page[:9]) <= last):
        said = _("The table has no page “{page}”. It has {last}.")
        raise QuestionError(said.format(page=cut(page), last=last))
    return map_view(
        indicator, edition=edition, marked=districts[0] if districts else "", page=int(page)
    )


def map_view(indicator: Indicator, *, edition: Edition, marked: str = "", page: int = 1) -> Map:
    """The map of the last year that the state reported."""
    state = standing_of(indicator, edition=edition, district=None).point
    year = state.year if state else (edition.years[-1] if edition.years else 0)
    target = state.target if state else None
    points = points_in(indicator, year=year, edition=edition)
    classes = classes_of(indicator, target=target)
    keys = tuple(
        (lea_id, class_of(points.get(lea_id), indicator=indicator, target=target))
        for lea_id in edition.districts
    )
    counted = Counter(key for _, key in keys)
    atlas = atlas_of(edition)
    placed = {owner for owner in atlas.owners if owner} if isinstance(atlas, Atlas) else set()
    first = (page - 1) * ROWS_ON_A_PAGE
    labels = {each.key: each.label for each in classes}
    profile = edition.catalog.profile
    return Map(
        profile=profile,
        indicator=indicator,
        year=year,
        href=indicator_link(indicator.id, districts=[marked] if marked else []),
        atlas=atlas,
        classes=tuple(Count(drawn=each, count=counted[each.key]) for each in classes),
        keys=keys,
        marked=marked,
        marked_name=edition.districts[marked] if marked else "",
        spots=tuple(
            _spot(lea_id, point=points.get(lea_id), key=key, label=labels[key], edition=edition)
            for lea_id, key in keys[first : first + ROWS_ON_A_PAGE]
        ),
        total=len(keys),
        page=page,
        pages=_pages(indicator, total=len(keys), marked=marked),
        unplaced=sum(lea_id not in placed for lea_id, _ in keys),
        others=tuple(
            (other, map_link(other.id))
            for other in edition.catalog.indicators
            if edition.catalog.has_unit_values(other)
        ),
        alt=_alt(classes, counted=counted, indicator=indicator, profile=profile),
    )


def points_in(indicator: Indicator, *, year: int, edition: Edition) -> dict[str, Point]:
    """The points of all districts of one year, by lea_id."""
    values = edition.values
    block = values.districts.get(indicator.id)
    if block is None or year not in values.years:
        return {}
    place = values.years.index(year)
    return {
        lea_id: point_of(
            block.row(line, place)
            | {"indicator": indicator.id, "lea_id": lea_id, "school_year": year},
            indicator=indicator,
        )
        for lea_id, line in values.lines.items()
        if block.present[line, place]
    }


def _spot(lea_id: str, *, point: Point | None, key: str, label: str, edition: Edition) -> Spot:
    number = point is not None and point.percent is not None
    return Spot(
        lea_id=lea_id,
        name=edition.districts[lea_id],
        href=district_link(lea_id),
        text=point.text if point else _("not listed"),
        is_number=number,
        label=label,
        key=key,
    )


def _pages(indicator: Indicator, *, total: int, marked: str) -> tuple[tuple[int, str], ...]:
    last = -(-total // ROWS_ON_A_PAGE)
    if last <= 1:
        return ()
    pairs = [("indicator", indicator.id), ("district", marked)]
    return tuple(
        (page, link("/map", [*pairs, ("page", "" if page == 1 else str(page))]))
        for page in range(1, last + 1)
    )


def _alt(
    classes: Sequence[Class], *, counted: Counter[str], indicator: Indicator, profile: Profile
) -> str:
    """The map in words: how many districts are in each class."""
    parts = [
        _("{label}: {count}").format(label=each.label, count=counted[each.key])
        for each in classes
        if counted[each.key]
    ]
    said = _("Map of {units} by {title}. {classes}. The table holds each of them.")
    return said.format(
        units=profile.unit_many, title=indicator.short_title, classes="; ".join(parts)
    )
