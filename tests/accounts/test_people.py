"""Who may give and take which roles; the trail of it; the last state administrator stays."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts import Person, Place, Refused, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.directory import (
    Contacts,
    administrators,
    contacts,
    everybody,
    people_of,
    people_of_the_state,
)
from dashboard.accounts.invitations import VALID, accept, invite, invited
from dashboard.accounts.passwords import PasswordError
from dashboard.accounts.people import (
    PeopleError,
    activate,
    create_account,
    deactivate,
    forget_second_factor,
    grant,
    login_of,
    revoke,
    set_password,
)
from dashboard.accounts.roles import GrantError
from dashboard.store import Store
from dashboard.store.models import Account, AuditEntry, Grant
from tests.accounts.test_passwords import door
from tests.support import small_collection
from tests.support.signing import PASSWORD, SECRET, START

ASH, BIRCH = Place("001001"), Place("002002")
PRIMARY = Place("001001", "1010")
DIRECTOR = Person(
    account_id=77,
    login="dora@ash.example",
    name="Dora",
    grants=((Role.DISTRICT_ADMIN, ASH),),
)
CERTIFIER = Person(
    account_id=78, login="carl@ash.example", name="Carl", grants=((Role.DISTRICT_CERTIFIER, ASH),)
)


def add(
    store: Store,
    login: str,
    *grants: tuple[Role, Place],
    by: Person = OPERATOR,
    password: str | None = None,
) -> int:
    with store.writing() as session:
        return create_account(
            session, by, login=login, name=login, grants=grants, password=password, now=START
        ).id


def trail(store: Store) -> list[tuple[str, str, str | None]]:
    with store.reading() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(row.action, row.login, row.lea_id) for row in rows]


def grants_of(store: Store, one: int) -> set[tuple[str, str | None, str | None]]:
    with store.reading() as session:
        rows = session.scalars(select(Grant).where(Grant.account_id == one))
        return {(row.role, row.lea_id, row.school_id) for row in rows}


def do(store: Store, change: Callable[[Session], None]) -> None:
    with store.writing() as session:
        change(session)


def test_a_director_adds_a_person_of_the_own_district(store: Store) -> None:
    one = add(store, "Eve@Ash.Example", (Role.DISTRICT_ENTRY, ASH), by=DIRECTOR)
    assert grants_of(store, one) == {("district_entry", "001001", None)}
    assert trail(store) == [
        ("account.create", "dora@ash.example", None),
        ("role.grant", "dora@ash.example", "001001"),
    ]
    with store.reading() as session:
        assert [listed.login for listed in people_of(session, DIRECTOR, "001001")] == [
            "eve@ash.example"
        ]


@pytest.mark.parametrize(
    ("by", "role", "place"),
    [
        (DIRECTOR, Role.DISTRICT_ENTRY, BIRCH),
        (DIRECTOR, Role.SCHOOL_ENTRY, Place("002002", "1010")),
        (DIRECTOR, Role.DISTRICT_ADMIN, ASH),
        (DIRECTOR, Role.STATE_VIEWER, Place()),
        (DIRECTOR, Role.STATE_ADMIN, Place()),
        (CERTIFIER, Role.SCHOOL_ENTRY, PRIMARY),
        (CERTIFIER, Role.DISTRICT_ENTRY, ASH),
    ],
)
def test_s1_what_is_outside_the_scope_is_refused_and_nothing_is_kept(
    store: Store, by: Person, role: Role, place: Place
) -> None:
    known = add(store, "eve@ash.example", (Role.DISTRICT_ENTRY, ASH))
    other = add(store, "bob@birch.example", (role, place))
    before = trail(store)
    with pytest.raises(Refused):
        add(store, "new@ash.example", (role, place), by=by)
    with pytest.raises(Refused):
        do(store, lambda s: grant(s, by, known, role=role, place=place, now=START))
    with pytest.raises(Refused):
        do(store, lambda s: revoke(s, by, other, role=role, place=place, now=START))
    assert trail(store) == before
    assert len(grants_of(store, known)) == len(grants_of(store, other)) == 1


def test_one_role_too_many_and_no_account_is_made(store: Store) -> None:
    with pytest.raises(Refused):
        add(
            store,
            "e@a.example",
            (Role.DISTRICT_ENTRY, ASH),
            (Role.DISTRICT_ENTRY, BIRCH),
            by=DIRECTOR,
        )
    with store.reading() as session:
        assert session.scalars(select(Account)).all() == []


def test_s1_a_director_does_not_reach_who_also_has_a_role_elsewhere(store: Store) -> None:
    """By a new password or link the director would have what they cannot give."""
    two = add(store, "two@ash.example", (Role.DISTRICT_ENTRY, ASH), (Role.DISTRICT_ENTRY, BIRCH))
    state = add(store, "s@state.example", (Role.DISTRICT_ENTRY, ASH), (Role.STATE_ADMIN, Place()))
    peer = add(store, "p@ash.example", (Role.DISTRICT_ADMIN, ASH))
    bare = add(store, "b@ash.example", (Role.DISTRICT_ENTRY, ASH))
    do(store, lambda s: revoke(s, OPERATOR, bare, role=Role.DISTRICT_ENTRY, place=ASH, now=START))
    for one in (two, state, peer, bare, 4711):
        with pytest.raises(Refused):
            do(store, lambda s, one=one: set_password(s, DIRECTOR, one, PASSWORD, now=START))
        with pytest.raises(Refused):
            do(store, lambda s, one=one: deactivate(s, DIRECTOR, one, now=START))
        with pytest.raises(Refused), store.writing() as session:
            invite(session, DIRECTOR, one, secret=SECRET, now=START)
        with pytest.raises(Refused):
            do(store, lambda s, one=one: activate(s, DIRECTOR, one, now=START))
        with pytest.raises(Refused):
            do(store, lambda s, one=one: forget_second_factor(s, DIRECTOR, one, now=START))


def test_a_director_sees_the_own_district_only_and_not_what_roles_are_elsewhere(
    store: Store,
) -> None:
    add(store, "two@ash.example", (Role.DISTRICT_ENTRY, ASH), (Role.DISTRICT_ENTRY, BIRCH))
    add(store, "b@birch.example", (Role.DISTRICT_ENTRY, BIRCH))
    with store.reading() as session:
        (one,) = people_of(session, DIRECTOR, "001001")
        assert one.grants == ((Role.DISTRICT_ENTRY, ASH),)
        assert one.elsewhere
        for ask in (lambda: people_of(session, DIRECTOR, "002002"),):
            with pytest.raises(Refused):
                ask()
        with pytest.raises(Refused):
            people_of_the_state(session, DIRECTOR)
        with pytest.raises(Refused):
            everybody(session, DIRECTOR)
        with pytest.raises(Refused):
            people_of(session, CERTIFIER, "001001")


def test_a_role_is_given_once(store: Store) -> None:
    one = add(store, "eve@ash.example", (Role.DISTRICT_ENTRY, ASH))
    for _ in range(2):
        do(
            store,
            lambda s: grant(s, DIRECTOR, one, role=Role.SCHOOL_ENTRY, place=PRIMARY, now=START),
        )
    assert len(grants_of(store, one)) == 2
    for _ in range(2):
        do(
            store,
            lambda s: revoke(s, DIRECTOR, one, role=Role.SCHOOL_ENTRY, place=PRIMARY, now=START),
        )
    assert len(grants_of(store, one)) == 1
    assert [action for action, _, _ in trail(store)] == [
        "account.create",
        "role.grant",
        "role.grant",
        "role.revoke",
    ]


def test_a_login_is_one_account(store: Store) -> None:
    add(store, "eve@ash.example", (Role.DISTRICT_ENTRY, ASH))
    with pytest.raises(PeopleError, match="already"):
        add(store, " EVE@ash.example", (Role.DISTRICT_ENTRY, ASH))


@pytest.mark.parametrize(
    "text", ["", "eve", "eve@ash", "@ash.example", "e ve@ash.example", "a@b@c.d", "<e@a.b>"]
)
def test_what_is_no_login(text: str) -> None:
    with pytest.raises(PeopleError, match="e-mail address"):
        login_of(text)


def test_a_place_of_the_newest_collection_where_there_is_one(store: Store) -> None:
    small_collection.fill(store)
    add(store, "eve@ash.example", (Role.SCHOOL_ENTRY, PRIMARY))
    for place, said in (
        (Place("009009", "1010"), "no district"),
        (Place("001001", "9"), "no school"),
    ):
        with pytest.raises(GrantError, match=said):
            add(store, "bad@ash.example", (Role.SCHOOL_ENTRY, place))


def test_a_weak_password_and_no_account_is_made(store: Store) -> None:
    with pytest.raises(PasswordError):
        add(store, "eve@ash.example", (Role.DISTRICT_ENTRY, ASH), password="short")
    assert trail(store) == []


def test_no_password_stands_in_the_trail(store: Store) -> None:
    one = add(store, "eve@ash.example", (Role.DISTRICT_ENTRY, ASH), password=PASSWORD)
    do(store, lambda s: set_password(s, OPERATOR, one, "another long sentence", now=START))
    with store.reading() as session:
        rows = session.scalars(select(AuditEntry)).all()
        stored = session.get_one(Account, one).password_hash
    told = " ".join(f"{row.old} {row.new} {row.reason} {row.subject}" for row in rows)
    assert PASSWORD not in told
    assert "another long sentence" not in told
    assert stored is not None
    assert stored not in told


@pytest.mark.parametrize("how", ["revoke", "deactivate"])
def test_the_last_state_administrator_stays(store: Store, how: str) -> None:
    def remove(one: int) -> None:
        if how == "revoke":
            do(
                store,
                lambda s: revoke(s, OPERATOR, one, role=Role.STATE_ADMIN, place=Place(), now=START),
            )
        else:
            do(store, lambda s: deactivate(s, OPERATOR, one, now=START))

    first = add(store, "one@state.example", (Role.STATE_ADMIN, Place()))
    with pytest.raises(PeopleError, match="last state administrator"):
        remove(first)
    second = add(store, "two@state.example", (Role.STATE_ADMIN, Place()))
    remove(first)
    with pytest.raises(PeopleError, match="last state administrator"):
        remove(second)


def test_of_two_who_remove_each_other_at_one_moment_one_stays(store: Store) -> None:
    both = [add(store, f"{n}@state.example", (Role.STATE_ADMIN, Place())) for n in range(2)]
    start = Barrier(2)

    def remove(number: int) -> bool:
        start.wait(timeout=30)
        try:
            if number:
                do(store, lambda s: deactivate(s, OPERATOR, both[0], now=START))
            else:
                do(
                    store,
                    lambda s: revoke(
                        s, OPERATOR, both[1], role=Role.STATE_ADMIN, place=Place(), now=START
                    ),
                )
        except PeopleError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(remove, range(2))) == [False, True]


def test_whom_to_ask_by_name_and_only_who_is_active(store: Store) -> None:
    add(store, "z@ash.example", (Role.DISTRICT_ADMIN, ASH))
    add(store, "a@ash.example", (Role.DISTRICT_ADMIN, ASH))
    gone = add(store, "g@birch.example", (Role.DISTRICT_ADMIN, BIRCH))
    do(store, lambda s: deactivate(s, OPERATOR, gone, now=START))
    with store.reading() as session:
        assert administrators(session) == {"001001": ("a@ash.example", "z@ash.example")}


def test_a_link_sets_a_password_once(store: Store) -> None:
    one = add(store, "eve@ash.example", (Role.DISTRICT_ENTRY, ASH), by=DIRECTOR)
    with store.writing() as session:
        link = invite(session, DIRECTOR, one, secret=SECRET, now=START)
    with pytest.raises(PasswordError):
        do(store, lambda s: accept(s, link, "short", secret=SECRET, now=START) and None)
    do(store, lambda s: accept(s, link, PASSWORD, secret=SECRET, now=START) and None)
    assert door(store).by_password("eve@ash.example", PASSWORD, START)
    with pytest.raises(PeopleError, match="was used"):
        do(
            store,
            lambda s: accept(s, link, "yet another sentence", secret=SECRET, now=START) and None,
        )
    assert trail(store)[-2:] == [
        ("password.set", "eve@ash.example", None),
        ("sign_in", "eve@ash.example", None),
    ]


def test_a_link_that_is_old_foreign_or_of_a_closed_account(store: Store) -> None:
    one = add(store, "eve@ash.example", (Role.DISTRICT_ENTRY, ASH))
    with store.writing() as session:
        link = invite(session, DIRECTOR, one, secret=SECRET, now=START)
        invited(session, link, secret=SECRET, now=START + VALID - timedelta(seconds=1))
    for bad, secret, now in (
        (link, SECRET, START + VALID),
        (link, "another secret", START),
        (link[:-1], SECRET, START),
        ("", SECRET, START),
    ):
        with pytest.raises(PeopleError, match="Ask for a new one"), store.writing() as session:
            invited(session, bad, secret=secret, now=now)
    do(store, lambda s: deactivate(s, OPERATOR, one, now=START))
    with pytest.raises(PeopleError), store.writing() as session:
        invited(session, link, secret=SECRET, now=START)


def test_the_state_knows_whom_to_write_to_about_a_district(store: Store) -> None:
    made = (
        ("z@ash.example", Role.DISTRICT_CERTIFIER, ASH),
        ("a@ash.example", Role.DISTRICT_CERTIFIER, ASH),
        ("entry@ash.example", Role.DISTRICT_ENTRY, ASH),
        ("gone@ash.example", Role.DISTRICT_CERTIFIER, ASH),
        ("dora@birch.example", Role.DISTRICT_ADMIN, BIRCH),
    )
    with store.writing() as session:
        for login, role, place in made:
            one = create_account(
                session, OPERATOR, login=login, name=login, grants=[(role, place)], now=START
            )
            if login.startswith("gone"):
                deactivate(session, OPERATOR, one.id, now=START)
    with store.reading() as session:
        found = contacts(session, OPERATOR)
        assert found == {
            "001001": Contacts(certifiers=("a@ash.example", "z@ash.example")),
            "002002": Contacts(administrators=("dora@birch.example",)),
        }
        assert found["002002"].best == ("dora@birch.example",)
        for who in (None, DIRECTOR):
            with pytest.raises(Refused):
                contacts(session, who)
