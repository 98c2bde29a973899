"""Small published tables for the attacker, written down by hand."""

import pyarrow as pa

from dashboard.catalog import load_catalog
from dashboard.values import SCHEMA

CATALOG = load_catalog()
CODED = pa.schema(
    {
        "indicator": pa.string(), "school_year": pa.int32(), "level": pa.string(),
        "lea_id": pa.string(), "group_type": pa.string(), "group": pa.string(),
        "bound": pa.float64(),
    }
)  # fmt: skip
KEY = tuple(CODED.names[:-1])
NONE = CODED.empty_table()


def row(lea, num=None, den=None, *, indicator="1", year=2012, group=("ALL", "ALL"), **more):
    """A shown row, or without counts a hidden one; lea None is the state."""
    hidden = num is None and den is None
    value = num * 100 / den if num is not None and den else None
    return {
        "catalog": "missouri", "indicator": indicator, "school_year": year,
        "level": "STATE" if lea is None else "LEA", "lea_id": lea,
        "group_type": group[0], "group": group[1], "num": num, "den": den, "value": value,
        "target": 50.0, "status": "SUPPRESSED" if hidden else "NO_STUDENTS" if den == 0 else "MET",
        "district_status": None, "ratio": None, "era": "ALL", "data_year": year, "flags": "",
        **more,
    }  # fmt: skip


def coded(lea, bound, *, top=False, **more):
    """A coded row; `public` takes the bound out into its own table."""
    return row(lea, flags="TOP_CODED" if top else "BOTTOM_CODED", bound=bound, **more)


def public(*rows):
    """The two public tables of these rows."""
    bounds = [{name: one[name] for name in (*KEY, "bound")} for one in rows if "bound" in one]
    values = [{name: one[name] for name in SCHEMA.names} for one in rows]
    return (
        pa.Table.from_pylist(values, schema=SCHEMA),
        pa.Table.from_pylist(bounds, schema=CODED),
    )
