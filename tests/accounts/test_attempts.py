"""S4: five failures in 15 minutes, by account and by address, counted in the database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dashboard.accounts.attempts import MOST, WITHIN, Keys, TooMany, begin, right
from dashboard.accounts.entering import Wrong
from dashboard.store import Store
from dashboard.store.models import Attempt
from tests.accounts.test_passwords import account, door
from tests.support.signing import LOGIN, PASSWORD, SECRET, START

HERE, THERE = "192.0.2.1", "198.51.100.7"


def keys(login: str = LOGIN, address: str | None = HERE, what: str = "password") -> Keys:
    return Keys.of(what, login, address, secret=SECRET)


def fail(store: Store, mine: Keys, now: datetime) -> tuple[int, ...]:
    with store.writing() as session:
        return begin(session, mine, now)


def test_s4_the_sixth_of_an_account_waits_wherever_it_comes_from(store: Store) -> None:
    for number in range(MOST):
        fail(store, keys(address=f"192.0.2.{number}"), START)
    with pytest.raises(TooMany, match="Wait 15 minutes"):
        fail(store, keys(address=THERE), START)
    fail(store, keys("another@ash.example", THERE), START)


def test_s4_the_sixth_of_an_address_waits_whatever_the_account(store: Store) -> None:
    for number in range(MOST):
        fail(store, keys(f"{number}@ash.example"), START)
    with pytest.raises(TooMany):
        fail(store, keys("another@ash.example"), START)
    fail(store, keys("another@ash.example", THERE), START)


def test_after_15_minutes_it_can_be_tried_again_and_nothing_is_left(store: Store) -> None:
    for _ in range(MOST):
        fail(store, keys(), START)
    with pytest.raises(TooMany):
        fail(store, keys(), START + WITHIN - timedelta(seconds=1))
    fail(store, keys(), START + WITHIN)
    with store.reading() as session:
        assert len(session.scalars(select(Attempt)).all()) == 2


def test_the_right_password_starts_the_account_anew_and_not_the_address(store: Store) -> None:
    for _ in range(MOST - 1):
        fail(store, keys(), START)
    ids = fail(store, keys(), START)
    with store.writing() as session:
        right(session, keys(), ids)
    fail(store, keys(address=THERE), START)
    fail(store, keys("another@ash.example"), START)
    with pytest.raises(TooMany):
        fail(store, keys("another@ash.example"), START)


def test_passwords_and_codes_are_counted_apart(store: Store) -> None:
    for _ in range(MOST):
        fail(store, keys(), START)
    fail(store, keys(what="code"), START)


def test_neither_a_name_nor_an_address_is_kept(store: Store) -> None:
    fail(store, keys(), START)
    with store.reading() as session:
        kept = [row.key for row in session.scalars(select(Attempt))]
    assert len(kept) == 2
    for key in kept:
        assert len(key) == 64
        assert LOGIN not in key
    assert keys() == keys()
    assert Keys.of("password", LOGIN, HERE, secret="another secret") != keys()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        (None, "no address", True),
    ],
)
def test_a_subscriber_of_ipv6_is_one_address(one: str | None, other: str, same: bool) -> None:
    assert (keys(address=one).address == keys(address=other).address) is same


@pytest.fixture
def workers(store_url: str) -> Iterator[list[Store]]:
    """Two workers: each its own store on the same database."""
    with closing(Store(store_url)) as one, closing(Store(store_url)) as other:
        yield [one, other]


def test_s4_workers_count_together_also_at_the_same_moment(workers: list[Store]) -> None:
    def attempt(number: int) -> bool:
        try:
            fail(workers[number % 2], keys(), START)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        allowed = list(threads.map(attempt, range(24)))
    assert allowed.count(True) == MOST


def test_the_door_counts_and_the_right_password_does_not_help_then(store: Store) -> None:
    account(store)
    for _ in range(MOST):
        with pytest.raises(Wrong):
            door(store).by_password(LOGIN, "not the password at all", START)
    with pytest.raises(TooMany):
        door(store).by_password(LOGIN, PASSWORD, START)
    with pytest.raises(TooMany):
        door(store, THERE).by_password(LOGIN, PASSWORD, START)
    assert door(store).by_password(LOGIN, PASSWORD, START + WITHIN)
