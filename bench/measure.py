"""Runs a command as a process of its own, and says how long it took and how much memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.errors import ProgressError

PROTECTING, ATTACKING = "protecting", "attacking"
"""Phases of a build, as `bench.phases` notes them."""

ROOT = Path(__file__).parent.parent
MIB_OF_MAXRSS = 1024 * 1024 if sys.platform == "darwin" else 1024  # the unit is the system's


class BenchError(ProgressError):
    """The bench could not measure what it set out to measure."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One finished process: wall seconds from start to end, peak memory in MiB, what it printed.

    The memory is the largest resident set of any one process of the tree. A child starts with its
    parent's, so what calls `python` must stay small: it imports neither DuckDB nor pandas.
    `guarding`: of these seconds, those that went to protection and the attack on it.
    """

    seconds: float
    peak_mib: float
    output: str
    guarding: float = 0.0

    @property
    def counting(self) -> float:
        """The seconds of all else: start, reading, counting, publishing."""
        return self.seconds - self.guarding


def python(*arguments: str | Path) -> Run:
    """Run `python ARGUMENTS` in the project's folder; BenchError when it fails."""
    command = [sys.executable, *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode != 0:
            raise BenchError(f"{_shown(command)} ended with {process.returncode}:\n{err.read()}")
        return Run(
            seconds=seconds, peak_mib=usage.ru_maxrss / MIB_OF_MAXRSS, output=out.read().strip()
        )


def build(*arguments: str | Path) -> Run:
    """Run `python -m dashboard build ARGUMENTS`, its phases told apart."""
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder) / "phases.json"
        run = python("-m", "bench.phases", noted, "build", *arguments)
        phases = json.loads(noted.read_text())
    return replace(run, guarding=phases.get(PROTECTING, 0.0) + phases.get(ATTACKING, 0.0))


def _shown(command: Sequence[str]) -> str:
    return " ".join(["python", *command[1:]])
