"""Who may look, and that every look is in the audit trail before anything is seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from dashboard.accounts import Person, Place, Refused, Role
from dashboard.behind import NothingBehind, look_at_records, look_at_values
from dashboard.store import Store
from dashboard.store.models import AuditEntry
from tests.support.behind_site import Site
from tests.support.small_rows import child
from tests.support.small_state import LEA

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
OTHER = "019148"


def person(*grants: tuple[Role, Place]) -> Person:
    return Person(account_id=7, login="kim@district.example", name="Kim", grants=grants)


CERTIFIER = person((Role.DISTRICT_CERTIFIER, Place(LEA)))
MAY = [
    CERTIFIER,
    person((Role.DISTRICT_ENTRY, Place(LEA))),
    person((Role.STATE_ADMIN, Place())),
]
MAY_NOT = [
    None,
    person(),
    person((Role.DISTRICT_CERTIFIER, Place(OTHER))),
    person((Role.SCHOOL_ENTRY, Place(LEA, "1010"))),
    person((Role.DISTRICT_ENTRY, Place(LEA, "1010"))),
    person((Role.DISTRICT_ADMIN, Place(LEA))),
    person((Role.STATE_VIEWER, Place())),
]


@pytest.fixture
def site(state, built) -> Site:
    state.districts(2009, leas=(LEA, OTHER))
    child(state, 2009, 10, times=3, env_sa="RC80")
    child(state, 2009, 10, times=2, env_sa="RC80", lea_id=OTHER)
    return built(state)


def looks(store: Store, site: Site, who: Person | None, lea: str = LEA):
    """Both looks, to be done one by one."""
    place = {"now": NOW, "release_dir": site.release, "lea_id": lea}
    yield lambda: look_at_values(store, who, **place)
    yield lambda: look_at_records(
        store, who, extracts_dir=site.extracts, indicator="5A", school_year=2009, **place
    )


def trail(store: Store) -> list[AuditEntry]:
    with store.reading() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


@pytest.mark.parametrize("who", MAY)
def test_who_may_look_sees_and_is_written_down(store, site, who):
    values, behind = (look() for look in looks(store, site, who))
    assert {one.indicator for one in values} >= {"5A", "9"}
    assert (behind.num, behind.den, behind.lea_id) == (3, 3, LEA)
    first, second = trail(store)
    assert (first.action, first.at, first.login, first.account_id, first.lea_id) == (
        "look_exact", NOW, "kim@district.example", 7, LEA,
    )  # fmt: skip
    assert (second.action, second.lea_id, second.subject) == ("look_records", LEA, "5A 2009")
    assert second.new == {
        "release": site.release.name, "indicator": "5A", "school_year": 2009, "records": 3,
    }  # fmt: skip


def test_records_that_are_handed_out_as_a_file_are_told_apart(store, site):
    look_at_records(
        store, CERTIFIER, now=NOW, release_dir=site.release, extracts_dir=site.extracts,
        lea_id=LEA, indicator="5A", school_year=2009, as_file=True,
    )  # fmt: skip
    assert trail(store)[0].new["file"] is True


@pytest.mark.parametrize("who", MAY_NOT)
def test_who_may_not_look_sees_nothing(store, site, who):
    for look in looks(store, site, who):
        with pytest.raises(Refused):
            look()
    assert trail(store) == []


def test_a_foreign_district_is_refused_whatever_it_is(store, site):
    for lea in (OTHER, "999999", ""):
        for look in looks(store, site, CERTIFIER, lea):
            with pytest.raises(Refused):
                look()


def test_without_its_entry_in_the_trail_nothing_is_seen(store, site, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("dashboard.behind.look.record", fail)
    for look in looks(store, site, CERTIFIER):
        with pytest.raises(OSError, match="full"):
            look()


def test_a_look_at_which_there_was_nothing_to_see_is_no_look(store, site):
    with pytest.raises(NothingBehind):
        look_at_records(
            store, CERTIFIER, now=NOW, release_dir=site.release, extracts_dir=site.extracts,
            lea_id=LEA, indicator="5A", school_year=2030,
        )  # fmt: skip
    assert trail(store) == []
