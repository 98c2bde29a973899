"""The screens of district and state: lines, counts, reminders (3.6)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from dashboard.collection.overview import progress
from dashboard.collection.schools import by_status, counted
from dashboard.collection.workflow import (
    add_student,
    certify,
    certify_no_data,
    decertify,
    extend,
    save_student,
    submit,
)
from dashboard.store import Store
from tests.support import collecting as c
from tests.support.collecting import CERTIFIER, DISTRICT, STATE, STRANGER, VIEWER, Desk, X, Y


def test_a_line_counts_sets_errors_and_students(desk: Desk) -> None:
    for number, fields in enumerate(
        (c.GOOD | c.LEFT, c.GOOD, c.GOOD | {"entry_c": ""}, c.GOOD | c.LEFT | {"progress_a": ""})
    ):
        desk.do(add_student, DISTRICT, desk.school(), {"student_id": f"000{number}", **fields})
    line = desk.see().schools[0]
    assert (line.name, line.total) == ("Ash Xavier", 4)
    assert (line.entry_ratings, line.exit_ratings, line.errors) == (3, 1, 2)  # E06, E12
    assert line.updated_at == c.NOW
    assert line.updated_by == DISTRICT.login
    assert line.status_words == "In Progress"


def test_an_untouched_school(desk: Desk) -> None:
    line = desk.see().schools[1]
    assert (line.status_words, line.total, line.updated_at) == ("Not Started", 0, None)


def test_last_updated_is_the_last_change_of_a_row_not_of_the_status(desk: Desk) -> None:
    desk.do(add_student, DISTRICT, desk.school(), {"student_id": "0001", **c.GOOD})
    desk.now = datetime(2026, 6, 2, 9, tzinfo=UTC)
    desk.do(submit, DISTRICT, desk.school(), version=desk.see().schools[0].version)
    assert desk.see().schools[0].updated_at == c.NOW


def test_lines_sort_by_status(desk: Desk) -> None:
    desk.do(add_student, DISTRICT, desk.school(X), {"student_id": "0001", **c.GOOD})
    lines = desk.see().schools
    assert [line.school_id for line in by_status(lines)] == [Y, X]
    assert [line.school_id for line in by_status(lines, descending=True)] == [X, Y]


def test_W09_stands_on_the_district_for_who_sees_all_of_it(store: Store) -> None:
    desk = Desk(store).opened(expected={c.LEA: 2})
    desk.do(add_student, DISTRICT, desk.school(), {"student_id": "0001"})
    assert [finding.code for finding in desk.see().findings] == ["W09"]
    assert desk.see(c.SCHOOL).findings == ()
    desk.do(add_student, DISTRICT, desk.school(Y), {"student_id": "0002"})
    assert desk.see().findings == ()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_districts_students_are_read_with_one_query(desk: Desk) -> None:
    for number in range(5):
        desk.do(add_student, DISTRICT, desk.school(), {"student_id": f"000{number}"})
    asked: list[str] = []
    event.listen(desk.store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with desk.store.reading() as session:
        counted(session, desk.district(), now=desk.now, rules=desk.rules)
    assert sum("FROM student" in sql for sql in asked) == 1
    assert len(asked) <= 5


def test_the_state_sees_all_districts(desk: Desk) -> None:
    desk.do(add_student, DISTRICT, desk.school(X), {"student_id": "0001", **c.GOOD})
    desk.do(extend, STATE, desk.district(), until=date(2026, 7, 10))
    found = desk.do(progress, VIEWER, desk.collection)
    assert found.sentence == "0 of 2 districts certified"
    ash, birch = found.districts
    assert (ash.name, ash.total, ash.schools, ash.submitted) == ("Ash", 1, 1, 0)
    assert (ash.last_day, ash.days_left) == (date(2026, 7, 10), 39)
    assert (birch.last_day, birch.days_left) == (date(2026, 6, 30), 29)
    assert [line.name for line in found.reminders] == ["Birch", "Ash"]
    desk.do(certify_no_data, STRANGER, desk.district(c.OTHER))
    found = desk.do(progress, VIEWER, desk.collection)
    assert found.sentence == "1 of 2 districts certified"
    assert [line.name for line in found.reminders] == ["Ash"]
    assert found.districts[1].certified_by == STRANGER.login


def test_a_certificate_that_was_taken_back_shows(desk: Desk) -> None:
    desk.do(certify_no_data, CERTIFIER, desk.district())
    desk.do(decertify, STATE, desk.district(), reason="Children were forgotten")
    line = desk.do(progress, STATE, desk.collection).districts[0]
    assert (line.certified, line.taken_back, line.certified_at) == (False, True, None)
    desk.do(add_student, DISTRICT, desk.school(), {"student_id": "0001", **c.GOOD})
    desk.do(submit, DISTRICT, desk.school(), version=desk.see().schools[0].version)
    desk.do(certify, CERTIFIER, desk.district())
    line = desk.do(progress, STATE, desk.collection).districts[0]
    assert (line.certified, line.taken_back) == (True, False)


def test_a_school_says_why_nothing_can_be_changed(desk: Desk) -> None:
    desk.do(add_student, DISTRICT, desk.school(), {"student_id": "0001", **c.GOOD})
    assert (desk.see_school().may_change, desk.see_school().why_not) == (True, "")
    desk.do(submit, DISTRICT, desk.school(), version=desk.see().schools[0].version)
    assert desk.see_school().why_not == "SUBMITTED"
    desk.now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert desk.see_school().why_not == "CLOSED"
    desk.now = c.NOW
    desk.do(certify, CERTIFIER, desk.district())
    assert desk.see_school().why_not == "CERTIFIED"


def test_a_saved_student_comes_back_with_its_findings_and_the_line(desk: Desk) -> None:
    added = desk.do(add_student, DISTRICT, desk.school(), {"student_id": "0001", **c.GOOD})
    saved = desk.do(
        save_student, DISTRICT, desk.school(), added.student.id, {"entry_b": ""},
        version=added.student.version,
    )  # fmt: skip
    assert [finding.code for finding in saved.findings] == ["E06"]
    assert (saved.school.entry_ratings, saved.school.errors) == (0, 1)
