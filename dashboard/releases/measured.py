"""Indicator values that an earlier build counted from the same content, and those to count now.

The unit is one indicator in one year: a changed file concerns the years it has rows of, and the
years that look back on them.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy
import pyarrow as pa

from dashboard.catalog import Catalog, Indicator
from dashboard.extracts.library import Library
from dashboard.fingerprint import code_digest
from dashboard.measures import SCHEMA
from dashboard.measures.compiled import BRANCHES, Compiled, compiled
from dashboard.measures.pipeline import given, read_by, span
from dashboard.measures.plan import plan, read_targets
from dashboard.releases.layout import OnProgress

NOTE = b"years"
KEPT = "arrow"  # as Arrow has it in memory: thirty times the bytes of Parquet, a tenth of the time
COUNTERS = min(4, os.cpu_count() or 1)  # groups of indicators counted at a time, of many rows
FEW = 1 << 22  # rows that fit into memory for all groups at a time

Count = Callable[..., pa.Table]


@dataclass(frozen=True)
class Values:
    """The rows of an indicator, by year: of what content they were counted, and the rows."""

    of: Mapping[int, str]
    rows: Mapping[int, pa.Table]


def measured(
    library: Library,
    catalog: Catalog,
    cache: Path,
    *,
    full: bool,
    count: Count,
    on_step: OnProgress,
) -> tuple[pa.Table, Callable[[], None]]:
    """Every indicator's rows: counted now by `count`, or taken from `cache`.

    Beside them, what keeps them for the next build; until it is called `cache` is as it was.
    """
    cache.mkdir(exist_ok=True)
    wanted = _identities(library, catalog)
    kept = {id: _read(_file(cache, id)) for id in wanted}
    stale = {
        id: [year for year, one in years.items() if full or kept[id].of.get(year) != one]
        for id, years in wanted.items()
    }
    to_count = [one for one in catalog.indicators if stale[one.id]]
    done = iter(range(len(to_count)))

    def counted(together: list[Indicator]) -> pa.Table:
        return count(
            library,
            catalog,
            together,
            years=stale,
            on_step=lambda id: on_step(f"counting {id}", next(done), len(to_count)),
        )

    rows = {id: {year: kept[id].rows.get(year) for year in years} for id, years in wanted.items()}
    # A thread for each question: a question alone seldom gains from a second one.
    each = max(1, (os.cpu_count() or 1) // COUNTERS)
    library.connection.execute(f"SET threads = {each}")
    groups = _alike(to_count, stale, library, catalog)
    few = sum(_rows(group, stale, library, catalog) for group in groups) < FEW
    with ThreadPoolExecutor(max(len(groups), 1) if few else COUNTERS) as pool:
        for fresh in pool.map(counted, groups):
            for id, year, part in _units(fresh):
                rows[id][year] = part

    def keep() -> None:
        for one in to_count:
            _write(_file(cache, one.id), Values(wanted[one.id], rows[one.id]))
        for file in {*cache.iterdir()} - {_file(cache, id) for id in wanted}:
            file.unlink()

    return pa.concat_tables(part for id in sorted(rows) for part in rows[id].values()), keep


def _alike(
    indicators: Sequence[Indicator],
    stale: Mapping[str, Sequence[int]],
    library: Library,
    catalog: Catalog,
) -> list[list[Indicator]]:
    """Indicators to count together: those of the same years, of rows of the same years.

    One that looks back would have the others count the years it looks back on. Of those alike,
    such as are counted from the same shared tables stay together, and the counters share the rest.
    """
    sql = compiled(catalog, given(library))
    groups: dict[object, list[Indicator]] = {}
    for one in indicators:
        years = stale[one.id]
        groups.setdefault((*years, span(one, years[0], sql)), []).append(one)

    def work(together: Sequence[Indicator]) -> int:
        """About how many tables are made: shared ones and cells."""
        return len(sql.shared_by(together)) + sum(len(sql.cells[one.id]) for one in together)

    shares = []
    for group in groups.values():
        counters: list[list[Indicator]] = [[] for _ in range(COUNTERS)]
        for together in sorted(_of_the_same_tables(group, sql), key=work, reverse=True):
            min(counters, key=work).extend(together)
        shares += [share for share in counters if share]
    return sorted(shares, key=work, reverse=True)  # the longest work first


def _rows(
    indicators: Sequence[Indicator],
    stale: Mapping[str, Sequence[int]],
    library: Library,
    catalog: Catalog,
) -> int:
    """How many rows there are to count some indicators from."""
    sql, extracts = compiled(catalog, given(library)), read_by(indicators)
    spans = [span(one, year, sql) for one in indicators for year in stale[one.id]]
    return sum(
        file.used
        for file in library.files
        if file.extract in extracts and any(map(file.has_years, spans))
    )


def _of_the_same_tables(indicators: Sequence[Indicator], sql: Compiled) -> list[list[Indicator]]:
    """The indicators, those together that share a table, by way of others too."""
    found: list[tuple[set[str], list[Indicator]]] = []
    for one in indicators:
        tables, together = {*sql.shared_by([one])}, [one]
        for other in [group for group in found if group[0] & tables]:
            found.remove(other)
            tables, together = tables | other[0], other[1] + together
        found.append((tables, together))
    return [together for _, together in found]


def _identities(library: Library, catalog: Catalog) -> dict[str, dict[int, str]]:
    """For each indicator and year what changes with whatever could change its rows."""
    sql = compiled(catalog, given(library))
    code = code_digest("catalog", "extracts", "measures")
    targets = library.digest(("targets",))
    branches = sorted(BRANCHES & given(library))
    identities: dict[str, dict[int, str]] = {one.id: {} for one in catalog.indicators}
    records = {one.id: one.model_dump_json() for one in catalog.indicators}
    for year in plan(catalog, catalog.indicators, library, read_targets(library, catalog)):
        one = catalog[year.indicator]
        years = span(one, year.school_year, sql)
        made_of = (
            records[one.id],
            year,
            library.digest(read_by([one]), span=years),
            targets,
            branches,
            code,
        )
        identity = sha256(repr(made_of).encode()).hexdigest()[:24]
        identities[one.id][year.school_year] = identity
    return identities


def _units(rows: pa.Table) -> Iterator[tuple[str, int, pa.Table]]:
    """The rows, ordered by indicator and year, as one table for each."""
    if not rows.num_rows:
        return
    ids = rows["indicator"].combine_chunks().dictionary_encode()
    years = rows["school_year"].to_numpy()
    places = ids.indices.to_numpy()
    new = (places[1:] != places[:-1]) | (years[1:] != years[:-1])
    starts = [0, *(numpy.flatnonzero(new) + 1).tolist(), rows.num_rows]
    for start, end in pairwise(starts):
        yield ids.dictionary[places[start]].as_py(), int(years[start]), rows[start:end]


def _file(cache: Path, indicator: str) -> Path:
    return cache / f"{indicator}.{KEPT}"


def _read(file: Path) -> Values:
    """What an earlier build kept of an indicator; nothing when it is not there or not whole."""
    try:
        table = pa.ipc.open_file(pa.memory_map(str(file))).read_all()
        noted = json.loads(table.schema.metadata[NOTE])
        rows = table.replace_schema_metadata(None).cast(SCHEMA)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return Values({}, {})
    start, parts, of = 0, {}, {}
    for year, identity, length in noted:
        of[year], parts[year] = identity, rows.slice(start, length)
        start += length
    return Values(of, parts)


def _write(file: Path, values: Values) -> None:
    noted = [[year, one, values.rows[year].num_rows] for year, one in values.of.items()]
    table = pa.concat_tables(values.rows[year] for year in values.of).combine_chunks()
    table = table.replace_schema_metadata({NOTE: json.dumps(noted)})
    partial = file.with_suffix(".partial")
    with pa.ipc.new_file(partial, table.schema) as whole:
        whole.write_table(table)
    partial.replace(file)  # who has the file before in memory keeps it
