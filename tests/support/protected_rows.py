"""Rows of an exact indicator_value table, in as few words as a test of protection needs."""

from typing import Any


def row(
    num: int | None,
    den: int | None,
    *,
    indicator: str = "5A",
    year: int = 2012,
    lea: str | None = None,
    group: tuple[str, str] = ("ALL", "ALL"),
    **more: Any,
) -> dict[str, Any]:
    """A row with counts; `more` replaces columns by name."""
    value = num * 100 / den if num is not None and den else None
    usual = {
        "catalog": "missouri",
        "indicator": indicator,
        "school_year": year,
        "level": "STATE" if lea is None else "LEA",
        "lea_id": lea,
        "group_type": group[0],
        "group": group[1],
        "num": num,
        "den": den,
        "value": value,
        "target": 50.0,
        "status": "MET",
        "district_status": None,
        "ratio": None,
        "era": "ALL",
        "data_year": year,
        "flags": "",
    }
    return {**usual, **more}
