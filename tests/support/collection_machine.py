"""The collection beside a simple model of it: random steps must agree (I4).

The model knows of each school whose students are of what kind, and of each kind whether it stands
in the way of a submit. It is written from the table of actions (3.6), not from the code.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from dashboard.accounts import Refused
from dashboard.collection import errors
from dashboard.collection.roster import apply_roster, plan_roster
from dashboard.collection.workflow import (
    add_student,
    certify,
    certify_no_data,
    decertify,
    extend,
    remove_student,
    reopen,
    save_student,
    submit,
)
from dashboard.store import Locked, Stale, Store
from dashboard.store.models import AuditEntry, Certificate, Student
from tests.support import collecting as c
from tests.support.collecting import Desk, X, Y

BARE = {"entry_a": "", "entry_b": "", "entry_c": "", "exempt_reason": ""}
KINDS: dict[str, dict[str, str]] = {
    "bare": BARE,
    "partly": BARE | {"entry_a": "3"},
    "rated": BARE | {"entry_a": "3", "entry_b": "4", "entry_c": "5"},
    "exempt": BARE | {"exempt_reason": "PARENT_WITHDREW"},
}
SCHOOLS = (X, Y)
IDS = ("0001", "0002", "0003", "0004", "0005", "0006")
DAYS = {"before": date(2026, 3, 31), "open": date(2026, 6, 1), "after": date(2026, 7, 5)}
EXTENDED = date(2026, 7, 10)
PEOPLE = {"school": c.SCHOOL, "district": c.DISTRICT, "certifier": c.CERTIFIER, "state": c.STATE}

schools = st.sampled_from(SCHOOLS)
kinds = st.sampled_from(sorted(KINDS))
people = st.sampled_from(("district", "district", "certifier", "school", "state"))
certifiers = st.sampled_from(("certifier", "certifier", "certifier", *sorted(PEOPLE)))
deciders = st.sampled_from(("state", "state", "state", *sorted(PEOPLE)))
picks = st.integers(0, 7)


@dataclass
class Child:
    """A student of the model."""

    row_id: int
    student_id: str
    kind: str
    version: int = 1


@dataclass
class Model:
    """What should be."""

    state: dict[str, str] = field(default_factory=lambda: dict.fromkeys(SCHOOLS, "NOT_STARTED"))
    children: dict[str, list[Child]] = field(default_factory=lambda: {one: [] for one in SCHOOLS})
    certified: bool = False
    valid: list[int] = field(default_factory=list)
    taken_back: list[int] = field(default_factory=list)
    day: str = "open"
    extended: bool = False
    entries: int = 1

    def errors(self, school: str) -> int:
        return sum(
            (child.kind == "partly") + (self.times(child.student_id) > 1)
            for child in self.children[school]
        )

    def times(self, student_id: str) -> int:
        everybody = [one for children in self.children.values() for one in children]
        return sum(child.student_id == student_id for child in everybody)

    def may_submit(self, school: str) -> bool:
        return not self.errors(school) and all(
            child.kind in ("rated", "exempt") for child in self.children[school]
        )

    @property
    def is_open(self) -> bool:
        return self.day == "open" or (self.day == "after" and self.extended)

    def enters(self, who: str, school: str) -> bool:
        return who in ("district", "certifier") or (who == "school" and school == X)

    def refusal(self, who: str, school: str, *, submitted: bool = True) -> type[Exception] | None:
        """Why an entry of a person at a school is refused before anything else is looked at."""
        if not self.enters(who, school):
            return Refused
        return self.closed() or (
            errors.SchoolSubmitted if submitted and self.state[school] == "SUBMITTED" else None
        )

    def closed(self) -> type[Exception] | None:
        if self.certified:
            return errors.DistrictCertified
        return None if self.is_open else errors.WindowClosed


class CollectionMachine(RuleBasedStateMachine):
    """Steps of people in a district of two schools, on a store of its own."""

    open_store: Callable[[], Store]
    sequences = 0
    tally: Counter[tuple[str, str]]  # of steps: the name, and how it was refused or "done"

    def __init__(self) -> None:
        super().__init__()
        type(self).sequences += 1
        self.store = type(self).open_store()
        self.desk = Desk(self.store).opened()
        self.model = Model()

    def teardown(self) -> None:
        self.store.close()

    def tried(self, wanted: type[Exception] | None, *call: Any, **options: Any) -> Any:
        """A step that is refused as it should be (None), or done."""
        name = call[0].__name__
        type(self).tally[name, wanted.__name__ if wanted else "done"] += 1
        if wanted is None:
            return self.desk.do(*call, **options)
        with pytest.raises(wanted):
            self.desk.do(*call, **options)
        return None

    def child(self, school: str, pick: int) -> Child | None:
        children = self.model.children[school]
        return children[pick % len(children)] if children else None

    def line(self, school: str) -> Any:
        view = self.desk.see(c.STATE)
        return next(line for line in view.schools if line.school_id == school)

    def rated(self, school: str, kind: str) -> None:
        if self.model.state[school] == "NOT_STARTED" and kind in ("partly", "rated"):
            self.model.state[school] = "IN_PROGRESS"

    @initialize(first=st.lists(st.tuples(schools, kinds), max_size=4))
    def start(self, first: list[tuple[str, str]]) -> None:
        """Each sequence begins in the open window."""
        for number, (school, kind) in enumerate(first):
            self.add("district", school, IDS[number % len(IDS)], kind)

    @rule(who=people, school=schools, student_id=st.sampled_from(IDS), kind=kinds)
    def add(self, who: str, school: str, student_id: str, kind: str) -> None:
        fields = {name: c.GOOD[name] for name in ("birth_date", "entry_date")}
        values = fields | KINDS[kind] | {"student_id": student_id}
        wanted = self.model.refusal(who, school)
        done = self.tried(wanted, add_student, PEOPLE[who], self.desk.school(school), values)
        if wanted is None:
            self.model.children[school].append(Child(done.student.id, student_id, kind))
            self.rated(school, kind)
            self.model.entries += 1

    @rule(who=people, school=schools, pick=picks, kind=kinds, late=st.booleans())
    def save(self, who: str, school: str, pick: int, kind: str, late: bool) -> None:
        child = self.child(school, pick)
        if child is None:
            return
        wanted = self.model.refusal(who, school) or (Stale if late and kind != child.kind else None)
        version = child.version - late
        key = self.desk.school(school)
        self.tried(
            wanted, save_student, PEOPLE[who], key, child.row_id, KINDS[kind], version=version
        )
        if wanted is None and child.kind != kind:
            child.kind, child.version = kind, child.version + 1
            self.rated(school, kind)
            self.model.entries += 1

    @rule(who=people, school=schools, pick=picks)
    def remove(self, who: str, school: str, pick: int) -> None:
        child = self.child(school, pick)
        if child is None:
            return
        wanted = self.model.refusal(who, school)
        key = self.desk.school(school)
        self.tried(wanted, remove_student, PEOPLE[who], key, child.row_id, version=child.version)
        if wanted is None:
            self.model.children[school].remove(child)
            self.model.entries += 1

    @rule(who=people, school=schools)
    def submit_school(self, who: str, school: str) -> None:
        ready = self.model.may_submit(school)
        wanted = self.model.refusal(who, school) or (None if ready else errors.NotReady)
        version = self.line(school).version
        self.tried(wanted, submit, PEOPLE[who], self.desk.school(school), version=version)
        if wanted is None:
            self.model.state[school] = "SUBMITTED"
            self.model.entries += 1

    @rule(school=schools, kind=st.sampled_from(("rated", "exempt")))
    def finish_school(self, school: str, kind: str) -> None:
        """What a diligent school does, so that sequences come to certificates."""
        if self.model.refusal("district", school):
            return
        for place in range(len(self.model.children[school])):
            self.save("district", school, place, kind, False)
        if self.model.may_submit(school):
            self.submit_school("district", school)

    @rule(who=people, school=schools)
    def reopen_school(self, who: str, school: str) -> None:
        submitted = self.model.state[school] == "SUBMITTED"
        wanted = self.model.refusal(who, school, submitted=False)
        wanted = wanted or (None if submitted else errors.NotSubmitted)
        version = self.line(school).version
        self.tried(wanted, reopen, PEOPLE[who], self.desk.school(school), version=version)
        if wanted is None:
            self.model.state[school] = "IN_PROGRESS"
            self.model.entries += 1

    @rule()
    def finish_district(self) -> None:
        """The same for both schools, up to the certificate."""
        if self.model.closed():
            return
        for school in SCHOOLS:
            for child in reversed(self.model.children[school]):
                if self.model.state[school] == "SUBMITTED":
                    break
                if self.model.times(child.student_id) > 1:
                    self.remove("district", school, self.model.children[school].index(child))
            self.finish_school(school, "rated")
        self.certify_district("certifier", not any(self.model.children.values()))

    @rule(who=certifiers, no_data=st.booleans())
    def certify_district(self, who: str, no_data: bool) -> None:
        model = self.model
        filled = [school for school in SCHOOLS if model.children[school]]
        ready = all(
            model.state[school] == "SUBMITTED" and not model.errors(school) for school in filled
        )
        fits = not filled if no_data else bool(filled) and ready
        refused = model.closed() or (None if fits else errors.NotReady)
        wanted = refused if who == "certifier" else Refused
        step = certify_no_data if no_data else certify
        given = self.tried(wanted, step, PEOPLE[who], self.desk.district())
        if wanted is None:
            model.certified = True
            model.valid.append(given)
            model.entries += 1
            self.certificate_is_what_stands(given)

    def certificate_is_what_stands(self, given: int) -> None:
        with self.store.reading() as session:
            frozen = session.get_one(Certificate, given)
            rows = json.loads(frozen.content)
        wanted = sorted(
            (school, child.student_id, KINDS[child.kind]["entry_a"])
            for school, children in self.model.children.items()
            for child in children
        )
        found = [(row["school_id"], row["student_id"], row["entry_a"]) for row in rows]
        assert found == wanted
        assert frozen.students == len(wanted)

    @rule(who=deciders, reason=st.sampled_from(("A rating was wrong", "Again", " ")))
    def decertify_district(self, who: str, reason: str) -> None:
        model = self.model
        wanted: type[Exception] | None = Refused
        if who == "state":
            certified = None if model.certified else errors.NotCertified
            wanted = certified if reason.strip() else errors.ReasonMissing
        self.tried(wanted, decertify, PEOPLE[who], self.desk.district(), reason=reason)
        if wanted is None:
            model.certified = False
            model.taken_back.append(model.valid.pop())
            model.entries += 1

    @rule(day=st.sampled_from(("open", "open", "open", *DAYS)))
    def another_day(self, day: str) -> None:
        self.model.day = day
        self.desk.now = datetime.combine(DAYS[day], datetime.min.time(), UTC).replace(hour=12)

    @rule(who=deciders, until=st.sampled_from((None, EXTENDED)))
    def extend_district(self, who: str, until: date | None) -> None:
        wanted = None if who == "state" else Refused
        self.tried(wanted, extend, PEOPLE[who], self.desk.district(), until=until)
        if wanted is None and self.model.extended != (until is not None):
            self.model.extended = until is not None
            self.model.entries += 1

    @rule(school=schools, ids=st.sets(st.sampled_from(IDS), min_size=1))
    def upload(self, school: str, ids: set[str]) -> None:
        """A roster of entry dates, which leaves ratings as they are."""
        model, key = self.model, self.desk.school(school)
        lines = [f"{one},{c.GOOD['birth_date']},{c.GOOD['entry_date']}" for one in sorted(ids)]
        content = "\n".join(["student_id,birth_date,entry_date", *lines]).encode()
        wanted = model.closed()
        plan = self.tried(wanted, plan_roster, c.DISTRICT, key, content)
        if wanted is not None:
            return
        mine = [child.student_id for child in model.children[school]]
        others = [
            child.student_id
            for other in SCHOOLS
            for child in model.children[other]
            if other != school
        ]
        assert plan.can_be_applied is not any(one in others or mine.count(one) > 1 for one in ids)
        new = ids - set(mine)
        submitted = model.state[school] == "SUBMITTED"
        refused: type[Exception] | None = None
        if not plan.can_be_applied:
            refused = errors.RosterRefused
        elif new and submitted:
            refused = errors.SchoolSubmitted
        self.tried(refused, apply_roster, c.DISTRICT, plan)
        if refused is None and new:
            for row in self.desk.see_school(school).students[-len(new) :]:
                child = Child(row.id, row.record.student_id, "bare")
                model.children[school].append(child)
            model.entries += len(new) + 1

    @rule(school=schools, pick=picks)
    def write_past_the_rules(self, school: str, pick: int) -> None:
        """What is locked, the database itself refuses, whoever writes."""
        child = self.child(school, pick)
        locked = self.model.certified or self.model.state[school] == "SUBMITTED"
        if child is None or not locked:
            return
        type(self).tally["write_past_the_rules", "Locked"] += 1
        with pytest.raises(Locked), self.store.writing() as session:
            session.get_one(Student, child.row_id).entry_a = "7"
        sql = text("DELETE FROM student WHERE id = :id")
        with pytest.raises(IntegrityError), self.store.engine.begin() as connection:
            connection.execute(sql, {"id": child.row_id})

    @invariant()
    def the_lines_agree(self) -> None:
        view = self.desk.see(c.STATE)
        assert view.certified is self.model.certified
        assert view.certificate_id == (self.model.valid[0] if self.model.certified else None)
        for line in view.schools:
            children = self.model.children[line.school_id]
            state = self.model.state[line.school_id]
            assert line.status == ("CERTIFIED" if self.model.certified else state)
            assert line.state_of_school == state
            assert line.total == len(children)
            assert line.entry_ratings == sum(child.kind == "rated" for child in children)
            assert line.errors == self.model.errors(line.school_id)

    @invariant()
    def the_students_agree(self) -> None:
        with self.store.reading() as session:
            rows = session.scalars(select(Student)).all()
            found = {(row.school_id, row.id, row.student_id, row.version) for row in rows}
            typed = {row.id: {name: getattr(row, name) for name in BARE} for row in rows}
        children = [
            (school, child) for school, mine in self.model.children.items() for child in mine
        ]
        assert found == {
            (school, child.row_id, child.student_id, child.version) for school, child in children
        }
        assert typed == {child.row_id: KINDS[child.kind] for _, child in children}

    @invariant()
    def every_change_and_nothing_else_is_in_the_trail(self) -> None:
        with self.store.reading() as session:
            assert session.scalar(select(func.count(AuditEntry.id))) == self.model.entries

    @invariant()
    def certificates_agree(self) -> None:
        with self.store.reading() as session:
            rows = session.execute(select(Certificate.id, Certificate.reason)).all()
        assert {id for id, reason in rows if reason is None} == set(self.model.valid)
        assert {id for id, reason in rows if reason is not None} == set(self.model.taken_back)


def machine(open_store: Callable[[], Store]) -> type[CollectionMachine]:
    """A machine each of whose sequences has a store of its own."""
    return type(
        "Machine",
        (CollectionMachine,),
        {"open_store": staticmethod(open_store), "tally": Counter()},
    )
