"""Migrations (I7): clean against the tables, up and down with data, all or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

from dashboard.store import Base, NotCurrent, Store, Unreachable, audit_hash, record
from dashboard.store import migrate as module
from dashboard.store.errors import MigrationFailed
from dashboard.store.migrate import (
    config,
    downgrade,
    newest,
    require_current,
    revision_of,
    upgrade,
)
from dashboard.store.models import Account, Grant
from tests.support import small_collection as small
from tests.support.small_collection import NOW, WHO

BEGUN = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "9999", "{before}"
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer()))
    op.execute("UPDATE student SET entry_b = '7'")
    op.execute("INSERT INTO half VALUES (1)")
    {then}
"""
FAILS = 'op.execute("INSERT INTO nowhere VALUES (1)")'
KEEPS_AND_FAILS = f'op.execute("COMMIT"); {FAILS}'


@pytest.fixture
def filled(store: Store) -> Store:
    small.fill(store)
    with store.writing() as session:
        record(session, WHO, action="fill", at=NOW, new={"students": 3})
    return store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations, to add one to."""
    copy = tmp_path / "migrations"
    (copy / "versions").mkdir(parents=True)
    for file in ("env.py", *(f"versions/{p.name}" for p in module.FOLDER.glob("versions/*.py"))):
        (copy / file).write_bytes((module.FOLDER / file).read_bytes())
    monkeypatch.setattr(module, "FOLDER", copy)
    return copy


def content(store: Store) -> list[str]:
    """All of a SQLite file, as SQL; it is the same when the file is."""
    with closing(sqlite3.connect(str(store.engine.url.database))) as connection:
        return list(connection.iterdump())


def students(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(text("SELECT entry_b FROM student ORDER BY id")))


def test_the_migrations_make_the_tables_of_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        command.check(config(connection))
    assert revision_of(store) == newest()
    tables = set(inspect(store.engine).get_table_names())
    assert tables == {*Base.metadata.tables, "alembic_version"}


def test_the_check_would_find_a_column_that_is_missing(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE account DROP COLUMN name"))
    with store.engine.connect() as connection, pytest.raises(Exception, match="account"):
        command.check(config(connection))


def test_I7_up_down_up_with_data(filled: Store) -> None:
    with filled.reading() as session:
        hashed = audit_hash(session)
    downgrade(filled, "0001")
    assert revision_of(filled) == "0001"
    with filled.writing() as session:  # the guards are gone, the rows are not
        session.execute(text("UPDATE audit_entry SET reason = reason"))
        assert session.scalar(text("SELECT count(*) FROM student")) == 3
    upgrade(filled)
    with filled.reading() as session:
        assert audit_hash(session) == hashed
    with pytest.raises(Exception, match="kept: the audit trail"), filled.writing() as session:
        session.execute(text("UPDATE audit_entry SET reason = reason"))


def test_I7_down_to_nothing_and_up_again(filled: Store) -> None:
    downgrade(filled, "base")
    assert inspect(filled.engine).get_table_names() == ["alembic_version"]
    upgrade(filled)
    small.fill(filled)
    assert students(filled) == ["", "", ""]


def test_up_again_changes_nothing(filled: Store) -> None:
    upgrade(filled)
    assert students(filled) == ["", "", ""]


@pytest.mark.parametrize("then", [FAILS, KEEPS_AND_FAILS], ids=["fails", "commits and fails"])
def test_I7_a_migration_that_fails_half_way_leaves_a_sqlite_file_as_it_was(
    migrated_file: Path, folder: Path, tmp_path: Path, then: str
) -> None:
    file = tmp_path / "collection.sqlite3"
    file.write_bytes(migrated_file.read_bytes())
    with closing(Store(f"sqlite:///{file}")) as store:
        small.fill(store)
        before = content(store)
        (folder / "versions" / "9999_half.py").write_text(BEGUN.format(before=newest(), then=then))
        with pytest.raises(MigrationFailed, match=r"as it was: .*nowhere"):
            upgrade(store)
        assert content(store) == before
        assert students(store) == ["", "", ""]
    assert [path.name for path in tmp_path.glob("collection*")] == [file.name]


def test_I7_a_migration_that_fails_half_way_leaves_any_database_as_it_was(
    filled: Store, folder: Path
) -> None:
    before, current = students(filled), newest()
    (folder / "versions" / "9999_half.py").write_text(BEGUN.format(before=current, then=FAILS))
    with pytest.raises(MigrationFailed):
        upgrade(filled)
    assert (revision_of(filled), students(filled)) == (current, before)
    assert not inspect(filled.engine).has_table("half")


def test_the_failing_migration_would_change_all_that_the_tests_look_at(
    filled: Store, folder: Path
) -> None:
    (folder / "versions" / "9999_half.py").write_text(BEGUN.format(before=newest(), then="pass"))
    upgrade(filled)
    assert (revision_of(filled), students(filled)) == ("9999", ["7", "7", "7"])
    assert inspect(filled.engine).has_table("half")


def test_a_database_is_current_or_says_what_to_do(empty_url: str) -> None:
    with closing(Store(empty_url)) as store:
        with pytest.raises(NotCurrent, match=r"no tables yet.*`python -m dashboard migrate`"):
            require_current(store)
        upgrade(store, "0001")
        with pytest.raises(NotCurrent, match="of an earlier version"):
            require_current(store)
        upgrade(store)
        require_current(store)
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(NotCurrent, match="of a newer version"):
            require_current(store)
        with pytest.raises(MigrationFailed, match="9999"):
            upgrade(store)


def test_asking_makes_no_file(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path / 'none.sqlite3'}")) as store:
        assert revision_of(store) is None
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    store = Store(f"postgresql+psycopg://postgres@/none?host={tmp_path}")
    with closing(store), pytest.raises(Unreachable, match="does not answer"):
        require_current(store)


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "var" / "collection.sqlite3"
    with closing(Store(f"sqlite:///{file}")) as store:
        upgrade(store)
    assert file.stat().st_mode & 0o777 == 0o600


ROLES = (
    ("district_entry", "001001", None),
    ("district_entry", "002002", None),
    ("state_admin", None, None),
    ("school_entry", "001001", "1010"),
)


def granted(store: Store, role: str, lea_id: str | None, school_id: str | None) -> None:
    place = {"lea_id": lea_id, "school_id": school_id}
    with store.writing() as session:
        session.add(Grant(account_id=1, role=role, granted_by="x", granted_at=NOW, **place))


def test_an_account_has_a_role_at_a_place_once(store: Store) -> None:
    downgrade(store, "0002")
    with store.writing() as session:
        session.add(Account(login="a@b.example", name="A", active=True, created_at=NOW))
    for one in ROLES:
        granted(store, *one)
    for one in ROLES[:3]:  # what the rule for schools lets through
        granted(store, *one)
    upgrade(store)
    with store.reading() as session:
        rows = session.scalars(select(Grant).order_by(Grant.id)).all()
        assert [(row.role, row.lea_id, row.school_id) for row in rows] == list(ROLES)
    for one in ROLES:
        with pytest.raises(IntegrityError):
            granted(store, *one)
    downgrade(store, "0002")
    granted(store, *ROLES[0])
