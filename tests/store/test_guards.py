"""What the database refuses by itself, asked in plain SQL as nobody of ours would (I3, I4)."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dashboard.store import Locked, Store, record, seal
from tests.support import small_collection as small
from tests.support.small_collection import LEA, NOW, WHO

ONLY_SQLITE = ("REPLACE INTO", "OR REPLACE")
ONLY_POSTGRESQL = ("TRUNCATE",)


def run(store: Store, statement: str) -> int:
    """Rows changed."""
    with store.engine.execution_options(writing=True).begin() as connection:
        return connection.execute(text(statement)).rowcount


def refuses(store: Store, statement: str, *, saying: str) -> None:
    foreign = ONLY_POSTGRESQL if store.is_sqlite else ONLY_SQLITE
    if not any(words in statement for words in foreign):
        with pytest.raises(IntegrityError, match=saying):
            run(store, statement)


@pytest.fixture
def filled(store: Store) -> Store:
    small.fill(store)
    return store


@pytest.fixture
def trail(store: Store) -> Store:
    for number in (1, 2):
        with store.writing() as session:
            record(session, WHO, action="save", at=NOW, subject=f"student {number}")
    with store.writing() as session:
        seal(session, NOW)
    return store


@pytest.fixture
def certified(filled: Store) -> Store:
    with filled.writing() as session:
        small.submit(session, "1010")
        small.submit(session, "1020")
        small.certify(session)
    return filled


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET login = 'somebody' WHERE id = 1",
        "UPDATE audit_entry SET reason = 'none'",
        "DELETE FROM audit_entry WHERE id = 2",
        "REPLACE INTO audit_entry (id, at, login, action) VALUES (1, '2026-05-04', 'x', 'save')",
        "TRUNCATE audit_entry",
        "UPDATE audit_seal SET hash = ''",
        "DELETE FROM audit_seal",
        "REPLACE INTO audit_seal (id, at, up_to, hash) VALUES (1, '2026-05-04', 2, '')",
        "TRUNCATE audit_seal",
    ],
)
def test_I3_the_trail_only_grows(trail: Store, statement: str) -> None:
    refuses(trail, statement, saying="kept: the audit trail only grows")


EDITS = [
    "UPDATE student SET entry_a = '5' WHERE id = 1",
    "DELETE FROM student WHERE id = 1",
    "INSERT INTO student SELECT * FROM copied",
    "UPDATE OR REPLACE student SET id = 1 WHERE id = 2",
]
COPIED = (
    "CREATE TABLE copied AS SELECT * FROM student WHERE id = 1",
    "UPDATE copied SET id = 99",
)


@pytest.mark.parametrize(
    "statement",
    [
        *EDITS,
        "TRUNCATE student",
        "UPDATE school SET name = 'Elm' WHERE school_id = '1010'",
        "UPDATE school SET state = 'IN_PROGRESS' WHERE school_id = '1010'",
        "DELETE FROM school WHERE school_id = '1010'",
        f"INSERT INTO school VALUES (1, '{LEA}', '1030', 'Elm', 'NOT_STARTED', NULL, NULL, 1)",
        "DELETE FROM district",
    ],
)
def test_I4_nothing_of_a_certified_district_changes(certified: Store, statement: str) -> None:
    for each in COPIED:
        run(certified, each)
    refuses(certified, statement, saying="locked: the district is certified")


@pytest.mark.parametrize("statement", EDITS)
def test_I4_students_of_a_submitted_school_do_not_change(filled: Store, statement: str) -> None:
    for each in COPIED:
        run(filled, each)
    with filled.writing() as session:
        small.submit(session, "1010")
    refuses(filled, statement, saying="locked: the school has submitted")


def test_I4_a_student_moves_neither_into_a_submitted_school_nor_out(filled: Store) -> None:
    with filled.writing() as session:
        small.submit(session, "1010")
    saying = "locked: the school has submitted"
    refuses(filled, "UPDATE student SET school_id = '1010' WHERE id = 3", saying=saying)
    refuses(filled, "UPDATE student SET school_id = '1020' WHERE id = 1", saying=saying)
    assert run(filled, "UPDATE student SET entry_a = '5' WHERE school_id = '1020'") == 1


def test_what_is_open_changes_freely(filled: Store) -> None:
    run(filled, COPIED[0])
    run(filled, COPIED[1])
    assert [run(filled, each) for each in EDITS[:3]] == [1, 1, 1]
    assert run(filled, "UPDATE school SET name = 'Elm' WHERE school_id = '1010'") == 1


def test_a_replaced_row_would_be_a_removed_one(filled: Store) -> None:
    saying = "kept: this row is there already"
    refuses(filled, "REPLACE INTO student SELECT * FROM student WHERE id = 1", saying=saying)
    refuses(filled, "UPDATE OR REPLACE student SET id = 1 WHERE id = 2", saying=saying)
    refuses(filled, "REPLACE INTO school SELECT * FROM school", saying=saying)
    refuses(filled, "REPLACE INTO district SELECT * FROM district", saying=saying)


def test_I4_the_named_error(certified: Store) -> None:
    with pytest.raises(Locked, match="certified"), certified.writing() as session:
        small.school(session, "1010").name = "Elm"


def test_I4_a_district_is_opened_after_its_certificate_was_taken_back(certified: Store) -> None:
    opened = "UPDATE district SET state = 'OPEN', certificate_id = NULL"
    refuses(certified, opened, saying="certificate: take the certificate back")
    with certified.writing() as session:
        small.decertify(session, 1)
    with certified.reading() as session:
        assert small.school(session, "1010").state == "SUBMITTED"
        assert small.district(session).state == "OPEN"
    with certified.writing() as session:
        small.school(session, "1010").state = "IN_PROGRESS"
    assert run(certified, "UPDATE student SET entry_a = '5' WHERE id = 1") == 1
    with certified.writing() as session:
        small.submit(session, "1010")
        assert small.certify(session) == 2


@pytest.mark.parametrize(
    "values",
    ["state = 'CERTIFIED', certificate_id = 7", "state = 'CERTIFIED', certificate_id = 1"],
    ids=["none", "taken back"],
)
def test_I4_a_district_is_certified_by_a_certificate_that_holds(
    certified: Store, values: str
) -> None:
    with certified.writing() as session:
        small.decertify(session, 1)
    refuses(certified, f"UPDATE district SET {values}", saying="certificate: a district is")


def test_I4_a_district_is_not_certified_by_the_certificate_of_another(certified: Store) -> None:
    run(certified, "INSERT INTO district VALUES (1, '002002', 'Elm', 'OPEN', NULL, NULL, NULL, 1)")
    refuses(
        certified,
        "UPDATE district SET state = 'CERTIFIED', certificate_id = 1 WHERE lea_id = '002002'",
        saying="certificate: a district is",
    )
    refuses(
        certified,
        "INSERT INTO district VALUES (1, '003003', 'Elm', 'CERTIFIED', NULL, NULL, 1, 1)",
        saying="certificate: a district is",
    )


@pytest.mark.parametrize(
    "values", ["state = 'CERTIFIED'", "certificate_id = 1", "state = 'OPEN', certificate_id = 1"]
)
def test_I4_certified_and_its_certificate_go_together(certified: Store, values: str) -> None:
    with certified.writing() as session:
        small.decertify(session, 1)
    with pytest.raises(IntegrityError):
        run(certified, f"UPDATE district SET {values}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificate SET students = 4",
        "UPDATE certificate SET content = ''",
        "UPDATE certificate SET counts = '{}'",
        "UPDATE certificate SET decertified_at = certified_at",
        "UPDATE certificate SET decertified_at = certified_at, decertified_by = 'x', reason = ' '",
        "UPDATE certificate SET decertified_at = certified_at, decertified_by = 'x', reason = 'y',"
        " content = ''",
        "DELETE FROM certificate",
        "TRUNCATE certificate CASCADE",
        "REPLACE INTO certificate SELECT * FROM certificate",
    ],
)
def test_a_certificate_does_not_change(certified: Store, statement: str) -> None:
    refuses(certified, statement, saying="kept: a certificate does not change")


def test_a_certificate_is_taken_back_once(certified: Store) -> None:
    with certified.writing() as session:
        small.take_back(session, 1)
    for values in ("reason = 'Another'", "decertified_at = NULL", "reason = reason"):
        refuses(certified, f"UPDATE certificate SET {values}", saying="kept: a certificate")
