"""Publications with one slip in them: what an attacker has to notice.

Each mutant republishes, of a protected table, one hidden row as it was, its percent alone, or one
hidden total; the last two of the three are the slips that happen in practice. A slip counts only
if it tells something; one that does not is no mutant but an equal (`Score.equivalent`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

import pyarrow as pa

from bench.random_tables import Shape, random_table
from dashboard.catalog import Catalog
from tests.support.oracle import Oracle, key

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


@dataclass
class Score:
    """Mutants of one kind: how many tell something, and how many of those were caught.

    `equivalent`: those that tell nothing, since the row was hidden beyond need; of these,
    `reported` are reported all the same. `missed`: seed and row of those not caught.
    """

    telling: int = 0
    caught: int = 0
    equivalent: int = 0
    reported: int = 0
    missed: list[tuple[object, ...]] = field(default_factory=list)


UNITS = (("1",), ("2",), ("3B",), ("5A", "5B", "5C"), ("8",), ("11",), ("14A", "14B", "14C"))


def small_state(seed: int, *, catalog: Catalog) -> pa.Table:
    """A few districts of which every student is listed and of a known group; one population."""
    shape = Shape(
        districts=4 + seed % 7,
        years=(2012,),
        students=[40.0, 90.0, 200.0][seed % 3],
        unlisted=0.0,
        unknown=0.0,
        groups={"RACE": 2 + seed % 4, "DISABILITY": 2 + seed % 3, "SEX": 2},
        num_apart=0.0,
        indicators=UNITS[seed % len(UNITS)],
    )
    return random_table(seed, catalog=catalog, shape=shape)


def tells(mutant: Mutant, values: pa.Table, coded: pa.Table, *, catalog: Catalog) -> bool:
    """Whether a slip shows what may not be shown, or lets more be told than before.

    The first by the rule's own words; the second by `oracle.py`, not by the attacker.
    """
    now = {key(row): row for row in mutant.values.to_pylist()}
    row = now[mutant.at]
    if mutant.kind == "percent":
        return True  # a number in a row that says it has none
    rule = catalog.profile.protection
    whole = (row["level"], row["group_type"]) == ("STATE", "ALL")
    if row["den"] < rule.min_den and not whole:
        return True
    if mutant.at in _bounds(coded):
        return True
    before, after = (
        set(Oracle(table.to_pylist(), _bounds(words), catalog=catalog).told())
        for table, words in ((values, coded), (mutant.values, mutant.coded))
    )
    return bool(after - before)


def scores(
    seeds: Iterable[int],
    *,
    catalog: Catalog,
    protected: Callable[[pa.Table], tuple[pa.Table, pa.Table] | None],
    caught: Callable[[pa.Table, pa.Table], bool],
    many: int = 1,
) -> dict[str, Score]:
    """What becomes of `many` mutants of each kind of each of those states.

    `protected` gives the public tables of a state, None where it refuses to publish any.
    """
    found = {kind: Score() for kind in ("cell", "percent", "total")}
    for seed in seeds:
        exact = small_state(seed, catalog=catalog)
        public = protected(exact)
        if public is None:
            continue
        values, coded = public
        for mutant in mutants(values, coded, exact=exact, seed=seed, many=many):
            score = found[mutant.kind]
            seen = caught(mutant.values, mutant.coded)
            if tells(mutant, values, coded, catalog=catalog):
                score.telling += 1
                score.caught += seen
                if not seen:
                    score.missed.append((seed, *mutant.at))
            else:
                score.equivalent += 1
                score.reported += seen
    return found


def _bounds(coded: pa.Table) -> dict[tuple[object, ...], float]:
    return {key(row): row["bound"] for row in coded.to_pylist()}
