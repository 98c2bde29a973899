"""The second factor: six digits that change every 30 seconds (RFC 6238)."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
import segno

from dashboard.store.models import Account

_STEP = 30  # seconds
_AROUND = (0, -1, 1)
"""Steps beside the present one whose code is taken too: clocks differ, and typing takes a while."""


def new_secret() -> str:
    """A secret for a new device, in base 32: 160 bits."""
    return pyotp.random_base32()


def address(secret: str, *, login: str, issuer: str) -> str:
    """The otpauth address that an authenticator app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def picture(address: str) -> str:
    """The address as a QR code, an inline SVG in black on white whatever the page's scheme."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=True)


def take(account: Account, secret: str, code: str, now: datetime) -> bool:
    """Whether a code is right now; its time step is then used up, and so are all before it.

    account: read for update by the caller; what was used stands in its `totp_used`.
    """
    step = _step_of(secret, code, now)
    if step is None or (account.totp_used is not None and step <= account.totp_used):
        return False
    account.totp_used = step
    return True


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    digits = "".join(code.split())
    if not (len(digits) == 6 and digits.isascii() and digits.isdigit()):
        return None
    present = int(now.timestamp()) // _STEP
    one = pyotp.TOTP(secret)
    found = None
    for around in _AROUND:
        expected = one.generate_otp(present + around)
        if hmac.compare_digest(expected, digits) and found is None:
            found = present + around
    return found
