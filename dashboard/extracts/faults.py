"""Where a CSV file goes wrong: the slow, exact second look at a file that the fast reader refused.

The fast reader names its own line, which is not the physical one behind a field with line ends,
and its words are about its options. This one tells a data manager which line to look at (A33).
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from dashboard.extracts.bytes import Unreadable, text_of

LONGEST_FIELD = csv.field_size_limit()
LONGEST_LINE = 2_000_000  # characters; DuckDB's limit for one line


def first_fault(path: Path, *, fields: int) -> Unreadable | None:
    """The first line of a readable text file that is not a record of `fields` fields."""
    with text_of(path) as file:
        lines = _Lines(file)
        rows = csv.reader(lines, strict=True)
        start = 1
        try:
            for row in rows:
                fault = _fault_of(row, fields) or lines.fault()
                if fault:
                    return Unreadable(fault, line=start)
                start = rows.line_num + 1
        except csv.Error as reason:
            if "limit" in str(reason):
                return Unreadable(
                    f"a field is longer than {LONGEST_FIELD:,} characters", line=start
                )
            return Unreadable("a quoted field does not end properly; check the quotes", line=start)
    return None


def _fault_of(row: list[str], fields: int) -> str:
    if row and len(row) != fields:
        found = "1 field" if len(row) == 1 else f"{len(row)} fields"
        return (
            f"{found} where the header has {fields}; every line must have all of its fields and "
            "no more"
        )
    if sum(map(len, row)) + len(row) > LONGEST_LINE:
        return "a line is longer than two million characters"
    return ""


class _Lines:
    """The physical lines of a file, remembering how records ended."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._last = ""
        self._first_end = ""

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._last = line
            yield line

    def fault(self) -> str:
        """What is wrong with the end of the line read last, when a record ended there."""
        end = "\r\n" if self._last.endswith("\r\n") else self._last[-1:]
        self._first_end = self._first_end or end
        if end == "\n" != self._first_end or end == "\r\n" != self._first_end:
            return "some lines end with CRLF and some with LF; write the file one way"
        return ""
