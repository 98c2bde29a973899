"""What the collection refuses, by name; each text says what stands in the way, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.errors import ProgressError

MOST_NAMED = 10
"""So many schools or students are named in a sentence; the rest are counted."""


class CollectionError(ProgressError):
    """Something the collection refuses."""


class NotThere(CollectionError):
    """There is no such collection, district, school, student or certificate."""


class NotTyped(CollectionError):
    """What was sent for a field cannot be kept: not text, too long, or none of its codes."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field


class WindowClosed(CollectionError):
    """The collection is not open on this day for this district; the text says from when to when."""

    def __init__(self, *, opens: date, last_day: date, today: date) -> None:
        if today < opens:
            text = f"The collection opens on {opens.isoformat()}, and closes after {last_day}."
        else:
            text = (
                f"The collection was open from {opens.isoformat()} to {last_day.isoformat()}. "
                "Ask the state for an extension if you still have to change something."
            )
        super().__init__(text)
        self.opens, self.last_day, self.today = opens, last_day, today


class DistrictCertified(CollectionError):
    """The district is certified, and nothing in it changes until the state decertifies it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is certified and cannot be changed. Ask the state to decertify it first."
        )


class NotCertified(CollectionError):
    """The district is not certified, so there is nothing to take back."""


class SchoolSubmitted(CollectionError):
    """The school has submitted; it is reopened before its students are changed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has submitted. Reopen it before you change its students.")


class NotSubmitted(CollectionError):
    """The school has not submitted, so there is nothing to reopen."""


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What stands in the way: a school, or a student of it; and why."""

    school_id: str
    name: str
    why: str
    row_id: int | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.why})"


class NotReady(CollectionError):
    """Submit or certify is refused; `in_the_way` names the schools or students."""

    def __init__(self, start: str, in_the_way: Sequence[InTheWay]) -> None:
        named = ", ".join(map(str, in_the_way[:MOST_NAMED]))
        more = len(in_the_way) - MOST_NAMED
        rest = f", and {more} more" if more > 0 else ""
        super().__init__(f"{start}: {named}{rest}.")
        self.in_the_way = tuple(in_the_way)


class ReasonMissing(CollectionError):
    """A certificate is taken back only with a reason."""


class WrongDays(CollectionError):
    """The days of a collection or an extension do not follow each other; `field` is which one."""

    def __init__(self, text: str, *, field: str) -> None:
        super().__init__(text)
        self.field = field


class AlreadyOpen(CollectionError):
    """There is a collection of this school year already."""


class WrongList(CollectionError):
    """The list of schools cannot be used."""


class RosterRefused(CollectionError):
    """A roster cannot be read, or was planned on what has changed since."""
