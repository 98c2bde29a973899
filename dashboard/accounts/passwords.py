"""Passwords, where there is no portal (trust.md S4): argon2id, 15 characters, no composition rules.

A password is taken as its Unicode NFKC form, so that keyboards that write the same letter
differently agree (NIST SP 800-63B-4).
"""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard.errors import ProgressError

LEAST = 15
MOST = 256
"""Characters of a password; more than MOST are refused, never cut."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
"""OWASP's least for argon2id: 19 MiB, two passes, one lane."""

_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$YW4gdW5rbm93biBvbmUhIQ$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""What the password of an account that has none is compared with: it takes as long, and fails."""

_COMMON = frozenset(
    {
        "passwordpassword",
        "password12345678",
        "passwort12345678",
        "123456789012345",
        "1234567890123456",
        "qwertyuiopasdfgh",
        "qwertyuiopasdfghjkl",
        "1qaz2wsx3edc4rfv",
        "abcdefghijklmno",
        "abcdefghijklmnop",
        "correcthorsebatterystaple",
        "letmeinletmeinletmein",
        "welcomewelcome1",
        "iloveyouiloveyou",
        "changemechangeme",
        "administratoradministrator",
        "progressataglance",
        "specialeducation",
        "earlychildhoodoutcomes",
    }
)
_LONGEST_UNIT = 5  # characters of a piece whose repetition makes no password


class PasswordError(ProgressError):
    """This cannot be a password here; the text says why, and what can."""


def check_password(password: str, *, login: str) -> None:
    """Raise PasswordError for a password that is too short, too long, common, or the login."""
    text = _plain(password)
    if len(text) < LEAST:
        raise PasswordError(
            f"The password has {len(text)} characters. Give at least {LEAST}: "
            "a sentence of a few words is easy to remember."
        )
    if len(text) > MOST:
        raise PasswordError(f"The password is longer than {MOST} characters. Give a shorter one.")
    if _is_common(text) or _is_login(text, login):
        raise PasswordError("Others would guess this password early. Give another one.")


def hash_password(password: str) -> str:
    """The hash to keep, with its salt and parameters."""
    return _HASHER.hash(_plain(password))


def verify(password: str, stored: str | None) -> bool:
    """Whether a password is the one kept.

    stored: None for an account that is not there or has no password; a verification is done all
    the same, so that the time tells nothing (S4).
    """
    try:
        matches = _HASHER.verify(stored or _NOBODY, _plain(password[: MOST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _HASHER.check_needs_rehash(stored)


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _is_common(text: str) -> bool:
    letters = "".join(one for one in text.casefold() if one.isalnum())
    if not letters or letters in _COMMON or letters.rstrip("0123456789") in _COMMON:
        return True
    return any(
        (text[:size] * len(text))[: len(text)] == text for size in range(1, _LONGEST_UNIT + 1)
    )


def _is_login(text: str, login: str) -> bool:
    folded = text.casefold().strip(" 0123456789.,;:!?-_")
    name = login.casefold()
    return folded in {name, name.partition("@")[0]} or text.casefold() == name
