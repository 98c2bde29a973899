"""The way from entry to certificate (3.6)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dashboard.accounts import Refused
from dashboard.collection import errors
from dashboard.collection.certificate import certificate
from dashboard.collection.window_changes import window_changes
from dashboard.collection.workflow import (
    add_student,
    certify,
    certify_no_data,
    decertify,
    extend,
    remove_student,
    reopen,
    save_student,
    set_window,
    submit,
)
from dashboard.store import Stale
from tests.support import collecting as c
from tests.support.collecting import CERTIFIER, DISTRICT, LEA, SCHOOL, STATE, Desk, X, Y


def fill(desk: Desk, school_id: str, count: int, *, first: int = 1000, **fields: str) -> None:
    for number in range(first, first + count):
        values = {"student_id": str(number), **c.GOOD, **fields}
        desk.do(add_student, DISTRICT, desk.school(school_id), values)


def submit_school(desk: Desk, school_id: str) -> None:
    version = desk.see_school(school_id).line.version
    desk.do(submit, DISTRICT, desk.school(school_id), version=version)


def state_of(desk: Desk, school_id: str) -> str:
    return desk.see_school(school_id).line.status


@pytest.fixture
def certified(desk: Desk) -> Desk:
    """X with a student, Y with none; certified."""
    fill(desk, X, 1)
    submit_school(desk, X)
    desk.do(certify, CERTIFIER, desk.district())
    return desk


def test_T_WF(desk: Desk) -> None:
    desk.do(add_student, DISTRICT, desk.school(X), {"student_id": "0001"})
    fill(desk, Y, 12)
    submit_school(desk, Y)
    with pytest.raises(errors.NotReady, match="Ash Xavier") as refused:
        desk.do(certify, CERTIFIER, desk.district())
    assert [one.school_id for one in refused.value.in_the_way] == [X]
    student = desk.see_school(X).students[0]
    desk.do(save_student, SCHOOL, desk.school(X), student.id, c.GOOD, version=student.version)
    submit_school(desk, X)
    desk.do(certify, CERTIFIER, desk.district())
    student = desk.see_school(X).students[0]
    for who in (SCHOOL, DISTRICT, CERTIFIER):
        with pytest.raises(errors.DistrictCertified, match="Ash is certified"):
            desk.do(
                save_student, who, desk.school(X), student.id, {"entry_a": "1"},
                version=student.version,
            )  # fmt: skip
        with pytest.raises(Refused):
            desk.do(decertify, who, desk.district(), reason="A rating was wrong")
    assert {line.status for line in desk.see().schools} == {"CERTIFIED"}
    desk.do(decertify, STATE, desk.district(), reason="A rating was wrong")
    assert {line.status for line in desk.see().schools} == {"SUBMITTED"}


def test_a_school_is_in_progress_once_a_rating_is_saved(desk: Desk) -> None:
    desk.do(add_student, SCHOOL, desk.school(), {"student_id": "0001", "entry_date": "9/3/2024"})
    assert state_of(desk, X) == "NOT_STARTED"
    student = desk.see_school().students[0]
    assert student.record.entry_date == "2024-09-03"
    saved = desk.do(
        save_student, SCHOOL, desk.school(), student.id, {"entry_a": "9"}, version=student.version
    )
    assert saved.school.status == "IN_PROGRESS"
    assert saved.student.version == student.version + 1
    assert {"E06", "E07"} <= {finding.code for finding in saved.findings}


def test_a_save_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    fill(desk, X, 1)
    before, student = len(desk.trail()), desk.see_school().students[0]
    desk.now = desk.now.replace(hour=20)
    saved = desk.do(
        save_student, SCHOOL, desk.school(), student.id, {"entry_a": " 3 "}, version=student.version
    )
    assert (saved.changed, saved.student.version) == ((), student.version)
    assert saved.school.updated_at == c.NOW
    assert len(desk.trail()) == before


def test_I2_the_loser_of_a_save_sees_both(desk: Desk) -> None:
    fill(desk, X, 1)
    shown = desk.see_school().students[0]
    desk.do(save_student, SCHOOL, desk.school(), shown.id, {"entry_a": "1"}, version=shown.version)
    with pytest.raises(Stale) as stale:
        desk.do(
            save_student, DISTRICT, desk.school(), shown.id, {"entry_a": "2"}, version=shown.version
        )
    assert (stale.value.mine, stale.value.theirs) == ({"entry_a": "2"}, {"entry_a": "1"})
    assert stale.value.version == shown.version + 1


def test_a_save_that_is_sent_again_is_no_conflict(desk: Desk) -> None:
    """Its answer was lost on the way: the form still has the version from before."""
    fill(desk, X, 1)
    shown = desk.see_school().students[0]
    for _ in range(2):
        saved = desk.do(
            save_student, SCHOOL, desk.school(), shown.id, {"entry_a": "1"}, version=shown.version
        )
        assert saved.student.version == shown.version + 1
    assert [entry.action for entry in desk.trail()].count("save_student") == 1


def test_I2_two_people_save_two_students_of_a_school(desk: Desk) -> None:
    fill(desk, X, 2)
    one, two = desk.see_school().students
    desk.do(save_student, SCHOOL, desk.school(), one.id, {"entry_a": "1"}, version=one.version)
    desk.do(save_student, DISTRICT, desk.school(), two.id, {"entry_a": "2"}, version=two.version)
    assert [row.record.entry_a for row in desk.see_school().students] == ["1", "2"]


def test_a_student_who_was_removed_is_stale(desk: Desk) -> None:
    fill(desk, X, 1)
    shown = desk.see_school().students[0]
    with pytest.raises(Stale):
        desk.do(remove_student, SCHOOL, desk.school(), shown.id, version=shown.version + 1)
    gone = desk.do(remove_student, SCHOOL, desk.school(), shown.id, version=shown.version)
    assert (gone.student, gone.school.total) == (None, 0)
    with pytest.raises(Stale) as stale:
        desk.do(
            save_student, DISTRICT, desk.school(), shown.id, {"entry_a": "2"}, version=shown.version
        )
    assert (stale.value.mine, stale.value.theirs) == ({"entry_a": "2"}, None)
    assert desk.trail()[-1].old is not None
    assert desk.trail()[-1].old["entry_a"] == "3"


def test_submit_names_the_students_in_the_way(desk: Desk) -> None:
    desk.do(add_student, SCHOOL, desk.school(), {**c.GOOD, "student_id": "0001", "entry_a": "9"})
    bare = {name: c.GOOD[name] for name in ("birth_date", "entry_date")}
    desk.do(add_student, SCHOOL, desk.school(), {**bare, "student_id": "0002"})
    exempt = {**bare, "student_id": "0003", "exempt_reason": "PARENT_WITHDREW"}
    desk.do(add_student, SCHOOL, desk.school(), exempt)
    with pytest.raises(errors.NotReady, match=r"0001.*E07.*0002 \(no entry ratings") as refused:
        submit_school(desk, X)
    assert len(refused.value.in_the_way) == 2
    assert state_of(desk, X) == "IN_PROGRESS"


def test_submit_and_reopen_need_the_school_as_it_stands(desk: Desk) -> None:
    fill(desk, X, 1)
    version = desk.see_school().line.version
    student = desk.see_school().students[0]
    desk.do(
        save_student, SCHOOL, desk.school(), student.id, {"entry_a": "1"}, version=student.version
    )
    with pytest.raises(Stale):
        desk.do(submit, SCHOOL, desk.school(), version=version)
    submit_school(desk, X)
    with pytest.raises(Stale):
        desk.do(reopen, SCHOOL, desk.school(), version=version)


def test_a_submitted_school_is_locked_until_it_is_reopened(desk: Desk) -> None:
    fill(desk, X, 1)
    submit_school(desk, X)
    student = desk.see_school().students[0]
    for step, args, options in (
        (save_student, (student.id, {"entry_a": "1"}), {"version": student.version}),
        (remove_student, (student.id,), {"version": student.version}),
        (add_student, ({"student_id": "0009"},), {}),
        (submit, (), {"version": desk.see_school().line.version}),
    ):
        with pytest.raises(errors.SchoolSubmitted, match="Ash Xavier has submitted"):
            desk.do(step, SCHOOL, desk.school(), *args, **options)
    line = desk.do(reopen, SCHOOL, desk.school(), version=desk.see_school().line.version)
    assert line.status == "IN_PROGRESS"
    with pytest.raises(errors.NotSubmitted):
        desk.do(reopen, SCHOOL, desk.school(), version=line.version)


def test_nothing_is_reopened_while_certified(certified: Desk) -> None:
    version = certified.see_school().line.version
    with pytest.raises(errors.DistrictCertified):
        certified.do(reopen, DISTRICT, certified.school(), version=version)
    with pytest.raises(errors.DistrictCertified):
        certified.do(certify, CERTIFIER, certified.district())


def test_certify_is_refused_for_an_error_that_came_after_submitting(desk: Desk) -> None:
    """The same student is put on the roster of another school."""
    fill(desk, X, 1, first=1000)
    submit_school(desk, X)
    fill(desk, Y, 1, first=1000)
    with pytest.raises(errors.NotReady, match=r"Ash Yale cannot submit.*E02"):
        submit_school(desk, Y)
    with pytest.raises(errors.NotReady, match=r"Ash Xavier \(submitted, but has 1 error now.*Yale"):
        desk.do(certify, CERTIFIER, desk.district())


def test_certify_no_data(desk: Desk) -> None:
    with pytest.raises(errors.NotReady, match=r"certify that: Ash Xavier \(no students\)"):
        desk.do(certify, CERTIFIER, desk.district())
    fill(desk, Y, 2)
    with pytest.raises(errors.NotReady, match=r"Ash Yale \(2 students\)"):
        desk.do(certify_no_data, CERTIFIER, desk.district())
    for student in desk.see_school(Y).students:
        desk.do(remove_student, DISTRICT, desk.school(Y), student.id, version=student.version)
    given = desk.do(certify_no_data, CERTIFIER, desk.district())
    assert desk.see().certified
    assert desk.do(certificate, CERTIFIER, given).students == 0


def test_decertify_needs_a_reason_and_a_certificate(certified: Desk) -> None:
    with pytest.raises(errors.ReasonMissing):
        certified.do(decertify, STATE, certified.district(), reason=" \n")
    certified.do(decertify, STATE, certified.district(), reason="A wrong  school")
    assert certified.trail()[-1].reason == "A wrong school"
    with pytest.raises(errors.NotCertified):
        certified.do(decertify, STATE, certified.district(), reason="again")


def test_a_district_is_certified_anew(certified: Desk) -> None:
    first = certified.see().certificate_id
    certified.do(decertify, STATE, certified.district(), reason="A rating was wrong")
    certified.do(reopen, DISTRICT, certified.school(), version=certified.see_school().line.version)
    student = certified.see_school().students[0]
    certified.do(
        save_student, SCHOOL, certified.school(), student.id, {"entry_a": "1"},
        version=student.version,
    )  # fmt: skip
    submit_school(certified, X)
    second = certified.do(certify, CERTIFIER, certified.district())
    old, new = (certified.do(certificate, CERTIFIER, one) for one in (first, second))
    assert (old.holds, new.holds) == (False, True)
    assert old.content_hash != new.content_hash
    assert old.is_intact
    assert new.is_intact


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 3, 31, 23, 59, tzinfo=UTC), "opens on 2026-04-01"),
        (datetime(2026, 7, 1, 0, 0, tzinfo=UTC), "from 2026-04-01 to 2026-06-30"),
    ],
)
def test_outside_the_window_nothing_is_entered_or_certified(
    desk: Desk, now: datetime, words: str
) -> None:
    fill(desk, X, 1)
    student = desk.see_school().students[0]
    version = desk.see_school().line.version
    for step, args, options in (
        (save_student, (student.id, {"entry_a": "1"}), {"version": student.version}),
        (remove_student, (student.id,), {"version": student.version}),
        (add_student, ({"student_id": "0009"},), {}),
        (submit, (), {"version": version}),
        (reopen, (), {"version": version}),
    ):
        with pytest.raises(errors.WindowClosed, match=words):
            desk.do(step, DISTRICT, desk.school(), *args, now=now, **options)
    for step in (certify, certify_no_data):
        with pytest.raises(errors.WindowClosed, match=words):
            desk.do(step, CERTIFIER, desk.district(), now=now)


def test_the_first_and_the_last_day_are_open(desk: Desk) -> None:
    for first, day in ((1000, c.OPENS), (2000, c.CLOSES)):
        desk.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        fill(desk, X, 1, first=first)


def test_the_last_day_is_a_day_of_the_state(desk: Desk) -> None:
    """Seven in the evening of 30 June in Missouri is 1 July in UTC."""
    desk.rules = desk.rules.model_copy(update={"time_zone": "America/Chicago"})
    desk.now = datetime(2026, 7, 1, 4, 59, tzinfo=UTC)
    fill(desk, X, 1)
    desk.now = datetime(2026, 7, 1, 5, 0, tzinfo=UTC)
    with pytest.raises(errors.WindowClosed):
        fill(desk, X, 1)


def test_an_extension_is_one_districts_own(desk: Desk) -> None:
    desk.do(extend, STATE, desk.district(), until=date(2026, 7, 10))
    desk.now = datetime(2026, 7, 10, 12, tzinfo=UTC)
    fill(desk, X, 1)
    other = desk.school(c.Z, lea_id=c.OTHER)
    with pytest.raises(errors.WindowClosed):
        desk.do(add_student, c.STRANGER, other, {"student_id": "0001"})
    with pytest.raises(errors.WrongDays, match="open for all until 2026-06-30"):
        desk.do(extend, STATE, desk.district(), until=date(2026, 6, 30))
    desk.do(extend, STATE, desk.district(), until=None)
    with pytest.raises(errors.WindowClosed):
        fill(desk, X, 1, first=2000)


def test_the_window_can_be_set_anew(desk: Desk) -> None:
    days = {"opens": date(2026, 4, 1), "closes": date(2026, 8, 1)}
    desk.do(set_window, STATE, desk.collection, **days)
    desk.now = datetime(2026, 8, 1, 12, tzinfo=UTC)
    fill(desk, X, 1)
    with pytest.raises(errors.WrongDays, match="before the first"):
        desk.do(set_window, STATE, desk.collection, opens=days["closes"], closes=days["opens"])


def test_a_year_that_was_not_typed_in_full_is_no_day(desk: Desk) -> None:
    for days, field in (
        ({"opens": date(26, 4, 1), "closes": c.CLOSES}, "opens"),
        ({"opens": c.OPENS, "closes": date(2206, 6, 30)}, "closes"),
    ):
        with pytest.raises(errors.WrongDays, match="in full") as refused:
            desk.do(set_window, STATE, desk.collection, **days)
        assert refused.value.field == field
    with pytest.raises(errors.WrongDays, match="in full"):
        desk.do(extend, STATE, desk.district(), until=date(2206, 7, 1))


def test_I2_days_are_not_set_over_others_than_were_shown(desk: Desk) -> None:
    later = {"opens": c.OPENS, "closes": date(2026, 8, 1)}
    shown = c.OPENS, c.CLOSES
    desk.do(set_window, STATE, desk.collection, **later, seen=shown)
    desk.do(set_window, STATE, desk.collection, **later, seen=shown)  # the button pressed twice
    with pytest.raises(Stale):
        desk.do(set_window, STATE, desk.collection, opens=c.OPENS, closes=c.CLOSES, seen=shown)
    version = desk.see().version
    desk.do(extend, STATE, desk.district(), until=date(2026, 8, 9), version=version)
    with pytest.raises(Stale):
        desk.do(extend, STATE, desk.district(), until=None, version=version)
    assert desk.see().window.last_day == date(2026, 8, 9)


def test_the_changes_of_the_days_are_told_the_last_first(desk: Desk) -> None:
    desk.do(set_window, STATE, desk.collection, opens=c.OPENS, closes=date(2026, 7, 1))
    desk.do(extend, STATE, desk.district(), until=date(2026, 7, 9), reason="Flood")
    with desk.store.reading() as session:
        found = window_changes(session, STATE, desk.collection)
    assert [(one.lea_id, one.new, one.reason) for one in found] == [
        (c.LEA, {"extended_to": "2026-07-09"}, "Flood"),
        (None, {"opens": "2026-04-01", "closes": "2026-07-01"}, ""),
        (None, {"opens": "2026-04-01", "closes": "2026-06-30"}, ""),
    ]
    assert found[1].old == {"opens": "2026-04-01", "closes": "2026-06-30"}


def test_each_change_has_one_entry_in_the_trail(desk: Desk) -> None:
    fill(desk, X, 1)
    student = desk.see_school().students[0]
    desk.do(
        save_student, SCHOOL, desk.school(), student.id, {"entry_a": "1", "entry_b": "4"},
        version=student.version,
    )  # fmt: skip
    submit_school(desk, X)
    given = desk.do(certify, CERTIFIER, desk.district())
    desk.do(decertify, STATE, desk.district(), reason="A rating was wrong")
    actions = [entry.action for entry in desk.trail()]
    assert actions == [
        "open_collection", "add_student", "save_student", "submit", "certify", "decertify",
    ]  # fmt: skip
    save, certified = desk.trail()[2], desk.trail()[4]
    assert (save.old, save.new) == ({"entry_a": "3"}, {"entry_a": "1"})
    assert (save.login, save.lea_id, save.school_id) == (SCHOOL.login, LEA, X)
    assert save.at == c.NOW
    assert certified.new is not None
    assert certified.new["hash"] == desk.do(certificate, CERTIFIER, given).content_hash


def test_a_refused_step_leaves_no_trace(desk: Desk) -> None:
    fill(desk, X, 1, entry_a="")
    before = len(desk.trail())
    with pytest.raises(errors.NotReady):
        submit_school(desk, X)
    with pytest.raises(errors.NotReady):
        desk.do(certify, CERTIFIER, desk.district())
    assert len(desk.trail()) == before


def test_what_does_not_fit_a_field_is_refused_by_name(desk: Desk) -> None:
    fill(desk, X, 1)
    student = desk.see_school().students[0]
    for values in (
        {"entry_a": "5\0"}, {"student_id": "\ud800"}, {"entry_a": "1" * 201}, {"entry_a": 5},
        {"lea_id": "002002"}, {"exempt_reason": "BECAUSE"},
    ):  # fmt: skip
        with pytest.raises(errors.NotTyped):
            desk.do(
                save_student, SCHOOL, desk.school(), student.id, values, version=student.version
            )
