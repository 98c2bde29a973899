"""Publications with one slip in them: what an attacker has to notice.

Each mutant republishes, of a protected table, one hidden row as it was, its percent alone, or one
hidden total; the last two of the three are the slips that happen in practice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import pyarrow as pa

KEY = ("indicator", "school_year", "level", "lea_id", "group_type", "group")
PER_KIND = 3


@dataclass(frozen=True)
class Mutant:
    """`kind`: `cell`, `percent` or `total`; `at`: the row's key; the two public tables."""

    kind: str
    at: tuple[object, ...]
    values: pa.Table
    coded: pa.Table


def mutants(
    values: pa.Table, coded: pa.Table, *, exact: pa.Table, seed: int, many: int = PER_KIND
) -> Iterator[Mutant]:
    """Up to `many` mutants of each kind, chosen by `seed`.

    `exact` may lack rows that protection adds; those are never republished. Rows that nobody
    would have to hide by their own counts (nobody in them) are not either: they tell nothing.
    """
    rows = {tuple(row[name] for name in KEY): row for row in exact.to_pylist()}
    public = values.to_pylist()
    hidden = [n for n, row in enumerate(public) if _secret(row, rows)]
    rng = Random(seed)
    totals = [n for n in hidden if _is_total(public[n], public)]
    for kind, among in (("cell", hidden), ("percent", hidden), ("total", totals)):
        for n in rng.sample(among, min(many, len(among))):
            at = tuple(public[n][name] for name in KEY)
            told = rows[at]
            changed = {**public[n], "value": told["value"]} if kind == "percent" else {**told}
            table = pa.Table.from_pylist([*public[:n], changed, *public[n + 1 :]], values.schema)
            yield Mutant(kind, at, table, coded if kind == "percent" else _without(coded, at))


def _secret(row: dict, exact: dict) -> bool:
    if row["status"] != "SUPPRESSED":
        return False
    told = exact.get(tuple(row[name] for name in KEY))
    return bool(told and told["den"])


def _is_total(row: dict, public: list[dict]) -> bool:
    """Whether published rows add up to this one: the state's, or a district's with groups."""
    if row["level"] == "STATE":
        return True
    return row["group_type"] == "ALL" and any(
        other["group_type"] != "ALL" and all(other[name] == row[name] for name in KEY[:4])
        for other in public
    )


def _without(coded: pa.Table, at: tuple[object, ...]) -> pa.Table:
    kept = [row for row in coded.to_pylist() if tuple(row[name] for name in KEY) != at]
    return pa.Table.from_pylist(kept, coded.schema)
