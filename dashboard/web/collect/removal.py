"""A student taken off a roster: asked once more, since the ratings go too."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.accounts import Action, require
from dashboard.collection.errors import CollectionError, NotThere
from dashboard.collection.schools import school_view
from dashboard.collection.workflow import remove_student
from dashboard.store import Busy, Locked, Stale
from dashboard.web.collect.desk import Desk
from dashboard.web.collect.school import SchoolPage
from dashboard.web.collect.typed import number
from dashboard.web.collect.words import LABELS


@dataclass(frozen=True, slots=True)
class RemovalPage:
    """The question, and the removal."""

    desk: Desk
    school: SchoolPage

    def ask(self, year: int, lea_id: str, school_id: str, row_id: int) -> Response:
        """The student with all that would go."""
        person, key = self.school.at(year, lea_id, school_id)
        require(person, Action.ENTER, key.place)
        with self.desk.store.reading() as session:
            view = school_view(session, person, key, now=self.desk.clock(), rules=self.desk.rules)
        student = next((line for line in view.students if line.id == row_id), None)
        if student is None:
            raise NotThere("This school has no such student.")
        texts = [(LABELS[name], text) for name, text in student.record.texts().items() if text]
        return self.desk.page(
            "removal.html",
            title=f"Remove a student from {view.line.name}?",
            view=view,
            student=student,
            texts=texts,
        )

    def remove(self, year: int, lea_id: str, school_id: str, row_id: int) -> AnyResponse:
        """Take the student off the roster."""
        person, key = self.school.at(year, lea_id, school_id)
        version = number(request.form, "version")
        now, rules = self.desk.clock(), self.desk.rules
        try:
            with self.desk.store.writing() as session:
                remove_student(session, person, key, row_id, version=version, now=now, rules=rules)
        except (CollectionError, Stale, Locked, Busy) as error:
            return self.school.shown(person, key, refused=error)
        return self.school.back(year, key, "removed")
