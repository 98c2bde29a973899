"""The columns of `indicator_value`, in the order of the contract (section 3)."""

import pyarrow as pa

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
