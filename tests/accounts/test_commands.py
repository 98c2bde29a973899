"""`accounts` as an operator types it; and that there is no account before (S9)."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from dashboard.accounts import Role
from dashboard.cli import main
from dashboard.store import Store
from dashboard.store.models import Account
from tests.accounts.test_passwords import door
from tests.support.signing import PASSWORD, START

FIRST = ("create", "sam@state.example", "--name", "Sam State", "--role", "state_admin")


def run(url: str, *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(
        main, ("accounts", *arguments), input=typed, env={"DATABASE_URL": url}
    )


def test_s9_there_is_no_default_account_and_no_default_password(
    store: Store, store_url: str
) -> None:
    with store.reading() as session:
        assert session.scalars(select(Account)).all() == []
    assert run(store_url, "list").stdout == ""
    refused = run(store_url, *FIRST, typed="")
    assert refused.exit_code != 0
    assert run(store_url, *FIRST, "--password-stdin", typed="\n").exit_code == 1
    assert run(store_url, "list").stdout == ""


def test_the_first_administrator(store: Store, store_url: str) -> None:
    made = run(store_url, *FIRST, "--password-stdin", typed=f"{PASSWORD}\n")
    assert (made.exit_code, made.stdout) == (0, "sam@state.example\n")
    assert run(store_url, "list").stdout == (
        "sam@state.example\tSam State\tstate_admin\tpassword\n"
    )
    assert door(store).by_password("sam@state.example", PASSWORD, START)


def test_a_password_is_typed_twice_and_not_shown(store: Store, store_url: str) -> None:
    made = run(store_url, *FIRST, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.exit_code == 0
    assert PASSWORD not in made.output
    assert door(store).by_password("sam@state.example", PASSWORD, START)


def test_by_the_portal_only(store: Store, store_url: str) -> None:
    assert run(store_url, *FIRST, "--portal").exit_code == 0
    assert run(store_url, "list").stdout.endswith("\tnot yet\n")
    assert run(store_url, *FIRST, "--portal", "--password-stdin").exit_code == 2


def test_roles_are_given_and_taken(store_url: str) -> None:
    run(store_url, *FIRST, "--portal")
    place = ("--lea", "001001", "--school", "1010")
    given = run(store_url, "grant", "sam@state.example", "--role", "school_entry", *place)
    assert (given.exit_code, given.stdout) == (0, "sam@state.example\n")
    assert "state_admin school_entry:001001:1010" in run(store_url, "list").stdout
    taken = run(store_url, "revoke", "sam@state.example", "--role", "school_entry", *place)
    assert taken.exit_code == 0
    assert "school_entry" not in run(store_url, "list").stdout
    last = run(store_url, "revoke", "sam@state.example", "--role", "state_admin")
    assert (last.exit_code, "last state administrator" in last.stderr) == (1, True)


def test_an_account_is_closed_opened_and_gets_a_new_password(store: Store, store_url: str) -> None:
    run(store_url, *FIRST, "--portal")
    run(store_url, "create", "b@state.example", "--name", "B", "--role", "state_admin", "--portal")
    assert run(store_url, "deactivate", "b@state.example").exit_code == 0
    assert "\tdeactivated\n" in run(store_url, "list").stdout
    assert run(store_url, "activate", "B@state.example").exit_code == 0
    new = run(store_url, "password", "b@state.example", "--password-stdin", typed=PASSWORD)
    assert new.exit_code == 0
    assert door(store).by_password("b@state.example", PASSWORD, START)
    assert run(store_url, "forget-device", "b@state.example").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("create", "sam", "--name", "S", "--role", "state_admin", "--portal"), 1, "e-mail"),
        (("create", "s@a.example", "--name", "S", "--role", "king", "--portal"), 2, "king"),
        (("create", "s@a.example", "--name", "S", "--role", "district_entry"), 1, "at a district"),
        ((*FIRST, "--lea", "001001"), 1, "whole state"),
        ((*FIRST, "--school", "1010"), 2, "--lea"),
        (("deactivate", "nobody@a.example"), 1, "no account"),
    ],
)
def test_what_is_refused(store_url: str, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(store_url, *arguments)
    assert (done.exit_code, said in done.stderr) == (code, True), done.output


def test_the_command_line_knows_every_role() -> None:
    for name in ("create", "grant", "revoke"):
        command = main.commands["accounts"].commands[name]
        option = next(one for one in command.params if one.name == "role")
        assert set(option.type.choices) == {role.value for role in Role}
