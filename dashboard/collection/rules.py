"""What a state may set of the checks: `collection.toml` beside its catalogue's profiles.

A state without that file has the defaults, which are those of the specification (3.4, 3.6).
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, ValidationError

from dashboard.catalog.fields import Count, Line, Record, Share
from dashboard.catalog.load import ROOT
from dashboard.catalog.problems import CatalogError, Problem, shape_problems

FILE = "collection.toml"


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"'{value}' is not a regular expression: {error}") from None
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"'{value}' is no time zone, as America/Chicago is") from None
    return value


def _month_and_day(value: str) -> str:
    try:
        date.fromisoformat(f"2001-{value}")
    except ValueError:
        raise ValueError(f"'{value}' must be a month and a day, as 08-01") from None
    return value


class Rules(Record):
    """The numbers behind the checks.

    student_id: what a state id looks like, a regular expression over all of it; student_id_words
    says so to people. min_days: an exit sooner than so many days after entry is not counted (3.4).
    min_age, max_age: age in completed years at entry. late_entry_days: W01. exit_rating_days: W02.
    long_entry_months, kindergarten_age, kindergarten_by: W08, the age by that month and day.
    expected_share: W09. time_zone: whose days are meant by "today" and "the last day".
    """

    student_id: Annotated[str, AfterValidator(_pattern)] = "[0-9]{10}"
    student_id_words: Line = "ten digits"
    min_days: Count = 182
    min_age: Count = 3
    max_age: Count = 5
    late_entry_days: Count = 42
    exit_rating_days: Count = 60
    long_entry_months: Annotated[Count, Field(ge=1)] = 18
    kindergarten_age: Count = 5
    kindergarten_by: Annotated[str, AfterValidator(_month_and_day)] = "09-01"
    expected_share: Share = Decimal("0.10")
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"

    def is_student_id(self, text: str) -> bool:
        """Whether a text has the form of a state id."""
        return re.fullmatch(self.student_id, text) is not None

    def day(self, now: datetime) -> date:
        """The state's calendar day at a moment, which has its zone."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


def load_rules(catalog: str = "missouri", *, root: Path | None = None) -> Rules:
    """The rules beside the catalogue of that name; the defaults when it has none.

    Raises CatalogError when the file cannot be used.
    """
    path = (root or ROOT) / catalog / FILE
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8"), parse_float=Decimal)
        return Rules.model_validate(content)
    except FileNotFoundError:
        return Rules()
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = Problem(file=FILE, field="", reason=f"is not valid TOML: {error}")
        raise CatalogError(catalog, [problem]) from error
    except ValidationError as error:
        raise CatalogError(catalog, shape_problems(error, model=Rules, file=FILE)) from error
