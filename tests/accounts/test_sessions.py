"""S3: sessions are rows; they end at sign-out, when idle, and when the account changes."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dashboard.accounts import Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.people import activate, deactivate, grant, revoke, set_password
from dashboard.accounts.sessions import (
    ABSOLUTE,
    IDLE,
    Signed,
    current_person,
    sign_in,
    sign_out,
    with_second_factor,
)
from dashboard.store import Store
from dashboard.store.models import Account, SignIn
from tests.accounts.test_passwords import account
from tests.support.signing import START

MINUTE = timedelta(minutes=1)
ASH = Place("001001")


def begin(store: Store, one: int, now: datetime = START) -> str:
    with store.writing() as session:
        return sign_in(session, session.get_one(Account, one), now)


def seen(store: Store, token: str, now: datetime) -> Signed:
    found = current_person(store, token, now)
    assert found is not None
    return found


def test_a_session_says_who_and_until_when(store: Store) -> None:
    one = account(store)
    found = seen(store, begin(store, one), START)
    assert (found.person.account_id, found.person.name) == (one, "Ada Ash")
    assert found.person.grants == ((Role.DISTRICT_ENTRY, ASH),)
    assert (found.expires, found.ends) == (START + IDLE, START + ABSOLUTE)
    assert not found.awaits_code
    assert len(found.form_token) > 40


def test_only_the_hash_of_the_token_is_kept_and_each_is_new(store: Store) -> None:
    one = account(store)
    tokens = {begin(store, one) for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) == 43 for token in tokens)
    with store.reading() as session:
        rows = session.scalars(select(SignIn)).all()
    assert {row.token_hash for row in rows} == {
        hashlib.sha256(token.encode()).hexdigest() for token in tokens
    }
    assert len({row.form_token for row in rows}) == 3


def test_the_kept_hash_is_no_token(store: Store) -> None:
    token = begin(store, account(store))
    assert current_person(store, hashlib.sha256(token.encode()).hexdigest(), START) is None


def test_s3_signed_out_is_signed_out_for_every_copy_of_the_cookie(store: Store) -> None:
    one = account(store)
    token, other = begin(store, one), begin(store, one)
    with store.writing() as session:
        sign_out(session, seen(store, token, START).token_hash)
    assert current_person(store, token, START) is None
    assert current_person(store, other, START) is not None


def test_s3_idle_for_30_minutes(store: Store) -> None:
    token = begin(store, account(store))
    assert current_person(store, token, START + IDLE) is None
    assert current_person(store, token, START + IDLE - timedelta(seconds=1)) is not None


def test_s3_twelve_hours_however_busy(store: Store) -> None:
    token = begin(store, account(store))
    now = START
    while now < START + ABSOLUTE - 10 * MINUTE:
        now += 10 * MINUTE
        assert seen(store, token, now).expires <= START + ABSOLUTE
    assert current_person(store, token, START + ABSOLUTE) is None


def test_being_seen_is_written_at_most_once_a_minute(store: Store) -> None:
    token = begin(store, account(store))

    def written() -> datetime:
        with store.reading() as session:
            return session.scalars(select(SignIn.seen_at)).one()

    seen(store, token, START + timedelta(seconds=59))
    assert written() == START
    found = seen(store, token, START + timedelta(seconds=61))
    assert written() == START + timedelta(seconds=61)
    assert found.expires == START + timedelta(seconds=61) + IDLE


@pytest.mark.parametrize("change", ["password", "grant", "revoke", "deactivate"])
def test_s3_every_session_ends_when_the_account_changes(store: Store, change: str) -> None:
    one = account(store)
    tokens = [begin(store, one) for _ in range(2)]
    with store.writing() as session:
        if change == "password":
            set_password(session, OPERATOR, one, "another long sentence", now=START)
        elif change == "grant":
            grant(session, OPERATOR, one, role=Role.DISTRICT_CERTIFIER, place=ASH, now=START)
        elif change == "revoke":
            revoke(session, OPERATOR, one, role=Role.DISTRICT_ENTRY, place=ASH, now=START)
        else:
            deactivate(session, OPERATOR, one, now=START)
    assert [current_person(store, token, START) for token in tokens] == [None, None]
    if change == "deactivate":
        with store.writing() as session:
            activate(session, OPERATOR, one, now=START)
        assert [current_person(store, token, START) for token in tokens] == [None, None]


def test_what_is_over_is_swept_at_the_next_sign_in(store: Store) -> None:
    one = account(store)
    begin(store, one)
    begin(store, one, START + IDLE)
    with store.reading() as session:
        assert len(session.scalars(select(SignIn)).all()) == 1


def test_a_state_administrator_is_one_only_after_the_second_factor(store: Store) -> None:
    one = account(store)
    with store.writing() as session:
        grant(session, OPERATOR, one, role=Role.STATE_ADMIN, place=Place(), now=START)
    token = begin(store, one)
    before = seen(store, token, START)
    assert before.awaits_code
    assert before.person.grants == ((Role.DISTRICT_ENTRY, ASH),)
    later = START + 10 * MINUTE
    with store.writing() as session:
        new = with_second_factor(session, before, later)
    assert current_person(store, token, later) is None
    after = seen(store, new, later)
    assert not after.awaits_code
    assert (Role.STATE_ADMIN, Place()) in after.person.grants
    assert after.ends == START + ABSOLUTE
    assert after.form_token != before.form_token
