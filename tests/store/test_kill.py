"""Killed at any moment, who saves loses nothing that was acknowledged (trust.md I1)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select, text

import dashboard
from dashboard.store import Store, verify
from dashboard.store.models import AuditEntry, Student
from tests.support import small_collection as small

KILLS = 120
HARNESS = Path(__file__).with_name("kill_harness.py")


def test_I1_kill_9_during_saves(store: Store, store_url: str) -> None:
    small.fill(store)
    store.close()
    done = subprocess.run(
        [sys.executable, HARNESS, store_url, str(KILLS), "7"],
        env={**os.environ, "PYTHONPATH": str(Path(dashboard.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["kills"] >= 100
    acknowledged = seen["acknowledged"]
    with store.reading() as session:
        student = session.get_one(Student, 1)
        saved = [
            (int(entry.old["entry_a"] or 0), int(entry.new["entry_a"]))
            for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            if entry.old is not None and entry.new is not None
        ]
        assert verify(session).entries == len(saved)
        if store.is_sqlite:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    numbers = [new for _, new in saved]
    lost = set(acknowledged) - set(numbers)
    assert lost == set(), f"{len(lost)} acknowledged saves were lost"
    # Each rating has its audit row and each audit row its rating: one version for each, in order.
    assert saved == [(number - 1, number) for number in range(1, len(saved) + 1)]
    assert (int(student.entry_a), student.version) == (len(saved), len(saved) + 1)
    # The test saw something: many saves, kills at every kind of step, and saves that were kept
    # although nobody was told any more.
    assert acknowledged == sorted(set(acknowledged))
    assert len(acknowledged) > KILLS
    assert {"before_cursor_execute", "after_cursor_execute", "commit", "kept"} <= set(seen["at"])
    assert len(saved) > len(acknowledged)
