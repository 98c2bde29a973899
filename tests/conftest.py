"""Fixtures that every room's tests may use."""

from pathlib import Path

import pytest

from tests.support.asking import ask, edition
from tests.support.small_state import SmallState
from tests.support.stores import (
    database,
    empty_url,
    migrated_file,
    migrated_postgres,
    postgres,
    store,
    store_url,
)

__all__ = ["ask", "edition"]  # the fixtures of the views and charts
__all__ += ["database", "empty_url", "store", "store_url"]  # the collection's, on two databases
__all__ += ["migrated_file", "migrated_postgres", "postgres"]

PUBLIC_DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "real"


@pytest.fixture
def state(tmp_path: Path) -> SmallState:
    """An empty small state."""
    return SmallState(tmp_path / "extracts")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real public data that is not part of this repository."""
    if not PUBLIC_DATA.is_dir():
        pytest.skip(f"the real public data are not here ({PUBLIC_DATA.parent.name}/real)")
    return PUBLIC_DATA
