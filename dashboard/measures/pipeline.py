"""From checked extracts to the table of indicator values."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

from dashboard.catalog import Catalog, Indicator
from dashboard.extracts.library import Library, Span
from dashboard.extracts.schema import EXTRACTS, FIRST_YEAR
from dashboard.measures.compiled import Compiled, compiled
from dashboard.measures.plan import as_table, plan, read_targets
from dashboard.measures.tables import CELLS, COLLECTED
from dashboard.values import SCHEMA, in_order

EVERY_INDICATOR_READS = ("districts", "monitoring_cycle", "published")


def measure_indicators(
    library: Library,
    catalog: Catalog,
    indicators: Sequence[Indicator],
    *,
    years: Mapping[str, Collection[int]] | None = None,
    on_step: Callable[[str], None] | None = None,
) -> pa.Table:
    """The indicator_value rows of some indicators of a catalogue, exact, in a fixed order.

    Every year of the districts extract has a STATE row, and a row for each listed district where
    the indicator has district values (contract, section 3). `years`: of each indicator only these.
    """
    if not indicators:
        return SCHEMA.empty_table()
    sql = compiled(catalog, given(library))
    planned = [
        year
        for year in plan(catalog, indicators, library, read_targets(library, catalog))
        if years is None or year.school_year in years[year.indicator]
    ]
    with library.connection.cursor() as connection:
        if years is not None:
            spans = [span(catalog[year.indicator], year.school_year, sql) for year in planned]
            library.narrow(connection, spans, extracts=read_by(indicators))
        for name, columns in (("cells", CELLS), ("collected", COLLECTED)):
            _hold(connection, name, _schema(columns).empty_table())
        for name, rows in sql.shared_by(indicators).items():
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {rows}")
        for indicator in indicators:
            if on_step:
                on_step(indicator.id)
            for part in sql.cells[indicator.id]:
                connection.execute(f"INSERT INTO cells {part}")
            if indicator.monitored:
                connection.execute(f"INSERT INTO collected {sql.collected[indicator.id]}")
        # The plan decides which rows there are: of other years that were counted, none.
        _hold(connection, "planned", as_table(planned))
        return in_order(connection.sql(sql.finish).to_arrow_table().cast(SCHEMA))


def read_by(indicators: Iterable[Indicator]) -> set[str]:
    """The extracts that some indicators are counted from."""
    own = {name for one in indicators for name in (*one.extracts, *one.must_exist)}
    return own | {*EVERY_INDICATOR_READS}


def given(library: Library) -> frozenset[str]:
    """The extracts that there are, with or without rows."""
    return frozenset(name for name in EXTRACTS if library.given(name))


def span(indicator: Indicator, year: int, sql: Compiled) -> Span:
    """The first and the last year whose rows decide the indicator's values of a year.

    What is carried may come from any earlier year (A27).
    """
    if indicator.monitored:
        return FIRST_YEAR, year
    return year - sql.years_before[indicator.id], year


def _schema(columns: Mapping[str, str]) -> pa.Schema:
    return pa.schema([(name, pa.type_for_alias(kind)) for name, kind in columns.items()])


def _hold(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Keep some rows as a table of this connection."""
    connection.register("rows_to_hold", rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM rows_to_hold")
    connection.unregister("rows_to_hold")
