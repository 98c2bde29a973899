"""A measure, record by record: which records add what, and what each of the others lacks.

Nothing is defined a second time. The measure is called as ever, with tables that name each record
(`RECORD`); its rows come back by record, and its own filters, walked one after the other, tell at
which of them a record fell out. All of it is SQL over the extracts' tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.operations as ops

from dashboard.catalog import Era, Indicator
from dashboard.measures import families  # noqa: F401  registers the measures
from dashboard.measures.cells import in_their_monitoring_year
from dashboard.measures.phrases import conjuncts, phrase
from dashboard.measures.terms import (
    ALIKE,
    BEHIND,
    COUNTED,
    DIALECT,
    MEASURES,
    RECORD,
    SAID,
    Rows,
    Sources,
)

YEAR = "school_year"
KEPT_BY = ("inner", "semi", "anti")  # joins that keep some rows only


class Recorded(Sources):
    """The extracts as tables of single records."""

    def table(self, extract: str) -> Rows:
        """The extract of that name, with `RECORD`."""
        return ibis.table({**super().table(extract).schema(), RECORD: "string"}, name=extract)

    def shared(self, rows: Rows) -> Rows:
        """The same rows; nothing is shared, so that every filter stays in sight."""
        return rows


@dataclass(frozen=True, kw_only=True)
class Step:
    """A filter or join on the way from an extract to the counted rows.

    `sql`: the records that came to it and fell out: RECORD, the school year they stood in (null
    where they had none yet), the place of the first of `wanted` they lack, and `facts`, the named
    values it compares. `wanted`: what a row must be, in words.
    """

    sql: str
    wanted: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Path:
    """The way of the records of one extract into the counted rows; there may be several.

    `deciding`: the columns of the extract that a condition on the way depends on. `short`: as a
    step's, the records that are counted but not in the numerator; None when no condition tells
    the numerator apart.
    """

    extract: str
    steps: tuple[Step, ...]
    short: Step | None
    deciding: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """An indicator's measure in an era, record by record.

    `counted`: SQL of RECORD, lea_id, school_year, num and den. `extracts`: all that are read.
    """

    counted: str
    paths: tuple[Path, ...]
    extracts: tuple[str, ...]


def traced(indicator: Indicator, era: Era, given: frozenset[str]) -> Trace:
    """The measure of an indicator in an era as SQL over tables of records.

    `given` names the extracts that there are. For a measure of districts: the rows of records that
    it judges a district by.
    """
    x = Recorded(given)
    name = indicator.measure_in(era)
    rows = BEHIND.get(name, MEASURES[name])(x, **indicator.parameters_in(era))
    if indicator.monitored:
        rows = in_their_monitoring_year(rows, x, indicator)
    tables = {table.name for table in rows.op().find(ops.UnboundTable)}
    return Trace(
        counted=_sql(rows.select(*COUNTED)),
        paths=tuple(_path(way) for way in _ways(rows.op())),
        extracts=tuple(sorted(tables)),
    )


def _ways(op: ops.Relation) -> Iterator[list[ops.Relation]]:
    """Each way that records take, from their extract's table up to `op`."""
    if isinstance(op, ops.UnboundTable):
        yield [op]
        return
    for below in _below(op):
        for way in _ways(below):
            yield [*way, op]


def _below(op: ops.Relation) -> Sequence[ops.Relation]:
    """The relations that the records of `op` come from."""
    if isinstance(op, ops.Union):
        return op.left, op.right
    if isinstance(op, ops.JoinChain):
        return (op.values[RECORD].rel.parent,)
    return (op.parent,)


def _path(way: list[ops.Relation]) -> Path:
    filters = [step for step in way if _may_lose(step)]
    conditions = [one for step in filters for one in _conditions(step)]
    holds = next(filter(None, map(_numerator, way)), None)
    if holds is not None:
        conditions.append(holds)
    deciding = dict.fromkeys(name for one in conditions for name in _base_columns(one))
    table = way[0]
    return Path(
        extract=table.name,
        steps=tuple(_step(step) for step in filters),
        short=None if holds is None else _short(next(w for w in way if _numerator(w) is not None)),
        deciding=tuple(n for n in table.schema if n in deciding and n not in (RECORD, ALIKE)),
    )


def _may_lose(op: ops.Relation) -> bool:
    joined = isinstance(op, ops.JoinChain) and any(link.how in KEPT_BY for link in op.rest)
    return joined or isinstance(op, ops.Filter)


def _conditions(op: ops.Relation) -> tuple[ops.Value, ...]:
    """What a filter asks, one by one; of a join nothing: its words are said."""
    predicates = op.predicates if isinstance(op, ops.Filter) else ()
    return tuple(one for predicate in predicates for one in conjuncts(predicate))


def _step(op: ops.Relation) -> Step:
    before, after = _below(op)[0].to_expr(), op.to_expr()
    words = SAID.get(op)
    if words is None:
        return _unmet(before, _conditions(op))
    lost = before.anti_join(after.select(RECORD), RECORD)
    facts = _facts(before, _conditions(op))
    return Step(
        sql=_sql(lost.select(RECORD, _year(lost), unmet=ibis.literal(0), **_text(lost, facts))),
        wanted=(words,),
        facts=facts,
    )


def _short(op: ops.Project) -> Step:
    """The records of a population for whom the condition of the numerator does not hold."""
    holds = _numerator(op)
    return _unmet(op.parent.to_expr(), conjuncts(holds))


def _unmet(rows: Rows, conditions: tuple[ops.Value, ...]) -> Step:
    lacks = [~one.to_expr().fill_null(False) for one in conditions]
    unmet = ibis.cases(*((one, place) for place, one in enumerate(lacks)), else_=-1)
    lost = rows.mutate(unmet=unmet).filter(ibis._.unmet >= 0)
    facts = _facts(rows, conditions)
    return Step(
        sql=_sql(lost.select(RECORD, _year(lost), "unmet", **_text(lost, facts))),
        wanted=tuple(phrase(one) for one in conditions),
        facts=facts,
    )


def _numerator(op: ops.Relation) -> ops.Value | None:
    """The condition of `ratio`: who of the population is in the numerator."""
    if not isinstance(op, ops.Project) or "num" not in op.values:
        return None
    num = op.values["num"]
    while isinstance(num, ops.Cast):
        num = num.arg
    return num.bool_expr if isinstance(num, ops.IfElse) else None


def _year(rows: Rows) -> ibis.expr.types.Value:
    return (rows[YEAR] if YEAR in rows.columns else ibis.null("int32")).name(YEAR)


def _facts(rows: Rows, conditions: Sequence[ops.Value]) -> tuple[str, ...]:
    """The named values that conditions on `rows` compare."""
    names = dict.fromkeys(field.name for one in conditions for field in _fields(one))
    return tuple(name for name in names if name in rows.columns and name != RECORD)


def _text(rows: Rows, names: Sequence[str]) -> dict[str, ibis.expr.types.Value]:
    return {f"fact_{place}": rows[name].cast("string") for place, name in enumerate(names)}


def _fields(value: ops.Value) -> list[ops.Field]:
    return list(value.find(ops.Field, filter=ops.Value))


def _base_columns(value: ops.Value) -> Iterator[str]:
    """The columns of the extract that a value is made of, through every name given on the way."""
    for field in _fields(value):
        yield from _origin(field.rel, field.name)


def _origin(rel: ops.Relation, name: str) -> Iterator[str]:
    if isinstance(rel, ops.UnboundTable):
        yield name
    elif isinstance(rel, ops.Union):
        yield from _origin(rel.left, name)
    elif isinstance(rel, ops.Project | ops.JoinChain | ops.Aggregate):
        values = {**rel.groups, **rel.metrics} if isinstance(rel, ops.Aggregate) else rel.values
        yield from _base_columns(values[name])
    else:
        yield from _origin(rel.parent, name)


def _sql(rows: Rows) -> str:
    return str(ibis.to_sql(rows, dialect=DIALECT))
