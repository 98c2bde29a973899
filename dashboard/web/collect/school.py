"""A school's students with their ratings, as one form; every button keeps what was typed first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from dashboard.accounts import Action, Person, require, scope
from dashboard.collection.errors import CollectionError
from dashboard.collection.rows import SUBMITTED, SchoolKey
from dashboard.collection.schools import school_view
from dashboard.collection.workflow import reopen, submit
from dashboard.errors import ProgressError
from dashboard.store import Busy, Locked, Stale
from dashboard.web.collect.desk import Desk
from dashboard.web.collect.grid import lost_of, new_row, points_of, rows_of
from dashboard.web.collect.keeping import Kept, keep
from dashboard.web.collect.problems import status_of
from dashboard.web.collect.typed import number, read
from dashboard.web.collect.words import LABELS, WHY_NOT

SAID = {
    "saved": "Saved.",
    "submitted": "Submitted. The students can be changed again only after Reopen.",
    "reopened": "Reopened. The students can be changed.",
    "removed": "Removed. The student is no longer on the roster of this school.",
}


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """A school's screen."""

    desk: Desk

    def show(self, year: int, lea_id: str, school_id: str) -> Response:
        """The students, in a form while they can be changed."""
        person, key = self.at(year, lea_id, school_id)
        return self.shown(person, key)

    def step(self, year: int, lea_id: str, school_id: str) -> AnyResponse:
        """Save, submit, reopen, or go on to the removal of a student."""
        person, key = self.at(year, lea_id, school_id)
        require(person, Action.ENTER, key.place)
        wanted, _, row = request.form.get("do", "").partition("-")
        kept = Kept()
        try:
            if wanted == "reopen":
                self._reopen(person, key)
                return self.back(year, key, "reopened")
            if wanted not in ("save", "submit", "remove"):
                raise BadRequest("This screen has no such step.")
            # Asked before anything is saved: a save of one's own gives the school a new version.
            shown = self._version(person, key) if wanted == "submit" else 0
            kept = keep(self.desk, person, key, read(request.form), now=self.desk.clock())
            if not kept.is_whole:
                return self.shown(person, key, kept=kept)
            if wanted == "submit":
                self._submit(person, key, seen=shown, version=kept.version or shown)
        except (CollectionError, Stale, Locked, Busy) as error:
            return self.shown(person, key, kept=kept, refused=error)
        if wanted == "remove":
            return self._to_removal(year, key, row)
        return self.back(year, key, "submitted" if wanted == "submit" else "saved")

    def at(self, year: int, lea_id: str, school_id: str) -> tuple[Person, SchoolKey]:
        """Who asks, and the school, for who may see it; raises Refused, NotThere."""
        person = self.desk.person()
        with self.desk.store.reading() as session:
            return person, self.desk.school(session, person, year, lea_id, school_id)

    def back(self, year: int, key: SchoolKey, said: str) -> AnyResponse:
        """The way back to the screen, which says what was done."""
        address = url_for(
            "collect.school", year=year, lea_id=key.lea_id, school_id=key.school_id, said=said
        )
        return redirect(address, code=303)

    def _to_removal(self, year: int, key: SchoolKey, row: str) -> AnyResponse:
        if not row.isascii() or not row.isdigit() or len(row) > 9:
            raise BadRequest("This form names no student.")
        address = url_for(
            "collect.removal", year=year, lea_id=key.lea_id, school_id=key.school_id, row_id=row
        )
        return redirect(address, code=303)

    def _version(self, person: Person, key: SchoolKey) -> int:
        now, rules = self.desk.clock(), self.desk.rules
        with self.desk.store.reading() as session:
            return school_view(session, person, key, now=now, rules=rules).line.version

    def _submit(self, person: Person, key: SchoolKey, *, seen: int, version: int) -> None:
        """Submit the school; seen: its version when the form came, version: after its saves."""
        now, rules = self.desk.clock(), self.desk.rules
        if seen != number(request.form, "school.version"):
            raise Stale("This school")
        with self.desk.store.writing() as session:
            submit(session, person, key, version=version, now=now, rules=rules)

    def _reopen(self, person: Person, key: SchoolKey) -> None:
        version = number(request.form, "school.version")
        now, rules = self.desk.clock(), self.desk.rules
        with self.desk.store.writing() as session:
            reopen(session, person, key, version=version, now=now, rules=rules)

    def shown(
        self,
        person: Person,
        key: SchoolKey,
        *,
        kept: Kept | None = None,
        refused: ProgressError | None = None,
    ) -> Response:
        """The screen, with what was typed and is not kept, and why."""
        kept = kept or Kept()
        with self.desk.store.reading() as session:
            view = school_view(session, person, key, now=self.desk.clock(), rules=self.desk.rules)
        may_enter = scope(person, Action.ENTER).allows(key.place)
        editable = view.may_change and may_enter
        problem = refused or kept.worst
        return self.desk.page(
            "school.html",
            title=view.line.name,
            status=200 if problem is None else status_of(problem),
            view=view,
            editable=editable,
            may_reopen=may_enter and view.why_not == SUBMITTED,
            why_not=WHY_NOT.get(view.why_not, "You can see this school, but not change it."),
            labels=LABELS,
            rows=rows_of(view, kept),
            new=new_row(kept),
            kept=kept,
            refused=refused or kept.stopped,
            lost=lost_of(view, kept, editable=editable),
            errors=points_of(view.students, errors=True),
            warnings=points_of(view.students, errors=False),
            said=SAID.get(request.args.get("said", "")) if problem is None else None,
        )
