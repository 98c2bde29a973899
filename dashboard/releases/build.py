"""From a folder of extracts to a published release."""

import json
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from dashboard.catalog import Catalog, load_catalog
from dashboard.errors import ProgressError
from dashboard.extracts.collected import Collected, read_collected, require_beside
from dashboard.extracts.findings import Finding
from dashboard.extracts.library import Library, reading_extracts
from dashboard.fingerprint import code_digest
from dashboard.measures import measure_indicators
from dashboard.releases.collected import DOCUMENT, as_extract, marked, public_note, unreported
from dashboard.releases.durable import exclusive, make_root
from dashboard.releases.layout import CATALOG, CODED, VALUES
from dashboard.releases.manifest import ExtractFile, Made
from dashboard.releases.measured import measured
from dashboard.releases.parquet import DISTRICTS, TARGETS
from dashboard.releases.publish import Contents, pack, publish

ENGINE = "duckdb"
CACHE = ".cache"  # beside the releases, closed to others: it holds records
ROOMS = ("catalog", "extracts", "measures", "protection", "releases")

OnStep = Callable[[str, int, int], None]


class RefusedExtracts(ProgressError):
    """Some file is refused: nothing is published (A33)."""

    def __init__(self, refused: Sequence[str], findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        files = "\n".join(f"  {name}" for name in refused)
        super().__init__(
            f"Nothing is published: {len(refused)} of the extract files cannot be used.\n{files}\n"
            "Mend them and build again; `python -m dashboard check EXTRACTS` tells what is wrong "
            "on which line."
        )


@dataclass(frozen=True)
class Built:
    """What a build did: the release, and what it found in the extracts."""

    release: str
    findings: tuple[Finding, ...]
    rows: int
    used: int


def catalog_for(extracts: Path, name: str, profile: str | None = None) -> Catalog:
    """The catalogue to build with. An importer or the sample names its profile in profile.toml."""
    note = extracts / "profile.toml"
    if profile is None and note.exists():
        try:
            profile = str(tomllib.loads(note.read_text(encoding="utf-8"))["profile"])
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError):
            raise ProgressError(
                f'{note} is not readable: it holds one line such as profile = "state".'
            ) from None
    return load_catalog(name, profile=profile)


def build(
    extracts: Path,
    *,
    releases: Path,
    catalog: Catalog,
    full: bool = False,
    on_step: OnStep = lambda _text, _done, _of: None,
) -> Built:
    """Check, measure, protect and publish; returns what was built.

    Files nobody wrote to since the last build are not read again, and the years of indicators
    whose extracts did not change are not counted again, unless `full`. Raises RefusedExtracts
    when a file is refused; nothing is published then.
    """
    make_root(releases)
    cache = releases / CACHE
    cache.mkdir(mode=0o700, exist_ok=True)
    with (
        exclusive(cache),
        reading_extracts(
            extracts,
            cache=cache / "stage",
            max_bad_share=float(catalog.profile.max_bad_share),
            reuse=not full,
            on_step=lambda file, done, of: on_step(f"reading {file}", done, of),
        ) as all_read,
        ThreadPoolExecutor(1) as meanwhile,
    ):
        # Imported here, not before reading has begun: it takes as long as a file.
        from dashboard.releases.protecting import protected

        library = all_read()
        try:
            _require_usable(library)
            collected = read_collected(extracts)
            if collected is not None:
                require_beside(collected, library)
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
        finally:
            closed = meanwhile.submit(library.connection.close)
        kept = meanwhile.submit(keep)
        packed = {name: meanwhile.submit(pack, name, table) for name, table in tables.items()}
        made = _made(library, catalog, collected)
        public = protected(
            releases,
            exact,
            catalog,
            made=made,
            cache=cache / "protected",
            on_step=lambda text: on_step(text, 0, 1),
        )
        for done in (closed, kept):
            done.result()
        release = publish(
            releases,
            Contents(
                catalog=made.catalog,
                engine=ENGINE,
                code=made.code,
                extracts=made.extracts,
                tables={
                    **{name: table.result() for name, table in packed.items()},
                    VALUES: marked(public.values, catalog, collected),
                    CODED: public.coded,
                },
                documents={CATALOG: made.catalog_json}
                | ({DOCUMENT: public_note(collected)} if collected else {}),
            ),
            on_step=lambda text: on_step(text, 0, 1),
        )
    return Built(
        release,
        library.findings,
        sum(file.rows for file in library.files),
        sum(file.used for file in library.files),
    )


def _require_usable(library: Library) -> None:
    if library.refused:
        raise RefusedExtracts(library.refused, library.findings)
    if not library.years("districts"):
        raise ProgressError(
            "The districts extract has no row that can be used, so there is no year to build. "
            "List the districts of at least one school year in it."
        )


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
