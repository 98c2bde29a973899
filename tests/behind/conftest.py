"""Releases whose restricted files and extracts are both at hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.releases.build import catalog_for
from dashboard.sample import write_sample
from tests.support.behind_site import Site, site_of
from tests.support.small_state import SmallState

Build = Callable[[SmallState], Site]


@pytest.fixture
def built() -> Build:
    """Builds a release of a small state."""

    def make(state: SmallState) -> Site:
        return site_of(state.write(), state.catalog)

    return make


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A made-up state of a few districts, in the years of every era."""
    extracts = tmp_path_factory.mktemp("behind") / "extracts"
    write_sample(extracts, districts=4, first_year=2006, last_year=2013, seed=11)
    return site_of(extracts, catalog_for(extracts, "missouri"))
