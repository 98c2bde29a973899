"""A student of the collection as people type one: texts, and what the texts say.

Nothing typed is lost: what cannot be read stays as it was typed, and a finding stands beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from dashboard.collection.errors import NotTyped
from dashboard.extracts.schema import ECO, Kind

LONGEST = 200
"""Characters of a field; no date, code or id comes near."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_US = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
OUTCOMES = ("a", "b", "c")
ENTRY = tuple(f"entry_{outcome}" for outcome in OUTCOMES)
EXIT = tuple(f"exit_{outcome}" for outcome in OUTCOMES)
PROGRESS = tuple(f"progress_{outcome}" for outcome in OUTCOMES)
RATINGS = (*ENTRY, *EXIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The typed texts of a student: the columns of the extract `eco` without the place.

    An empty text means that nothing was typed. Texts that `tidied` made show dates as ISO.
    """

    student_id: str = ""
    birth_date: str = ""
    entry_date: str = ""
    entry_rating_date: str = ""
    entry_a: str = ""
    entry_b: str = ""
    entry_c: str = ""
    exit_date: str = ""
    exit_rating_date: str = ""
    exit_a: str = ""
    exit_b: str = ""
    exit_c: str = ""
    progress_a: str = ""
    progress_b: str = ""
    progress_c: str = ""
    exit_reason: str = ""
    exempt_reason: str = ""

    @classmethod
    def of(cls, row: object) -> Record:
        """The record in any object that has its fields as attributes, such as a `Student`."""
        return cls(**{name: getattr(row, name) for name in FIELDS})

    def texts(self) -> dict[str, str]:
        """Field to text, in the order of the extract."""
        return asdict(self)

    def typed(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the fields in which something was typed."""
        return tuple(name for name in names if getattr(self, name))

    def day(self, name: str) -> date | None:
        """The date in a field; None when it is empty or no date."""
        return parse_date(getattr(self, name))

    def rating(self, name: str) -> int | None:
        """The rating 1 to 7 in a field; None when it is empty or no rating."""
        return parse_rating(getattr(self, name))

    def answer(self, name: str) -> str | None:
        """The answer "Y" or "N" in a field; None when it is empty or neither."""
        text = getattr(self, name)
        return text if text in ("Y", "N") else None

    @property
    def exempt(self) -> str | None:
        """Why the student needs no ratings; None when there is no such reason."""
        return self.exempt_reason if self.exempt_reason not in ("", "NONE") else None

    @property
    def has_entry_set(self) -> bool:
        """Whether all three entry ratings are there (# of Entry Ratings, 3.6)."""
        return all(self.rating(name) is not None for name in ENTRY)

    @property
    def has_exit_set(self) -> bool:
        """Whether all three exit ratings and answers are there (# of Exit Ratings, 3.6)."""
        rated = all(self.rating(name) is not None for name in EXIT)
        return rated and all(self.answer(name) is not None for name in PROGRESS)

    @property
    def is_started(self) -> bool:
        """Whether any rating was typed."""
        return bool(self.typed(RATINGS))


FIELDS = tuple(field.name for field in fields(Record))
DATES = tuple(name for name in FIELDS if ECO.column(name).kind is Kind.DATE)
CODES: Mapping[str, tuple[str, ...]] = {
    name: ECO.column(name).codes for name in ("exit_reason", "exempt_reason")
}


def parse_date(text: str) -> date | None:
    """A date written YYYY-MM-DD or, as people type it, M/D/YYYY; None for anything else."""
    if us := _US.fullmatch(text):
        month, day, year = us.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def parse_rating(text: str) -> int | None:
    """A rating from 1 to 7; None for anything else."""
    return int(text) if text in ("1", "2", "3", "4", "5", "6", "7") else None


def tidied(values: Mapping[str, object]) -> dict[str, str]:
    """Typed values as they are kept: blanks around taken off, dates as ISO, codes in capitals.

    What is no date or rating stays as it was typed. Raises NotTyped for a field that there is not,
    a value that is no text or too long, and for a reason that is none of the codes: those are
    chosen from a list, not typed.
    """
    return {name: _tidy(name, value) for name, value in values.items()}


def _tidy(name: str, value: object) -> str:
    if name not in FIELDS:
        raise NotTyped(name, "there is no such field.")
    if not isinstance(value, str):
        raise NotTyped(name, "must be text.")
    if len(value) > LONGEST:
        raise NotTyped(name, f"is longer than {LONGEST} characters. Shorten it.")
    # Text pasted from a workbook brings marks along that nobody sees.
    seen = "".join(mark for mark in value if unicodedata.category(mark) != "Cf")
    text = " ".join(seen.split())
    if not text.isprintable():
        raise NotTyped(name, "holds a character that cannot be printed. Type it again.")
    if name in CODES:
        return _code(name, text.upper())
    if name in PROGRESS:
        return text.upper()
    day = parse_date(text) if name in DATES else None
    return day.isoformat() if day else text


def _code(name: str, text: str) -> str:
    if text and text not in CODES[name]:
        raise NotTyped(name, f"must be one of {' '.join(CODES[name])}, or empty.")
    return text
