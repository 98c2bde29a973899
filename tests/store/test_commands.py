"""The commands of the store, as an operator types them."""

from __future__ import annotations

from contextlib import closing

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from dashboard.store import Store, record
from dashboard.store.migrate import downgrade, newest
from tests.support import small_collection as small
from tests.support.small_collection import NOW, WHO


def run(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"DATABASE_URL": url})


@pytest.fixture
def filled(store: Store, store_url: str) -> str:
    small.fill(store)
    with store.writing() as session:
        record(session, WHO, action="save", at=NOW)
    return store_url


def test_migrate_makes_the_tables_and_goes_back(empty_url: str) -> None:
    assert run(empty_url, "migrate").stdout == f"{newest()}\n"
    assert run(empty_url, "migrate").stdout == f"{newest()}\n"
    assert run(empty_url, "migrate", "--back", "--to", "0001").stdout == "0001\n"
    assert run(empty_url, "migrate", "--back").exit_code == 2


def test_commands_ask_for_current_tables(empty_url: str) -> None:
    for command in (("trail", "seal"), ("trail", "verify")):
        done = run(empty_url, *command)
        assert (done.exit_code, "`python -m dashboard migrate`" in done.stderr) == (1, True)


def test_I8_backup_and_restore(filled: str, tmp_path: object) -> None:
    file, other = f"{tmp_path}/b", f"sqlite:///{tmp_path}/other.sqlite3"
    kept = run(filled, "backup", file)
    assert (kept.exit_code, "student 3" in kept.stderr) == (0, True)
    restored = run(other, "restore", file)
    assert (restored.exit_code, restored.stdout) == (0, kept.stdout)
    again = run(other, "restore", file)
    assert (again.exit_code, "not empty" in again.stderr) == (1, True)


def test_I3_the_trail_is_sealed_and_checked(filled: str) -> None:
    sealed = run(filled, "trail", "seal")
    assert (sealed.exit_code, sealed.stdout.split()[:2]) == (0, ["1", "1"])
    nothing = run(filled, "trail", "seal")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert run(filled, "trail", "verify").stdout == "1 entries, 1 seals, 0 not yet sealed\n"
    with closing(Store(filled)) as store:
        downgrade(store, "0001")
        with store.writing() as session:
            session.connection().exec_driver_sql("UPDATE audit_entry SET login = 'x'")
    assert run(filled, "migrate").exit_code == 0
    found = run(filled, "trail", "verify")
    assert (found.exit_code, "Seal 1 does not hold" in found.stderr) == (1, True)
