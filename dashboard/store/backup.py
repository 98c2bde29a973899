"""The whole database in one file, and back (I8).

A backup is always a SQLite file, whichever database it was taken from: SQLite copies itself while
it is in use, and of PostgreSQL all rows are read in one snapshot. So a backup needs no program
beside this one (`pg_dump` is refused by servers newer than itself, and is not on every machine),
can be looked into with any SQLite, and also moves a collection from one database to the other.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from dashboard.store.audit import audit_hash
from dashboard.store.copying import copy_rows, row_counts
from dashboard.store.engine import Store
from dashboard.store.errors import BackupError
from dashboard.store.migrate import (
    downgrade_on,
    is_known,
    make_private,
    revision_on,
    sqlite_file,
    upgrade,
    upgrade_on,
    whole,
)

NOTE = "backup_note"
"""The table of a backup that says what is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a database or a backup holds: revision, rows by table, hash of the audit trail."""

    revision: str
    rows: Mapping[str, int]
    audit_hash: str


def backup(url: str, file: Path) -> Contents:
    """Copy the database of an address to a file, while it is in use. Raises BackupError."""
    if file.exists():
        raise BackupError(f"{file} is there already. Give another name.")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    make_private(part)
    try:
        with closing(Store(url)) as store:
            if store.is_sqlite:
                contents = _from_sqlite(store, part)
            else:
                contents = _from_postgresql(store, part)
        _note(part, contents)
        _keep(part, file)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise BackupError(f"The backup could not be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return contents


def restore(file: Path, url: str) -> Contents:
    """Fill an empty database from a backup, and check it against what the backup says of itself.

    All rows come back but the signed-in browsers'. Gives what the backup holds.
    Raises BackupError, and leaves the database as it was: for a file that is no backup or is
    damaged, for a database that is not empty, for rows or an audit trail that differ.
    """
    try:
        with _opened(file) as source, closing(Store(url)) as store:
            contents = _noted(file, source)
            with whole(store) as target:
                _require_empty(target)
                if revision_on(target) is not None:
                    downgrade_on(target, "base")
                upgrade_on(target, contents.revision)
                copy_rows(source, target, leave_out=[NOTE])
                _require_same(_contents(target), contents)
                # Who signed out since, or lost a role, must not be signed in again (S3).
                target.exec_driver_sql("DELETE FROM sign_in")
                upgrade_on(target, "head")
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise BackupError(f"{file} could not be restored, nothing was kept: {error}") from error
    return contents


def _from_sqlite(store: Store, part: Path) -> Contents:
    file = sqlite_file(store)
    if not file.exists():
        raise BackupError(f"There is no database {file}.")
    with (
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(part)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, no -wal beside it
    with _opened(part) as connection:
        return _contents(connection)


def _from_postgresql(store: Store, part: Path) -> Contents:
    snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with store.engine.connect().execution_options(**snapshot) as source:
        contents = _contents(source)
        with closing(Store(f"sqlite:///{part}")) as copy:
            upgrade(copy, contents.revision)
            with whole(copy) as target:
                copy_rows(source, target)
                _require_same(_contents(target), contents)
    with closing(sqlite3.connect(part)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return contents


def _contents(connection: Connection) -> Contents:
    revision = revision_on(connection)
    if revision is None:
        raise BackupError("The database has no tables: there is nothing to keep.")
    if not is_known(revision):
        raise BackupError(
            f"The database is of a newer version of the program ({revision}). Use that version."
        )
    with Session(connection) as session:
        trail = audit_hash(session)
    rows = row_counts(connection, leave_out=[NOTE])
    return Contents(revision=revision, rows=rows, audit_hash=trail)


def _note(part: Path, contents: Contents) -> None:
    with closing(sqlite3.connect(part)) as connection, connection:
        columns = "made_at TEXT, revision TEXT, counted TEXT, audit_hash TEXT"
        connection.execute(f"CREATE TABLE {NOTE} ({columns})")
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        counted = json.dumps(dict(contents.rows))
        values = (made_at, contents.revision, counted, contents.audit_hash)
        connection.execute(f"INSERT INTO {NOTE} VALUES (?, ?, ?, ?)", values)


def _keep(part: Path, file: Path) -> None:
    """Give the file its name once all of it is on the disk."""
    for path in (part, part.parent):
        if path == part.parent:
            part.rename(file)
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _opened(file: Path) -> Iterator[Connection]:
    """A SQLite file, for reading only."""
    if not file.is_file():
        raise BackupError(f"There is no backup {file}.")
    address = f"{file.absolute().as_uri()}?mode=ro"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
    )
    with engine.connect() as connection:
        yield connection


def _noted(file: Path, source: Connection) -> Contents:
    """What a backup says of itself, if it is one, sound, and of a revision that is known."""
    try:
        sound = source.exec_driver_sql("PRAGMA integrity_check").scalar()
        note = source.exec_driver_sql(f"SELECT revision, counted, audit_hash FROM {NOTE}").one()
    except SQLAlchemyError as error:
        raise BackupError(
            f"{file} is damaged, or was not written by `python -m dashboard backup`."
        ) from error
    if sound != "ok":
        raise BackupError(f"{file} is damaged: {sound}")
    if not is_known(note.revision):
        raise BackupError(
            f"{file} is of a newer version of the program ({note.revision}). Use that version."
        )
    return Contents(
        revision=note.revision, rows=json.loads(note.counted), audit_hash=note.audit_hash
    )


def _require_empty(target: Connection) -> None:
    revision = revision_on(target)
    if revision is not None and not is_known(revision):
        raise BackupError("The database is of a newer version of the program. Use an empty one.")
    names = inspect(target).get_table_names()
    if revision is None and names:  # tables of somebody else
        raise BackupError(f"The database is not empty ({', '.join(names)}). Use an empty one.")
    if filled := [name for name, rows in row_counts(target).items() if rows]:
        raise BackupError(f"The database is not empty ({', '.join(filled)}). Use an empty one.")


def _require_same(found: Contents, wanted: Contents) -> None:
    differing = [name for name, rows in wanted.rows.items() if found.rows.get(name) != rows]
    if differing:
        raise BackupError(f"Rows were lost on the way: {', '.join(differing)}. Nothing was kept.")
    if found.audit_hash != wanted.audit_hash:
        raise BackupError("The audit trail is not the one that was kept. Nothing was kept.")
