"""The tables that measures count: a view over what was kept of the files of each extract."""

import duckdb

from dashboard.extracts import sql
from dashboard.extracts.schema import Extract, Kind
from dashboard.extracts.staged import StagedFile


def define_view(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    files: list[StagedFile],
    *,
    only_here: bool = False,
) -> None:
    """Make the view of an extract from some of its files; `only_here`: for this cursor alone."""
    columns = [column for column in extract.columns if column.kept]
    empty = ", ".join(f"NULL::{sql.sql_type(column)} AS {column.name}" for column in columns)
    # A file may lack an optional column: a blank text or code is '' there as elsewhere (A37).
    fields = ", ".join(
        f"coalesce({column.name}, '') AS {column.name}"
        if column.kind in (Kind.TEXT, Kind.CODE) and not column.required
        else column.name
        for column in columns
    )
    if extract.kept_as_counts:
        empty, fields = f"{empty}, NULL::INTEGER AS n", f"{fields}, n"
    rows = f"SELECT {empty} WHERE false"
    # Files of the same columns are one table to DuckDB, which then opens only the first to plan.
    alike: dict[frozenset[str], list[str]] = {}
    names = {column.name for column in columns}
    for file in files:
        if file.rows_kept:
            alike.setdefault(frozenset(names & set(file.columns)), []).append(
                sql.quote(file.rows_kept)
            )
    for kept in alike.values():
        rows = f"{rows} UNION ALL BY NAME SELECT * FROM read_parquet([{', '.join(kept)}])"
    kind = "TEMP VIEW" if only_here else "VIEW"  # a temporary one goes before the other
    connection.execute(f"CREATE {kind} {extract.name} AS SELECT {fields} FROM ({rows})")
