"""Who has access to what, to be read: the people of a district, of the state, and all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dashboard.accounts.roles import GrantError
from dashboard.accounts.scope import Action, Person, Place, Role, require
from dashboard.store.models import Account, Collection, District, Grant, School


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An account with the roles that are asked for; `elsewhere` says that it has others too."""

    account_id: int
    login: str
    name: str
    active: bool
    grants: tuple[tuple[Role, Place], ...]
    elsewhere: bool
    portal: bool
    has_password: bool
    has_device: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A district of the newest collection, with its schools as (id, name)."""

    lea_id: str
    name: str
    schools: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Whom to write to about a district: e-mail addresses, in the order of the people's names.

    certifiers: who can certify. administrators: the directory administrators, who can make
    somebody a certifier.
    """

    certifiers: tuple[str, ...] = ()
    administrators: tuple[str, ...] = ()

    @property
    def best(self) -> tuple[str, ...]:
        """The certifiers; the directory administrators where there is no certifier."""
        return self.certifiers or self.administrators


def people_of(session: Session, by: Person, lea_id: str) -> tuple[Listed, ...]:
    """The people of a district and its schools, by name; Refused outside the scope of `by`."""
    require(by, Action.GRANT, Place(lea_id))
    return _listed(session, Grant.lea_id == lea_id)


def people_of_the_state(session: Session, by: Person) -> tuple[Listed, ...]:
    """The people with a role of the whole state, by name."""
    require(by, Action.APPOINT, Place())
    return _listed(session, Grant.lea_id.is_(None))


def everybody(session: Session, by: Person) -> tuple[Listed, ...]:
    """All accounts, by name, also those without any role."""
    require(by, Action.APPOINT, Place())
    return _listed(session, None)


def administrators(session: Session) -> dict[str, tuple[str, ...]]:
    """The names of each district's directory administrators, by its id: whom to ask for access.

    Public, as the guide has it ("whose name is listed here"): names, and no addresses.
    """
    rows = session.execute(
        select(Grant.lea_id, Account.name)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.role == Role.DISTRICT_ADMIN.value, Account.active)
        .order_by(Grant.lea_id, Account.name)
    )
    found: dict[str, tuple[str, ...]] = {}
    for lea_id, name in rows:
        found[str(lea_id)] = (*found.get(str(lea_id), ()), name)
    return found


def contacts(session: Session, by: Person | None) -> Mapping[str, Contacts]:
    """By district whom to write to, of active accounts; Refused for who does not watch the state.

    A district without anybody is left out.
    """
    require(by, Action.PROGRESS, Place())
    roles = {
        Role.DISTRICT_CERTIFIER.value: "certifiers",
        Role.DISTRICT_ADMIN.value: "administrators",
    }
    rows = session.execute(
        select(Grant.lea_id, Grant.role, Account.login)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.role.in_(roles), Account.active)
        .order_by(Account.name, Account.login)
    )
    found: dict[str, Contacts] = defaultdict(Contacts)
    for lea_id, role, login in rows:
        kind, known = roles[role], found[str(lea_id)]
        found[str(lea_id)] = replace(known, **{kind: (*getattr(known, kind), login)})
    return found


def known_districts(session: Session, lea_ids: Iterable[str] | None = None) -> tuple[Known, ...]:
    """The districts of the newest collection, by name, with their schools; empty without one.

    lea_ids: the districts wanted; None for all, then without their schools.
    """
    newest = session.scalars(
        select(Collection.id).order_by(Collection.school_year.desc()).limit(1)
    ).first()
    wanted = select(District).where(District.collection_id == newest).order_by(District.name)
    if lea_ids is None:
        return tuple(Known(lea_id=one.lea_id, name=one.name) for one in session.scalars(wanted))
    chosen = tuple(lea_ids)
    schools = session.scalars(
        select(School)
        .where(School.collection_id == newest, School.lea_id.in_(chosen))
        .order_by(School.name)
    ).all()
    return tuple(
        Known(
            lea_id=one.lea_id,
            name=one.name,
            schools=tuple((s.school_id, s.name) for s in schools if s.lea_id == one.lea_id),
        )
        for one in session.scalars(wanted.where(District.lea_id.in_(chosen)))
    )


def check_known(session: Session, place: Place) -> None:
    """Raise GrantError for a place that the newest collection does not have; without one any goes.

    A typing error would else be a role that silently opens nothing.
    """
    if place.lea_id is None or not session.scalars(select(Collection.id).limit(1)).first():
        return
    found = known_districts(session, [place.lea_id])
    if not found:
        raise GrantError(f"There is no district {place.lea_id} in the newest collection.")
    if place.school_id not in (None, *(school_id for school_id, _ in found[0].schools)):
        raise GrantError(f"There is no school {place.school_id} in district {place.lea_id}.")


def _listed(session: Session, where: ColumnElement[bool] | None) -> tuple[Listed, ...]:
    accounts = select(Account).order_by(Account.name, Account.login)
    if where is not None:
        accounts = accounts.where(Account.id.in_(select(Grant.account_id).where(where)))
    found = session.scalars(accounts).all()
    ids = [one.id for one in found]
    wanted = select(Grant).where(Grant.account_id.in_(ids)).order_by(Grant.id)
    grants = session.scalars(wanted).all()
    asked = {row.id for row in grants}
    if where is not None:
        asked &= set(session.scalars(select(Grant.id).where(where)))
    listed = []
    for account in found:
        own = [row for row in grants if row.account_id == account.id]
        shown = tuple(
            (Role(row.role), Place(row.lea_id, row.school_id)) for row in own if row.id in asked
        )
        listed.append(
            Listed(
                account_id=account.id,
                login=account.login,
                name=account.name,
                active=account.active,
                grants=shown,
                elsewhere=len(own) > len(shown),
                portal=account.subject is not None,
                has_password=account.password_hash is not None,
                has_device=account.totp_secret is not None,
            )
        )
    return tuple(listed)
