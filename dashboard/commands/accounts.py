"""`accounts`: who may sign in. There is no default account; the first one is made here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dashboard.accounts import Place, Role
from dashboard.commands.store import opened_store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def _at(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which role, and where."""
    roles = click.Choice([one.value for one in Role])
    for option in (
        click.option("--school", help="The school's id, for school_entry."),
        click.option("--lea", help="The district's id, for roles of districts and schools."),
        click.option("--role", type=roles, required=True, help="What they may do."),
    ):
        command = option(command)
    return command


@click.group()
def accounts() -> None:
    """Who may sign in, and what each may touch."""


@accounts.command()
@click.argument("login")
@click.option("--name", required=True, help="The person's name.")
@_at
@click.option("--portal", is_flag=True, help="No password: the person signs in by the portal.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(
    login: str,
    name: str,
    role: str,
    lea: str | None,
    school: str | None,
    portal: bool,
    password_stdin: bool,
) -> None:
    """Make an account for LOGIN, an e-mail address. Asks for a password on the terminal."""
    from dashboard.accounts.acting import OPERATOR
    from dashboard.accounts.people import create_account, login_of
    from dashboard.accounts.roles import check_place

    if portal and password_stdin:
        raise click.UsageError("Give --portal or --password-stdin, not both.")
    # Before the password is asked for.
    login = login_of(login)
    check_place(*_role_at(role, lea, school))
    with opened_store() as store:
        password = None if portal else _password(password_stdin, login=login)
        with store.writing() as session:
            create_account(
                session,
                OPERATOR,
                login=login,
                name=name,
                grants=[_role_at(role, lea, school)],
                password=password,
                now=_now(),
            )
    click.echo(login)


@accounts.command("list")
def list_accounts() -> None:
    """List all accounts: login, name, roles with district and school, how they sign in."""
    from dashboard.accounts.acting import OPERATOR
    from dashboard.accounts.directory import everybody

    with opened_store() as store, store.reading() as session:
        for one in everybody(session, OPERATOR):
            roles = " ".join(_in_words(role, place) for role, place in one.grants) or "no role"
            way = "password" if one.has_password else "portal" if one.portal else "not yet"
            state = way if one.active else "deactivated"
            click.echo(f"{one.login}\t{one.name}\t{roles}\t{state}")


@accounts.command()
@click.argument("login")
@_at
def grant(login: str, role: str, lea: str | None, school: str | None) -> None:
    """Give LOGIN a role. The person is signed out, and has it from the next sign-in."""
    from dashboard.accounts.acting import OPERATOR
    from dashboard.accounts.people import grant as give

    given, place = _role_at(role, lea, school)
    with _account(login) as (session, account_id):
        give(session, OPERATOR, account_id, role=given, place=place, now=_now())


@accounts.command()
@click.argument("login")
@_at
def revoke(login: str, role: str, lea: str | None, school: str | None) -> None:
    """Take a role away from LOGIN, who is signed out at once."""
    from dashboard.accounts.acting import OPERATOR
    from dashboard.accounts.people import revoke as take

    taken, place = _role_at(role, lea, school)
    with _account(login) as (session, account_id):
        take(session, OPERATOR, account_id, role=taken, place=place, now=_now())


@accounts.command()
@click.argument("login")
def deactivate(login: str) -> None:
    """Close the account of LOGIN, who is signed out at once."""
    from dashboard.accounts.acting import OPERATOR
    from dashboard.accounts.people import deactivate as close

    with _account(login) as (session, account_id):
        close(session, OPERATOR, account_id, now=_now())


@accounts.command()
@click.argument("login")
def activate(login: str) -> None:
    """Open the account of LOGIN again, with the roles it had."""
    from dashboard.accounts.acting import OPERATOR
    from dashboard.accounts.people import activate as open_again

    with _account(login) as (session, account_id):
        open_again(session, OPERATOR, account_id, now=_now())


@accounts.command()
@click.argument("login")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def password(login: str, password_stdin: bool) -> None:
    """Give LOGIN a new password. Asks for it on the terminal."""
    from dashboard.accounts.acting import OPERATOR
    from dashboard.accounts.people import set_password

    new = _password(password_stdin, login=login)
    with _account(login) as (session, account_id):
        set_password(session, OPERATOR, account_id, new, now=_now())


@accounts.command("forget-device")
@click.argument("login")
def forget_device(login: str) -> None:
    """Let LOGIN set up another device for the second factor, because the old one is lost."""
    from dashboard.accounts.acting import OPERATOR
    from dashboard.accounts.people import forget_second_factor

    with _account(login) as (session, account_id):
        forget_second_factor(session, OPERATOR, account_id, now=_now())


@contextmanager
def _account(login: str) -> Iterator[tuple[Session, int]]:
    """A transaction, and the account's id in it; the login is printed when all is kept."""
    from sqlalchemy import select

    from dashboard.accounts.people import PeopleError, login_of
    from dashboard.store.models import Account

    name = login_of(login)
    with opened_store() as store:
        with store.writing() as session:
            found = session.scalars(select(Account.id).where(Account.login == name)).first()
            if found is None:
                raise PeopleError(f"There is no account {name}. `accounts list` shows all.")
            yield session, found
        click.echo(name)


def _role_at(role: str, lea: str | None, school: str | None) -> tuple[Role, Place]:
    if school is not None and lea is None:
        raise click.UsageError("A school has a district: give --lea too.")
    return Role(role), Place(lea, school)


def _in_words(role: Role, place: Place) -> str:
    return ":".join(part for part in (role.value, place.lea_id, place.school_id) if part)


def _password(from_stdin: bool, *, login: str) -> str:
    """The password typed twice, or the one line of standard input; checked at once."""
    from dashboard.accounts.passwords import check_password

    if from_stdin:
        text = sys.stdin.readline().rstrip("\r\n")
    else:
        text = str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    check_password(text, login=login)
    return text


def _now() -> datetime:
    return datetime.now(UTC)


COMMANDS: Sequence[click.Command] = (accounts,)
