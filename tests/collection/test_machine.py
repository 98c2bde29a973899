"""Random sequences of steps agree with a simple model (I4).

`python -m bench.collection` runs 500 sequences of 50 steps.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from dashboard.store import Store
from tests.support.collection_machine import machine
from tests.support.postgres import Server
from tests.support.stores import TEMPLATE

QUIET = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


def test_I4_random_sequences_agree_with_the_model_on_sqlite(
    migrated_file: Path, tmp_path: Path
) -> None:
    numbers = itertools.count()

    def fresh() -> Store:
        file = tmp_path / f"{next(numbers)}.sqlite3"
        shutil.copy(migrated_file, file)
        return Store(f"sqlite:///{file}")

    tried = machine(fresh)
    run_state_machine_as_test(
        tried, settings=settings(max_examples=12, stateful_step_count=40, **QUIET)
    )
    assert tried.sequences >= 12
    assert tried.tally.total() > 50


@pytest.fixture
def fresh_postgres(migrated_postgres: Server) -> Iterator[ExitStack]:
    with ExitStack() as databases:
        yield databases


def test_I4_random_sequences_agree_with_the_model_on_postgresql(
    migrated_postgres: Server, fresh_postgres: ExitStack
) -> None:
    def fresh() -> Store:
        return Store(fresh_postgres.enter_context(migrated_postgres.database(TEMPLATE)))

    tried = machine(fresh)
    run_state_machine_as_test(
        tried, settings=settings(max_examples=5, stateful_step_count=30, **QUIET)
    )
    assert tried.sequences >= 5
