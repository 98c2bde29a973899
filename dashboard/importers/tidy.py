"""Tables with one indicator a row: what states publish about themselves."""

from dataclasses import dataclass
from decimal import Decimal

from dashboard.catalog.models import Catalog
from dashboard.extracts.schema import FIRST_YEAR, LAST_YEAR
from dashboard.importers.harvest import Harvest, Value, remarks, repeated
from dashboard.importers.labels import count, percent, school_year
from dashboard.importers.layout import Layout, TidyRule
from dashboard.importers.meaning import Meaning
from dashboard.importers.scope import AsideError, Filter, Findings
from dashboard.importers.table import Row, Table
from dashboard.importers.units import Unit, unit_of


@dataclass(frozen=True)
class Entry:
    """One usable row: whom it speaks of, its value if it has one, its target if it has one."""

    row: Row
    unit: Unit
    indicator: str
    school_year: int
    value: Value | None
    target: Decimal | None


def harvest_tidy(table: Table, *, catalog: Catalog, meaning: Meaning) -> Harvest:
    """Every row of an indicator that the catalogue has, and the targets that stand beside them.

    Where rows repeat, the layout's `latest` column decides; without one, or when it is the same,
    ImportFileError is raised.
    """
    tidy = table.layout.tidy
    if tidy is None:
        raise ValueError(f"the layout {table.layout.name} is not tidy")
    harvest = Harvest(rows_read=len(table.rows), notes=[*table.layout.notes, *table.notes])
    findings, scope = Findings(table), Filter.of(table.layout.where)
    entries: list[Entry] = []
    for row in table.rows:
        try:
            scope.insist(row)
            entries.append(_entry(row, table=table, tidy=tidy, catalog=catalog, meaning=meaning))
        except AsideError as reason:
            harvest.set_aside.append(findings.aside(row, reason))
    entries = _latest(entries, table=table, findings=findings, harvest=harvest)
    harvest.rows_used = len(entries)
    for entry in entries:
        _take(entry, tidy=tidy, findings=findings, harvest=harvest)
    _set_targets(entries, tidy=tidy, findings=findings, harvest=harvest)
    return harvest


def _entry(row: Row, *, table: Table, tidy: TidyRule, catalog: Catalog, meaning: Meaning) -> Entry:
    indicator = _indicator(row, tidy=tidy, catalog=catalog, meaning=meaning)
    unit = unit_of(row.cells, rule=table.layout.units)
    year = _data_year(row, layout=table.layout, indicator=indicator, catalog=catalog)
    value = _value(row, tidy=tidy, unit=unit, indicator=indicator, year=year, file=table.file)
    target = _percent(row, tidy.target, times=Decimal(1)) if tidy.target else None
    if value is None and (target is None or not unit.is_state):
        raise AsideError(tidy.value, "neither a value nor both counts")
    return Entry(row, unit, indicator, year, value, target)


def _indicator(row: Row, *, tidy: TidyRule, catalog: Catalog, meaning: Meaning) -> str:
    column = tidy.indicator or ""
    indicator = meaning(row.cells[column] if column else tidy.constant)
    if indicator is None:
        raise AsideError(column, "not among the indicators asked for")
    if indicator not in catalog:
        raise AsideError(column, f"no indicator of the catalogue {catalog.name}")
    return indicator


def _data_year(row: Row, *, layout: Layout, indicator: str, catalog: Catalog) -> int:
    """The school year that the row's data describe (1.1)."""
    column, text = layout.year.column, row.cells[layout.year.column]
    if layout.year.means != "ffy":
        year = school_year(text, single=layout.year.means)
        if year is None:
            raise AsideError(column, "not a school year")
        return year
    if not (text.isascii() and text.isdigit() and FIRST_YEAR < int(text) < LAST_YEAR):
        raise AsideError(column, "not a federal fiscal year")
    ffy = int(text)
    return next(year for year in (ffy, ffy + 1) if catalog[indicator].apr_ffy(year) == ffy)


def _value(
    row: Row, *, tidy: TidyRule, unit: Unit, indicator: str, year: int, file: str
) -> Value | None:
    """The row's value; a numerator without its denominator says nothing, so both stay blank."""
    num, den = _count(row, tidy.numerator), _count(row, tidy.denominator)
    value = _percent(row, tidy.value, times=tidy.times)
    if num is None or den is None:
        num = den = None
        if value is None:
            return None
    return Value(
        indicator=indicator,
        school_year=year,
        unit=unit.id,
        num=num,
        den=den,
        value=value,
        file=file,
        line=row.line,
    )


def _count(row: Row, column: str) -> int | None:
    text = row.cells[column]
    number = count(text)
    if text and number is None:
        raise AsideError(column, "not a count (0 to 999999999)")
    return number


def _percent(row: Row, column: str, *, times: Decimal) -> Decimal | None:
    text = row.cells[column]
    number = percent(text)
    if text and number is None:
        raise AsideError(column, "not a plain decimal number")
    return None if number is None else number * times


def _latest(
    entries: list[Entry], *, table: Table, findings: Findings, harvest: Harvest
) -> list[Entry]:
    """One entry a key; of several the one with the greatest text in the layout's column."""
    column = table.layout.latest
    kept: dict[tuple[str, int, str], Entry] = {}
    for entry in entries:
        key = (entry.indicator, entry.school_year, entry.unit.id)
        other = kept.setdefault(key, entry)
        if other is entry:
            continue
        order = (entry.row.cells[column], other.row.cells[column]) if column else ("", "")
        if column is None or order[0] == order[1]:
            raise repeated(_shown(entry, table), _shown(other, table))
        older, newer = (entry, other) if order[0] < order[1] else (other, entry)
        kept[key] = newer
        reason = AsideError(column, "a later report gives the same value")
        harvest.set_aside.append(findings.aside(older.row, reason))
    return list(kept.values())


def _shown(entry: Entry, table: Table) -> Value:
    """The entry as a value, for a message: it may have none of its own."""
    return Value(
        indicator=entry.indicator,
        school_year=entry.school_year,
        unit=entry.unit.id,
        num=None,
        den=None,
        value=None,
        file=table.file,
        line=entry.row.line,
    )


def _take(entry: Entry, *, tidy: TidyRule, findings: Findings, harvest: Harvest) -> None:
    if not entry.unit.is_state:
        key = (entry.school_year, entry.unit.id)
        if harvest.units.setdefault(key, entry.unit.name) != entry.unit.name:
            column = findings.table.layout.units.name or findings.table.layout.units.column
            rule = "another name of this unit stands earlier in the table and is used"
            harvest.warnings.append(findings.warning(entry.row, column, rule))
    if entry.value is not None:
        harvest.values.append(entry.value)
        value = entry.value
        for remark in remarks(value.num, value.den, value.value):
            harvest.warnings.append(findings.warning(entry.row, tidy.value, remark))


def _set_targets(
    entries: list[Entry], *, tidy: TidyRule, findings: Findings, harvest: Harvest
) -> None:
    """The state's target of each indicator and year; else the one that the units agree on."""
    ranked = sorted(entries, key=lambda entry: not entry.unit.is_state)
    for entry in ranked:
        if entry.target is None or tidy.target is None:
            continue
        key = (entry.indicator, entry.school_year)
        if harvest.targets.setdefault(key, entry.target) != entry.target:
            rule = "the state's target, or one that stands earlier, is used"
            harvest.warnings.append(findings.warning(entry.row, tidy.target, rule))
