"""Killed at any moment, a publisher leaves the old release or the new one, whole (trust.md I5)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import dashboard
from dashboard.releases import list_releases
from dashboard.releases.layout import leftovers

KILLS = 120
HARNESS = Path(__file__).with_name("kill_harness.py")


def test_i5_kill_9_under_a_reader(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, HARNESS, root, str(KILLS), "5"],
        env={**os.environ, "PYTHONPATH": str(Path(dashboard.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["kills"] >= 100
    assert seen["wrong"] == []
    assert seen["lost"] == 0, "an acknowledged release was no longer there"
    assert seen["half"] == 0, "a release under its own name was not whole"
    # The test saw something: many reads of many releases, and publishers that died half-way,
    # at each kind of moment.
    assert seen["reads"] > KILLS
    assert seen["seen"] > KILLS / 4
    assert seen["littered"] > KILLS / 10
    assert {"packing", "writing", "fsync", "replace", "unlink"} <= set(seen["at"])
    # The last publisher was left in peace.
    assert leftovers(root) == ()
    assert all(info.ok for info in list_releases(root))
