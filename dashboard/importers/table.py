"""A published table found in a file: its layout, its headings, its rows with their lines."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.importers.errors import ImportFileError
from dashboard.importers.labels import clean, words
from dashboard.importers.layout import ColumnRule, Layout
from dashboard.importers.reading import read_text

PREAMBLE = 40
"""The header stands within this many records; before it there are dates and blank lines."""

_DASHES = re.compile(r"-{3,}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the physical line it starts on, and its cells by the layout's names of columns."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """`headings` are the file's own words for the layout's columns."""

    file: str
    layout: Layout
    headings: Mapping[str, str]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Record:
    line: int
    cells: list[str]


def read_table(path: Path, *, layouts: Iterable[Layout], command: str) -> Table:
    """Read a file by the layout its header tells; raises ImportFileError.

    Lines before the header, blank lines and the legend below the table are no rows.
    """
    text = read_text(path)
    records = _records(text.content, file=path.name)
    opening = [record for _, record in zip(range(PREAMBLE), records, strict=False)]
    layout, start, places = _recognise(opening, layouts=layouts, file=path.name, command=command)
    header = opening[start].cells
    rest = (record for source in (opening[start + 1 :], records) for record in source)
    rows: list[Row] = []
    closed = False
    for record in rest:
        if _is_legend(record.cells, marks=layout.marks):
            closed = closed or _is_closing(record.cells)
            continue
        if len(record.cells) != len(header):
            raise ImportFileError(
                f"{path.name}: line {record.line} has {len(record.cells)} fields, the header "
                f"{len(header)}. The file is cut off or damaged there; fetch it again."
            )
        cells = {role: clean(record.cells[at]) for role, at in places.items()}
        rows.append(Row(record.line, cells))
    if layout.closing and not closed:
        raise ImportFileError(
            f"{path.name} does not end with its legend (a line of dashes), so it is cut off after "
            f"{len(rows)} rows; fetch it again."
        )
    if not rows:
        raise ImportFileError(f"{path.name} has a header and no rows. Fetch it again.")
    headings = {role: clean(header[at]) for role, at in places.items()}
    return Table(path.name, layout, headings, tuple(rows), text.notes)


def _records(text: str, *, file: str) -> Iterator[_Record]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in rows:
            yield _Record(line, cells)
            line = rows.line_num + 1
    except csv.Error as reason:
        raise ImportFileError(
            f"{file}: line {line} cannot be read as CSV ({reason}). The file is cut off or "
            "damaged there; fetch it again."
        ) from None


def _is_legend(cells: list[str], *, marks: Mapping[str, str]) -> bool:
    """Nothing at all, a line of dashes, or a mark and what it means: never a row of data."""
    if any(cell and not cell.isspace() for cell in cells[1:]):
        return False
    first = clean(cells[0]) if cells else ""
    return not first or _is_closing(cells) or any(first.startswith(f"{mark} ") for mark in marks)


def _is_closing(cells: list[str]) -> bool:
    return bool(cells and _DASHES.fullmatch(clean(cells[0])))


def _recognise(
    opening: list[_Record], *, layouts: Iterable[Layout], file: str, command: str
) -> tuple[Layout, int, dict[str, int]]:
    """The layout, the header's place and the places of its columns."""
    closest: tuple[int, str] = (0, "")
    for layout in sorted(layouts, key=lambda one: (-len(one.required), one.name)):
        for start, record in enumerate(opening):
            found = {role: _places(rule, record.cells) for role, rule in layout.columns.items()}
            missing = [role for role in layout.required if not found[role]]
            if missing:
                known = len(layout.required) - len(missing)
                wanted = ", ".join(_described(layout.columns[role]) for role in missing)
                closest = max(closest, (known, f"{layout.title} (lacks {wanted})"))
                continue
            if layout.command != command:
                raise ImportFileError(
                    f"{file} is a table of {layout.title}: import it with {layout.command}."
                )
            _refuse_twice(found, layout=layout, file=file)
            return layout, start, {role: places[0] for role, places in found.items() if places}
    hint = f" It comes closest to {closest[1]}." if closest[0] else ""
    raise ImportFileError(
        f"{file}: none of its first {len(opening)} lines is the header of a known table.{hint} "
        "docs/importing.md lists the known tables and tells how to describe another."
    )


def _places(rule: ColumnRule, cells: list[str]) -> list[int]:
    if rule.section:
        ending = re.compile(rf"\(\s*{re.escape(rule.section)}\s*\)$")
        return [at for at, cell in enumerate(cells) if ending.search(clean(cell))]
    names = {words(name) for name in rule.names}
    return [at for at, cell in enumerate(cells) if words(cell) in names]


def _described(rule: ColumnRule) -> str:
    return f"a column ({rule.section})" if rule.section else f"a column {rule.names[0]!r}"


def _refuse_twice(found: Mapping[str, list[int]], *, layout: Layout, file: str) -> None:
    for role, places in found.items():
        if len(places) > 1:
            both = " and ".join(str(at + 1) for at in places)
            raise ImportFileError(
                f"{file}: {_described(layout.columns[role])} stands at places {both} of the "
                "header. Remove one."
            )
