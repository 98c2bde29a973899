"""All rows of a store as they were at a moment: to see what has changed since, and to undo it."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import Protocol

from sqlalchemy import text

from dashboard.store import Store
from dashboard.store.models import Base


class Kept(Protocol):
    """The rows as they were."""

    def keep(self) -> None:
        """Take them as they are now."""

    def changed(self) -> list[str]:
        """The tables in which a row is not what it was."""

    def restore(self) -> None:
        """Put back what was."""

    def close(self) -> None:
        """Let go of the database."""


def kept_of(store: Store) -> Kept:
    """The rows of a store, once `keep` was called."""
    return _OfFile(str(store.engine.url.database)) if store.is_sqlite else _OfServer(store)


class _OfFile:
    """Of a SQLite file, by a copy in memory."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.copy, self.live = sqlite3.connect(":memory:"), sqlite3.connect(file)
        self.hashes: dict[str, str] = {}
        self.seen = 0

    def keep(self) -> None:
        self.live.backup(self.copy)
        self.hashes, self.seen = self._hashes(), self._commits()

    def changed(self) -> list[str]:
        if self._commits() == self.seen:
            return []  # nobody has written anything
        return [name for name, now in self._hashes().items() if now != self.hashes[name]]

    def restore(self) -> None:
        if self._commits() != self.seen:
            with closing(sqlite3.connect(self.file)) as file:
                self.copy.backup(file)
            self.seen = self._commits()

    def close(self) -> None:
        self.copy.close()
        self.live.close()

    def _commits(self) -> int:
        """A number that changes when another connection commits."""
        return int(self.live.execute("PRAGMA data_version").fetchone()[0])

    def _hashes(self) -> dict[str, str]:
        rows = {name: self.live.execute(f"SELECT * FROM {name}") for name in Base.metadata.tables}
        return {name: _hash(found) for name, found in rows.items()}


class _OfServer:
    """Of a database of PostgreSQL, by a copy of each table in a schema beside."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.hashes: dict[str, str] = {}

    def keep(self) -> None:
        with self.store.engine.begin() as connection:
            connection.execute(text("CREATE SCHEMA kept"))
            for name in Base.metadata.tables:
                connection.execute(text(f"CREATE TABLE kept.{name} AS TABLE public.{name}"))
        self.hashes = self._hashes()

    def changed(self) -> list[str]:
        return [name for name, now in self._hashes().items() if now != self.hashes[name]]

    def restore(self) -> None:
        tables = [table.name for table in Base.metadata.sorted_tables]
        with self.store.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for name in reversed(tables):  # what guards them does not look now
                connection.execute(text(f"DELETE FROM public.{name}"))
            for name in tables:
                connection.execute(text(f"INSERT INTO public.{name} TABLE kept.{name}"))

    def close(self) -> None:
        pass

    def _hashes(self) -> dict[str, str]:
        with self.store.engine.connect() as connection:
            return {
                name: _hash(connection.execute(text(f"SELECT * FROM public.{name}")))
                for name in Base.metadata.tables
            }


def _hash(rows: object) -> str:
    assert hasattr(rows, "__iter__")
    return hashlib.sha256("\n".join(sorted(repr(tuple(row)) for row in rows)).encode()).hexdigest()
