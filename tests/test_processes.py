"""Processes that work beside a build end with it, however it ends."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard import cli, processes
from dashboard.processes import pool, start_ahead, together

ROOT = Path(__file__).parent.parent
WAIT = 60_000  # milliseconds, of which a sound machine needs a few

FORKED = """
import os, sys
from pathlib import Path
from dashboard import processes
from dashboard.processes import pool, start_ahead, together

def name(folder):
    (folder / str(os.getpid())).touch()
    while len([*folder.iterdir()]) < 2:  # until the other has been there too
        pass
    return os.getpid()

if __name__ == "__main__":
    processes.MUCH, processes.MOST = -1, 2
    os.cpu_count = lambda: 2
    with together():
        if sys.argv[1] == "ahead":
            start_ahead(Path("."))
        with pool(2) as others:
            print(*others.map(name, [Path(sys.argv[2])] * 2), flush=True)
            sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="waits for other processes as Linux does")
@pytest.mark.parametrize("started", ["ahead", "when wanted"])
def test_no_process_outlives_a_build_that_is_killed(started: str, tmp_path: Path) -> None:
    script, seen = tmp_path / "build.py", tmp_path / "seen"
    seen.mkdir()
    script.write_text(FORKED)
    with subprocess.Popen(
        [sys.executable, script, started, seen],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as killed:
        assert killed.stdout is not None
        others = [os.pidfd_open(int(number)) for number in killed.stdout.readline().split()]
        assert len(others) == 2
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    for other in others:
        waiting = select.poll()
        waiting.register(other, select.POLLIN)  # readable once the process has ended
        assert waiting.poll(WAIT), "a process still runs"
        os.close(other)


def test_nothing_is_started_ahead_for_little_or_for_nobody_or_beside_a_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("processes were started")

    monkeypatch.setattr(processes, "ProcessPoolExecutor", refuse)
    with together():
        start_ahead(tmp_path)
    monkeypatch.setattr(processes, "MUCH", -1)
    start_ahead(tmp_path)
    monkeypatch.setattr(processes.threading, "active_count", lambda: 2)
    with together():
        start_ahead(tmp_path)


def test_what_is_done_together_shares_its_processes() -> None:
    with together(), pool(1) as others, together(), pool(1) as same:
        assert same is others
    with pool(1) as own:
        assert own is not others


def test_processes_are_started_before_a_terminal_is_shown_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "extracts").mkdir()
    seen: list[str] = []

    @contextmanager
    def progress() -> Iterator[None]:
        seen.append("progress")
        yield

    monkeypatch.setattr(cli, "_progress", progress)
    monkeypatch.setattr(cli, "start_ahead", lambda _: seen.append("processes"))
    places = [str(tmp_path / "extracts"), "--releases", str(tmp_path / "releases")]
    result = CliRunner().invoke(cli.main, ["build", *places])
    assert "no districts extract" in result.output
    assert seen == ["processes", "progress"]


@pytest.mark.parametrize("buffered", ["", "1"])
def test_what_cannot_be_printed_is_an_error(buffered: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dashboard", "--help"],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": buffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
