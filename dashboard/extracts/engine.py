"""The DuckDB that reads and counts: in memory, and small."""

from pathlib import Path

import duckdb

from dashboard.extracts import sql

MEMORY_MIB = 1024  # of DuckDB's own; the process stays well under 2 GiB


def connect(spill: Path, *, share: int = 1) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that stays small: what does not fit goes to `spill`.

    `share`: how many processes work beside each other, each with its part of the memory and the
    processors.
    """
    spill.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{MEMORY_MIB // share}MiB'")
    if share > 1:
        connection.execute("SET threads = 1")
    connection.execute(f"SET temp_directory = {sql.quote(str(spill))}")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = false")
    return connection
