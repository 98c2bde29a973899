"""Opening a collection, and its days (3.6).

Commands do it as `accounts.acting.OPERATOR`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, Place, require
from dashboard.accounts.acting import actor_of
from dashboard.collection.errors import AlreadyOpen, NotThere, WrongDays, WrongList
from dashboard.collection.records import sentence
from dashboard.collection.rows import DistrictKey, collection_row, held_district
from dashboard.store import Stale, record
from dashboard.store.models import Collection, District, School

YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSchool:
    """A school that takes part, and its district."""

    lea_id: str
    lea_name: str
    school_id: str
    name: str


def open_collection(
    session: Session,
    person: Person | None,
    *,
    school_year: int,
    opens: date,
    closes: date,
    schools: Sequence[ListedSchool],
    expected: Mapping[str, int] | None = None,
    now: datetime,
) -> int:
    """Open the collection of a school year for the districts and schools listed; its id.

    opens, closes: the first and the last day. expected: by lea_id the children of 3 to 5 in the
    child count (W09). Raises Refused, AlreadyOpen, WrongDays, WrongList.
    """
    asked = require(person, Action.WINDOW, Place())
    if school_year not in YEARS:
        raise WrongDays(
            f"{school_year} is no school year. Give the year in which it ends.",
            field="school_year",
        )
    _require_in_order(opens, closes)
    names = _checked(schools, expected or {})
    if session.scalar(select(Collection.id).where(Collection.school_year == school_year)):
        raise AlreadyOpen(f"There is a collection of {school_year} already.")
    collection = Collection(school_year=school_year, opens=opens, closes=closes)
    session.add(collection)
    session.flush()
    session.add_all(
        District(
            collection_id=collection.id,
            lea_id=lea_id,
            name=name,
            expected=(expected or {}).get(lea_id),
        )
        for lea_id, name in names.items()
    )
    session.flush()
    session.add_all(
        School(
            collection_id=collection.id, lea_id=one.lea_id, school_id=one.school_id, name=one.name
        )
        for one in schools
    )
    days = {"opens": opens.isoformat(), "closes": closes.isoformat()}
    counts = {"districts": len(names), "schools": len(schools)}
    record(
        session, actor_of(asked), action="open_collection", at=now,
        subject=f"collection {school_year}", new=days | counts,
    )  # fmt: skip
    session.flush()
    return collection.id


def set_window(
    session: Session,
    person: Person | None,
    collection_id: int,
    *,
    opens: date,
    closes: date,
    now: datetime,
    seen: tuple[date, date] | None = None,
) -> None:
    """Give a collection other days.

    seen: the first and the last day as they were shown to who changes them, None for who was shown
    nothing. Raises Refused, NotThere, WrongDays; Stale when they are others by now.
    """
    asked = require(person, Action.WINDOW, Place())
    _require_in_order(opens, closes)
    collection = collection_row(session, collection_id)
    session.refresh(collection, with_for_update=True)
    old = {"opens": collection.opens.isoformat(), "closes": collection.closes.isoformat()}
    new = {"opens": opens.isoformat(), "closes": closes.isoformat()}
    if old == new:
        return
    if seen not in (None, (collection.opens, collection.closes)):
        raise Stale("The window of this collection", mine=new, theirs=old)
    collection.opens, collection.closes = opens, closes
    record(
        session, actor_of(asked), action="set_window", at=now,
        subject=f"collection {collection.school_year}", old=old, new=new,
    )  # fmt: skip
    session.flush()


def extend(
    session: Session,
    person: Person | None,
    key: DistrictKey,
    *,
    until: date | None,
    now: datetime,
    reason: str = "",
    version: int | None = None,
) -> None:
    """Give a district a last day of its own, or take it back (None).

    version: of the district as it was shown, None for who was shown nothing. Raises Refused,
    NotThere; WrongDays for a day that is not later than that of all; Stale when somebody else
    changed the district meanwhile.
    """
    asked = require(person, Action.WINDOW, key.place)
    collection, district = held_district(session, key)
    if until is not None and until <= collection.closes:
        raise WrongDays(
            f"{until} is no extension: the collection is open for all until {collection.closes}.",
            field="until",
        )
    if until is not None:
        _require_our_time(until, field="until")
    if until == district.extended_to:
        return
    if version not in (None, district.version):
        raise Stale(district.name, version=district.version)
    old, district.extended_to = district.extended_to, until
    session.flush()
    record(
        session, actor_of(asked), action="extend", at=now, lea_id=key.lea_id,
        subject=f"collection {collection.school_year}",
        old={"extended_to": old.isoformat() if old else None},
        new={"extended_to": until.isoformat() if until else None},
        reason=sentence(reason) or None,
    )  # fmt: skip
    session.flush()


def collection_of(session: Session, school_year: int) -> Collection:
    """The collection of a school year; raises NotThere."""
    wanted = select(Collection).where(Collection.school_year == school_year)
    found = session.scalars(wanted).first()
    if found is None:
        raise NotThere(f"There is no collection of {school_year}. Open one first.")
    return collection_row(session, found.id)


def _require_in_order(opens: date, closes: date) -> None:
    _require_our_time(opens, field="opens")
    _require_our_time(closes, field="closes")
    if closes < opens:
        raise WrongDays(f"The last day, {closes}, is before the first, {opens}.", field="closes")


def _require_our_time(day: date, *, field: str) -> None:
    """A year of which a digit was not typed makes a date all the same: 0206-06-30."""
    if day.year not in YEARS:
        raise WrongDays(f"{day} is in the year {day.year}. Give the year in full.", field=field)


def _checked(schools: Sequence[ListedSchool], expected: Mapping[str, int]) -> dict[str, str]:
    """The names of the districts, by lea_id, in the order of the list."""
    if not schools:
        raise WrongList("The list has no school.")
    for one in schools:
        texts = (one.lea_id, one.lea_name, one.school_id, one.name)
        if not all(text and text.strip() == text and text.isprintable() for text in texts):
            raise WrongList(
                f"School {one.school_id!r} of district {one.lea_id!r}: each needs the id and the "
                "name of its district and its own, without blanks around them."
            )
    for (lea_id, school_id), times in Counter((s.lea_id, s.school_id) for s in schools).items():
        if times > 1:
            raise WrongList(f"School {school_id} of district {lea_id} stands {times} times.")
    names: dict[str, str] = {}
    for one in schools:
        if names.setdefault(one.lea_id, one.lea_name) != one.lea_name:
            raise WrongList(
                f"District {one.lea_id} has two names: {names[one.lea_id]} and {one.lea_name}."
            )
    for lea_id, count in expected.items():
        if lea_id in names and count < 0:
            raise WrongList(f"The expected count of district {lea_id} is negative.")
    return names
