"""What the catalogue says of each indicator and year, before anything is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from dashboard.catalog import Catalog, Era, Indicator
from dashboard.extracts.library import Library

TARGET_SCALE = 10**6
"""Targets are compared as whole millionths of a percent, so that no binary fraction decides."""

Targets = Mapping[tuple[str, int], Decimal]


@dataclass(frozen=True, kw_only=True)
class Year:
    """One indicator in one school year.

    `reported`: the extracts it needs have rows (A3). `incomplete`: they lack a year the measure
    looks back on (A13). `carry_from` is the first year whose values may be carried here (A28).
    """

    catalog: str
    indicator: str
    school_year: int
    era: str | None
    reported: bool
    incomplete: bool
    carry_from: int
    target: float | None
    scaled_target: int | None
    lower_is_better: bool
    min_cases: int
    monitored: bool
    of_districts: bool
    has_districts: bool


PLANNED = {
    "catalog": "string",
    "indicator": "string",
    "school_year": "int32",
    "era": "string",
    "reported": "bool",
    "incomplete": "bool",
    "carry_from": "int32",
    "target": "double",
    "scaled_target": "int64",
    "lower_is_better": "bool",
    "min_cases": "int32",
    "monitored": "bool",
    "of_districts": "bool",
    "has_districts": "bool",
}
"""The columns of the plan and their types, in words that Arrow and Ibis share."""

SCHEMA = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in PLANNED.items()])


def plan(
    catalog: Catalog, indicators: Sequence[Indicator], library: Library, targets: Targets
) -> list[Year]:
    """An entry for each indicator and each year of the districts extract (A4)."""
    years = sorted(library.years("districts"))
    return [
        _year(catalog, indicator, year, library, targets)
        for indicator in indicators
        for year in years
    ]


def as_table(planned: Sequence[Year]) -> pa.Table:
    """The plan as rows."""
    return pa.Table.from_pylist([vars(year) for year in planned], schema=SCHEMA)


def _year(
    catalog: Catalog, indicator: Indicator, year: int, library: Library, targets: Targets
) -> Year:
    era = indicator.era_of(year)
    target = _target(indicator, year, targets)
    complete = era is not None and _looks_back_complete(indicator, era, year, library)
    return Year(
        catalog=catalog.name,
        indicator=indicator.id,
        school_year=year,
        era=era.id if era else None,
        reported=era is not None and complete and _has_rows(indicator, era, year, library),
        incomplete=era is not None and not complete,
        carry_from=_carry_from(indicator, year),
        target=None if target is None else float(target),
        scaled_target=None if target is None else int(target * TARGET_SCALE),
        lower_is_better=indicator.direction == "lower",
        min_cases=indicator.min_cases_for_target,
        monitored=indicator.monitored,
        of_districts=indicator.percent_of_districts,
        has_districts=catalog.has_unit_values(indicator),
    )


def _target(indicator: Indicator, year: int, targets: Targets) -> Decimal | None:
    """A6: a fixed target wins over the extract; a baseline year has none."""
    if year in indicator.baseline_years:
        return None
    if indicator.fixed_target is not None:
        return Decimal(indicator.fixed_target)
    return targets.get((indicator.id, year))


def _has_rows(indicator: Indicator, era: Era, year: int, library: Library) -> bool:
    """A3: every extract it needs has a used row in the year, or in the year and the one before."""
    years = (year, year - 1) if indicator.needs_prior_year else (year,)
    return all(library.given(extract) for extract in indicator.must_exist) and all(
        library.years(extract).get(one, 0) > 0
        for extract in indicator.needs_in(era)
        for one in years
    )


def _looks_back_complete(indicator: Indicator, era: Era, year: int, library: Library) -> bool:
    return all(
        library.years(extract).get(year - back, 0) > 0
        for extract in indicator.needs_in(era)
        for back in range(1, era.look_back + 1)
    )


def _carry_from(indicator: Indicator, year: int) -> int:
    """Carrying never crosses the beginning of an era, or a gap (A28)."""
    starts = [era.from_year for era in indicator.eras] + [gap.year for gap in indicator.gaps]
    return max((start for start in starts if start <= year), default=year)


def read_targets(library: Library, catalog: Catalog) -> Targets:
    """The `targets` extract of this catalogue: only kind TARGET with a value sets one (A6, A34)."""
    with library.connection.cursor() as connection:  # its own: indicators are counted in parallel
        rows = connection.execute(
            "SELECT indicator, school_year, target FROM targets "
            "WHERE catalogue = ? AND kind = 'TARGET' AND component = '' AND target IS NOT NULL",
            [catalog.name],
        ).fetchall()
    return {(indicator, year): target for indicator, year, target in rows}
