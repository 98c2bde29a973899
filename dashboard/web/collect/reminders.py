"""Reminders: which districts have not certified, the days they have left, and whom to write to."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response, make_response
from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, Place, require
from dashboard.accounts.directory import Contacts, contacts
from dashboard.collection.overview import DistrictLine, Progress, progress
from dashboard.views.download import plain_cell
from dashboard.web.collect.desk import Desk
from dashboard.web.collect.roster_file import BOM

_HEADER = (
    "lea_id",
    "district",
    "last_day",
    "days_left",
    "schools_submitted",
    "schools",
    "certifiers",
    "directory_administrators",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A district that has not certified, and whom to write to about it."""

    line: DistrictLine
    contacts: Contacts


def reminders(session: Session, person: Person | None, found: Progress) -> tuple[Reminder, ...]:
    """The districts in the order of `Progress.reminders`; raises Refused."""
    known = contacts(session, person)
    return tuple(
        Reminder(line=line, contacts=known.get(line.key.lea_id, Contacts()))
        for line in found.reminders
    )


def mailto(address: str) -> str:
    """The address as a link: what would begin a second field of the letter is quoted."""
    return f"mailto:{quote(address, safe='@')}"


@dataclass(frozen=True, slots=True)
class RemindersFile:
    """The reminders as CSV, for a mail merge."""

    desk: Desk

    def show(self, year: int) -> Response:
        """The file."""
        person, now = self.desk.person(), self.desk.clock()
        require(person, Action.PROGRESS, Place())
        with self.desk.store.reading() as session:
            collection = self.desk.collection(session, person, year)
            found = progress(session, person, collection.id, now=now, rules=self.desk.rules)
            waiting = reminders(session, person, found)
        answer = make_response(_csv(waiting))
        answer.headers["Content-Type"] = "text/csv; charset=utf-8"
        answer.headers["Content-Disposition"] = f'attachment; filename="reminders-{year}.csv"'
        return answer


def _csv(waiting: tuple[Reminder, ...]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for one in waiting:
        line = one.line
        row = (
            line.key.lea_id, line.name, line.last_day.isoformat(), line.days_left, line.submitted,
            line.schools, "; ".join(one.contacts.certifiers),
            "; ".join(one.contacts.administrators),
        )  # fmt: skip
        writer.writerow([plain_cell(value) for value in row])
    return BOM + out.getvalue().encode()
