"""Where the pandas script and a build differ: the bench's check that both count the same.

    python -m bench.compare OUT.parquet RELEASES

compares what `bench.pandas_script` wrote with the current release, and prints what differs.
"""

import sys
from pathlib import Path

import click
import pandas as pd

KEYS = ["indicator", "school_year", "level", "lea_id", "group_type", "group"]
COUNTS = ["num", "den"]
FURTHER = ["data_year", "district_status", "ratio"]


def differences(script: Path, release: Path) -> pd.DataFrame:
    """Rows of the two tables that differ: the keys, and each figure as `_script` and `_build`.

    `script` is the file that `bench.pandas_script` wrote; `release` the folder of one release. A
    group without students may have a row of zeros or none: that is no difference.
    """
    ours = _table(script)
    theirs = _table(release / "restricted" / "indicator_value.parquet")
    both = ours.merge(
        theirs, on=KEYS, how="outer", suffixes=("_script", "_build"), indicator="found"
    )
    differs = pd.Series(False, index=both.index)
    for name in [*COUNTS, *FURTHER]:
        differs |= _unlike(both[f"{name}_script"], both[f"{name}_build"])
    whole = both.group_type == "ALL"
    return both[differs | (whole & (both.found != "both"))].reset_index(drop=True)


def report(rows: pd.DataFrame) -> str:
    """The differences as text: how many by indicator, and the first of them."""
    if rows.empty:
        return "pandas and the build agree on every num, den, data_year, district_status and ratio"
    names = [
        *KEYS,
        *(f"{name}_{side}" for name in COUNTS + FURTHER for side in ("script", "build")),
    ]
    counts = rows.indicator.value_counts().to_string(header=False)
    return f"{len(rows)} rows differ:\n{counts}\n{rows[names].head(20).to_string(index=False)}"


def _table(path: Path) -> pd.DataFrame:
    table = pd.read_parquet(path, columns=[*KEYS, *COUNTS, *FURTHER]).fillna({"lea_id": ""})
    integers = dict.fromkeys(["school_year", *COUNTS, "data_year"], "Int64")
    table = table.astype(integers | {"ratio": "float64"})
    table.loc[table.den.isna(), "data_year"] = pd.NA  # nothing reported describes no year
    empty = (table.group_type != "ALL") & (table.den.fillna(0) == 0) & (table.num.fillna(0) == 0)
    return table[~empty]


def _unlike(left: pd.Series, right: pd.Series) -> pd.Series:
    """Where two columns differ; null is like null, and ratios may differ in their last digits."""
    if left.dtype == "float64":
        alike = (left - right).abs() <= 1e-9 * left.abs()
    else:
        alike = (left == right).fillna(False).astype(bool)
    return ~(alike | (left.isna() & right.isna()))


def main(script: Path, releases: Path) -> None:
    release = releases / (releases / "current").read_text(encoding="utf-8").strip()
    click.echo(report(differences(script, release)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
