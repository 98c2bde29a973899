"""The values of a view as a workbook, for people who live in Excel: one sheet for each part."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dashboard.locale import gettext as _
from dashboard.views import Edition
from dashboard.views.download import COLUMNS, Portion, records
from dashboard.views.readme import about_said, columns_said, statuses_said

_WIDE, _NARROW = 60, 14
# The time in a file's properties: the same values make the same bytes.
_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def workbook(portions: Sequence[Portion], *, edition: Edition) -> bytes:
    """The workbook: values, indicators with their notes, what columns and words mean, about."""
    out = io.BytesIO()
    # No text becomes a formula, a number or a link (S6): each cell is what we say it is.
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"title": edition.catalog.profile.subtitle, "created": _ALWAYS})
    bold = book.add_format({"bold": True, "bottom": 1})

    def sheet(
        name: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, width: int
    ) -> None:
        made = book.add_worksheet(name)
        made.freeze_panes(1, 0)
        made.set_column(0, 0, _NARROW)
        made.set_column(1, len(head) - 1, width)
        for column, text in enumerate(head):
            made.write_string(0, column, text, bold)
        for place, row in enumerate(rows, start=1):
            _write(made, place, row)

    values = ([record[name] for name in COLUMNS] for one in portions for record in records(one))
    sheet(_("Values"), COLUMNS, values, width=_NARROW)
    sheet(
        _("Indicators"),
        (_("Indicator"), _("Title"), _("Statement"), _("Source"), _("Notes")),
        (
            (p.indicator.id, p.indicator.title, p.indicator.statement, p.indicator.source, *p.notes)
            for p in portions
        ),
        width=_WIDE,
    )
    sheet(_("Columns"), (_("Column"), _("Meaning")), columns_said(), width=_WIDE)
    sheet(_("Words"), (_("Status"), _("Meaning")), statuses_said(), width=_WIDE)
    sheet(_("About"), ("", ""), about_said(edition=edition), width=_WIDE)
    book.close()
    return out.getvalue()


def _write(sheet: Worksheet, place: int, row: Sequence[object]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, int | float):
            sheet.write_number(place, column, value)
        elif value is not None:
            sheet.write_string(place, column, str(value))
