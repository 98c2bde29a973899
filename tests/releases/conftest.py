from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.releases import (
    DISTRICTS,
    INDICATOR_VALUE,
    TARGETS,
    Contents,
    ExtractFile,
)

Make = Callable[..., Contents]


@pytest.fixture
def values() -> Callable[..., pa.Table]:
    """A table of indicator values: `rows` districts, the first with numerator `num`."""

    def make(*, num: int = 7, rows: int = 40) -> pa.Table:
        return pa.Table.from_pylist(
            [
                {
                    "catalog": "missouri",
                    "indicator": "5A",
                    "school_year": 2010 + row % 4,
                    "level": "LEA",
                    "lea_id": f"{row:06}",
                    "group_type": "ALL",
                    "group": "ALL",
                    "num": num + row,
                    "den": None if row % 5 == 0 else 200,
                    "value": (num + row) / 2,
                    "status": "MET",
                    "era": "ALL",
                    "data_year": 2010 + row % 4,
                    "flags": "",
                }
                for row in range(rows)
            ],
            schema=INDICATOR_VALUE,
        )

    return make


@pytest.fixture
def contents(values: Callable[..., pa.Table]) -> Make:
    """A small release with everything in it; another `num` makes another release."""

    def make(*, num: int = 7, **changed: object) -> Contents:
        given: dict[str, object] = {
            "catalog": "missouri",
            "engine": "duckdb",
            "extracts": (
                ExtractFile("exiters", "exiters/2011.csv", "b" * 64, 9, 8, 1),
                ExtractFile("exiters", "exiters/2010.csv", "a" * 64, 5, 5, 0),
            ),
            "code": "c" * 64,
            "tables": {
                "restricted/indicator_value.parquet": values(num=num),
                "restricted/findings.parquet": pa.table({"line": pa.array([3], pa.int64())}),
                "public/indicator_value.parquet": values(num=num + 1),
                "public/districts.parquet": DISTRICTS.empty_table(),
                "public/targets.parquet": TARGETS.empty_table(),
            },
            "documents": {"public/catalog.json": b'{"name": "missouri"}'},
        }
        return Contents(**(given | changed))  # type: ignore[arg-type]

    return make


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "releases"


@pytest.fixture
def flip() -> Callable[..., None]:
    """Flip one bit of a file, by putting another file in its place."""

    def flipping(path: Path, *, bit: int) -> None:
        data = bytearray(path.read_bytes())
        data[bit // 8] ^= 1 << bit % 8
        other = path.with_name("flipped")
        other.write_bytes(data)
        other.replace(path)

    return flipping
