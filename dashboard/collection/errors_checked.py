"""E03 to E17 and E01: what is wrong with one student's record (3.6)."""

from __future__ import annotations

from datetime import date

from dashboard.collection.categories import is_impossible
from dashboard.collection.findings import Context, Said
from dashboard.collection.records import ENTRY, EXIT, OUTCOMES, RATINGS, Record

UNDER_6_MONTHS = "UNDER_6_MONTHS"
NO_DATE = "This is not a date. Type it as year-month-day, such as 2025-09-03, or as 9/3/2025."


def age_on(day: date, *, birth: date) -> int:
    """Completed years on a day. Born 29 February: 1 March in common years (1.4)."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def e01(record: Record, context: Context) -> Said:
    """The student id is missing or not in the state's format."""
    words = context.rules.student_id_words
    if not record.student_id:
        return ("student_id",), f"Enter the state student id: {words}."
    if not context.rules.is_student_id(record.student_id):
        return ("student_id",), f"This is not a state student id. It has {words}."
    return None


def e03(record: Record, context: Context) -> Said:
    """The birth date is missing, or in the future."""
    birth = record.day("birth_date")
    if not record.birth_date:
        return ("birth_date",), "Enter the birth date."
    if birth is None:
        return ("birth_date",), NO_DATE
    if birth > context.today:
        return ("birth_date",), "The birth date is in the future. Correct it."
    return None


def e04(record: Record, context: Context) -> Said:
    """Younger than 3 or 6 and older when services began."""
    birth, entry = record.day("birth_date"), record.day("entry_date")
    rules = context.rules
    if not birth or not entry or rules.min_age <= age_on(entry, birth=birth) <= rules.max_age:
        return None
    ages = f"{rules.min_age} to {rules.max_age} years old"
    return ("entry_date", "birth_date"), (
        f"The child was not {ages} on the entry date. Correct the entry date or the birth date, or "
        "take the child off the roster."
    )


def e05(record: Record, _context: Context) -> Said:
    """The entry date is missing."""
    if not record.entry_date:
        return ("entry_date",), "Enter the day on which services began."
    return None if record.day("entry_date") else (("entry_date",), NO_DATE)


def e06(record: Record, _context: Context) -> Said:
    """One or two of the three entry ratings."""
    return _partly(record, ENTRY, "entry")


def e07(record: Record, _context: Context) -> Said:
    """A rating is not an integer 1 to 7."""
    wrong = tuple(name for name in record.typed(RATINGS) if record.rating(name) is None)
    return (wrong, "A rating is a whole number from 1 to 7. Correct it.") if wrong else None


def e08(record: Record, _context: Context) -> Said:
    """The exit date lies before the entry date."""
    entry, exit = record.day("entry_date"), record.day("exit_date")
    if not entry or not exit or exit >= entry:
        return None
    return ("exit_date", "entry_date"), "The exit date is before the entry date. Correct one."


def e09(record: Record, _context: Context) -> Said:
    """One or two of the three exit ratings."""
    return _partly(record, EXIT, "exit")


def e10(record: Record, _context: Context) -> Said:
    """Exit ratings without an exit date, or an exit date without ratings or a reason for none."""
    rated = record.typed(EXIT)
    if rated and not record.exit_date:
        return ("exit_date",), "Enter the exit date: there are exit ratings."
    if record.exit_date and not rated and not record.exempt:
        return (*EXIT, "exempt_reason"), (
            "Enter the exit ratings, or choose why the child has none: there is an exit date."
        )
    return None


def e11(record: Record, _context: Context) -> Said:
    """Exit ratings without entry ratings."""
    if record.typed(EXIT) and not record.typed(ENTRY):
        return ENTRY, "Enter the entry ratings: there are exit ratings."
    return None


def e12(record: Record, _context: Context) -> Said:
    """An exit rating without the answer on progress."""
    missing = tuple(
        f"progress_{outcome}"
        for outcome in OUTCOMES
        if getattr(record, f"exit_{outcome}") and record.answer(f"progress_{outcome}") is None
    )
    return (missing, "Answer Y or N: any new skills since the last rating?") if missing else None


def e13(record: Record, _context: Context) -> Said:
    """An impossible combination (3.3): the child kept pace and yet "made no progress"."""
    wrong = tuple(outcome for outcome in OUTCOMES if _impossible(record, outcome))
    named = tuple(f"{part}_{outcome}" for outcome in wrong for part in ("progress", "exit"))
    if not wrong:
        return None
    letters = ", ".join(outcome.upper() for outcome in wrong)
    return named, (
        f"Outcome {letters}: a child rated as high as at entry, or higher, has made progress. "
        "Answer Y, or correct a rating."
    )


def e14(record: Record, context: Context) -> Said:
    """Left in less than six months without that reason."""
    days = days_served(record)
    if days is None or not 0 <= days < context.rules.min_days:
        return None
    if record.exempt == UNDER_6_MONTHS:
        return None
    return ("exempt_reason", "exit_date"), (
        f"The child left after {days} days, less than {context.rules.min_days}. Choose the reason "
        f"{UNDER_6_MONTHS}, or correct a date."
    )


def e15(record: Record, context: Context) -> Said:
    """The reason says under six months, the dates do not."""
    days = days_served(record)
    if days is None or days < context.rules.min_days or record.exempt != UNDER_6_MONTHS:
        return None
    return ("exempt_reason", "exit_date"), (
        f"The child was served {days} days, {context.rules.min_days} or more. Choose another "
        "reason, or correct a date."
    )


def e16(record: Record, context: Context) -> Said:
    """The exit date lies outside the collection year, or after today."""
    exit = record.day("exit_date")
    if not record.exit_date:
        return None
    if exit is None:
        return ("exit_date",), NO_DATE
    if not context.first_day <= exit <= context.last_day:
        return ("exit_date",), (
            f"The exit date is outside this collection, {context.first_day} to "
            f"{context.last_day}. Correct it, or leave it empty."
        )
    if exit > context.today:
        return ("exit_date",), "The exit date is in the future. Enter it once the child has left."
    return None


def e17(record: Record, context: Context) -> Said:
    """A rating date before birth, or after today."""
    birth = record.day("birth_date")
    wrong = tuple(
        name
        for name in record.typed(("entry_rating_date", "exit_rating_date"))
        if _wrong_rating_date(record.day(name), birth, context.today)
    )
    if not wrong:
        return None
    if any(record.day(name) is None for name in wrong):
        return wrong, NO_DATE
    return wrong, "A rating date lies before the birth date or in the future. Correct it."


ERRORS = {
    "E01": e01, "E03": e03, "E04": e04, "E05": e05, "E06": e06, "E07": e07, "E08": e08, "E09": e09,
    "E10": e10, "E11": e11, "E12": e12, "E13": e13, "E14": e14, "E15": e15, "E16": e16, "E17": e17,
}  # fmt: skip


def days_served(record: Record) -> int | None:
    """Days from entry to exit (3.4); None without both dates."""
    entry, exit = record.day("entry_date"), record.day("exit_date")
    return (exit - entry).days if entry and exit else None


def _partly(record: Record, names: tuple[str, ...], when: str) -> Said:
    typed = record.typed(names)
    if len(typed) in (0, len(names)):
        return None
    missing = tuple(name for name in names if name not in typed)
    return missing, f"Enter all three {when} ratings, or none."


def _impossible(record: Record, outcome: str) -> bool:
    entry, exit = record.rating(f"entry_{outcome}"), record.rating(f"exit_{outcome}")
    progress = record.answer(f"progress_{outcome}")
    if entry is None or exit is None or progress is None:
        return False
    return is_impossible(entry=entry, exit=exit, progress=progress)


def _wrong_rating_date(day: date | None, birth: date | None, today: date) -> bool:
    return day is None or day > today or (birth is not None and day < birth)
