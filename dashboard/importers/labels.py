"""What stands in the cells of published tables, as plain values: words, years, counts, percents."""

import re
from decimal import Decimal

from dashboard.extracts.schema import FIRST_YEAR, LAST_YEAR

MOST = 999_999_999
_WORD = re.compile(r"[^\W_]+")
_COUNT = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")
_PERCENT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\s*%?")
_YEAR = re.compile(r"([0-9]{4})(?:\s*[-\u2013/]\s*([0-9]{4}|[0-9]{2}))?")


def clean(cell: str) -> str:
    """A cell without the blanks (no-break spaces too) around it and with single ones inside."""
    return " ".join(cell.split())


def words(text: str) -> str:
    """A heading or name for comparing: its letters and digits, case and punctuation forgotten."""
    return " ".join(_WORD.findall(text.casefold()))


def count(text: str) -> int | None:
    """A whole number from 0 to 999999999, thousands separated or not; None when it is not one."""
    if not _COUNT.fullmatch(text):
        return None
    number = int(text.replace(",", ""))
    return number if number <= MOST else None


def percent(text: str) -> Decimal | None:
    """A plain decimal number, a percent sign behind it allowed; None when it is not one."""
    return Decimal(text.rstrip("% ")) if _PERCENT.fullmatch(text) else None


def school_year(text: str, *, single: str) -> int | None:
    """The year in which a school year ends, from `2012-13`, `2012-2013` or a single year.

    A `single` year is its "start" or its "end". None when the text is no school year.
    """
    found = _YEAR.fullmatch(text)
    if found is None:
        return None
    first, second = int(found[1]), found[2]
    if second is None:
        year = first + 1 if single == "start" else first
    else:
        year = first + 1
        if int(second) != (year if len(second) == 4 else year % 100):
            return None
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def plain(number: Decimal) -> str:
    """A decimal number as its shortest plain text: 61.1, 100, 0."""
    return format(number.normalize(), "f") if number else "0"
