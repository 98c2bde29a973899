"""Who does something, for the audit trail: a person, or the operator of the server."""

from __future__ import annotations

from dashboard.accounts.scope import Person, Place, Role
from dashboard.store import Actor

OPERATOR = Person(
    account_id=0,
    login="operator",
    name="The operator, at the command line",
    grants=((Role.STATE_ADMIN, Place()),),
)
"""Who types commands on the server, and has the database anyway; no account."""


def actor_of(person: Person) -> Actor:
    """A person as the audit trail names them."""
    return Actor(person.account_id or None, person.login)
