"""A plan of a roster as it waits in a form for a person's yes, packed so that it fits there.

What comes back is judged anew (`Plan.is_sound`, `require`): it needs no signature.
"""

from __future__ import annotations

import base64
import binascii
import zlib

from dashboard.collection.errors import RosterRefused
from dashboard.collection.roster import Plan

LARGEST = 4_500_000
"""Characters: what a form may hold (`blueprint.LARGEST_FORM`), less its other fields."""
_MOST_UNPACKED = 64 * 2**20


def packed(plan: Plan) -> str:
    """The plan as text; raises RosterRefused for one that no form could hold."""
    text = base64.b64encode(zlib.compress(plan.to_json().encode())).decode()
    if len(text) > LARGEST:
        raise RosterRefused("The file is too long to be confirmed in one step. Split it in two.")
    return text


def unpacked(text: str) -> Plan:
    """The plan that `packed` wrote; raises RosterRefused for anything else."""
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(base64.b64decode(text, validate=True), _MOST_UNPACKED)
        whole = reader.eof and not reader.unconsumed_tail
        found = content.decode() if whole else ""
    except (binascii.Error, zlib.error, UnicodeError, ValueError):
        found = ""
    return Plan.from_json(found)
