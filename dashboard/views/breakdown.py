"""One year by race, disability and sex, where a release has such rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.locale import marked
from dashboard.views.edition import Edition
from dashboard.views.point import Point, point_of

_TYPES = {
    "RACE": marked("Race and ethnicity"),
    "DISABILITY": marked("Disability"),
    "SEX": marked("Sex"),
}
_GROUPS = {
    "AM7": marked("American Indian or Alaska Native"),
    "AS7": marked("Asian"),
    "BL7": marked("Black or African American"),
    "HI7": marked("Hispanic or Latino"),
    "MU7": marked("Two or more races"),
    "PI7": marked("Native Hawaiian or Other Pacific Islander"),
    "WH7": marked("White"),
    "AUT": marked("Autism"),
    "DB": marked("Deaf-blindness"),
    "DD": marked("Developmental delay"),
    "EMN": marked("Emotional disturbance"),
    "HI": marked("Hearing impairment"),
    "MD": marked("Multiple disabilities"),
    "ID": marked("Intellectual disability"),
    "MR": marked("Intellectual disability"),
    "OHI": marked("Other health impairment"),
    "OI": marked("Orthopedic impairment"),
    "SLD": marked("Specific learning disability"),
    "SLI": marked("Speech or language impairment"),
    "TBI": marked("Traumatic brain injury"),
    "VI": marked("Visual impairment"),
    "F": marked("Female"),
    "M": marked("Male"),
    "MISSING": marked("Not recorded"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupValue:
    """The value of one group, as it may be shown."""

    name: str
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The groups of one kind, of the state or a district, in a year."""

    name: str
    groups: tuple[GroupValue, ...]


def breakdowns(
    indicator: Indicator, *, edition: Edition, lea_id: str | None, year: int
) -> tuple[Breakdown, ...]:
    """The breakdowns that the release has for this very indicator, year and district."""
    era = indicator.era_of(year)
    if era is None or not indicator.groups_in(era):
        return ()
    rows = edition.groups.of(indicator.id, lea_id, year=year)
    return tuple(
        Breakdown(name=kind_name(kind), groups=tuple(_values(rows, kind, indicator=indicator)))
        for kind in indicator.groups_in(era)
        if any(row["group_type"] == kind for row in rows)
    )


def kind_name(kind: str) -> str:
    """What a breakdown is by, in words: "Race and ethnicity"."""
    return _(_TYPES.get(kind, kind))


def group_name(group: str) -> str:
    """A group of a breakdown in words: "Two or more races"."""
    return _(_GROUPS.get(group, group))


def _values(
    rows: Iterable[Mapping[str, Any]], kind: str, *, indicator: Indicator
) -> Iterable[GroupValue]:
    for row in rows:
        if row["group_type"] == kind:
            yield GroupValue(
                name=group_name(row["group"]), point=point_of(row, indicator=indicator)
            )
