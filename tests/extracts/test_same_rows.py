"""B3: the same rows in another order, another form or other files give the same tables."""

import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.extracts.folder import EXITERS, Content, put, reading, table, zipped

STUDENTS: list[dict[str, str]] = [
    {
        "school_year": str(2011 + number % 2),
        "lea_id": ["001001", "", "STATE0"][number % 3],
        "student_id": f"{number:010}",
        "birth_date": "1994-02-28" if number % 4 else "",
        "grade": ["09", "12", "UG"][number % 3],
        "race": ["WH7", "", "MISSING"][number % 3],
        "sex": "FM"[number % 2],
        "disability": "AUT",
        "iep_at_exit": "Y",
        "exit_date": "",
        "exit_code": ["GHS", "DROPOUT"][number % 2],
    }
    for number in range(30)
]


def csv_of(rows: list[dict[str, str]]) -> str:
    names = list(rows[0])
    return "\n".join([",".join(names), *(",".join(row.values()) for row in rows)]) + "\n"


def as_read(tmp_path: Path, files: dict[str, Content]) -> list[tuple[Any, ...]]:
    with reading(put(tmp_path / "other" / "extracts", files)) as library:
        assert not library.refused, library.findings
        return table(library, "exiters")


@pytest.fixture
def expected(tmp_path: Path) -> list[tuple[Any, ...]]:
    """The students as one plain CSV file gives them."""
    assert csv_of(STUDENTS).startswith(EXITERS)
    with reading(put(tmp_path / "extracts", {"exiters.csv": csv_of(STUDENTS)})) as library:
        assert len(library.findings) == 10, "a third of the rows have no lea_id"
        rows = table(library, "exiters")
    assert len(rows) == len(STUDENTS)
    return rows


def test_the_order_of_rows_changes_nothing(tmp_path: Path, expected: list[Any]) -> None:
    shuffled = random.Random(1).sample(STUDENTS, len(STUDENTS))
    assert as_read(tmp_path, {"exiters.csv": csv_of(shuffled)}) == expected


def test_the_order_of_columns_changes_nothing(tmp_path: Path, expected: list[Any]) -> None:
    names = random.Random(1).sample(list(STUDENTS[0]), len(STUDENTS[0]))
    turned = [{name: row[name] for name in names} for row in STUDENTS]
    assert as_read(tmp_path, {"exiters.csv": csv_of(turned)}) == expected


def test_splitting_a_file_changes_nothing(tmp_path: Path, expected: list[Any]) -> None:
    files: dict[str, Content] = {
        "exiters/one.csv": csv_of(STUDENTS[:11]),
        "exiters/two.csv.gz": zipped(csv_of([dict(reversed(r.items())) for r in STUDENTS[11:20]])),
        "exiters/three.parquet": pa.Table.from_pylist(STUDENTS[20:]),
    }
    assert as_read(tmp_path, files) == expected


def test_gzip_changes_nothing(tmp_path: Path, expected: list[Any]) -> None:
    assert as_read(tmp_path, {"exiters.csv.gz": zipped(csv_of(STUDENTS))}) == expected


def test_a35_parquet_of_texts_changes_nothing(tmp_path: Path, expected: list[Any]) -> None:
    assert as_read(tmp_path, {"exiters.parquet": pa.Table.from_pylist(STUDENTS)}) == expected


@pytest.mark.parametrize("years", [pa.int16(), pa.int64(), pa.float32(), pa.float64()])
@pytest.mark.parametrize("days", [pa.date32(), pa.timestamp("us"), pa.timestamp("ns")])
def test_a35_parquet_of_native_types_changes_nothing(
    tmp_path: Path, expected: list[Any], years: pa.DataType, days: pa.DataType
) -> None:
    texts = pa.Table.from_pylist([{k: v or None for k, v in row.items()} for row in STUDENTS])
    native = texts.set_column(0, "school_year", texts["school_year"].cast(pa.int16()).cast(years))
    born = texts["birth_date"].cast(pa.date32()).cast(days)
    native = native.set_column(3, "birth_date", born)
    native = native.set_column(5, "race", native["race"].dictionary_encode())
    assert as_read(tmp_path, {"exiters.parquet": native}) == expected


def test_a35_a_double_that_is_not_a_number_is_a_blank(tmp_path: Path) -> None:
    names = ("indicator", "school_year", "level", "lea_id", "num", "den", "value")
    row = ("1", 2012, "STATE", None, float("nan"), 3.0, 33.5)
    files = {
        "published.parquet": pa.Table.from_pylist([dict(zip(names, row, strict=True))]),
    }
    text = ",".join(names) + "\n1,2012,STATE,,,3,33.5\n"
    with reading(put(tmp_path / "a" / "extracts", files)) as one:
        rows = table(one, "published")
    with reading(put(tmp_path / "b" / "extracts", {"published.csv": text})) as other:
        assert table(other, "published") == rows
    assert rows[0][4:6] == (None, 3)


@pytest.mark.parametrize("number", [1e20, float("inf"), -1.0, 2.5])
def test_a35_a_double_that_is_no_count_is_not_a_blank(tmp_path: Path, number: float) -> None:
    files = {
        "published.parquet": pa.table(
            {"indicator": ["1"], "school_year": [2012], "level": ["STATE"], "lea_id": [""],
             "num": [number], "den": [3], "value": ["1"]}
        )
    }  # fmt: skip
    with reading(put(tmp_path / "extracts", files)) as library:
        (finding,) = library.findings
        assert (finding.line, finding.column) == (2, "num")
        assert float(finding.value) == number
