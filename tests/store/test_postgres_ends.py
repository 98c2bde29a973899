"""The server of the tests ends with them, also when they are killed."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

from tests.support.postgres import Server

ROOT = Path(__file__).resolve().parents[2]
BEGUN = """
import sys
from tests.support.postgres import running
with running() as server:
    print((server.folder / "data" / "postmaster.pid").read_text().split()[0], server.folder)
    sys.stdout.flush()
    sys.stdin.read()
"""


def test_a_killed_run_leaves_no_server_behind(postgres: Server) -> None:
    assert postgres.folder.is_dir()  # there can be one here
    run = subprocess.Popen(
        [sys.executable, "-c", BEGUN], cwd=ROOT, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert run.stdout is not None
    with run:
        number, folder = run.stdout.readline().split()
        server = os.pidfd_open(int(number))
        try:
            assert Path(folder).is_dir()
            run.kill()
            ended, _, _ = select.select([server], [], [], 60)
            assert ended == [server]
        finally:
            os.close(server)
