"""The tables between counting and finishing: their columns, in words Arrow and Ibis share."""

CELLS = {
    "indicator": "string",
    "school_year": "int32",
    "lea_id": "string",
    "group_type": "string",
    "group": "string",
    "num": "int64",
    "den": "int64",
    "district_status": "string",
    "ratio": "double",
    "flags": "string",
}
"""A cell: the rows of one LEA (listed or not, '' when unknown) in one group, added up."""

COLLECTED = {"indicator": "string", "school_year": "int32", "lea_id": "string"}
"""A district in its monitoring year for an indicator."""
