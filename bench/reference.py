"""The reference of the build's time: DuckDB reads every column of every extract and checksums it.

The columns' types are given, DuckDB runs with its own settings, and there is one query for each
extract: the least that any program must do which looks at every value once. Run as a process of
its own, like the build it is compared with: `python -m bench.reference EXTRACTS`.
"""

import csv
import sys
from pathlib import Path

import duckdb

from dashboard.extracts.schema import EXTRACTS, Extract, Kind

TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.CODE: "VARCHAR",
    Kind.YEAR: "INTEGER",
    Kind.DATE: "DATE",
    Kind.COUNT: "INTEGER",
    Kind.DECIMAL: "DECIMAL(18, 6)",
    Kind.DAYS: "DECIMAL(5, 2)",
    Kind.PERCENT: "DECIMAL(6, 3)",
    Kind.RATING: "INTEGER",
}


def column_types(extract: Extract, header: list[str]) -> dict[str, str]:
    """The DuckDB type of each column of a file; items of a survey are text."""
    known = {column.name: TYPES[column.kind] for column in extract.columns}
    return {name: known.get(name, "VARCHAR") for name in header}


def checksum(folder: Path, *, extract: Extract) -> tuple[int, ...]:
    """The number of rows of an extract and one checksum for each of its columns."""
    files = sorted((folder / extract.name).glob("*.csv"))
    with files[0].open(newline="") as first:
        types = column_types(extract, next(csv.reader(first)))
    sums = ", ".join(f'bit_xor(hash("{name}"))' for name in types)
    query = f"""SELECT count(*), {sums} FROM read_csv($files, columns = {types},
        auto_detect = false, header = true, delim = ',', quote = '"', escape = '"')"""
    return duckdb.execute(query, {"files": [str(file) for file in files]}).fetchone() or ()


def main(folder: Path) -> None:
    for name, extract in EXTRACTS.items():
        if (folder / name).is_dir():
            rows, *sums = checksum(folder, extract=extract)
            print(f"{name:18} {rows:>10,} rows  {len(sums):>2} columns  {hash(tuple(sums)):x}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
