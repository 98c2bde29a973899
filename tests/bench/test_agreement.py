"""Two programs that know nothing of each other count the same: pandas script and build."""

import subprocess
import sys

import pandas as pd
import pytest

from bench.compare import differences, report
from bench.measure import ROOT


@pytest.fixture(scope="module")
def both(history, tmp_path_factory):
    """The script's file and the release's folder, of the same tiny history."""
    folder = tmp_path_factory.mktemp("both")
    script, releases = folder / "pandas.parquet", folder / "releases"
    for command in (
        ["bench.pandas_script", history, script],
        ["dashboard", "build", history, "--releases", releases],
    ):
        subprocess.run([sys.executable, "-m", *map(str, command)], cwd=ROOT, check=True)
    return script, releases / (releases / "current").read_text().strip()


def test_pandas_and_the_build_agree(both):
    found = differences(*both)
    assert found.empty, report(found)


def test_the_agreement_is_about_something(both):
    """All 30 indicators have counts, and every kind of row is among what was compared."""
    table = pd.read_parquet(both[0])
    assert table[table.den > 0].indicator.nunique() == 30
    assert set(table[table.den > 0].group_type) == {"ALL", "RACE", "DISABILITY", "SEX"}
    assert (table.data_year < table.school_year).any(), "no value is carried"
    assert {"FLAGGED", "NOT_FLAGGED", "REVIEW_PENDING", "NOT_EXAMINED_MIN_N"} <= set(
        table.district_status.dropna()
    )


@pytest.mark.parametrize("column", ["num", "den", "data_year", "ratio"])
def test_one_figure_off_is_found(both, tmp_path, column):
    script, release = both
    table = pd.read_parquet(script)
    row = table.index[table[column].notna() & ((table.den > 0) | (column == "ratio"))][0]
    table.loc[row, column] += 1
    table.to_parquet(tmp_path / "off.parquet")
    found = differences(tmp_path / "off.parquet", release)
    assert found[["indicator", "lea_id"]].to_numpy().tolist() == [
        [table.indicator[row], table.lea_id[row]]
    ]
    assert "1 rows differ" in report(found)


def test_a_row_missing_on_either_side_is_found(both, tmp_path):
    script, release = both
    table = pd.read_parquet(script)
    table.iloc[1:].to_parquet(tmp_path / "less.parquet")
    assert len(differences(tmp_path / "less.parquet", release)) == 1
    more = pd.concat([table, table.iloc[:1].assign(lea_id="999999", level="LEA")])
    more.to_parquet(tmp_path / "more.parquet")
    assert len(differences(tmp_path / "more.parquet", release)) == 1
