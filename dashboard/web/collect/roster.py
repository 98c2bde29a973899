"""A roster from a file: looked at first, taken after a yes, of a school or of a whole district."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, make_response, request
from werkzeug.exceptions import BadRequest

from dashboard.accounts import Action, Person, require
from dashboard.collection.errors import CollectionError, RosterRefused
from dashboard.collection.records import Record
from dashboard.collection.roster import MOST_REFUSALS, apply_roster, plan_roster
from dashboard.collection.roster_changes import outlook
from dashboard.collection.roster_rows import REQUIRED
from dashboard.collection.rows import (
    CERTIFIED,
    DistrictKey,
    SchoolKey,
    require_school,
    students_of,
)
from dashboard.collection.schools import district_view, school_view
from dashboard.errors import ProgressError
from dashboard.store import Busy, Locked, Stale
from dashboard.web.collect.desk import Desk
from dashboard.web.collect.problems import status_of
from dashboard.web.collect.roster_file import FORMS, columns
from dashboard.web.collect.waiting import packed, unpacked
from dashboard.web.collect.words import LABELS, OPTIONS, WHY_NOT

SHOWN = 50
"""Changes and refusals that stand on a page; the rest are counted."""

_MOST_READ = 100_000_000

Key = SchoolKey | DistrictKey
_REFUSALS = (CollectionError, Stale, Locked, Busy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose roster it is: the names on the page, and why no file is taken now (or "")."""

    name: str
    district: str
    school_year: int
    why_not: str


@dataclass(frozen=True, slots=True)
class RosterPage:
    """The screen on which a roster's file is given; school_id is None for a district's."""

    desk: Desk

    def show(self, year: int, lea_id: str, school_id: str | None = None) -> Response:
        """The form."""
        person, key = self._at(year, lea_id, school_id)
        return self._shown(person, key)

    def step(self, year: int, lea_id: str, school_id: str | None = None) -> Response:
        """Look at a file, or take what was looked at."""
        person, key = self._at(year, lea_id, school_id)
        wanted = request.form.get("do")
        try:
            if wanted == "look":
                return self._looked(person, key)
            if wanted == "take":
                return self._taken(person, key)
        except _REFUSALS as error:
            return self._shown(person, key, refused=error)
        raise BadRequest("This screen has no such step.")

    def too_large(self) -> Response:
        """The answer to a form beyond what any request may have (S7)."""
        _read_on()
        return self.desk.page(
            "refused.html",
            title="The file is too large",
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            text="A file may have 10 MB. Nothing of it was taken. Keep the roster only, or split "
            "it in two files.",
        )

    def file(self, year: int, lea_id: str, name: str, school_id: str | None = None) -> Response:
        """The template, or the present roster, as CSV or workbook."""
        _, key = self._at(year, lea_id, school_id)
        kind, _, ending = name.partition(".")
        form, per_line = FORMS[ending], school_id is None
        rows = self._rows(key) if kind == "students" else []
        answer = make_response(form.make(columns(per_line=per_line), rows))
        answer.mimetype = form.media.partition(";")[0]
        answer.headers["Content-Type"] = form.media
        whose = "-".join(re.sub(r"[^A-Za-z0-9]", "", part) for part in (lea_id, school_id or ""))
        called = f"{'roster' if kind == 'students' else 'template'}-{year}-{whose.strip('-')}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{called}.{ending}"'
        return answer

    def _at(self, year: int, lea_id: str, school_id: str | None) -> tuple[Person, Key]:
        person = self.desk.person()
        with self.desk.store.reading() as session:
            key: Key
            if school_id is None:
                key = self.desk.district(session, person, year, lea_id)
            else:
                key = self.desk.school(session, person, year, lea_id, school_id)
                require_school(session, key)
        require(person, Action.ENTER, key.place)
        return person, key

    def _rows(self, key: Key) -> list[dict[str, str]]:
        school_id = key.school_id if isinstance(key, SchoolKey) else None
        where = key.district if isinstance(key, SchoolKey) else key
        with self.desk.store.reading() as session:
            students = students_of(session, where, school_id=school_id)
            return [{"school_id": one.school_id, **Record.of(one).texts()} for one in students]

    def _looked(self, person: Person, key: Key) -> Response:
        given = request.files.get("file")
        content = given.read() if given is not None else b""
        if given is None or not given.filename:
            return self._shown(person, key, errors={"file": "Choose a file."})
        now, rules = self.desk.clock(), self.desk.rules
        with self.desk.store.reading() as session:
            plan = plan_roster(session, person, key, content, now=now, rules=rules)
            seen = outlook(session, person, plan, most=SHOWN)
        return self._shown(
            person, key, plan=plan, seen=seen, file=given.filename,
            waiting=packed(plan) if plan.can_be_applied else "",
            refusals=plan.refused[:SHOWN],
            status=HTTPStatus.OK if plan.can_be_applied else HTTPStatus.BAD_REQUEST,
        )  # fmt: skip

    def _taken(self, person: Person, key: Key) -> Response:
        plan, now, rules = (
            unpacked(request.form.get("plan", "")),
            self.desk.clock(),
            self.desk.rules,
        )
        if plan.key != key:
            raise RosterRefused("This plan is of another roster. Choose the file again.")
        with self.desk.store.writing() as session:
            done = apply_roster(session, person, plan, now=now, rules=rules)
        return self._shown(person, key, done=done)

    def _shown(
        self,
        person: Person,
        key: Key,
        *,
        refused: ProgressError | None = None,
        errors: dict[str, str] | None = None,
        status: HTTPStatus = HTTPStatus.OK,
        **values: object,
    ) -> Response:
        whose = self._whose(person, key)
        if refused is not None:
            status = status_of(refused)
        return self.desk.page(
            "roster.html",
            title=f"Upload a roster: {whose.name}",
            status=HTTPStatus.BAD_REQUEST if errors else status,
            key=key,
            whose=whose,
            columns=columns(per_line=isinstance(key, DistrictKey)),
            required=REQUIRED,
            labels=LABELS,
            words=_words,
            most=MOST_REFUSALS,
            refused=refused,
            errors=errors or {},
            **values,
        )

    def _whose(self, person: Person, key: Key) -> Whose:
        now, rules = self.desk.clock(), self.desk.rules
        with self.desk.store.reading() as session:
            if isinstance(key, SchoolKey):
                school = school_view(session, person, key, now=now, rules=rules)
                return Whose(
                    name=school.line.name, district=school.district_name,
                    school_year=school.school_year,
                    why_not=WHY_NOT[school.why_not] if school.why_not else "",
                )  # fmt: skip
            district = district_view(session, person, key, now=now, rules=rules)
        why_not = CERTIFIED if district.certified else "" if district.is_open else "CLOSED"
        return Whose(
            name=district.name, district=district.name, school_year=district.school_year,
            why_not=WHY_NOT[why_not] if why_not else "",
        )  # fmt: skip


def _words(name: str, text: str) -> str:
    return OPTIONS.get(name, {}).get(text, text)


def _read_on() -> None:
    """Take in what a browser still sends: it reads no answer before it is done sending."""
    left = min(request.content_length or 0, _MOST_READ)
    stream = request.environ["wsgi.input"]
    while left > 0 and (part := stream.read(min(left, 2**16))):
        left -= len(part)
