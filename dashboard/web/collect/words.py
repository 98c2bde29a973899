"""The fields of a student and their codes in words."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.collection.records import CODES, PROGRESS

LABELS: Mapping[str, str] = {
    "student_id": "Student ID",
    "birth_date": "Birth date",
    "entry_date": "Entry date",
    "entry_rating_date": "Entry rated on",
    "entry_a": "Entry A",
    "entry_b": "Entry B",
    "entry_c": "Entry C",
    "exit_date": "Exit date",
    "exit_rating_date": "Exit rated on",
    "exit_a": "Exit A",
    "exit_b": "Exit B",
    "exit_c": "Exit C",
    "progress_a": "Progress A",
    "progress_b": "Progress B",
    "progress_c": "Progress C",
    "exit_reason": "Exit reason",
    "exempt_reason": "Exempt reason",
}
"""Field to the head of its column, in the order of the form."""

_REASONS: Mapping[str, str] = {
    "DISMISSED": "Dismissed from services",
    "AGED_OUT": "Aged out",
    "KINDERGARTEN": "Went to kindergarten",
    "WITHDREW": "Withdrew",
    "MOVED": "Moved",
    "UNDER_6_MONTHS": "Under 6 months of services",
    "NONE": "None",
    "MOVED_BEFORE_EXIT": "Moved before the exit rating",
    "PARENT_WITHDREW": "Parent withdrew",
    "DECEASED": "Deceased",
}

OPTIONS: Mapping[str, Mapping[str, str]] = {
    **{name: {"Y": "Yes", "N": "No"} for name in PROGRESS},
    **{name: {code: _REASONS[code] for code in codes} for name, codes in CODES.items()},
}
"""Fields that are chosen from a list: code to words."""

WHY_NOT: Mapping[str, str] = {
    "CERTIFIED": (
        "The district is certified, so nothing here can be changed. Ask the state to decertify it."
    ),
    "CLOSED": "The collection is not open, so nothing here can be changed.",
    "SUBMITTED": "This school has submitted. Reopen it to change its students.",
}
