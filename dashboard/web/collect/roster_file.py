"""A roster as a file to fill in: only its header, or with the students who are on it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from dashboard.collection.records import FIELDS
from dashboard.views.download import plain_cell

BOM = b"\xef\xbb\xbf"  # by which a spreadsheet knows that the names are UTF-8
_WIDTH = 18

Row = Mapping[str, str]
"""A student: column to text; school_id is among the columns of a district's roster."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the file: its media type, and how it is made."""

    media: str
    make: Callable[[Sequence[str], Sequence[Row]], bytes]


def columns(*, per_line: bool) -> tuple[str, ...]:
    """The header; per_line: whether each line names its school, as in a district's roster."""
    return ("school_id", *FIELDS) if per_line else FIELDS


def _csv(header: Sequence[str], rows: Sequence[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([plain_cell(row[name]) for name in header])
    return BOM + out.getvalue().encode()


def _xlsx(header: Sequence[str], rows: Sequence[Row]) -> bytes:
    """A workbook whose cells are text, so that ids keep their zeros and nothing is run (S6)."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    text = book.add_format({"num_format": "@"})
    bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    sheet = book.add_worksheet("Roster")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header) - 1, _WIDTH, text)
    for place, name in enumerate(header):
        sheet.write_string(0, place, name, bold)
    for line, row in enumerate(rows, start=1):
        for place, name in enumerate(header):
            if row[name]:
                sheet.write_string(line, place, row[name], text)
    book.close()
    return out.getvalue()


FORMS: Mapping[str, Form] = {
    "csv": Form("text/csv; charset=utf-8", _csv),
    "xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
"""By the ending of the file's name."""
