"""The two imports: the federal 618 files, and a table that a state published."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboard.catalog.load import load_catalog
from dashboard.catalog.models import Catalog
from dashboard.importers.errors import ImportFileError
from dashboard.importers.harvest import Harvest
from dashboard.importers.layout import load_layouts
from dashboard.importers.meaning import ids_of, meanings, only
from dashboard.importers.parts import harvest_parts
from dashboard.importers.report import ImportReport
from dashboard.importers.table import Table, read_table
from dashboard.importers.tidy import harvest_tidy
from dashboard.importers.write import contents, write_folder


def import_618(files: Sequence[Path], *, out: Path) -> ImportReport:
    """Turn IDEA 618 files into inputs of `build`, with states as units and the nation above them.

    `files` are child counts and dispute resolution of any years, each .csv, .csv.gz or .csv.xz,
    as the Office of Special Education Programs published them. `out` is a new or empty folder.
    Raises ImportFileError when a file is refused; nothing is written then.
    """
    if not files:
        raise ImportFileError("import-618 needs at least one file.")
    total = Harvest()
    for file in files:
        table = _read(file, command="import-618")
        total.add(harvest_parts(table))
    return _finish(total, out=out, profile=table.layout.profile)


def import_published(
    file: Path,
    *,
    out: Path,
    indicators: Sequence[str] | None = None,
    catalog: Catalog | None = None,
) -> ImportReport:
    """Turn a table of published values into inputs of `build`.

    `indicators` limits the import to some ids of the table; `3A=3B` says that the table's 3A is
    what the catalogue calls 3B. Rows of other ids, and of ids that the catalogue does not have,
    are set aside. Raises ImportFileError when the file or an id is refused.
    """
    catalog = catalog or load_catalog()
    wanted = _pairs(indicators, catalog=catalog) if indicators is not None else None
    table = _read(file, command="import-published")
    if wanted is not None:
        _refuse_unknown(wanted, table=table)
    meaning = meanings(wanted)
    if table.layout.tidy is None:
        harvest = harvest_parts(only(table, catalog=catalog, meaning=meaning))
    else:
        harvest = harvest_tidy(table, catalog=catalog, meaning=meaning)
    return _finish(harvest, out=out, profile=table.layout.profile, catalogue=catalog.name)


def _read(file: Path, *, command: str) -> Table:
    return read_table(file, layouts=load_layouts(), command=command)


def _finish(harvest: Harvest, *, out: Path, profile: str, catalogue: str = "") -> ImportReport:
    if not harvest.values:
        raise ImportFileError(
            f"None of the {harvest.rows_read} rows gives a value"
            f"{_main_reason(harvest)}. Nothing was written."
        )
    written = write_folder(out, contents(harvest, profile=profile, catalogue=catalogue))
    return ImportReport(
        rows_read=harvest.rows_read,
        rows_used=harvest.rows_used,
        set_aside=tuple(harvest.set_aside),
        warnings=tuple(harvest.warnings),
        written=written,
        notes=tuple(harvest.notes),
    )


def _main_reason(harvest: Harvest) -> str:
    rules = [f"{finding.column}: {finding.rule}" for finding in harvest.set_aside]
    return f" ({max(rules, key=rules.count)})" if rules else ""


def _pairs(indicators: Sequence[str], *, catalog: Catalog) -> dict[str, str]:
    """`["1", "3A=3B"]` as {"1": "1", "3A": "3B"}; commas separate as well."""
    pairs: dict[str, str] = {}
    for item in (part.strip() for text in indicators for part in text.split(",")):
        source, paired, target = (part.strip() for part in item.partition("="))
        if not source or (paired and target not in catalog):
            raise ImportFileError(
                f"{item!r} is no choice of an indicator. Write ID, or ID=CATALOGUE-ID with one of "
                f"{', '.join(catalog.ids)}."
            )
        if source in pairs:
            raise ImportFileError(f"The indicator {source!r} is chosen twice. Choose it once.")
        pairs[source] = target or source
    return pairs


def _refuse_unknown(wanted: Mapping[str, str], *, table: Table) -> None:
    known = ids_of(table)
    for id in wanted:
        if id not in known:
            raise ImportFileError(
                f"{table.file} has no indicator {id!r}. It has: {', '.join(sorted(known))}."
            )
