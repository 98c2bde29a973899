"""One more district or year leaves all other rows as they were."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.sample import write_sample
from tests.sample.conftest import SMALL, read

# The state's disputes fall on districts by size, so one more district moves some.
MOVES = {"due_process", "mediation"}


def fingerprints(rows: pd.DataFrame) -> set[int]:
    """A number for each row, the same for the same values."""
    return set(pd.util.hash_pandas_object(rows, index=False))


@pytest.mark.parametrize("more", [{"districts": 14}, {"last_year": 2014}])
def test_what_was_there_stays(small_folder: Path, tmp_path: Path, more: dict[str, int]) -> None:
    write_sample(tmp_path, **{**SMALL, **more})
    small, larger = read(small_folder), read(tmp_path)
    leas = {"STATE0", *small["districts"]["lea_id"]}
    for name in small.keys() - MOVES:
        rows, others = small[name], larger[name]
        if "lea_id" in others:
            others = others[others["lea_id"].isin(leas)]
        if "school_year" in others:
            others = others[others["school_year"].isin(set(rows["school_year"]))]
        # Only the review that is pending in the last year of a sample is done in a longer one.
        lost = fingerprints(rows) - fingerprints(others)
        assert len(lost) <= (name == "policy_review"), name


def test_the_first_district_is_the_city(small_folder: Path) -> None:
    rows = read(small_folder)["enrollment"]
    sizes = rows.assign(n=rows["enrolled_total"].astype(int)).groupby("lea_id")["n"].sum() / 4
    assert 15_000 < sizes["001011"] < 25_000
    assert sizes.median() < 3000
