"""The records behind a number as a CSV file, one line each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from flask import Response, make_response

from dashboard.behind import Record
from dashboard.views.download import plain_cell
from dashboard.web.forms import BOM
from dashboard.web.own.desk import Desk, Number
from dashboard.web.own.parts import Part, chosen, parts_of
from dashboard.web.own.records import looked_up

FIRST = ("indicator", "school_year", "lea_id", "extract")
COUNTED = ("record_year", "counted_as", "adds_numerator", "adds_denominator", "why")


def records_file(desk: Desk, number: Number, group: str | None) -> Response:
    """The records of the page, all pages of them; raises NotHere for an unknown group."""
    parts = chosen(parts_of(looked_up(desk, number, as_file=True)), group)
    name = f"records-{number.district.lea_id}-{number.indicator.id}-{number.year}.csv"
    answer = make_response(BOM + written(parts, number=number).encode())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def written(parts: Sequence[Part], *, number: Number) -> str:
    """The file: what a record is, how it counted, and the columns that decided."""
    keys = dict.fromkeys(name for part in parts for name in part.key_names)
    facts = dict.fromkeys(name for part in parts for name in part.fact_names if name not in keys)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*FIRST, *keys, *COUNTED, *facts])
    for part in parts:
        for record in part.records:
            first = (number.indicator.id, number.year, number.district.lea_id, part.extract)
            cells = (*first, *_cells(record, part, keys, facts))
            writer.writerow([plain_cell(cell) for cell in cells])
    return out.getvalue()


def _cells(
    record: Record, part: Part, keys: dict[str, None], facts: dict[str, None]
) -> Iterator[object]:
    told = {**record.facts, **record.key}
    yield from (told.get(name) for name in keys)
    yield from (record.school_year, part.counted, record.adds_num, record.adds_den, record.reason)
    yield from (told.get(name) for name in facts)
