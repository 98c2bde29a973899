"""Opening the store: SQLite with the settings that survive a kill (I1), or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from dashboard.store.errors import named

BUSY_MS = 5_000
"""How long a writer of SQLite waits for another one."""

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    f"busy_timeout = {BUSY_MS}",
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, as the audit trail names them."""

    account_id: int | None
    login: str


class Store:
    """A database of collections and accounts.

    `reading` and `writing` give a session for one transaction. Writing takes the lock at its
    start: on SQLite a transaction that reads first and writes later can be refused at once (I1).
    """

    def __init__(self, url: str) -> None:
        # expire_on_commit=False: what was read stays readable after the transaction.
        self.engine = _engine(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction in which nothing may be written; what was, is rolled back.

        What was read stays readable: the session is closed, since its rollback would forget it.
        """
        with self._sessions() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it is kept when the block ends, none of it after an error.

        Raises Stale, Locked or Busy for what is refused because of others.
        """
        with named(), self._sessions() as session, session.begin():
            session.connection(execution_options={"writing": True})
            yield session

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver begins no transaction of its own; `_begin` does.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
