"""Transactions of the store (I1): a writer is alone from its start, a reader is never blocked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import StatementError

from dashboard.store import Busy, Store
from tests.support import small_collection as small


@pytest.fixture
def sqlite_store(migrated_file: Path, tmp_path: Path) -> Iterator[Store]:
    file = tmp_path / "collection.sqlite3"
    file.write_bytes(migrated_file.read_bytes())
    with closing(Store(f"sqlite:///{file}")) as store:
        small.fill(store)
        yield store


def names(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(text("SELECT name FROM school ORDER BY school_id")))


def test_I1_the_settings_of_every_connection(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        found = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_I1_writing_takes_the_lock_at_its_start(sqlite_store: Store) -> None:
    impatient = sqlite3.connect(
        str(sqlite_store.engine.url.database), timeout=0, isolation_level=None
    )
    with closing(impatient):
        with sqlite_store.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
            impatient.execute("BEGIN IMMEDIATE")
        with sqlite_store.reading():
            impatient.execute("BEGIN IMMEDIATE")
            impatient.execute("ROLLBACK")


def test_I1_a_reader_is_never_blocked_and_sees_what_is_kept(store: Store) -> None:
    small.fill(store)
    with store.writing() as session:
        small.school(session, "1010").name = "Elm"
        session.flush()
        assert names(store) == ["Ash Primary", "Ash North"]
    assert names(store) == ["Elm", "Ash North"]


def test_a_writer_who_waits_too_long_is_told_so(sqlite_store: Store) -> None:
    with closing(Store(str(sqlite_store.engine.url))) as other:
        impatience = "PRAGMA busy_timeout = 0"
        event.listen(other.engine, "connect", lambda made, _: made.execute(impatience))
        with sqlite_store.writing(), pytest.raises(Busy, match="Try again"), other.writing():
            pass
        with other.writing() as session:
            small.school(session, "1010").name = "Elm"
    assert names(sqlite_store) == ["Elm", "Ash North"]


def test_reading_keeps_nothing(store: Store) -> None:
    small.fill(store)
    with store.reading() as session:
        small.school(session, "1010").name = "Elm"
        session.flush()
    assert names(store) == ["Ash Primary", "Ash North"]


def test_writing_keeps_all_or_nothing(store: Store) -> None:
    small.fill(store)

    def saved() -> None:
        with store.writing() as session:
            small.school(session, "1010").name = "Elm"
            session.flush()
            session.execute(text("INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(StatementError):
        saved()
    assert names(store) == ["Ash Primary", "Ash North"]


def test_what_was_read_stays_readable(store: Store) -> None:
    small.fill(store)
    with store.reading() as session:
        school = small.school(session, "1010")
    assert (school.name, school.version) == ("Ash Primary", 1)
