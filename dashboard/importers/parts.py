"""Tables whose indicators are made of counts in many rows or columns: the federal 618 files."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.importers.errors import ImportFileError
from dashboard.importers.harvest import Harvest, Value, remarks
from dashboard.importers.labels import count, school_year
from dashboard.importers.layout import IndicatorRule, Layout
from dashboard.importers.scope import AsideError, Filter, Findings
from dashboard.importers.table import Row, Table
from dashboard.importers.units import unit_of


@dataclass(frozen=True)
class Cell:
    """A part of an indicator as the file gives it; `number` is None when the file withholds it."""

    row: Row
    column: str
    number: int | None


Parts = dict[str, Cell]
Places = Mapping[tuple[int, str], Parts]
"""The parts of each school year and unit (its id, empty for the upper level)."""


def harvest_parts(table: Table) -> Harvest:
    """Every indicator of the layout for every unit and year whose parts are all known.

    A part that is marked as withheld, or whose row is missing, leaves the indicator without a
    value: never zero. Raises ImportFileError when a part stands twice.
    """
    harvest = Harvest(rows_read=len(table.rows), notes=[*table.layout.notes, *table.notes])
    asides: dict[int, tuple[Row, AsideError]] = {}
    places = _places(table, harvest=harvest, asides=asides)
    used: set[int] = set()
    findings = Findings(table)
    for (year, unit), parts in places.items():
        for rule in table.layout.indicators:
            value = _value(rule, year=year, unit=unit, parts=parts, file=table.file)
            if value is None:
                continue
            harvest.values.append(value)
            used.update(parts[name].row.line for name in (*rule.numerator, *rule.denominator))
            for remark in remarks(value.num, value.den, None):
                cell = parts[rule.numerator[0]]
                remark = f"{remark} (indicator {rule.id})"
                harvest.warnings.append(findings.warning(cell.row, cell.column, remark))
    for parts in places.values():
        for cell in parts.values():
            _account(cell, used=used, asides=asides, findings=findings, harvest=harvest)
    harvest.set_aside += [findings.aside(row, reason) for row, reason in asides.values()]
    harvest.rows_used = len(used)
    _sum_where_no_total(places, table=table, harvest=harvest)
    return harvest


def _places(table: Table, *, harvest: Harvest, asides: dict[int, tuple[Row, AsideError]]) -> Places:
    layout = table.layout
    filters = {name: Filter.of(part.where) for name, part in layout.parts.items()}
    scope = Filter.of(layout.where)
    places: dict[tuple[int, str], Parts] = defaultdict(dict)
    for row in table.rows:
        try:
            scope.insist(row)
            unit, year = unit_of(row.cells, rule=layout.units), _year(row, layout=layout)
            found = _cells(row, table=table, filters=filters)
        except AsideError as reason:
            asides[row.line] = (row, reason)
            continue
        parts = places[year, unit.id]
        for name, cell in found.items():
            if name in parts:
                raise _twice(parts[name], cell, table=table)
            parts[name] = cell
        if not unit.is_state:
            harvest.units.setdefault((year, unit.id), unit.name)
    return places


def _year(row: Row, *, layout: Layout) -> int:
    column = layout.year.column
    year = school_year(row.cells[column], single=layout.year.means)
    if year is None:
        raise AsideError(column, "not a school year")
    return year


def _cells(row: Row, *, table: Table, filters: Mapping[str, Filter]) -> Parts:
    """The parts that the row holds, by name; raises AsideError when it holds none, or no count."""
    found: Parts = {}
    for name, chosen in filters.items():
        if chosen.failing(row) is not None:
            continue
        column = table.layout.parts[name].column
        text = row.cells[column]
        withheld = text in table.layout.marks
        number = None if withheld else count(text)
        if number is None and not withheld:
            raise AsideError(column, "neither a count (0 to 999999999) nor a mark of the legend")
        found[name] = Cell(row, column, number)
    if not found:
        column = next((role for chosen in filters.values() for role in chosen.wanted), "")
        raise AsideError(column, "no indicator is made of these rows")
    return found


def _twice(first: Cell, second: Cell, *, table: Table) -> ImportFileError:
    whom = first.row.cells[table.layout.units.column]
    return ImportFileError(
        f"{table.file}: lines {first.row.line} and {second.row.line} both give "
        f"{table.headings[first.column]!r} of {whom} for one year. Keep one of them."
    )


def _value(rule: IndicatorRule, *, year: int, unit: str, parts: Parts, file: str) -> Value | None:
    num, den = _sum(parts, rule.numerator), _sum(parts, rule.denominator)
    if num is None or den is None:
        return None
    return Value(
        indicator=rule.id,
        school_year=year,
        unit=unit,
        num=num,
        den=den,
        value=None,
        file=file,
        line=parts[rule.denominator[0]].row.line,
    )


def _sum(parts: Parts, names: tuple[str, ...]) -> int | None:
    total = 0
    for name in names:
        cell = parts.get(name)
        if cell is None or cell.number is None:
            return None
        total += cell.number
    return total


def _account(
    cell: Cell,
    *,
    used: set[int],
    asides: dict[int, tuple[Row, AsideError]],
    findings: Findings,
    harvest: Harvest,
) -> None:
    """A finding for a mark, and one for a row that gave nothing although it is not at fault."""
    mark = findings.table.layout.marks.get(cell.row.cells[cell.column])
    if cell.row.line in used:
        if mark is not None:
            harvest.warnings.append(findings.warning(cell.row, cell.column, mark))
    elif mark is not None:
        asides[cell.row.line] = (cell.row, AsideError(cell.column, mark))
    else:
        other = "another count of the same indicator is withheld or missing"
        asides.setdefault(cell.row.line, (cell.row, AsideError(cell.column, other)))


def _sum_where_no_total(places: Places, *, table: Table, harvest: Harvest) -> None:
    """The upper level of a year without a row of its own: the sum of the units that are known."""
    with_total = {year for year, unit in places if not unit}
    for year in sorted({year for year, _ in places} - with_total):
        for rule in table.layout.indicators:
            known = [
                value
                for value in harvest.values
                if (value.indicator, value.school_year) == (rule.id, year)
            ]
            if not known:
                continue
            total = Value(
                indicator=rule.id,
                school_year=year,
                unit="",
                num=sum(value.num or 0 for value in known),
                den=sum(value.den or 0 for value in known),
                value=None,
                file=table.file,
                line=0,
            )
            harvest.values.append(total)
            harvest.notes.append(
                f"{table.file} has no row for the whole in {year}: {rule.id} of the upper level "
                f"is the sum of {len(known)} units whose counts are known."
            )
