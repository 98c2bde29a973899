"""The one way a table becomes a Parquet file and back.

The bytes depend on the table's values and on nothing else: neither on how its columns are cut
into chunks or encoded in memory, nor on the clock. Each page carries a checksum, because Parquet
without them reads a flipped bit as another value (trust.md 0.5).
"""

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.releases import layout
from dashboard.releases.errors import BrokenRelease, ReleaseError
from dashboard.values import CODED, SCHEMA

# Small enough that a page on one indicator skips most of the file, large enough to pack well.
ROW_GROUP = 65_536

INDICATOR_VALUE: pa.Schema = SCHEMA
DISTRICTS: pa.Schema = pa.schema(
    {
        "school_year": pa.int32(),
        "lea_id": pa.string(),
        "name": pa.string(),
        "lea_type": pa.string(),
        "active": pa.string(),
    }
)
TARGETS: pa.Schema = pa.schema(
    {
        "indicator": pa.string(),
        "school_year": pa.int32(),
        "target": pa.float64(),
        "target_high": pa.float64(),
        "kind": pa.string(),
    }
)
SCHEMAS = MappingProxyType(
    {
        "restricted/indicator_value.parquet": INDICATOR_VALUE,
        layout.VALUES: INDICATOR_VALUE,
        layout.CODED: CODED,
        "public/districts.parquet": DISTRICTS,
        "public/targets.parquet": TARGETS,
    }
)
"""The columns that the contract fixes (section 3), by the table's path in a release."""


def encode_table(name: str, table: pa.Table) -> memoryview:
    """The Parquet file of a table, byte for byte the same whenever the table is.

    Raises ReleaseError when a table of the contract has other columns than the contract's.
    """
    sink = pa.BufferOutputStream()
    pq.write_table(
        _canonical(name, table),
        sink,
        compression="zstd",
        compression_level=1,
        row_group_size=ROW_GROUP,
        write_page_checksum=True,
        store_schema=False,  # plain types need no notes of one library to itself
    )
    return memoryview(sink.getvalue())


def read_table(
    path: Path, *, columns: Sequence[str] | None = None, filters: Any = None
) -> pa.Table:
    """Read a table, or the asked columns and rows of it, every page checked as it is read.

    `filters` as in `pyarrow.parquet.read_table`. Raises BrokenRelease when it cannot be read.
    """
    try:
        return pq.read_table(
            path,
            columns=None if columns is None else list(columns),
            filters=filters,
            page_checksum_verification=True,
        )
    # A damaged footer comes out of the library as any of these, UnicodeDecodeError included.
    except (OSError, ValueError, pa.ArrowException) as error:
        raise BrokenRelease(
            f"{path} cannot be read ({error}). Roll back to a release that is ok, or build again."
        ) from error


def _canonical(name: str, table: pa.Table) -> pa.Table:
    schema = SCHEMAS.get(name) or pa.schema(
        [pa.field(field.name, _plain(field.type)) for field in table.schema]
    )
    if table.column_names != schema.names:
        raise ReleaseError(
            f"{name} has the columns {', '.join(table.column_names)}; the contract's are "
            f"{', '.join(schema.names)}, in this order."
        )
    try:
        return table.cast(schema).combine_chunks()
    except (ValueError, pa.ArrowException) as error:
        raise ReleaseError(f"{name} does not fit the contract's column types: {error}.") from error


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    return kind
