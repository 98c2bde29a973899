"""A collection of two districts, on both databases."""

from __future__ import annotations

import pytest

from dashboard.store import Store
from tests.support.collecting import Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    """Ash with the schools Xavier and Yale, Birch with Zeno; nobody is on a roster yet."""
    return Desk(store).opened()
