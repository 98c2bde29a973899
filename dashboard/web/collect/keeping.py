"""Keeping what was typed: each student in a transaction of its own, and what could not be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.accounts import Person
from dashboard.collection.errors import (
    DistrictCertified,
    NotTyped,
    SchoolSubmitted,
    WindowClosed,
)
from dashboard.collection.rows import SchoolKey
from dashboard.collection.workflow import Change, change_student, put_student
from dashboard.errors import ProgressError
from dashboard.store import Busy, Locked, Stale
from dashboard.web.collect.desk import Desk
from dashboard.web.collect.typed import Typed, TypedRow

_FOR_ALL = (DistrictCertified, SchoolSubmitted, WindowClosed, Locked, Busy)


@dataclass(slots=True)
class Kept:
    """What became of a form.

    saved: students changed or added. version: of the school after the last of them. problems: by
    row (None: the student to be added) why it was not saved. stopped: why nothing more was.
    unsaved, new: what was typed and is not kept.
    """

    saved: int = 0
    version: int | None = None
    problems: dict[int | None, ProgressError] = field(default_factory=dict)
    stopped: ProgressError | None = None
    unsaved: dict[int, TypedRow] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether all was kept."""
        return not self.problems and self.stopped is None

    @property
    def worst(self) -> ProgressError | None:
        """The problem that gives the answer its status."""
        if self.stopped:
            return self.stopped
        stale = [one for one in self.problems.values() if isinstance(one, Stale)]
        return next(iter([*stale, *self.problems.values()]), None)

    def note(self, done: Change) -> None:
        """Count a change; saving what stood there already is none."""
        self.saved += bool(done.changed)
        self.version = done.version

    def refuse(self, row_id: int | None, error: ProgressError) -> None:
        """Note why a row was not saved; some reasons are the same for all that follow."""
        if isinstance(error, _FOR_ALL):
            self.stopped = error
        else:
            self.problems[row_id] = error


def keep(desk: Desk, person: Person, key: SchoolKey, typed: Typed, *, now: datetime) -> Kept:
    """Save every student in whose row something was typed, and add the new one.

    One that cannot be saved hinders no other. Raises Refused, NotThere.
    """
    kept = Kept()
    for row_id, row in typed.rows.items():
        if not row.changed:
            continue

        def save(session: Session, row_id: int = row_id, row: TypedRow = row) -> Change:
            return change_student(
                session, person, key, row_id, row.changed, version=row.version, now=now,
                rules=desk.rules,
            )  # fmt: skip

        if not _kept(desk, kept, row_id, save):
            kept.unsaved[row_id] = row

    def add(session: Session) -> Change:
        return put_student(session, person, key, typed.new, now=now, rules=desk.rules)

    if typed.new and not _kept(desk, kept, None, add):
        kept.new = dict(typed.new)
    return kept


def _kept(desk: Desk, kept: Kept, row_id: int | None, change: Callable[[Session], Change]) -> bool:
    """Whether a change was made; why not is noted."""
    if kept.stopped is not None:
        return False
    try:
        with desk.store.writing() as session:
            done = change(session)
    except (*_FOR_ALL, Stale, NotTyped) as error:
        if isinstance(error, Stale) and error.theirs and error.theirs == error.mine:
            return True  # it stands there already, as after a button pressed twice
        kept.refuse(row_id, error)
        return False
    kept.note(done)
    return True
