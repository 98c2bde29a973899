"""What an account may touch: the one function that decides (trust.md S1).

A role gives actions at a place: the whole state, a district, or a school. `scope` collects the
places at which a person may do an action; every route, download and callback asks it, through
`require`, and nothing else decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dashboard.errors import ProgressError


class Refused(ProgressError):
    """This account may not do that there."""


class Role(StrEnum):
    """What a state or a district gives a person."""

    SCHOOL_ENTRY = "school_entry"
    DISTRICT_ENTRY = "district_entry"
    DISTRICT_CERTIFIER = "district_certifier"
    DISTRICT_ADMIN = "district_admin"  # the guide's "district directory administrator"
    STATE_VIEWER = "state_viewer"
    STATE_ADMIN = "state_admin"


class Action(StrEnum):
    """What may be done at a place."""

    SEE = "see"  # the roster, the ratings, the findings and the certificate
    ENTER = "enter"  # ratings, the roster, submit, reopen
    CERTIFY = "certify"  # also that there is no data
    DECERTIFY = "decertify"
    GRANT = "grant"  # give and take away the roles of a district's people
    EXACT = "exact"  # the district's exact values, and the records behind them
    PROGRESS = "progress"  # how far every district is
    WINDOW = "window"  # the collection's days, and a district's extension
    APPOINT = "appoint"  # give and take away state roles and district administrators


_ENTRY = frozenset({Action.SEE, Action.ENTER})
ALLOWS: Mapping[Role, frozenset[Action]] = {
    Role.SCHOOL_ENTRY: _ENTRY,
    Role.DISTRICT_ENTRY: _ENTRY | {Action.EXACT},
    Role.DISTRICT_CERTIFIER: _ENTRY | {Action.CERTIFY, Action.EXACT},
    Role.DISTRICT_ADMIN: frozenset({Action.GRANT}),
    Role.STATE_VIEWER: frozenset({Action.SEE, Action.PROGRESS}),
    Role.STATE_ADMIN: frozenset(
        {
            Action.SEE,
            Action.PROGRESS,
            Action.DECERTIFY,
            Action.WINDOW,
            Action.GRANT,
            Action.APPOINT,
            Action.EXACT,
        }
    ),
}

GRANTED_BY_DISTRICTS = frozenset({Role.SCHOOL_ENTRY, Role.DISTRICT_ENTRY, Role.DISTRICT_CERTIFIER})
"""What a district's administrator may give; the rest is the state's to give."""


@dataclass(frozen=True, slots=True)
class Place:
    """The state (both None), a district, or a school of a district."""

    lea_id: str | None = None
    school_id: str | None = None

    def __post_init__(self) -> None:
        if self.school_id is not None and self.lea_id is None:
            raise ValueError("A school has a district.")

    def holds(self, other: Place) -> bool:
        """Whether the other place is this one or inside it."""
        return self.lea_id in (None, other.lea_id) and self.school_id in (None, other.school_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A signed-in account with its roles, each at its place."""

    account_id: int
    login: str
    name: str
    grants: tuple[tuple[Role, Place], ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The places at which an action is allowed."""

    places: tuple[Place, ...]

    def __bool__(self) -> bool:
        return bool(self.places)

    @property
    def whole_state(self) -> bool:
        """Whether it is allowed everywhere."""
        return Place() in self.places

    @property
    def districts(self) -> frozenset[str]:
        """The districts in which something is allowed, if only in one of their schools."""
        return frozenset(place.lea_id for place in self.places if place.lea_id is not None)

    @property
    def whole_districts(self) -> frozenset[str]:
        """The districts in all of which it is allowed."""
        return frozenset(
            place.lea_id for place in self.places if place.lea_id and place.school_id is None
        )

    @property
    def anywhere_whole(self) -> bool:
        """Whether it is allowed in all of some district, or everywhere."""
        return self.whole_state or bool(self.whole_districts)

    def allows(self, place: Place) -> bool:
        """Whether it is allowed at all of a place."""
        return any(mine.holds(place) for mine in self.places)


def scope(person: Person | None, action: Action) -> Scope:
    """Where a person may do an action; nowhere for who is not signed in."""
    grants = person.grants if person is not None else ()
    return Scope(tuple(place for role, place in grants if action in ALLOWS[role]))


def require(person: Person | None, action: Action, place: Place) -> Person:
    """The person, if they may do the action at all of the place; else `Refused`."""
    if person is None or not scope(person, action).allows(place):
        raise Refused("Your account does not cover this place, or not this step.")
    return person
