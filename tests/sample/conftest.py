"""One small sample for all tests of this room, and the default one for its levels."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from dashboard.sample import write_sample

SMALL = {"districts": 12, "first_year": 2010, "last_year": 2012}


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """Every extract of a folder as text, by name."""
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*.csv")):
        name = path.stem if path.parent == folder else path.parent.name
        files.setdefault(name, []).append(path)
    return {
        name: pd.concat(
            [pd.read_csv(path, dtype=str, keep_default_na=False) for path in paths],
            ignore_index=True,
        )
        for name, paths in files.items()
    }


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sample of 12 districts and 3 years."""
    folder = tmp_path_factory.mktemp("sample") / "small"
    write_sample(folder, **SMALL)
    return folder


@pytest.fixture(scope="session")
def small(small_folder: Path) -> Mapping[str, pd.DataFrame]:
    """The extracts of the small sample."""
    return read(small_folder)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, pd.DataFrame]:
    """The extracts of the default sample."""
    folder = tmp_path_factory.mktemp("sample") / "whole"
    write_sample(folder)
    return read(folder)
