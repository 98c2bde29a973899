"""S1: what a role may do where, as a table; and that nothing is allowed that no role covers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.accounts import Action, Person, Place, Refused, Role, require, scope
from dashboard.accounts.roles import OF_A_SCHOOL, OF_THE_STATE, GrantError, check_place, needed
from dashboard.accounts.scope import ALLOWS, GRANTED_BY_DISTRICTS

STATE, ASH, BIRCH = Place(), Place("001001"), Place("002002")
PRIMARY, NORTH, ABROAD = Place("001001", "1010"), Place("001001", "1020"), Place("002002", "1010")
PLACES = (STATE, ASH, PRIMARY, NORTH, BIRCH, ABROAD)
HOME = {
    Role.SCHOOL_ENTRY: PRIMARY,
    Role.DISTRICT_ENTRY: ASH,
    Role.DISTRICT_CERTIFIER: ASH,
    Role.DISTRICT_ADMIN: ASH,
    Role.STATE_VIEWER: STATE,
    Role.STATE_ADMIN: STATE,
}
WITHIN = {
    PRIMARY: {PRIMARY},
    ASH: {ASH, PRIMARY, NORTH},
    STATE: {*PLACES},
}

# Which actions each role has; a mark means at its own place and all within, elsewhere never.
MATRIX = """
                    see enter certify decertify grant exact progress window appoint
school_entry        x   x     .       .         .     .     .        .      .
district_entry      x   x     .       .         .     x     .        .      .
district_certifier  x   x     x       .         .     x     .        .      .
district_admin      .   .     .       .         x     .     .        .      .
state_viewer        x   .     .       .         .     .     x        .      .
state_admin         x   .     .       x         x     x     x        x      x
"""
_ACTIONS, *_ROWS = [line.split() for line in MATRIX.strip().splitlines()]
CELLS = [
    (Role(row[0]), Action(action), mark == "x")
    for row in _ROWS
    for action, mark in zip(_ACTIONS, row[1:], strict=True)
]


def person(*grants: tuple[Role, Place]) -> Person:
    return Person(account_id=1, login="ada@ash.example", name="Ada Ash", grants=grants)


def test_the_table_has_every_role_and_action() -> None:
    assert {cell[0] for cell in CELLS} == set(Role) == set(ALLOWS)
    assert {cell[1] for cell in CELLS} == set(Action)


@pytest.mark.parametrize(("role", "action", "marked"), CELLS)
def test_s1_the_matrix(role: Role, action: Action, marked: bool) -> None:
    someone = person((role, HOME[role]))
    for place in PLACES:
        allowed = marked and place in WITHIN[HOME[role]]
        assert scope(someone, action).allows(place) is allowed
        if allowed:
            assert require(someone, action, place) is someone
        else:
            with pytest.raises(Refused):
                require(someone, action, place)


@pytest.mark.parametrize("action", Action)
def test_who_is_not_signed_in_may_nothing(action: Action) -> None:
    assert not scope(None, action)
    for place in PLACES:
        with pytest.raises(Refused):
            require(None, action, place)


roles, actions, places = st.sampled_from(Role), st.sampled_from(Action), st.sampled_from(PLACES)


@given(st.lists(st.tuples(roles, places), max_size=5), actions, places)
def test_s1_require_never_allows_what_no_grant_covers(
    grants: list[tuple[Role, Place]], action: Action, place: Place
) -> None:
    def covers(grant: tuple[Role, Place]) -> bool:
        role, home = grant
        state = home.lea_id is None
        district = home.lea_id == place.lea_id and home.school_id is None
        school = home == place
        return action in ALLOWS[role] and (state or district or school)

    someone = person(*grants)
    if any(map(covers, grants)):
        assert require(someone, action, place) is someone
    else:
        with pytest.raises(Refused):
            require(someone, action, place)


@given(st.lists(st.tuples(roles, places), max_size=5), actions, places)
def test_s1_what_is_allowed_of_a_district_is_allowed_of_its_schools(
    grants: list[tuple[Role, Place]], action: Action, place: Place
) -> None:
    mine = scope(person(*grants), action)
    for other in PLACES:
        if mine.allows(place) and place.holds(other):
            assert mine.allows(other)


@pytest.mark.parametrize("role", Role)
def test_a_role_has_its_kind_of_place(role: Role) -> None:
    right = {role: [HOME[role]] for role in Role}[role]
    if role not in OF_THE_STATE | OF_A_SCHOOL:
        right = [ASH, BIRCH]
    if role in OF_A_SCHOOL:
        right = [PRIMARY, NORTH, ABROAD]
    for place in PLACES:
        if place in right:
            check_place(role, place)
        else:
            with pytest.raises(GrantError):
                check_place(role, place)


def test_what_districts_give_and_what_the_state_gives() -> None:
    assert {role for role in Role if needed(role) == Action.GRANT} == GRANTED_BY_DISTRICTS
    assert needed(Role.DISTRICT_ADMIN) == needed(Role.STATE_ADMIN) == Action.APPOINT
