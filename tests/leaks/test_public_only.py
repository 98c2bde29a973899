"""P5: the process that serves the public has no way to what is restricted, and needs none."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.planted_release import Built
from tests.support.traces import apart, traces

HOUSE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Served:
    """What a process that was kept from restricted files answered, opened and wrote."""

    answers: dict[str, bytes]
    told: dict[str, Any]
    output: str


@pytest.fixture(scope="module")
def served(planted: Built, tmp_path_factory: pytest.TempPathFactory) -> Served:
    folder = tmp_path_factory.mktemp("served")
    root = folder / "releases"
    shutil.copytree(planted.root, root)
    closed = [root / ".cache", root / planted.id / "restricted"]
    modes = {path: path.stat().st_mode for path in closed}
    asked, answers = folder / "asked", folder / "answers"
    asked.write_bytes(pickle.dumps(replace(planted.known, languages=("",))))
    try:
        for path in closed:
            path.chmod(0)
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.public_only", str(asked), str(answers)],
            cwd=HOUSE,
            env={**os.environ, "DASHBOARD_RELEASES": str(root)},
            capture_output=True,
            text=True,
            timeout=300,
        )
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
    assert done.returncode == 0, done.stderr
    found = pickle.loads(answers.read_bytes())  # noqa: S301 - our own
    told = json.loads(done.stdout.splitlines()[-1])
    return Served(found, told, done.stdout + done.stderr)


def test_the_process_was_really_kept_from_them(served: Served) -> None:
    assert served.told["kernel"] == {"python": "PermissionError", "arrow": "PermissionError"}
    assert served.told["watch"] == "PermissionError"


def test_it_never_tried_and_opened_only_what_is_public(planted: Built, served: Served) -> None:
    assert served.told["refused"] == []
    public = {f"{planted.id}/public/{name}" for name in ("catalog.json", "districts.parquet")}
    assert public <= set(served.told["opened"])
    allowed = ("current", f"{planted.id}/manifest.json", f"{planted.id}/public/", "shapes/")
    others = [path for path in served.told["opened"] if not path.startswith(allowed)]
    assert [path for path in others if path not in ("", planted.id)] == []


def test_it_answers_all_the_same(planted: Built, served: Served) -> None:
    whole = {asked: planted.answers[asked] for asked in served.answers}
    assert len(whole) > 500
    assert apart(whole, served.answers, but=()) == []


def test_it_writes_nothing_planted(served: Served) -> None:
    assert traces(served.output) == []


def test_a_copy_without_restricted_files_is_served_too(planted: Built, tmp_path: Path) -> None:
    """README: only the manifest, the public files and `current` need go to another machine."""
    closed = shutil.ignore_patterns("restricted", ".cache")
    shutil.copytree(planted.root, tmp_path / "copy", ignore=closed)
    copy = replace(planted, root=tmp_path / "copy")
    part = planted.known.only(["1", "11"], planted.known.leas[:2])
    assert apart(planted.walk(part), copy.walk(part), but=()) == []
