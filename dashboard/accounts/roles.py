"""What a role is called, the place it needs, and who may give it."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.accounts.scope import GRANTED_BY_DISTRICTS, Action, Place, Role
from dashboard.errors import ProgressError

NAMES: Mapping[Role, str] = {
    Role.SCHOOL_ENTRY: "School entry",
    Role.DISTRICT_ENTRY: "District entry",
    Role.DISTRICT_CERTIFIER: "District certifier",
    Role.DISTRICT_ADMIN: "District directory administrator",
    Role.STATE_VIEWER: "State viewer",
    Role.STATE_ADMIN: "State administrator",
}
OF_THE_STATE = frozenset({Role.STATE_VIEWER, Role.STATE_ADMIN})
OF_A_SCHOOL = frozenset({Role.SCHOOL_ENTRY})


class GrantError(ProgressError):
    """A role needs another kind of place; the text says which."""


def check_place(role: Role, place: Place) -> None:
    """Raise GrantError unless the place is of the kind that the role has."""
    if role in OF_THE_STATE:
        if place != Place():
            raise GrantError(f"{NAMES[role]} is a role of the whole state: leave out the district.")
    elif role in OF_A_SCHOOL:
        if not (place.lea_id and place.school_id):
            raise GrantError(f"{NAMES[role]} is a role at a school: give the district and school.")
    elif not place.lea_id or place.school_id is not None:
        raise GrantError(f"{NAMES[role]} is a role at a district: give the district, no school.")


def needed(role: Role) -> Action:
    """What a person must be allowed to do at a place to give or take away a role there."""
    return Action.GRANT if role in GRANTED_BY_DISTRICTS else Action.APPOINT
