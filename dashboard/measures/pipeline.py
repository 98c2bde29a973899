"""From checked extracts to the table of indicator values."""

from collections.abc import Callable, Sequence

import duckdb
import pyarrow as pa

from dashboard.catalog import Catalog, Indicator
from dashboard.extracts.library import Library
from dashboard.extracts.schema import EXTRACTS
from dashboard.measures.compiled import compiled
from dashboard.measures.plan import plan, read_targets
from dashboard.values import SCHEMA

CELLS = (
    "CREATE OR REPLACE TEMP TABLE cells (indicator VARCHAR, school_year INTEGER, lea_id VARCHAR, "
    'group_type VARCHAR, "group" VARCHAR, num BIGINT, den BIGINT, district_status VARCHAR, '
    "ratio DOUBLE, flags VARCHAR)"
)
COLLECTED = (
    "CREATE OR REPLACE TEMP TABLE collected "
    "(indicator VARCHAR, school_year INTEGER, lea_id VARCHAR)"
)


def measure_indicators(
    library: Library,
    catalog: Catalog,
    indicators: Sequence[Indicator],
    *,
    on_step: Callable[[str], None] | None = None,
) -> pa.Table:
    """The indicator_value rows of some indicators of a catalogue, exact, in a fixed order.

    Every year of the districts extract has a STATE row, and a row for each listed district where
    the indicator has district values (contract, section 3).
    """
    given = frozenset(name for name in EXTRACTS if library.given(name))
    sql = compiled(catalog, given)
    with library.connection.cursor() as connection:
        connection.execute(CELLS)
        connection.execute(COLLECTED)
        counted = " ".join(part for one in indicators for part in sql.cells[one.id])
        for name, rows in sql.shared.items():
            if name in counted:
                connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {rows}")
        for indicator in indicators:
            if on_step:
                on_step(indicator.id)
            for part in sql.cells[indicator.id]:
                connection.execute(f"INSERT INTO cells {part}")
            if indicator.monitored:
                connection.execute(f"INSERT INTO collected {sql.collected[indicator.id]}")
        _hold(connection, plan(catalog, indicators, library, read_targets(library, catalog)))
        return connection.sql(sql.finish).to_arrow_table().cast(SCHEMA)


def _hold(connection: duckdb.DuckDBPyConnection, planned: pa.Table) -> None:
    connection.register("plan_rows", planned)
    connection.execute("CREATE OR REPLACE TEMP TABLE planned AS SELECT * FROM plan_rows")
    connection.unregister("plan_rows")
