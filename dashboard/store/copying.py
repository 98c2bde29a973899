"""Every row of one database into another of the same revision, SQLite or PostgreSQL.

The tables are read from the databases themselves and not from `models.py`: a backup is also taken
before a migration, and restored after the program has moved on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    MetaData,
    Table,
    bindparam,
    event,
    func,
    insert,
    inspect,
    select,
    update,
)

from dashboard.store.migrate import VERSION_TABLE

CHUNK = 1_000

_LAST: Mapping[str, Mapping[str, Any]] = {
    "school": {"state": "NOT_STARTED"},
    "district": {"state": "OPEN", "certificate_id": None},
}
"""What the guards lock comes in open and is closed when all rows are there, in this order."""


def copy_rows(source: Connection, target: Connection, *, leave_out: Sequence[str] = ()) -> None:
    """Copy all rows of all tables, but those left out, inside the callers' transactions.

    The guards stay in force: the database itself judges what comes in.
    """
    _in_utc(source)
    _in_utc(target)
    there = _tables(target, leave_out)
    closed: dict[str, list[dict[str, Any]]] = {}
    for table in _tables(source, leave_out).sorted_tables:
        for rows in _chunks(source, table):
            open_ = _LAST.get(table.name, {})
            target.execute(insert(there.tables[table.name]), [{**row, **open_} for row in rows])
            if open_:
                closed.setdefault(table.name, []).extend(_differing(rows, open_))
    for name in _LAST:
        _close(target, there, name, closed.get(name, []))
    _go_on_counting(target, there)


def row_counts(connection: Connection, *, leave_out: Sequence[str] = ()) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in _tables(connection, leave_out).sorted_tables
    }


def _tables(connection: Connection, leave_out: Sequence[str]) -> MetaData:
    metadata = MetaData()
    event.listen(metadata, "column_reflect", _generic)
    names = inspect(connection).get_table_names()
    wanted = [name for name in names if name not in (VERSION_TABLE, *leave_out)]
    metadata.reflect(bind=connection, only=wanted)
    return metadata


def _generic(_inspector: object, _table: object, column: dict[str, Any]) -> None:
    found = column["type"].as_generic()
    column["type"] = JSON(none_as_null=True) if isinstance(found, JSON) else found


def _chunks(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    asked = select(table).order_by(*table.primary_key.columns)
    result = source.execute(asked, execution_options={"yield_per": CHUNK})
    for rows in result.partitions():
        yield [dict(row._mapping) for row in rows]


def _in_utc(connection: Connection) -> None:
    """SQLite keeps moments without a zone, in UTC; PostgreSQL then reads and gives the same."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")


def _differing(rows: list[dict[str, Any]], open_: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (row for row in rows if any(row[name] != value for name, value in open_.items()))


def _close(target: Connection, there: MetaData, name: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    table = there.tables[name]
    keys = [column.name for column in table.primary_key.columns]
    closing = update(table).values({each: bindparam(f"new_{each}") for each in _LAST[name]})
    for key in keys:
        closing = closing.where(table.c[key] == bindparam(f"key_{key}"))
    values = [
        {f"new_{each}": row[each] for each in _LAST[name]}
        | {f"key_{key}": row[key] for key in keys}
        for row in rows
    ]
    target.execute(closing, values)


def _go_on_counting(target: Connection, there: MetaData) -> None:
    """On PostgreSQL ids come from sequences, which rows with their own ids do not move."""
    if target.dialect.name != "postgresql":
        return
    for table in there.sorted_tables:
        if "id" in table.c:
            target.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) "
                f"FROM {table.name} HAVING max(id) IS NOT NULL"
            )
