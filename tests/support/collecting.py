"""A collection with people at work in it: each call is a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from dashboard.accounts import Person, Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.collection.opening import ListedSchool, open_collection
from dashboard.collection.rows import DistrictKey, SchoolKey
from dashboard.collection.rules import Rules
from dashboard.collection.schools import DistrictView, SchoolView, district_view, school_view
from dashboard.store import Store
from dashboard.store.models import AuditEntry

YEAR = 2026
OPENS, CLOSES = date(2026, 4, 1), date(2026, 6, 30)
NOW = datetime(2026, 6, 1, 12, 30, 15, 123456, tzinfo=UTC)
LEA, OTHER = "001001", "002002"
X, Y, Z = "1010", "1020", "2010"
SCHOOLS = (
    ListedSchool(lea_id=LEA, lea_name="Ash", school_id=X, name="Ash Xavier"),
    ListedSchool(lea_id=LEA, lea_name="Ash", school_id=Y, name="Ash Yale"),
    ListedSchool(lea_id=OTHER, lea_name="Birch", school_id=Z, name="Birch Zeno"),
)
RULES = Rules(student_id="[0-9]{4}", student_id_words="four digits")
GOOD = {
    "birth_date": "2021-02-10",
    "entry_date": "2024-09-03",
    "entry_rating_date": "2024-09-20",
    "entry_a": "3",
    "entry_b": "4",
    "entry_c": "5",
}
LEFT = {
    "exit_date": "2026-05-20",
    "exit_rating_date": "2026-05-18",
    "exit_a": "5",
    "exit_b": "6",
    "exit_c": "5",
    "progress_a": "Y",
    "progress_b": "Y",
    "progress_c": "Y",
    "exit_reason": "KINDERGARTEN",
}


def person(role: Role, *place: str, id: int = 1) -> Person:
    where = "-".join(place) or "state"
    return Person(
        account_id=id,
        login=f"{role}@{where}.example",
        name=f"{role} of {where}",
        grants=((role, Place(*place)),),
    )


SCHOOL = person(Role.SCHOOL_ENTRY, LEA, X)
DISTRICT = person(Role.DISTRICT_ENTRY, LEA)
CERTIFIER = person(Role.DISTRICT_CERTIFIER, LEA)
ADMIN = person(Role.DISTRICT_ADMIN, LEA)
VIEWER = person(Role.STATE_VIEWER)
STATE = person(Role.STATE_ADMIN)
STRANGER = person(Role.DISTRICT_CERTIFIER, OTHER)
EVERYBODY = (None, SCHOOL, DISTRICT, CERTIFIER, ADMIN, VIEWER, STATE, STRANGER)


@dataclass
class Desk:
    """The store with a collection, and the moment it is."""

    store: Store
    now: datetime = NOW
    rules: Rules = RULES
    collection: int = field(default=0)

    def opened(self, *, expected: dict[str, int] | None = None) -> Desk:
        with self.store.writing() as session:
            self.collection = open_collection(
                session, OPERATOR, school_year=YEAR, opens=OPENS, closes=CLOSES, schools=SCHOOLS,
                expected=expected, now=self.now,
            )  # fmt: skip
        return self

    def school(self, school_id: str = X, *, lea_id: str = LEA) -> SchoolKey:
        return SchoolKey(self.collection, lea_id, school_id)

    def district(self, lea_id: str = LEA) -> DistrictKey:
        return DistrictKey(self.collection, lea_id)

    def do(self, step: Callable[..., Any], who: Person | None, *args: Any, **options: Any) -> Any:
        """A step of `workflow` in a transaction of its own."""
        takes = step.__code__.co_varnames[
            : step.__code__.co_argcount + step.__code__.co_kwonlyargcount
        ]
        if "rules" in takes:
            options.setdefault("rules", self.rules)
        with self.store.writing() as session:
            return step(session, who, *args, now=options.pop("now", self.now), **options)

    def see_school(self, school_id: str = X, who: Person | None = DISTRICT) -> SchoolView:
        with self.store.reading() as session:
            key = self.school(school_id, lea_id=OTHER if school_id == Z else LEA)
            return school_view(session, who, key, now=self.now, rules=self.rules)

    def see(self, who: Person | None = DISTRICT, lea_id: str = LEA) -> DistrictView:
        with self.store.reading() as session:
            return district_view(
                session, who, self.district(lea_id), now=self.now, rules=self.rules
            )

    def trail(self) -> list[AuditEntry]:
        with self.store.reading() as session:
            return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
