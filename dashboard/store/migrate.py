"""Migrations: the tables of a database brought to the newest version, or back (I7).

A migration is one transaction on both databases. A SQLite file is copied before, while nobody can
write to it, and put back if something of a failed migration was kept all the same.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from dashboard.store.engine import Store
from dashboard.store.errors import MigrationFailed, NotCurrent, Unreachable

if TYPE_CHECKING:  # Alembic is slow to import, and a running site does not need it
    from alembic.config import Config

MIGRATING = 7_702
"""PostgreSQL's advisory lock: one migration at a time."""

FOLDER = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"


def upgrade(store: Store, revision: str = "head") -> None:
    """Bring the tables to a revision, the newest by default; make the database if there is none.

    Raises MigrationFailed, and leaves the database as it was.
    """
    with _explained(), whole(store) as connection:
        upgrade_on(connection, revision)


def downgrade(store: Store, revision: str) -> None:
    """Bring the tables back to an earlier revision; what only later ones can hold is lost.

    "base" removes every table. Raises MigrationFailed, and leaves the database as it was.
    """
    with _explained(), whole(store) as connection:
        downgrade_on(connection, revision)


def upgrade_on(connection: Connection, revision: str) -> None:
    """Bring the tables to a revision inside the caller's transaction."""
    from alembic import command

    command.upgrade(config(connection), revision)


def downgrade_on(connection: Connection, revision: str) -> None:
    """Bring the tables back to a revision inside the caller's transaction."""
    from alembic import command

    command.downgrade(config(connection), revision)


def revision_of(store: Store) -> str | None:
    """The revision of the database's tables; None when there are none, or no file yet.

    Raises Unreachable when the database does not answer.
    """
    if store.is_sqlite and not sqlite_file(store).exists():
        return None
    try:
        with store.engine.connect() as connection:
            return revision_on(connection)
    except OperationalError as error:
        raise Unreachable(f"The database does not answer: {error.orig}") from error


def revision_on(connection: Connection) -> str | None:
    """The same, asked on a connection."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: Any = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()
    return None if found is None else str(found)


def newest() -> str:
    """The revision that this version of the program works with."""
    head = _scripts().get_current_head()
    assert head is not None  # noqa: S101 (the package brings its migrations)
    return str(head)


def is_known(revision: str) -> bool:
    """Whether this version of the program has a revision; it lacks those of newer versions."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


def require_current(store: Store) -> None:
    """Do nothing if the tables are this version's.

    Raises NotCurrent, which says what to do, or Unreachable.
    """
    found = revision_of(store)
    if found == newest():
        return
    if found is not None and not is_known(found):
        raise NotCurrent(
            f"The database is of a newer version of the program ({found}). "
            "Run that version, or restore a backup of this one."
        )
    state = "has no tables yet" if found is None else "is of an earlier version of the program"
    raise NotCurrent(f"The database {state}. Run `python -m dashboard migrate`.")


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def _scripts() -> Any:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(config())


@contextmanager
def whole(store: Store) -> Iterator[Connection]:
    """A connection in a transaction of which all is kept, tables too, or nothing."""
    with _on_sqlite(store) if store.is_sqlite else _on_postgresql(store) as connection:
        yield connection


@contextmanager
def _explained() -> Iterator[None]:
    from alembic.util import CommandError

    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, CommandError) as error:
        raise MigrationFailed(
            f"The database could not be migrated and is as it was: {error}"
        ) from error


@contextmanager
def _on_postgresql(store: Store) -> Iterator[Connection]:
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
        yield connection


@contextmanager
def _on_sqlite(store: Store) -> Iterator[Connection]:
    file = sqlite_file(store)
    make_private(file)
    with store.engine.connect().execution_options(writing=True) as connection:
        driver: Any = connection.connection.driver_connection
        # A table made anew is dropped in between. Inside a transaction the switch does nothing.
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with _copied(file, connection):
                yield connection
                if wrong := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise MigrationFailed(f"Rows of {wrong[0][0]} would lose what they belong to.")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _copied(file: Path, connection: Connection) -> Iterator[None]:
    """A transaction, and a copy of the file as it was at its start.

    The copy is taken once the lock is held: what others saved before is in it, and none can save
    until the end. It is put back when something was committed although the transaction failed.
    """
    copy = file.with_name(f"{file.name}.before-migration")
    copy.unlink(missing_ok=True)
    make_private(copy)
    try:
        with (
            closing(sqlite3.connect(file)) as live,
            closing(sqlite3.connect(copy)) as kept,
            connection.begin() as transaction,
        ):
            live.backup(kept)
            before = _commits(live)
            try:
                yield
            except BaseException:
                transaction.rollback()
                if _commits(live) != before:
                    kept.backup(live)
                raise
    finally:
        copy.unlink()


def _commits(live: sqlite3.Connection) -> int:
    """A number that changes when another connection commits."""
    return int(live.execute("PRAGMA data_version").fetchone()[0])


def sqlite_file(store: Store) -> Path:
    """The file of a store on SQLite."""
    return Path(store.engine.url.database or "")


def make_private(file: Path) -> None:
    """Make an empty file, and its folder, that other users of the machine cannot read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
