"""The second factor: each code once, half a minute before and after its own, and no other."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest

from dashboard.accounts import Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.attempts import MOST, TooMany
from dashboard.accounts.entering import Wrong
from dashboard.accounts.people import forget_second_factor, grant
from dashboard.accounts.sessions import Signed, current_person
from dashboard.accounts.totp import address, new_secret, picture, take
from dashboard.store import Store
from dashboard.store.models import Account
from tests.accounts.test_passwords import account, door
from tests.accounts.test_sessions import begin, seen
from tests.support.signing import START

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""RFC 6238, appendix B: the 20 bytes 12345678901234567890."""

STEP = timedelta(seconds=30)


def code(at: int = 0) -> str:
    return str(pyotp.TOTP(SECRET).at(START + at * STEP))


@pytest.mark.parametrize(
    ("step", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_step_before_and_after(step: int, good: bool) -> None:
    assert take(Account(), SECRET, code(step), START) is good


def test_each_step_once_and_none_before_it() -> None:
    one = Account()
    assert take(one, SECRET, code(), START)
    assert not take(one, SECRET, code(), START)
    assert not take(one, SECRET, code(-1), START)
    assert take(one, SECRET, code(1), START)


@pytest.mark.parametrize("text", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"])
def test_what_is_no_code(text: str) -> None:
    assert not take(Account(), SECRET, text, START)


def test_it_may_be_typed_in_two_parts() -> None:
    assert take(Account(), SECRET, f" {code()[:3]} {code()[3:]}", START)


def test_the_picture_is_of_the_address() -> None:
    uri = address(SECRET, login="sam@state.example", issuer="A State")
    assert uri == (f"otpauth://totp/A%20State:sam%40state.example?secret={SECRET}&issuer=A%20State")
    drawn = picture(uri)
    assert drawn.startswith("<svg")
    assert "xmlns" not in drawn
    assert picture(address(new_secret(), login="s", issuer="A")) != drawn
    assert re.fullmatch("[A-Z2-7]{32}", new_secret())


def administrator(store: Store, *, secret: str | None = SECRET) -> tuple[int, Signed]:
    one = account(store)
    with store.writing() as session:
        grant(session, OPERATOR, one, role=Role.STATE_ADMIN, place=Place(), now=START)
        session.get_one(Account, one).totp_secret = secret
    return one, seen(store, begin(store, one), START)


def test_a_code_is_good_for_one_session_of_two(store: Store) -> None:
    one, first = administrator(store)
    second = seen(store, begin(store, one), START)
    token = door(store).with_code(first, code(), START)
    assert not seen(store, token, START).awaits_code
    with pytest.raises(Wrong):
        door(store).with_code(second, code(), START)
    assert door(store).with_code(second, code(1), START)


def test_s4_codes_are_counted_too_and_a_new_sign_in_does_not_help(store: Store) -> None:
    one, signed = administrator(store)
    wrong = "000000" if code() != "000000" else "000001"
    for _ in range(MOST):
        with pytest.raises(Wrong):
            door(store).with_code(signed, wrong, START)
        signed = seen(store, begin(store, one), START)
    with pytest.raises(TooMany):
        door(store).with_code(signed, code(), START)


def test_a_device_is_set_up_by_its_code_and_other_sessions_end(store: Store) -> None:
    one, signed = administrator(store, secret=None)
    other = begin(store, one)
    with pytest.raises(Wrong):
        door(store).set_up_code(signed, SECRET, "000000" if code() != "000000" else "1", START)
    with store.reading() as session:
        assert session.get_one(Account, one).totp_secret is None
    token = door(store).set_up_code(signed, SECRET, code(), START)
    assert seen(store, token, START).second_factor
    assert current_person(store, other, START) is None
    with store.reading() as session:
        assert session.get_one(Account, one).totp_secret == SECRET


def test_another_device_needs_the_first_ones_code(store: Store) -> None:
    _, signed = administrator(store)
    another = new_secret()
    with pytest.raises(Wrong, match="set up already"):
        door(store).set_up_code(signed, another, pyotp.TOTP(another).at(START), START)
    whole = seen(store, door(store).with_code(signed, code(), START), START)
    assert door(store).set_up_code(whole, another, pyotp.TOTP(another).at(START), START)


def test_a_lost_device_is_forgotten_by_the_state(store: Store) -> None:
    one, signed = administrator(store)
    with store.writing() as session:
        forget_second_factor(session, OPERATOR, one, now=START)
    assert current_person(store, "x", START) is None
    with store.reading() as session:
        account = session.get_one(Account, one)
    assert (account.totp_secret, account.totp_used) == (None, None)
    assert signed.awaits_code
