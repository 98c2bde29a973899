"""Several people at once: no update is lost (I2), nothing slips past a certificate (I4)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import select, text

from dashboard.store import (
    Actor,
    Locked,
    Stale,
    Store,
    change,
    hold_district,
    hold_school,
    record,
)
from dashboard.store.models import AuditEntry, School, Student
from tests.support import small_collection as small
from tests.support.small_collection import LEA, NOW

ROUNDS = 500
IDS = (1, 2, 3)


@pytest.fixture
def filled(store: Store) -> Store:
    small.fill(store)
    return store


def seen(store: Store, student_id: int) -> Student:
    """A student as a form shows it."""
    with store.reading() as session:
        return session.get_one(Student, student_id)


def save(store: Store, shown: Student, who: Actor, **values: str) -> None:
    with store.writing() as session:
        changed = change(session, Student, shown.id, version=shown.version, values=values)
        subject = f"student {shown.id}"
        record(
            session, who, action="save", at=NOW, subject=subject, old=changed.old, new=changed.new
        )


class User:
    """Adds one to the rating that is shown, 500 times, each time together with another user."""

    def __init__(self, url: str, login: str, start: threading.Barrier) -> None:
        self.url, self.who, self.start = url, Actor(None, login), start
        self.refused: list[tuple[Stale, str, int]] = []

    def work(self) -> None:
        with closing(Store(self.url)) as store:
            for turn in range(ROUNDS):
                shown = seen(store, IDS[turn % len(IDS)])
                self.start.wait(timeout=60)  # both have the same form on their screens
                self._add(store, shown)
                self.start.wait(timeout=60)

    def _add(self, store: Store, shown: Student) -> None:
        mine = str(int(shown.entry_a or 0) + 1)
        try:
            save(store, shown, self.who, entry_a=mine)
        except Stale as stale:
            self.refused.append((stale, mine, shown.version))
            self._add(store, seen(store, shown.id))


def test_I2_two_users_with_500_racing_saves_lose_no_update(filled: Store, store_url: str) -> None:
    start = threading.Barrier(2)
    users = [User(store_url, login, start) for login in ("ada", "bo")]
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(user.work) for user in users]:
            done.result(timeout=300)
    with filled.reading() as session:
        students = session.scalars(select(Student)).all()
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert sum(int(student.entry_a) for student in students) == 2 * ROUNDS
    assert sum(student.version - 1 for student in students) == 2 * ROUNDS
    for student in students:  # each save stood on the one before it
        steps = [e for e in entries if e.subject == f"student {student.id}"]
        assert [(e.old or {})["entry_a"] for e in steps[1:]] == [
            (e.new or {})["entry_a"] for e in steps[:-1]
        ]
    assert len(entries) == 2 * ROUNDS
    assert [entry.login for entry in entries].count("ada") == ROUNDS
    refused = [each for user in users for each in user.refused]
    assert len(refused) == ROUNDS  # in each round one was second, and saw what the other one saved
    for stale, mine, version in refused:
        assert (stale.mine, stale.theirs) == ({"entry_a": mine}, {"entry_a": mine})
        assert stale.version == version + 1


def test_I2_the_loser_sees_both_values_and_keeps_nothing(filled: Store) -> None:
    first, second = seen(filled, 1), seen(filled, 1)
    save(filled, first, small.WHO, entry_a="5", entry_b="4")
    with pytest.raises(Stale, match="changed by somebody else") as refused:
        save(filled, second, small.WHO, entry_a="2", entry_c="1")
    assert refused.value.mine == {"entry_a": "2", "entry_c": "1"}
    assert refused.value.theirs == {"entry_a": "5", "entry_c": ""}
    assert refused.value.version == 2
    with filled.reading() as session:
        assert len(session.scalars(select(AuditEntry)).all()) == 1
    stands = seen(filled, 1)
    assert (stands.entry_a, stands.entry_b, stands.entry_c) == ("5", "4", "")


def test_I2_a_row_that_is_gone(filled: Store) -> None:
    shown = seen(filled, 1)
    with filled.writing() as session:
        session.delete(session.get_one(Student, 1))
    with pytest.raises(Stale) as refused:
        save(filled, shown, small.WHO, entry_a="2")
    assert (refused.value.mine, refused.value.theirs) == ({"entry_a": "2"}, None)


def test_I2_a_number_is_not_given_twice(filled: Store) -> None:
    """Or the form of a removed student would save to the one who was added next."""
    shown = seen(filled, 3)
    with filled.writing() as session:
        session.delete(session.get_one(Student, 3))
    with filled.writing() as session:
        session.add(small.student("1020", "99"))
    with pytest.raises(Stale):
        save(filled, shown, small.WHO, entry_a="2")


def test_I2_without_change_a_stale_row_is_refused_all_the_same(filled: Store) -> None:
    mine = seen(filled, 1)
    save(filled, seen(filled, 1), small.WHO, entry_a="5")
    mine.entry_a = "2"
    with pytest.raises(Stale), filled.writing() as session:
        session.add(mine)
    assert seen(filled, 1).entry_a == "5"


def test_only_what_differs_is_changed_and_told(filled: Store) -> None:
    save(filled, seen(filled, 1), small.WHO, entry_a="5")
    with filled.writing() as session:
        values = {"entry_a": "5", "entry_b": "6"}
        changed = change(session, Student, 1, version=2, values=values)
        assert (changed.old, changed.new) == ({"entry_b": ""}, {"entry_b": "6"})
        assert changed.row.version == 3
        same = change(session, Student, 1, version=3, values=values)
        assert (same.new, same.row.version) == ({}, 3)


def test_a_school_and_a_district_are_changed_by_their_keys(filled: Store) -> None:
    with filled.writing() as session:
        key = (1, LEA, "1010")
        change(session, School, key, version=1, values={"state": "IN_PROGRESS"})
        school = hold_school(session, *key)
        assert school is not None
        assert (school.state, school.version) == ("IN_PROGRESS", 2)
        assert hold_school(session, 1, LEA, "none") is None
        assert hold_district(session, 1, "none") is None


def test_I4_a_certificate_waits_for_a_save_that_has_begun(filled: Store) -> None:
    """Else what is frozen would lack a change that is kept."""

    def frozen() -> str:
        with filled.writing() as session:
            hold_district(session, 1, LEA)
            content = session.get_one(Student, 1).entry_a
            small.certify(session)
            return content

    with ThreadPoolExecutor(1) as other:
        with filled.writing() as session:
            change(session, Student, 1, version=1, values={"entry_a": "5"})
            content = other.submit(frozen)
            until_somebody_waits(filled)
        assert content.result(timeout=60) == "5"


def test_I4_a_save_that_comes_too_late_is_refused(filled: Store) -> None:
    def late() -> None:
        with filled.writing() as session:
            change(session, Student, 1, version=1, values={"entry_a": "5"})

    after(filled, hold_and_certify, late)
    assert seen(filled, 1).entry_a == ""


def test_I4_a_save_into_a_school_that_is_just_submitting_is_refused(filled: Store) -> None:
    def late() -> None:
        with filled.writing() as session:
            session.add(small.student("1010", "99"))

    after(filled, hold_and_submit, late)
    with filled.reading() as session:
        assert len(session.scalars(select(Student)).all()) == 3


def hold_and_certify(store: Store, then: Callable[[], None]) -> None:
    with store.writing() as session:
        hold_district(session, 1, LEA)
        small.certify(session)
        then()


def hold_and_submit(store: Store, then: Callable[[], None]) -> None:
    with store.writing() as session:
        hold_school(session, 1, LEA, "1010")
        small.submit(session, "1010")
        then()


def after(
    store: Store, first: Callable[[Store, Callable[[], None]], None], late: Callable[[], None]
) -> None:
    """Begin `late` while `first` is not over; it is refused as locked."""
    with ThreadPoolExecutor(1) as other:
        begun = []

        def begin() -> None:
            begun.append(other.submit(late))
            until_somebody_waits(store)

        first(store, begin)
        with pytest.raises(Locked):
            begun[0].result(timeout=60)


def test_two_savers_of_a_school_wait_for_each_other_in_one_order(filled: Store) -> None:
    """Both change the same students, in opposite order: held first, the school makes it a queue."""

    def saved(order: tuple[int, ...]) -> None:
        for _ in range(50):
            with filled.writing() as session:
                hold_school(session, 1, LEA, "1010")
                for each in order:
                    shown = session.get_one(Student, each)
                    number = str(int(shown.entry_a or 0) + 1)
                    change(
                        session, Student, each, version=shown.version, values={"entry_a": number}
                    )

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(saved, order) for order in ((1, 2), (2, 1))]:
            done.result(timeout=120)
    assert (seen(filled, 1).entry_a, seen(filled, 2).entry_a) == ("100", "100")


def until_somebody_waits(store: Store) -> None:
    """On PostgreSQL, for a lock that we hold. On SQLite who comes later waits at its start."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(0 if store.is_sqlite else 100_000):
        with store.reading() as session:
            if session.scalar(waiting):
                return
    assert store.is_sqlite, "nobody waited"
