"""A district's exact values of a year, each beside what the public sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Response

from dashboard.accounts import Action, scope
from dashboard.behind import Exact, look_at_values
from dashboard.behind.exact import EVERYBODY
from dashboard.catalog import Indicator
from dashboard.views.breakdown import group_name, kind_name
from dashboard.views.numbers import year_label
from dashboard.web.own.beside import Beside, beside, public_point
from dashboard.web.own.desk import NOT_SET_UP, Desk, District, NotHere


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An indicator of the table; records: whether it has records to be seen."""

    indicator: Indicator
    value: Beside
    records: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """An indicator by race, disability or sex: the name of each kind with its groups."""

    indicator: Indicator
    kinds: tuple[tuple[str, tuple[Beside, ...]], ...]


def values_page(desk: Desk, district: District, asked: str | None) -> Response:
    """The page of a year, by default the latest; raises NotHere for a year that is none."""
    years = district.edition.years
    year = _year(asked, years)
    found = look_at_values(
        desk.store,
        district.person,
        now=desk.clock(),
        release_dir=district.release_dir,
        lea_id=district.lea_id,
        school_year=year,
    )
    lines = _lines(found, district)
    return desk.page(
        "values.html",
        title=f"{district.name}: exact values, {year_label(year)}",
        district=district,
        year=year,
        years=[(one, year_label(one)) for one in reversed(years)],
        label=year_label(year),
        lines=lines,
        hidden=sum(bool(line.value.public) for line in lines),
        groups=_groups(found, district),
        least=district.edition.catalog.profile.protection.min_den,
        several=several(district),
        no_records=NOT_SET_UP if desk.extracts is None else "",
    )


def several(district: District) -> bool:
    """Whether the person has other districts to choose from."""
    allowed = scope(district.person, Action.EXACT)
    return allowed.whole_state or len(allowed.whole_districts) > 1


def _year(asked: str | None, years: Sequence[int]) -> int:
    if asked is None:
        return years[-1]
    found = next((one for one in years if str(one) == asked), None)
    if found is None:
        raise NotHere("There is no such year in this release.")
    return found


def _lines(found: Sequence[Exact], district: District) -> tuple[Line, ...]:
    return tuple(
        Line(
            indicator=district.edition.catalog[one.indicator],
            value=_beside(one, district, name=district.edition.catalog[one.indicator].short_title),
            records=one.from_records,
        )
        for one in found
        if one.group_type == EVERYBODY
    )


def _groups(found: Sequence[Exact], district: District) -> tuple[Groups, ...]:
    rows = (one for one in found if one.group_type != EVERYBODY)
    return tuple(
        Groups(
            indicator=district.edition.catalog[name],
            kinds=tuple(
                (
                    kind_name(kind),
                    tuple(_beside(one, district, name=group_name(one.group)) for one in same),
                )
                for kind, same in groupby(of_one, key=lambda one: one.group_type)
            ),
        )
        for name, of_one in groupby(rows, key=lambda one: one.indicator)
    )


def _beside(one: Exact, district: District, *, name: str) -> Beside:
    edition = district.edition
    indicator = edition.catalog[one.indicator]
    public = public_point(
        edition, indicator, district.lea_id, one.school_year, group=(one.group_type, one.group)
    )
    return beside(one, public, name=name, indicator=indicator, profile=edition.catalog.profile)
