"""What the schema says of a text, or of some values together: asked of DuckDB once, then known.

A date, a number or a code means the same in every file, and the files of a state repeat each other:
to prepare a question takes DuckDB longer than to answer it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.extracts import sql
from dashboard.extracts.schema import Column, Extract, Kind

MOST = 200_000  # answers remembered to one question; then it begins anew
FEW = 5_000  # combinations of values worth remembering

Meaning = tuple[bool, Any]
_meanings: dict[Kind, dict[str, Meaning]] = {}
_answers: dict[str, dict[tuple[str, ...], bool]] = {}


def values_of(
    column: Column, texts: Sequence[str], connection: duckdb.DuckDBPyConnection
) -> pa.Array | None:
    """The typed value of each text of a column; None when one of them breaks the column's rule."""
    if not column.blank and "" in texts:
        return None
    if column.kind is Kind.TEXT:
        return pa.array(texts, pa.string())
    if column.kind is Kind.CODE:
        allowed = {*column.codes, ""}
        return pa.array(texts, pa.string()) if allowed.issuperset(texts) else None
    meanings = _meanings_of(column.kind, texts, connection)
    if not all(meanings[text][0] for text in texts):
        return None
    return pa.array([meanings[text][1] for text in texts], _ARROW[column.kind])


def years_of(
    extract: Extract, texts: Sequence[str], connection: duckdb.DuckDBPyConnection
) -> list[int | None]:
    """The school year that each text of the extract's year column stands for (A9)."""
    name = extract.year or "school_year"
    if extract.column(name).kind is Kind.YEAR:
        meanings = _meanings_of(Kind.YEAR, texts, connection)
        return [meanings[text][1] for text in texts]
    text = sql.raw(name)
    years = connection.execute(
        f"SELECT {text}, {sql.year_of(extract)} FROM (SELECT unnest(?::VARCHAR[]) AS {text})",
        [list(texts)],
    ).fetchall()
    known = dict(years)
    return [known[one] for one in texts]


def is_true(
    condition: str,
    texts: Mapping[str, Sequence[str]],
    values: Mapping[str, pa.Array],
    connection: duckdb.DuckDBPyConnection,
) -> NDArray[numpy.bool_]:
    """Where an SQL condition on typed columns is true.

    `texts` and `values`: some columns of equal length, as they were read and typed.
    """
    asked = list(zip(*texts.values(), strict=True))
    if len(asked) > FEW:
        return _ask(condition, pa.table(dict(values)), connection)
    known = _answers.setdefault(condition, {})
    unknown = [place for place, one in enumerate(asked) if one not in known]
    if unknown:
        places = pa.array(unknown)
        some = pa.table({name: column.take(places) for name, column in values.items()})
        answers = _ask(condition, some, connection).tolist()
        known.update(zip([asked[place] for place in unknown], answers, strict=True))
    if len(known) > MOST:
        _answers.pop(condition, None)
    return numpy.array([known[one] for one in asked])


def _meanings_of(
    kind: Kind, texts: Sequence[str], connection: duckdb.DuckDBPyConnection
) -> Mapping[str, Meaning]:
    known = _meanings.setdefault(kind, {})
    if unknown := [text for text in texts if text not in known]:
        column = Column(name="asked", kind=kind)
        rows = connection.execute(
            f"SELECT text, ({sql.valid(column)}) IS NOT FALSE, {sql.typed(column)} "
            f"FROM (SELECT text, nullif(text, '') AS {sql.raw('asked')} "
            "FROM (SELECT unnest(?::VARCHAR[]) AS text))",
            [unknown],
        ).fetchall()
        known.update((text, (good, value)) for text, good, value in rows)
    if len(known) > MOST:
        _meanings.pop(kind, None)
    return known


def _ask(
    condition: str, asked: pa.Table, connection: duckdb.DuckDBPyConnection
) -> NDArray[numpy.bool_]:
    numbered = asked.append_column("_place", pa.array(numpy.arange(len(asked))))
    connection.register("asked", numbered)
    try:
        rows = connection.sql(
            f"SELECT ({condition}) IS TRUE AS yes FROM asked ORDER BY _place"
        ).to_arrow_table()
        return numpy.asarray(rows["yes"], dtype=numpy.bool_)
    finally:
        connection.unregister("asked")


_ARROW = {
    Kind.YEAR: pa.int32(),
    Kind.DATE: pa.date32(),
    Kind.COUNT: pa.int32(),
    Kind.DECIMAL: pa.decimal128(22, 9),
    Kind.DAYS: pa.decimal128(5, 2),
    Kind.PERCENT: pa.float64(),
    Kind.RATING: pa.int8(),
}
