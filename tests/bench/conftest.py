"""One tiny history for all tests of the bench: every extract and year, few rows of each."""

import pytest

from bench.history import TINY, write_history


@pytest.fixture(scope="session")
def history(tmp_path_factory):
    return write_history(tmp_path_factory.mktemp("bench") / "history", size=TINY)
