"""The columns of `indicator_value`, in the order of the contract (section 3), and of `coded`."""

import numpy
import pyarrow as pa
from numpy.typing import NDArray

COLUMNS = {
    "catalog": "string",
    "indicator": "string",
    "school_year": "int32",
    "level": "string",
    "lea_id": "string",
    "group_type": "string",
    "group": "string",
    "num": "int64",
    "den": "int64",
    "value": "double",
    "target": "double",
    "status": "string",
    "district_status": "string",
    "ratio": "double",
    "era": "string",
    "data_year": "int32",
    "flags": "string",
}
"""Names and types, in words that Arrow and Ibis share."""

SCHEMA = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in COLUMNS.items()])
"""The Arrow schema of `indicator_value`."""

CODED = pa.schema(
    {
        "indicator": pa.string(),
        "school_year": pa.int32(),
        "level": pa.string(),
        "lea_id": pa.string(),
        "group_type": pa.string(),
        "group": pa.string(),
        "bound": pa.float64(),
    }
)
"""The key of a coded row and its bound, in percent: under it, or over it, as its flag says."""

KEY = ("indicator", "school_year", "level", "lea_id", "group_type", "group")
"""The columns that tell one row from another, in the order by which rows stand."""


def in_order(rows: pa.Table) -> pa.Table:
    """Rows of `indicator_value`, each with a key of its own, in their order.

    They are sorted by numbers: to compare half a million keys of six texts takes three times as
    long.
    """
    places: NDArray[numpy.int64] = numpy.zeros(rows.num_rows, dtype=numpy.int64)
    for name in KEY:
        codes, size = _ranked(rows[name])
        places = places * size + codes
    return rows.take(pa.array(numpy.argsort(places, kind="stable")))


def _ranked(column: pa.ChunkedArray) -> tuple[NDArray[numpy.int64], int]:
    """The rank of each value among the distinct ones, a missing one first; how many ranks."""
    encoded = column.combine_chunks().dictionary_encode()
    values = encoded.dictionary.to_pylist()
    rank: NDArray[numpy.int64] = numpy.zeros(len(values) + 1, dtype=numpy.int64)
    for place, number in enumerate(sorted(range(len(values)), key=values.__getitem__), start=1):
        rank[number] = place
    return rank.take(encoded.indices.fill_null(len(values)).to_numpy()), len(values) + 1
