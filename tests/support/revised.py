"""A correction: one case of a table counted otherwise than before."""

from typing import Any

import numpy as np
import pyarrow as pa

from dashboard.values import SCHEMA

PLACE = ("indicator", "school_year", "level", "lea_id", "group_type", "group")


def revised(exact: pa.Table, *, seed: int, protections: dict[str, str]) -> pa.Table:
    """The table after one person of some LEA left the numerator of some indicator.

    The rows of that LEA and of the state follow: ALL, and of each breakdown one group.
    `protections` are the indicators' profiles: only students are corrected.
    """
    rows = exact.to_pylist()
    at = {tuple(row[name] for name in PLACE): row for row in rows}
    rng = np.random.default_rng(seed)
    able = [
        row
        for row in rows
        if row["level"] == "LEA"
        and row["group_type"] == "ALL"
        and row["num"]
        and row["status"] != "CARRIED"
        and protections[row["indicator"]] == "student"
        and _whole(at, row)
    ]
    one = able[int(rng.integers(len(able)))]
    for row in _with_groups(at, one, rng):
        row["num"] -= 1
        row["value"] = row["num"] / row["den"] * 100
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _whole(at: dict[Any, dict[str, Any]], row: dict[str, Any]) -> bool:
    """Whether the state has the row too."""
    state = at.get((row["indicator"], row["school_year"], "STATE", None, "ALL", "ALL"))
    return state is not None and bool(state["num"])


def _with_groups(
    at: dict[Any, dict[str, Any]], one: dict[str, Any], rng: np.random.Generator
) -> list[dict[str, Any]]:
    indicator, year, lea = one["indicator"], one["school_year"], one["lea_id"]
    found = [one, at[indicator, year, "STATE", None, "ALL", "ALL"]]
    mine = [
        row
        for key, row in at.items()
        if key[:4] == (indicator, year, "LEA", lea) and key[4] != "ALL" and row["num"]
    ]
    for kind in sorted({row["group_type"] for row in mine}):
        groups = [row for row in mine if row["group_type"] == kind]
        row = groups[int(rng.integers(len(groups)))]
        found.append(row)
        found.append(at[indicator, year, "STATE", None, kind, row["group"]])
    return found
