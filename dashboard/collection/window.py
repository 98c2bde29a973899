"""When a collection is open, for everybody or for one district."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.collection.errors import WindowClosed
from dashboard.store.models import Collection, District


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days of a district: from `opens` to the last day, both included.

    extended_to: the district's own last day, where the state gave one; it only ever adds days.
    """

    opens: date
    closes: date
    extended_to: date | None = None

    @classmethod
    def of(cls, collection: Collection, district: District | None = None) -> Window:
        """The collection's window, with the district's extension."""
        extended_to = district.extended_to if district else None
        return cls(opens=collection.opens, closes=collection.closes, extended_to=extended_to)

    @property
    def last_day(self) -> date:
        """The last day on which may be entered and certified."""
        return max(self.closes, self.extended_to or self.closes)

    def is_open(self, today: date) -> bool:
        """Whether may be entered and certified on a day."""
        return self.opens <= today <= self.last_day

    def days_left(self, today: date) -> int:
        """Days after today that are still left; negative once it is over."""
        return (self.last_day - today).days

    def require(self, today: date) -> None:
        """Raise WindowClosed, with the days, unless it is open."""
        if not self.is_open(today):
            raise WindowClosed(opens=self.opens, last_day=self.last_day, today=today)
