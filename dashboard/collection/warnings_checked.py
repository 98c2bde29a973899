"""W01 to W08: what is unlikely in one student's record; never blocks (3.6)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from dashboard.collection.errors_checked import age_on
from dashboard.collection.findings import Context, Said
from dashboard.collection.records import ENTRY, EXIT, OUTCOMES, Record

TOO_OLD_AT_EXIT = 6
GAIN, LOSS = 4, 3


def w01(record: Record, context: Context) -> Said:
    """Rated at entry more than six weeks after services began."""
    entry, rated = record.day("entry_date"), record.day("entry_rating_date")
    most = context.rules.late_entry_days
    if not entry or not rated or (rated - entry).days <= most:
        return None
    return ("entry_rating_date", "entry_date"), (
        f"The entry rating is {(rated - entry).days} days after services began, more than {most}. "
        "Check both dates."
    )


def w02(record: Record, context: Context) -> Said:
    """Rated at exit more than 60 days before or after the exit date."""
    exit, rated = record.day("exit_date"), record.day("exit_rating_date")
    most = context.rules.exit_rating_days
    if not exit or not rated or abs((rated - exit).days) <= most:
        return None
    return ("exit_rating_date", "exit_date"), (
        f"The exit rating is more than {most} days from the exit date. Check both dates."
    )


def w03(record: Record, _context: Context) -> Said:
    """The same rating in all three outcomes, at entry and at exit."""
    if not (_alike(record, ENTRY) and _alike(record, EXIT)):
        return None
    return (*ENTRY, *EXIT), (
        "All three outcomes have the same rating, at entry and at exit. Check that each was rated "
        "for itself."
    )


def w04(record: Record, _context: Context) -> Said:
    """1 in all three at entry, or 7 in all three at exit."""
    if _all(record, ENTRY, 1):
        return ENTRY, "All three entry ratings are 1. Check them."
    return (EXIT, "All three exit ratings are 7. Check them.") if _all(record, EXIT, 7) else None


def w05(record: Record, _context: Context) -> Said:
    """A gain of 4 or more points, or a loss of 3 or more."""
    moved = {
        outcome: exit - entry
        for outcome in OUTCOMES
        if (entry := record.rating(f"entry_{outcome}")) is not None
        and (exit := record.rating(f"exit_{outcome}")) is not None
    }
    far = [outcome for outcome, points in moved.items() if points >= GAIN or points <= -LOSS]
    named = tuple(f"{part}_{outcome}" for outcome in far for part in ("exit", "entry"))
    if not named:
        return None
    letters = ", ".join(outcome.upper() for outcome in far)
    return named, f"Outcome {letters}: a large step between entry and exit. Check both ratings."


def w06(record: Record, _context: Context) -> Said:
    """From 7 to 6 without progress."""
    named = tuple(
        f"progress_{outcome}"
        for outcome in OUTCOMES
        if (record.rating(f"entry_{outcome}"), record.rating(f"exit_{outcome}")) == (7, 6)
        and record.answer(f"progress_{outcome}") == "N"
    )
    return (named, "From 7 to 6 with no new skills at all? Check the answer.") if named else None


def w07(record: Record, _context: Context) -> Said:
    """Six or older at exit."""
    birth, exit = record.day("birth_date"), record.day("exit_date")
    if not birth or not exit or age_on(exit, birth=birth) < TOO_OLD_AT_EXIT:
        return None
    return ("exit_date", "birth_date"), "The child was 6 or older at exit. Check both dates."


def w08(record: Record, context: Context) -> Said:
    """Entered more than 18 months ago, of kindergarten age, and still no exit."""
    birth, entry = record.day("birth_date"), record.day("entry_date")
    if not birth or not entry or not record.typed(ENTRY):
        return None
    if record.exit_date or record.typed(EXIT):
        return None
    rules = context.rules
    long_ago = months_after(entry, rules.long_entry_months) < context.today
    by = kindergarten_day(context.today, rules.kindergarten_by)
    if not long_ago or age_on(by, birth=birth) < rules.kindergarten_age:
        return None
    return ("exit_date",), (
        f"Entered more than {rules.long_entry_months} months ago and old enough for kindergarten. "
        "If the child has left, enter the exit."
    )


WARNINGS = {
    "W01": w01, "W02": w02, "W03": w03, "W04": w04, "W05": w05, "W06": w06, "W07": w07, "W08": w08,
}  # fmt: skip


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def kindergarten_day(today: date, by: str) -> date:
    """The latest day, up to today, by which children had to be of kindergarten age."""
    this_year = date.fromisoformat(f"{today.year}-{by}")
    return this_year if this_year <= today else date.fromisoformat(f"{today.year - 1}-{by}")


def _alike(record: Record, names: tuple[str, ...]) -> bool:
    ratings = {record.rating(name) for name in names}
    return len(ratings) == 1 and None not in ratings


def _all(record: Record, names: tuple[str, ...], rating: int) -> bool:
    return all(record.rating(name) == rating for name in names)
