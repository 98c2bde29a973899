"""The counts of one indicator: what each LEA adds to numerator and denominator, by group."""

import ibis

from dashboard.catalog import Era, Indicator
from dashboard.measures import families  # noqa: F401  registers the measures
from dashboard.measures.tables import CELLS, COLLECTED
from dashboard.measures.terms import (
    DIMENSIONS,
    LOOKS_BACK,
    MEASURES,
    Rows,
    Sources,
    is_code,
    is_race,
    said,
    total,
)

EVERYBODY = "ALL"


def cells_of(indicator: Indicator, x: Sources) -> list[Rows]:
    """The cells of each era of the indicator, and of each grouping."""
    return [part for era in indicator.eras for part in _cells_of_era(indicator, era, x)]


def _cells_of_era(indicator: Indicator, era: Era, x: Sources) -> list[Rows]:
    count = MEASURES[indicator.measure_in(era)]
    rows = count(x, **indicator.parameters_in(era))
    rows = _within(rows, indicator, era)
    if indicator.percent_of_districts:
        return [_shaped(indicator, rows)]
    if indicator.monitored:
        rows = in_their_monitoring_year(rows, x, indicator)
    groups = indicator.groups_in(era)
    if groups:  # added up once, for all of them to be counted from
        dimensions = [DIMENSIONS[group_type] for group_type in groups]
        rows = x.shared(_added_up(rows, "school_year", "lea_id", *dimensions))
    cells = [_shaped(indicator, _added_up(rows, "school_year", "lea_id"))]
    for group_type in groups:
        dimension = DIMENSIONS[group_type]
        is_group = is_race if group_type == "RACE" else is_code
        members = rows.filter(is_group(rows[dimension]))
        by_group = _added_up(members, "school_year", "lea_id", dimension)
        cells.append(
            _shaped(
                indicator, by_group.rename(group=dimension).mutate(group_type=_text(group_type))
            )
        )
    return cells


def in_their_monitoring_year(rows: Rows, x: Sources, indicator: Indicator) -> Rows:
    """Rows of districts whose data were collected in the year (A27)."""
    return said(
        rows.semi_join(collected(x, indicator), ["school_year", "lea_id"]),
        "the district was in its monitoring year",
    )


def years_before(indicator: Indicator) -> int:
    """How many years before a year the counts of that year depend on."""
    return max(
        LOOKS_BACK.get(indicator.measure_in(era), _none)(**indicator.parameters_in(era))
        for era in indicator.eras
    )


def _none(**_: object) -> int:
    return 0


def _within(rows: Rows, indicator: Indicator, era: Era) -> Rows:
    """Rows of the era's years; a gap year has none (A4)."""
    year = rows.school_year
    inside = year >= era.from_year
    if era.to_year is not None:
        inside = inside & (year <= era.to_year)
    gaps = [gap.year for gap in indicator.gaps if era.covers(gap.year)]
    return rows.filter(inside & year.notin(gaps)) if gaps else rows.filter(inside)


def collected(x: Sources, indicator: Indicator) -> Rows:
    """The districts whose data were collected in a year (A27): indicator, school_year, lea_id.

    Without the monitoring_cycle extract, a district with any row is collected.
    """
    cycle = x.monitoring_cycle
    if x.has("monitoring_cycle"):
        chosen = cycle.filter(cycle.indicator == indicator.id, cycle.collected == "Y")
    else:
        chosen = x.table(indicator.extracts[0])
    places = chosen.select("school_year", "lea_id").distinct()
    full = places.mutate(indicator=_text(indicator.id))
    return full.select(**{name: full[name].cast(kind) for name, kind in COLLECTED.items()})


def _added_up(rows: Rows, *by: str) -> Rows:
    return total(rows, *by, num=rows.num.sum(), den=rows.den.sum())


def _text(value: str) -> ibis.expr.types.StringScalar:
    return ibis.literal(value, type="string")


def _shaped(indicator: Indicator, rows: Rows) -> Rows:
    """The rows with exactly the columns of a cell."""
    rest = {
        "group_type": _text(EVERYBODY),
        "group": _text(EVERYBODY),
        "district_status": ibis.null("string"),
        "ratio": ibis.null("float64"),
        "flags": _text(""),
    }
    missing = {name: value for name, value in rest.items() if name not in rows.columns}
    full = rows.mutate(indicator=_text(indicator.id), **missing)
    return full.select(**{name: full[name].cast(kind) for name, kind in CELLS.items()})
