"""The commands of the database of accounts and collections: migrate, backup, restore, trail."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.store import Store
    from dashboard.store.backup import Contents

FILE = click.Path(dir_okay=False, path_type=Path)


def database_url() -> str:
    """The database that DATABASE_URL names, or the default."""
    return Settings.from_environ(os.environ).database_url


@contextmanager
def opened_store() -> Iterator[Store]:
    """The database that DATABASE_URL names, if its tables are current; closed at the end."""
    from dashboard.store import Store
    from dashboard.store.migrate import require_current

    with closing(Store(database_url())) as store:
        require_current(store)
        yield store


@click.command()
@click.option("--to", "revision", default="head", show_default=True, help="A revision to go to.")
@click.option("--back", is_flag=True, help="Go back to it: what only later ones hold is lost.")
def migrate(revision: str, back: bool) -> None:
    """Bring the database's tables to this version of the program; make them if there are none."""
    from dashboard.store import Store
    from dashboard.store.migrate import downgrade, revision_of, upgrade

    if back and revision == "head":
        raise click.UsageError("Say with --to which revision to go back to.")
    with closing(Store(database_url())) as store:
        (downgrade if back else upgrade)(store, revision)
        click.echo(revision_of(store) or "no tables")


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Copy the whole database to FILE while it is in use; print the hash of its audit trail."""
    from dashboard.store.backup import backup as write

    _say_kept(write(database_url(), file))


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Fill the empty database that DATABASE_URL names from FILE; check it against FILE."""
    from dashboard.store.backup import restore as read

    _say_kept(read(file, database_url()))


def _say_kept(contents: Contents) -> None:
    rows = ", ".join(f"{name} {count}" for name, count in contents.rows.items() if count)
    click.echo(f"Rows: {rows or 'none'}", err=True)
    click.echo(contents.audit_hash)


@click.group()
def trail() -> None:
    """The audit trail: seal it, and check its seals."""


@trail.command()
def seal() -> None:
    """Seal what was recorded since the last seal; once a night. Prints the seal: keep it apart."""
    from dashboard.store.audit import seal as add

    with opened_store() as store, store.writing() as session:
        added = add(session, datetime.now(UTC))
        if added is None:
            click.echo("Nothing was recorded since the last seal.", err=True)
        else:
            click.echo(f"{added.id} {added.up_to} {added.hash}")


@trail.command()
def verify() -> None:
    """Say whether every seal still holds. Exit 1 if one does not."""
    from dashboard.store.audit import verify as check

    with opened_store() as store, store.reading() as session:
        found = check(session)
    click.echo(f"{found.entries} entries, {found.seals} seals, {found.unsealed} not yet sealed")
    if not found.holds:
        click.echo(
            f"Seal {found.broken} does not hold: an entry before it was changed or removed.",
            err=True,
        )
        raise SystemExit(1)


COMMANDS: Sequence[click.Command] = (migrate, backup, restore, trail)
