"""S4: passwords of 15 characters, no composition rules, argon2id; unknown people cost the same."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from dashboard.accounts import passwords
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.entering import Door, Wrong
from dashboard.accounts.passwords import (
    LEAST,
    MOST,
    PasswordError,
    check_password,
    hash_password,
    is_outdated,
    verify,
)
from dashboard.accounts.people import create_account
from dashboard.accounts.scope import Place, Role
from dashboard.store import Store
from dashboard.store.models import Account
from tests.support.signing import LOGIN, PASSWORD, SECRET, START


def account(store: Store, *, password: str | None = PASSWORD) -> int:
    with store.writing() as session:
        return create_account(
            session,
            OPERATOR,
            login=LOGIN,
            name="Ada Ash",
            grants=[(Role.DISTRICT_ENTRY, Place("001001"))],
            password=password,
            now=START,
        ).id


def door(store: Store, address: str = "192.0.2.1") -> Door:
    return Door(store=store, secret=SECRET, address=address)


def test_argon2id_with_no_less_than_owasp_asks_for() -> None:
    used = extract_parameters(hash_password(PASSWORD))
    assert (used.type, used.memory_cost, used.time_cost, used.parallelism) == (
        Type.ID,
        19_456,
        2,
        1,
    )


def test_what_nobody_has_takes_as_long_to_compare() -> None:
    assert not is_outdated(passwords._NOBODY)
    assert not verify("anything at all", None)


def test_the_right_password_and_no_other() -> None:
    stored = hash_password(PASSWORD)
    assert verify(PASSWORD, stored)
    assert not verify(PASSWORD.upper(), stored)
    assert not verify("", stored)
    assert not verify(PASSWORD, "no hash")


def test_two_ways_to_write_a_letter_are_one() -> None:
    assert verify("cafe\u0301 au lait, s'il vous", hash_password("café au lait, s'il vous"))


def test_every_character_counts() -> None:
    long = "x y" * (MOST // 3)
    assert not verify(long + "!", hash_password(long))


@pytest.mark.parametrize(
    "password", ["all lower case words", "12 34 56 78 90 12 34", "ééééabcdefgh ij k"]
)
def test_no_composition_rules(password: str) -> None:
    check_password(password, login=LOGIN)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("a" * (LEAST - 1), f"has {LEAST - 1} characters"),
        ("x y" * MOST, f"longer than {MOST}"),
        ("passwordpassword", "guess"),
        ("PasswordPassword1", "guess"),
        ("correct horse battery staple", "guess"),
        ("123456789012345", "guess"),
        ("aaaaaaaaaaaaaaaaaa", "guess"),
        ("abcabcabcabcabcabc", "guess"),
        ("!?!?!?!?!?!?!?!?", "guess"),
        (LOGIN, "guess"),
        (f"{LOGIN.upper()}!", "guess"),
        (f"{LOGIN}2026", "guess"),
    ],
)
def test_what_is_no_password(password: str, said: str) -> None:
    with pytest.raises(PasswordError, match=said):
        check_password(password, login=LOGIN)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes with which a password is compared from now on."""
    done: list[str] = []
    real = PasswordHasher.verify

    def verify(self: PasswordHasher, stored: Any, password: Any) -> bool:
        done.append(stored)
        return real(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    return done


@pytest.mark.parametrize("case", ["known", "unknown", "without", "deactivated"])
def test_s4_every_attempt_is_one_verification_and_one_message(
    store: Store, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    if case != "unknown":
        one = account(store, password=None if case == "without" else PASSWORD)
        with store.writing() as session:
            session.get_one(Account, one).active = case != "deactivated"
    password = PASSWORD if case == "deactivated" else "another long sentence"
    done = counted(monkeypatch)
    with pytest.raises(Wrong) as caught:
        door(store).by_password(LOGIN, password, START)
    assert len(done) == 1
    assert (done[0] != passwords._NOBODY) == (case == "known")
    assert str(caught.value) == "The e-mail address or the password is not right."


def test_a_hash_of_older_parameters_is_made_anew(store: Store) -> None:
    one = account(store)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with store.writing() as session:
        session.get_one(Account, one).password_hash = weak
    door(store).by_password(LOGIN, PASSWORD, START)
    with store.reading() as session:
        stored = session.get_one(Account, one).password_hash
    assert stored is not None
    assert not is_outdated(stored)
    assert verify(PASSWORD, stored)


def test_the_login_is_taken_in_any_case(store: Store) -> None:
    account(store)
    assert door(store).by_password(f" {LOGIN.upper()} ", PASSWORD, START)
