"""The planted state and its twin, built once."""

from __future__ import annotations

import pytest

from tests.support.planted_release import Built, build_planted


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_planted(tmp_path_factory.mktemp("planted"), twin=False)


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_planted(tmp_path_factory.mktemp("twin"), twin=True)
