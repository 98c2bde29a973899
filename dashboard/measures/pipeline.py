"""From checked extracts to the table of indicator values."""

from collections.abc import Callable, Mapping, Sequence

import duckdb
import pyarrow as pa

from dashboard.catalog import Catalog, Indicator
from dashboard.extracts.library import Library
from dashboard.extracts.schema import EXTRACTS
from dashboard.measures.compiled import compiled
from dashboard.measures.plan import plan, read_targets
from dashboard.measures.tables import CELLS, COLLECTED
from dashboard.values import SCHEMA


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
    if not indicators:
        return SCHEMA.empty_table()
    given = frozenset(name for name in EXTRACTS if library.given(name))
    sql = compiled(catalog, given)
    with library.connection.cursor() as connection:
        for name, columns in (("cells", CELLS), ("collected", COLLECTED)):
            _hold(connection, name, _schema(columns).empty_table())
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
        planned = plan(catalog, indicators, library, read_targets(library, catalog))
        _hold(connection, "planned", planned)
        return connection.sql(sql.finish).to_arrow_table().cast(SCHEMA)


def _schema(columns: Mapping[str, str]) -> pa.Schema:
    return pa.schema([(name, pa.type_for_alias(kind)) for name, kind in columns.items()])


def _hold(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Keep some rows as a table of this connection."""
    connection.register("rows_to_hold", rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM rows_to_hold")
    connection.unregister("rows_to_hold")
