"""The marks in a number, and a list in words, as the current language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from babel import Locale
from babel.lists import format_list

from dashboard.locale.current import current

# The readers live in the United States: Spanish there writes 1,234.5, not 1.234,5.
_TERRITORY = "US"


def decimal_mark() -> str:
    """What stands before the decimals: "." in 72.8."""
    return _marks(current())[0]


def grouped(whole: int) -> str:
    """A whole number, its thousands apart: "3,640"."""
    if -1_000 < whole < 1_000:
        return str(whole)
    mark = _marks(current())[1]
    text = f"{whole:,}"
    return text if mark == "," else text.replace(",", mark)


def listed(parts: Sequence[str]) -> str:
    """Parts in a row: "A, B, and C"; "A, B y C"."""
    return format_list(list(parts), locale=_locale(current()))


@cache
def _locale(language: str) -> Locale:
    return Locale(language, territory=_TERRITORY)


@cache
def _marks(language: str) -> tuple[str, str]:
    symbols = _locale(language).number_symbols["latn"]
    return symbols["decimal"], symbols["group"]
