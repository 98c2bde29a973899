"""Every step asks who may do it there, before it reads or changes anything (S1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from dashboard.accounts import Person, Refused
from dashboard.collection import errors
from dashboard.collection.certificate import certificate, certificates_of
from dashboard.collection.overview import collections, my_districts, progress
from dashboard.collection.schools import district_view, school_view
from dashboard.collection.window_changes import window_changes
from dashboard.collection.workflow import (
    add_student,
    certify,
    certify_no_data,
    decertify,
    extend,
    open_collection,
    remove_student,
    reopen,
    save_student,
    set_window,
    submit,
)
from dashboard.store import Stale
from tests.support import collecting as c
from tests.support.collecting import (
    CERTIFIER,
    DISTRICT,
    EVERYBODY,
    SCHOOL,
    STATE,
    VIEWER,
    Desk,
    X,
    Y,
)

Step = Callable[[Desk, Person | None], Any]
V1: dict[str, Any] = {"version": 1}
ENTERS = (SCHOOL, DISTRICT, CERTIFIER)
SEES = (*ENTERS, VIEWER, STATE)


def changes(desk: Desk, who: Person | None) -> Any:
    with desk.store.reading() as session:
        return window_changes(session, who, desk.collection)


STEPS: dict[str, tuple[Step, tuple[Person, ...]]] = {
    "see school": (lambda d, p: d.do(school_view, p, d.school()), SEES),
    "see other school": (lambda d, p: d.do(school_view, p, d.school(Y)), SEES[1:]),
    "see district": (lambda d, p: d.do(district_view, p, d.district()), SEES),
    "add": (lambda d, p: d.do(add_student, p, d.school(), {"student_id": "0009"}), ENTERS),
    "add elsewhere": (
        lambda d, p: d.do(add_student, p, d.school(Y), {"student_id": "0009"}), ENTERS[1:],
    ),
    "save": (lambda d, p: d.do(save_student, p, d.school(), 1, {"entry_a": "1"}, **V1), ENTERS),
    "remove": (lambda d, p: d.do(remove_student, p, d.school(), 1, **V1), ENTERS),
    "submit": (lambda d, p: d.do(submit, p, d.school(), **V1), ENTERS),
    "reopen": (lambda d, p: d.do(reopen, p, d.school(), **V1), ENTERS),
    "certify": (lambda d, p: d.do(certify, p, d.district()), (CERTIFIER,)),
    "certify no data": (lambda d, p: d.do(certify_no_data, p, d.district()), (CERTIFIER,)),
    "decertify": (lambda d, p: d.do(decertify, p, d.district(), reason="so"), (STATE,)),
    "certificate": (lambda d, p: d.do(certificate, p, 1), (STATE, VIEWER)),
    "certificates": (
        lambda d, p: d.do(certificates_of, p, d.district()), (DISTRICT, CERTIFIER, STATE, VIEWER),
    ),
    "progress": (lambda d, p: d.do(progress, p, d.collection), (VIEWER, STATE)),
    "extend": (lambda d, p: d.do(extend, p, d.district(), until=date(2026, 7, 9)), (STATE,)),
    "window": (
        lambda d, p: d.do(set_window, p, d.collection, opens=c.OPENS, closes=c.CLOSES), (STATE,),
    ),
    "window changes": (lambda d, p: changes(d, p), (STATE,)),
    "open": (
        lambda d, p: d.do(
            open_collection, p, school_year=2027, opens=c.OPENS, closes=c.CLOSES, schools=c.SCHOOLS
        ),
        (STATE,),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_S1_who_may_do_what_where(desk: Desk, name: str) -> None:
    step, allowed = STEPS[name]
    desk.do(add_student, DISTRICT, desk.school(), {"student_id": "0001"})
    before = len(desk.trail())
    for who in EVERYBODY:
        if who not in allowed:
            with pytest.raises(Refused):
                step(desk, who)
    assert len(desk.trail()) == before
    for who in allowed:
        with suppress(errors.CollectionError, Stale):  # refused for another reason than scope
            step(desk, who)


def test_S1_a_school_sees_only_its_own_line_and_no_others_name(desk: Desk) -> None:
    for school_id in (X, Y):
        desk.do(add_student, DISTRICT, desk.school(school_id), {"student_id": "0001"})
    view = desk.see(SCHOOL)
    assert [line.school_id for line in view.schools] == [X]
    assert not view.all_schools
    told = repr(desk.see_school(X, SCHOOL)) + repr(view)
    assert "E02" in told
    assert "Yale" not in told
    assert "Ash Yale" in repr(desk.see_school(X, DISTRICT))


def test_S1_a_student_of_another_school_is_not_there(desk: Desk) -> None:
    desk.do(add_student, DISTRICT, desk.school(Y), {"student_id": "0001"})
    foreign = desk.see_school(Y).students[0]
    for step, args in ((save_student, ({"entry_a": "1"},)), (remove_student, ())):
        with pytest.raises(errors.NotThere):
            desk.do(step, SCHOOL, desk.school(X), foreign.id, *args, version=foreign.version)


@pytest.mark.parametrize("wrong", ["\0", "\ud800", "9" * 5000])
def test_S2_what_no_place_is_called_is_not_there(desk: Desk, wrong: str) -> None:
    """Neither database is asked for what it answers with an error."""
    with pytest.raises(errors.NotThere):
        desk.do(add_student, DISTRICT, desk.school(wrong), {"student_id": "0001"})
    with pytest.raises((errors.NotThere, Refused)):
        desk.do(certify, CERTIFIER, desk.district(wrong))


@pytest.mark.parametrize("wrong", [0, -1, 2**31, 2**63, 10**40])
def test_S2_a_number_that_no_row_has_is_not_there(desk: Desk, wrong: int) -> None:
    options = {"version": 1}
    for call in (
        (save_student, SCHOOL, desk.school(), wrong, {"entry_a": "1"}),
        (remove_student, SCHOOL, desk.school(), wrong),
    ):
        with pytest.raises(errors.NotThere):
            desk.do(*call, **options)
    for call in ((certificate, STATE, wrong), (progress, STATE, wrong)):
        with pytest.raises(errors.NotThere):
            desk.do(*call)
    with pytest.raises(errors.NotThere):
        desk.do(set_window, STATE, wrong, opens=c.OPENS, closes=c.CLOSES)
    desk.collection = wrong
    with pytest.raises(errors.NotThere):
        desk.school()


def test_choices_are_those_of_the_person(desk: Desk) -> None:
    def names(who: Person) -> list[str]:
        return [one.name for one in desk.do(my_districts, who, desk.collection)]

    assert names(SCHOOL) == ["Ash"]
    assert names(c.STRANGER) == ["Birch"]
    assert names(VIEWER) == ["Ash", "Birch"]
    assert [one.school_year for one in desk.do(collections, SCHOOL)] == [2026]
    for who in (None, c.ADMIN):
        with pytest.raises(Refused):
            desk.do(my_districts, who, desk.collection)
        with pytest.raises(Refused):
            desk.do(collections, who)
