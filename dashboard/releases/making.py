"""A release made of extracts that are read: counted, protected, attacked, packed and published."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa

from dashboard.catalog import Catalog
from dashboard.extracts.collected import Collected, read_collected, require_beside
from dashboard.extracts.findings import Finding
from dashboard.extracts.library import Library
from dashboard.fingerprint import code_digest
from dashboard.measures import measure_indicators
from dashboard.protection import Protected
from dashboard.releases.collected import DOCUMENT, as_extract, marked, public_note, unreported
from dashboard.releases.layout import CACHE, CATALOG, CODED, VALUES, OnProgress
from dashboard.releases.manifest import ExtractFile, Made
from dashboard.releases.measured import measured
from dashboard.releases.parquet import DISTRICTS, TARGETS
from dashboard.releases.protecting import protected
from dashboard.releases.publish import Contents, pack, publish

ENGINE = "duckdb"
ROOMS = ("catalog", "extracts", "measures", "protection", "releases")


def make(
    library: Library,
    catalog: Catalog,
    *,
    extracts: Path,
    releases: Path,
    full: bool,
    on_step: OnProgress,
) -> str:
    """Make a release of the folder `extracts`, which is read, publish it, and return its id.

    The library's connection is closed as soon as all is counted. What is exact is kept for the
    next build, and tables are packed, while numbers are protected and attacked.
    """
    collected = read_collected(extracts)
    if collected is not None:
        require_beside(collected, library)
    cache = releases / CACHE
    counted, keep = measured(
        library,
        catalog,
        cache / "measured",
        full=full,
        count=measure_indicators,
        on_step=on_step,
    )
    exact = unreported(counted, catalog, collected)
    tables = dict(_tables(library, catalog, marked(exact, catalog, collected)))
    made = _made(library, catalog, collected)
    with ThreadPoolExecutor(1) as meanwhile:
        kept = [meanwhile.submit(library.connection.close), meanwhile.submit(keep)]
        packed = {name: meanwhile.submit(pack, name, table) for name, table in tables.items()}

        def tried(public: Protected) -> None:
            values = marked(public.values, catalog, collected)
            for name, table in ((VALUES, values), (CODED, public.coded)):
                if name in packed:  # told too much
                    packed[name].cancel()
                packed[name] = meanwhile.submit(pack, name, table)

        try:
            protected(
                releases,
                exact,
                catalog,
                made=made,
                cache=cache / "protected",
                on_step=lambda text: on_step(text, 0, 1),
                on_tried=tried,
            )
        except BaseException:
            for table in packed.values():
                table.cancel()
            raise
        for done in kept:
            done.result()
    contents = Contents(
        catalog=made.catalog,
        engine=ENGINE,
        code=made.code,
        extracts=made.extracts,
        tables={name: table.result() for name, table in packed.items()},
        documents={CATALOG: made.catalog_json}
        | ({DOCUMENT: public_note(collected)} if collected else {}),
    )
    return publish(releases, contents, on_step=lambda text: on_step(text, 0, 1))


def _made(library: Library, catalog: Catalog, collected: Collected | None) -> Made:
    return Made(
        catalog=catalog.name,
        catalog_json=json.dumps(catalog.to_public(), ensure_ascii=False, indent=1).encode(),
        code=code_digest(*ROOMS),
        extracts=(
            *_files(library),
            *([as_extract(collected)] if collected else []),
        ),
    )


def _files(library: Library) -> Iterator[ExtractFile]:
    for file in library.files:
        yield ExtractFile(
            name=file.extract,
            file=file.name,
            sha256=file.sha256,
            rows=file.rows,
            used=file.used,
            set_aside=file.set_aside,
        )


def _tables(library: Library, catalog: Catalog, exact: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The tables that there are before anything is protected."""
    yield "restricted/indicator_value.parquet", exact
    yield "restricted/findings.parquet", _findings_table(library.findings)
    yield "public/districts.parquet", _rows(library, DISTRICTS, "districts", "1, 2")
    targets = f"targets WHERE catalogue = '{catalog.name}' AND component = ''"
    yield "public/targets.parquet", _rows(library, TARGETS, targets, "1, 2")


def _rows(library: Library, schema: pa.Schema, source: str, order: str) -> pa.Table:
    # Arrow's own cast from decimal to double is off in the last place: DuckDB's is not.
    columns = ", ".join(
        f"{field.name}::DOUBLE AS {field.name}" if field.type == pa.float64() else field.name
        for field in schema
    )
    query = f"SELECT {columns} FROM {source} ORDER BY {order}"
    return library.connection.sql(query).to_arrow_table().cast(schema)


def _findings_table(findings: Sequence[Finding]) -> pa.Table:
    names = ("file", "line", "column", "value", "rule", "severity")
    columns = {name: [getattr(finding, name) for finding in findings] for name in names}
    types = {"line": pa.int64()}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
    return pa.table(columns, schema=schema)
