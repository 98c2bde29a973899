"""Tables as files: the same values give the same bytes, and no flipped bit reads as a value."""

import contextlib
import random
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.releases import INDICATOR_VALUE, BrokenRelease, ReleaseError
from dashboard.releases.parquet import ROW_GROUP, encode_table, read_table

NAME = "public/indicator_value.parquet"
Values = Callable[..., pa.Table]


def write(path: Path, table: pa.Table, *, name: str = NAME) -> Path:
    path.write_bytes(encode_table(name, table))
    return path


def test_reading_gives_back_the_table_with_the_types_of_the_contract(
    tmp_path: Path, values: Values
) -> None:
    table = read_table(write(tmp_path / "t.parquet", values()))
    assert table.equals(values())
    assert table.schema.equals(INDICATOR_VALUE, check_metadata=True)


def test_asked_columns_and_rows(tmp_path: Path, values: Values) -> None:
    path = write(tmp_path / "t.parquet", values())
    table = read_table(path, columns=["num"], filters=[("lea_id", "=", "000003")])
    assert table.to_pydict() == {"num": [10]}


def test_a_folder_named_like_a_partition_adds_no_column(tmp_path: Path, values: Values) -> None:
    folder = tmp_path / "state=mo"
    folder.mkdir()
    assert read_table(write(folder / "t.parquet", values())).schema == INDICATOR_VALUE


def test_how_a_table_lies_in_memory_leaves_no_trace(values: Values) -> None:
    rows = ROW_GROUP + 100
    whole = values(rows=rows)
    cut = pa.concat_tables([whole.slice(0, 11), whole.slice(11, 40_000), whole.slice(40_011)])
    coded = whole.set_column(1, "indicator", whole["indicator"].dictionary_encode())
    large = whole.cast(
        pa.schema(
            [
                field.with_type(pa.large_string()) if field.type == pa.string() else field
                for field in whole.schema
            ],
            metadata={"made": "today"},
        )
    )
    below = whole["den"].fill_null(999).to_numpy()  # what stands below a null is no value
    masked = pa.array(below, mask=whole["den"].is_null().to_numpy())
    other = whole.set_column(8, "den", masked)
    assert {bytes(encode_table(NAME, table)) for table in (cut, coded, large, other)} == {
        bytes(encode_table(NAME, whole))
    }


def test_a_table_of_our_own_comes_back_with_plain_strings(tmp_path: Path) -> None:
    table = pa.table({"rule": pa.array(["a", "b", "a"]).dictionary_encode()})
    path = write(tmp_path / "t.parquet", table, name="restricted/findings.parquet")
    assert read_table(path).schema == pa.schema({"rule": pa.string()})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda table: table.drop_columns(["flags"]), "the contract's are"),
        (lambda table: table.select(table.column_names[::-1]), "in this order"),
        (
            lambda table: table.set_column(7, "num", pa.array(["few"] * len(table))),
            "does not fit the contract's column types",
        ),
    ],
)
def test_a_table_that_is_not_the_contracts_is_refused(
    values: Values, change: Callable[[pa.Table], pa.Table], says: str
) -> None:
    with pytest.raises(ReleaseError, match=says):
        encode_table(NAME, change(values()))


def test_page_checksums_let_no_flipped_bit_read_as_a_value(
    tmp_path: Path, values: Values, flip: Callable[..., None]
) -> None:
    """50 flips before the footer: refused, or (in a page header's statistics) without effect."""
    path, refused = tmp_path / "t.parquet", 0
    for bit in _seeded_bits(write(path, values(rows=3000))):
        write(path, values(rows=3000))
        flip(path, bit=bit)
        try:
            assert read_table(path).equals(values(rows=3000)), bit
        except BrokenRelease:
            refused += 1
    assert refused > 40


def test_without_the_checksums_some_would_read_as_other_values(
    tmp_path: Path, values: Values, flip: Callable[..., None]
) -> None:
    """What the test above is worth: the same bits, read without looking at the checksums."""
    path, silent = tmp_path / "t.parquet", 0
    for bit in _seeded_bits(write(path, values(rows=3000))):
        write(path, values(rows=3000))
        flip(path, bit=bit)
        with contextlib.suppress(OSError, ValueError, pa.ArrowException):
            silent += not pq.read_table(path).equals(values(rows=3000))
    assert silent > 0


def _seeded_bits(path: Path) -> list[int]:
    footer = pq.read_metadata(path).serialized_size + 8
    chance = random.Random(50)
    return [chance.randrange(4 * 8, (path.stat().st_size - footer) * 8) for _ in range(50)]
