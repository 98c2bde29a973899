"""A roster's file as lines of text fields: CSV, or a workbook of Excel (S7, B1).

Nothing is guessed: bytes that are no UTF-8, a NUL, a line with another number of fields or a
number that stands where an id should refuse the file, with line and column.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook

from dashboard.extracts.bytes import Unreadable, look, text_of

MOST_BYTES = 10 * 2**20
MOST_UNZIPPED = 64 * 2**20
MOST_PARTS = 200  # of a workbook's archive
MOST_ROWS = 200_000
LONGEST_FIELD = 64 * 2**10
MOST_COLUMNS = 40
EXACT = 10**15
"""Excel keeps fifteen digits of a number; what is longer was rounded."""

Field = str | int
"""Text, or a whole number of a workbook, which may have lost zeros in front."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line below the header, as many fields as that has; `number` counts from the header's 1."""

    number: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds. note: what was left out of it, to be told; or ""."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""


def read_sheet(content: bytes) -> Sheet:
    """Read a roster; what it is shows in its first bytes. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"the file is larger than {MOST_BYTES // 2**20} MB; split it")
    if content.startswith(b"\x1f\x8b"):
        raise Unreadable("the file is compressed; upload it as it was before")
    sheet = _workbook(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    for number, line in enumerate((sheet.header, *(line.fields for line in sheet.lines))):
        for place, field in enumerate(line):
            if isinstance(field, str) and len(field.encode()) > LONGEST_FIELD:
                name = sheet.header[place] if number else ""
                at = sheet.lines[number - 1].number if number else 1
                raise Unreadable("a field is larger than 64 KiB", line=at, column=name)
    return sheet


def _csv(content: bytes) -> Sheet:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.touch(mode=0o600)
        path.write_bytes(content)
        look(path)
        with text_of(path) as text:
            return _of_csv(csv.reader(text, strict=True))


def _of_csv(rows: Any) -> Sheet:
    lines: list[Line] = []
    start = 1
    try:
        header = tuple(next(rows))
        _check_header(header)
        start = rows.line_num + 1
        for row in rows:
            if row:  # editors leave blank lines at the end
                if len(row) != len(header):
                    raise Unreadable(
                        f"the line has {len(row)} fields, the header {len(header)}", line=start
                    )
                lines.append(Line(start, tuple(row)))
                _check_count(len(lines))
            start = rows.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"cannot be read as CSV: {error}", line=start) from None
    return Sheet(header, tuple(lines))


def _workbook(content: bytes) -> Sheet:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive.infolist())
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            return _of_book(book)
        finally:
            book.close()
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # whatever openpyxl meets in a damaged or hostile file
        raise Unreadable(
            "the file is no workbook that can be read; save it as .xlsx or as CSV (UTF-8)"
        ) from error


def _check_archive(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Sizes as the archive states them, beyond which zipfile never reads."""
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable("the file is compressed and no workbook; upload .csv or .xlsx")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNZIPPED:
        raise Unreadable("the workbook is too large; keep the roster only, or save it as CSV")


def _of_book(book: Any) -> Sheet:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    first = next(sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS + 1), ())
    header = [_text_of(cell) for cell in first]
    while header and not header[-1]:
        header.pop()
    _check_header(header)
    rows = sheet.iter_rows(min_row=2, max_col=len(header))
    lines = []
    for number, row in enumerate(rows, start=2):
        if any(cell.value is not None for cell in row):
            fields = tuple(_fields(row, header, number))
            lines.append(Line(number, fields))
            _check_count(len(lines))
    more = len(book.worksheets) > 1
    note = f"Only the first sheet was read, {sheet.title!r}." if more else ""
    return Sheet(tuple(header), tuple(lines), note)


def _fields(row: Sequence[Any], header: Sequence[str], number: int) -> Iterator[Field]:
    for place, name in enumerate(header):
        cell = row[place] if place < len(row) else None
        try:
            yield _field(cell)
        except ValueError as error:
            raise Unreadable(str(error), line=number, column=name) from None


def _field(cell: Any) -> Field:
    """A cell as text; a whole number as such, unless its format writes the zeros in front."""
    value = None if cell is None else cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        raise ValueError("the cell shows an error; correct its formula")
    if isinstance(value, bool | time):
        raise ValueError("the cell holds neither text nor a number nor a date")
    if isinstance(value, datetime):
        if value.time() != time():
            raise ValueError("the cell holds a time of day; a date is wanted")
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return str(value)


def _number(value: float, shown: str) -> Field:
    if value != int(value):
        return repr(value)
    whole = int(value)
    zeros = shown and set(shown) == {"0"} and 0 <= whole < EXACT
    return str(whole).zfill(len(shown)) if zeros else whole


def _text_of(cell: Any) -> str:
    return "" if cell.value is None else str(cell.value)


def _check_header(header: Sequence[str]) -> None:
    if not any(header):
        raise Unreadable("the first line is blank; it must be the header", line=1)
    if len(header) > MOST_COLUMNS:
        raise Unreadable(f"the header has more than {MOST_COLUMNS} columns", line=1)
    for name in header:
        if header.count(name) > 1:
            raise Unreadable("the header names this column twice", line=1, column=name)


def _check_count(lines: int) -> None:
    if lines > MOST_ROWS:
        raise Unreadable(f"the file has more than {MOST_ROWS} rows; split it")
