"""Stores for tests, each test on SQLite and on a real PostgreSQL.

`store` is a fresh database with the newest tables, `empty_url` the address of one without any.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.store import Store
from dashboard.store.migrate import upgrade
from tests.support.postgres import Server, running

DATABASES = ("sqlite", "postgresql")
TEMPLATE = "template_migrated"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server. Where none can be had the test skips; with CI=true it fails."""
    server = running()
    try:
        started = server.__enter__()
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        message = f"no PostgreSQL for the tests of the store: {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    yield started
    server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Server) -> Server:
    """The server, with a database of the newest tables to copy."""
    postgres.run(f"CREATE DATABASE {TEMPLATE}")
    with closing(Store(postgres.url(TEMPLATE))) as store:
        upgrade(store)
    return postgres


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file of the newest tables to copy."""
    file = tmp_path_factory.mktemp("migrated") / "collection.sqlite3"
    with closing(Store(f"sqlite:///{file}")) as store:
        upgrade(store)
    return file


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Which of the two databases the test runs on."""
    return str(request.param)


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'collection.sqlite3'}"
        return
    with request.getfixturevalue("postgres").database() as url:
        yield url


@pytest.fixture
def store_url(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with the newest tables."""
    if database == "sqlite":
        file = tmp_path / "collection.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
        return
    with request.getfixturevalue("migrated_postgres").database(TEMPLATE) as url:
        yield url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A fresh store with the newest tables."""
    with closing(Store(store_url)) as store:
        yield store
