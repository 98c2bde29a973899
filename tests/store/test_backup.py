"""Backup and restore (I8): whole, checked, into an empty database only, from either to either."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dashboard.store import Store, audit_hash, record, seal, verify
from dashboard.store.backup import Contents, backup, restore
from dashboard.store.errors import BackupError
from dashboard.store.migrate import downgrade, newest, revision_of
from dashboard.store.models import Account, AuditEntry, Certificate, SignIn, Student
from tests.support import small_collection as small
from tests.support.postgres import Server
from tests.support.small_collection import NOW, WHO


@pytest.fixture
def filled(store: Store) -> Store:
    """A certified district that was certified before, an account, a trail with two seals."""
    small.fill(store)
    with store.writing() as session:
        session.add(Account(login="ada@d.example", name="Ada Ærø", active=False, created_at=NOW))
        small.submit(session, "1010")
        first = small.certify(session)
        small.decertify(session, first)
        small.certify(session)
    for number in range(3):
        with store.writing() as session:
            changed = {"entry_a": str(number), "entry_b": None}
            record(session, WHO, action="save", at=NOW, subject="student 1", new=changed)
        if number < 2:
            with store.writing() as session:
                seal(session, NOW)
    return store


@pytest.fixture(params=["into sqlite", "into postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database to restore into, of the same kind or the other."""
    if request.param == "into sqlite":
        yield f"sqlite:///{tmp_path / 'restored.sqlite3'}"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


def address(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)


def rows(store: Store) -> dict[str, list[object]]:
    """Every row of the tables that are hard to carry, as Python reads it."""
    with store.reading() as session:
        return {
            table.__tablename__: [tuple(row) for row in session.execute(select(*table.__table__.c))]
            for table in (Account, AuditEntry, Certificate, Student)
        }


def test_I8_a_restore_brings_back_every_row_and_the_same_audit_hash(
    filled: Store, other_url: str, tmp_path: Path
) -> None:
    with filled.reading() as session:
        hashed = audit_hash(session)
    file = tmp_path / "collection.backup"
    kept = backup(address(filled), file)
    assert kept.audit_hash == hashed
    assert (kept.rows["student"], kept.rows["audit_entry"], kept.rows["attempt"]) == (3, 3, 0)
    assert restore(file, other_url) == kept
    with closing(Store(other_url)) as restored:
        assert revision_of(restored) == newest()
        assert rows(restored) == rows(filled)
        with restored.reading() as session:
            assert audit_hash(session) == hashed
            assert verify(session).holds
            district = small.district(session)
            assert (district.state, district.certificate_id) == ("CERTIFIED", 2)
            assert small.school(session, "1010").state == "SUBMITTED"
            assert small.school(session, "1020").state == "NOT_STARTED"


def test_a_restored_store_works_on(filled: Store, other_url: str, tmp_path: Path) -> None:
    backup(address(filled), tmp_path / "b")
    restore(tmp_path / "b", other_url)
    with closing(Store(other_url)) as restored:
        with restored.writing() as session:
            small.decertify(session, 2)
            session.add(small.student("1020", "14"))
            record(session, WHO, action="add", at=NOW)
        with restored.reading() as session:
            assert session.scalars(select(Student.id).order_by(Student.id)).all() == [1, 2, 3, 4]
            assert verify(session).holds
        refused = pytest.raises(IntegrityError, match="kept: the audit trail only grows")
        with refused, restored.writing() as session:
            session.execute(text("DELETE FROM audit_entry"))


def test_S3_a_restore_signs_nobody_in_again(filled: Store, other_url: str, tmp_path: Path) -> None:
    with filled.writing() as session:
        hashed = dict.fromkeys(("token_hash", "form_token"), "0")
        moments = dict.fromkeys(("created_at", "seen_at"), NOW)
        session.add(SignIn(account_id=1, second_factor=False, **hashed, **moments))
    backup(address(filled), tmp_path / "b")
    assert restore(tmp_path / "b", other_url).rows["sign_in"] == 1
    with closing(Store(other_url)) as restored, restored.reading() as session:
        assert session.scalars(select(SignIn)).all() == []


def test_a_backup_is_one_file_for_its_owner_only(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    file = tmp_path / "backups" / "collection.backup"
    backup(address(filled), file)
    assert list(file.parent.iterdir()) == [file]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_overwrites_nothing(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "b"
    file.write_text("the only copy")
    with pytest.raises(BackupError, match="is there already"):
        backup(address(filled), file)
    assert file.read_text() == "the only copy"


def test_a_restore_fills_a_migrated_database_without_rows(
    store_url: str, migrated_file: Path, tmp_path: Path
) -> None:
    backup(f"sqlite:///{migrated_file}", tmp_path / "b")
    assert restore(tmp_path / "b", store_url).rows["student"] == 0


def test_a_restore_refuses_a_database_with_rows(filled: Store, tmp_path: Path) -> None:
    before = rows(filled)
    backup(address(filled), tmp_path / "b")
    with pytest.raises(BackupError, match=r"not empty \(.*student"):
        restore(tmp_path / "b", address(filled))
    assert rows(filled) == before


def test_a_restore_refuses_the_tables_of_somebody_else(
    empty_url: str, migrated_file: Path, tmp_path: Path
) -> None:
    backup(f"sqlite:///{migrated_file}", tmp_path / "b")
    with closing(Store(empty_url)) as store, store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE payroll (id integer)"))
    with pytest.raises(BackupError, match=r"not empty \(payroll\)"):
        restore(tmp_path / "b", empty_url)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DELETE FROM student WHERE id = 3", "Rows were lost on the way: student"),
        ("UPDATE audit_entry SET login = 'x' WHERE id = 1", "audit trail is not the one"),
        ("UPDATE backup_note SET revision = '9999'", "of a newer version"),
        ("DROP TABLE backup_note", "was not written by"),
    ],
)
def test_a_changed_backup_is_refused_whole(
    filled: Store, empty_url: str, tmp_path: Path, change: str, said: str
) -> None:
    file = tmp_path / "b"
    backup(address(filled), file)
    with closing(sqlite3.connect(file)) as connection, connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(change)
    target = empty_url.replace("collection.sqlite3", "other.sqlite3")
    with pytest.raises(BackupError, match=said):
        restore(file, target)
    with closing(Store(target)) as store:
        assert revision_of(store) is None


def test_a_damaged_backup_is_refused(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "b"
    backup(address(filled), file)
    content = bytearray(file.read_bytes())
    for place in range(4096, len(content), 1024):
        content[place : place + 64] = b"\xff" * 64
    file.write_bytes(content)
    with pytest.raises(BackupError, match="damaged"):
        restore(file, f"sqlite:///{tmp_path / 'r.sqlite3'}")


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'r.sqlite3'}"
    with pytest.raises(BackupError, match="There is no backup"):
        restore(tmp_path / "nothing", target)
    (tmp_path / "text").write_text("school_year,lea_id\n" * 100)
    with pytest.raises(BackupError, match="damaged, or was not written"):
        restore(tmp_path / "text", target)
    with pytest.raises(BackupError, match="There is no database"):
        backup(target, tmp_path / "b")
    assert not (tmp_path / "r.sqlite3").exists()


def test_a_backup_is_taken_of_an_earlier_revision_too(
    filled: Store, other_url: str, tmp_path: Path
) -> None:
    downgrade(filled, "0001")
    kept: Contents = backup(address(filled), tmp_path / "b")
    assert kept.revision == "0001"
    restore(tmp_path / "b", other_url)
    with closing(Store(other_url)) as restored:
        assert revision_of(restored) == newest()


def test_a_backup_is_taken_while_somebody_writes(filled: Store, tmp_path: Path) -> None:
    with filled.writing() as session:
        record(session, WHO, action="save", at=NOW)
        session.flush()
        kept = backup(address(filled), tmp_path / "b")
    assert kept.rows["audit_entry"] == 3
