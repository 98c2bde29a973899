"""The audit trail and its seals (I3)."""

from __future__ import annotations

import threading
from datetime import timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from dashboard.store import Actor, Store, audit_hash, record, seal, verify
from dashboard.store.migrate import downgrade
from dashboard.store.models import AuditEntry, AuditSeal
from tests.support.small_collection import NOW, WHO


def save(store: Store, number: int) -> None:
    with store.writing() as session:
        record(session, WHO, action="save", at=NOW, subject=f"student {number}", old={"a": number})


def sealed(store: Store) -> int:
    with store.writing() as session:
        added = seal(session, NOW)
        assert added is not None
        return added.up_to


@pytest.fixture
def trail(store: Store) -> Store:
    """Entries 1 to 7: 1 and 2 under the first seal, 3 and 4 under the second, 5 and 6 the third."""
    for number in range(1, 7):
        save(store, number)
        if number % 2 == 0:
            assert sealed(store) == number
    save(store, 7)
    return store


@pytest.fixture
def unguarded(trail: Store) -> Store:
    """The same, to somebody who got rid of the triggers."""
    downgrade(trail, "0001")
    return trail


def test_an_entry_says_who_what_when_and_why(store: Store) -> None:
    moment = NOW.astimezone(timezone(timedelta(hours=-5)))
    with store.writing() as session:
        record(
            session,
            Actor(None, "somebody@example.org"),
            action="decertify",
            at=moment,
            lea_id="001001",
            school_id="1010",
            subject="certificate 1",
            old={"state": "CERTIFIED"},
            new={"state": "OPEN", "list": [1, None, "ä"]},
            reason="A school was missing",
        )
    with store.reading() as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.at, entry.at.utcoffset()) == (NOW, timedelta(0))
        assert (entry.account_id, entry.login) == (None, "somebody@example.org")
        assert (entry.action, entry.lea_id, entry.school_id) == ("decertify", "001001", "1010")
        assert (entry.subject, entry.reason) == ("certificate 1", "A school was missing")
        assert entry.old == {"state": "CERTIFIED"}
        assert entry.new == {"state": "OPEN", "list": [1, None, "ä"]}


def test_no_value_is_null_and_not_a_word(store: Store) -> None:
    with store.writing() as session:
        record(session, WHO, action="look", at=NOW)
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM audit_entry WHERE old IS NULL")) == 1


def test_a_time_without_its_zone_is_a_mistake(store: Store) -> None:
    with pytest.raises(Exception, match="without its zone"), store.writing() as session:
        record(session, WHO, action="save", at=NOW.replace(tzinfo=None))


def test_I3_a_change_that_fails_leaves_no_entry(store: Store) -> None:
    def saved() -> None:
        with store.writing() as session:
            record(session, WHO, action="save", at=NOW)
            session.flush()
            session.execute(text("INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(StatementError):
        saved()
    with store.reading() as session:
        assert session.scalars(select(AuditEntry)).all() == []


def test_seals_hold(trail: Store) -> None:
    with trail.reading() as session:
        found = verify(session)
    assert (found.seals, found.entries, found.unsealed, found.broken) == (3, 7, 1, None)
    assert found.holds


def test_a_trail_of_nothing_holds(store: Store) -> None:
    with store.writing() as session:
        assert seal(session, NOW) is None
        assert verify(session).holds


def test_nothing_new_is_not_sealed_again(trail: Store) -> None:
    assert sealed(trail) == 7
    with trail.writing() as session:
        assert seal(session, NOW) is None
        assert verify(session).unsealed == 0


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audit_entry SET login = 'x' WHERE id = 1", 1),
        ("UPDATE audit_entry SET old = '{}' WHERE id = 3", 2),
        ("UPDATE audit_entry SET reason = '' WHERE id = 6", 3),
        ("DELETE FROM audit_entry WHERE id = 4", 2),
        ("DELETE FROM audit_entry", 1),
        ("DELETE FROM audit_seal WHERE id = 1", 2),
        ("UPDATE audit_seal SET hash = '' WHERE id = 2", 2),
        ("UPDATE audit_seal SET up_to = 3 WHERE id = 2", 2),
        ("UPDATE audit_entry SET login = 'x' WHERE id = 7", None),
    ],
)
def test_I3_the_first_broken_seal_is_named(
    unguarded: Store, change: str, broken: int | None
) -> None:
    with unguarded.writing() as session:
        session.execute(text(change))
        assert verify(session).broken == broken


def test_I3_who_seals_a_changed_entry_anew_breaks_the_next_seal(unguarded: Store) -> None:
    with unguarded.writing() as session:
        session.execute(text("UPDATE audit_entry SET login = 'x' WHERE id = 3"))
        hashes = {row.id: row.hash for row in session.execute(select(AuditSeal.id, AuditSeal.hash))}
        session.execute(text("DELETE FROM audit_seal WHERE id > 1"))
        session.execute(text("CREATE TABLE later AS SELECT * FROM audit_entry WHERE id > 4"))
        session.execute(text("DELETE FROM audit_entry WHERE id > 4"))
        forged = seal(session, NOW)
        assert forged is not None
        assert forged.hash != hashes[2]
        session.execute(text("INSERT INTO audit_entry SELECT * FROM later"))
        session.add(AuditSeal(at=NOW, up_to=6, hash=hashes[3]))
        session.flush()
        assert verify(session).broken not in (None, 1, forged.id)


def test_the_hash_of_the_trail_changes_with_every_entry_and_seal(trail: Store) -> None:
    hashes = set()
    for step in (lambda: None, lambda: save(trail, 8), lambda: sealed(trail)):
        step()
        with trail.reading() as session:
            hashes.add(audit_hash(session))
            assert audit_hash(session) in hashes
    assert len(hashes) == 3


def test_no_entry_comes_to_lie_behind_a_seal(store: Store) -> None:
    """An entry that has its number and is not yet kept: the seal waits until it is."""
    found: list[int] = []
    sealing = threading.Thread(target=lambda: found.append(sealed(store)))
    with store.writing() as session:
        record(session, WHO, action="slow", at=NOW)
        session.flush()
        if store.is_sqlite:
            sealing.start()
        else:  # a later number is kept before the earlier one
            save(store, 2)
            sealing.start()
            _until_somebody_waits(store)
        assert found == []
    sealing.join(timeout=30)
    with store.reading() as session:
        assert found == [len(session.scalars(select(AuditEntry.id)).all())]
        assert verify(session).holds


def _until_somebody_waits(store: Store) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    for _ in range(100_000):
        with store.reading() as session:
            if session.scalar(waiting):
                return
    raise AssertionError("the seal did not wait")
