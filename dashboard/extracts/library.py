"""All extracts of a folder, read and checked: the tables that measures count."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, count
from pathlib import Path
from typing import TypeAlias

import duckdb

from dashboard.extracts import sql
from dashboard.extracts.bytes import record_lines
from dashboard.extracts.findings import Finding, Severity
from dashboard.extracts.header import key_hash, relation_of
from dashboard.extracts.readers import Reading, Staging, staging
from dashboard.extracts.rows import MOST_FINDINGS
from dashboard.extracts.schema import EXTRACTS, Extract
from dashboard.extracts.sources import SourceFile, find_sources, unread_files
from dashboard.extracts.staged import StagedFile
from dashboard.extracts.tables import define_view

Span: TypeAlias = tuple[int, int]  # school years, the first and the last


@dataclass(frozen=True)
class Library:
    """The staged files of every extract, and the connection in which their tables are views.

    The view of an extract has its kept columns; an extract that was not given is an empty table.
    """

    connection: duckdb.DuckDBPyConnection
    files: tuple[StagedFile, ...]
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> tuple[str, ...]:
        """Names of the files that may not be used: with any, nothing is built (A33)."""
        return tuple(file.name for file in self.files if file.refused)

    def given(self, extract: str) -> bool:
        """True when the folder holds the extract, with or without rows."""
        return any(file.extract == extract for file in self.files)

    def years(self, extract: str) -> Mapping[int, int]:
        """Used rows of each school year of an extract (A3)."""
        return self._years.get(extract, {})

    @cached_property
    def _years(self) -> Mapping[str, Mapping[int, int]]:
        years: dict[str, Counter[int]] = {}
        for file in self.files:
            years.setdefault(file.extract, Counter()).update(file.years)
        return years

    def digest(
        self, extracts: Iterable[str], *, span: Span | None = None
    ) -> tuple[tuple[str, str], ...]:
        """Which content the extracts have: file by file, whatever the files' names.

        With `span`, only the files with a used row in one of its years.
        """
        wanted = set(extracts)
        files = [file for file in self.files if file.extract in wanted]
        return tuple(
            sorted((f.extract, f.sha256) for f in files if span is None or f.has_years(span))
        )

    def narrow(
        self,
        connection: duckdb.DuckDBPyConnection,
        spans: Collection[Span],
        *,
        extracts: Collection[str],
    ) -> None:
        """Show `connection`, a cursor, only files with a used row in one of the spans.

        Only of some extracts; each of the others is whole.
        """
        for name in sorted(extracts):
            files = [file for file in self.files if file.extract == name]
            inside = [file for file in files if any(map(file.has_years, spans))]
            if inside != files:
                define_view(connection, EXTRACTS[name], inside, only_here=True)


def read_extracts(
    folder: Path,
    *,
    cache: Path,
    max_bad_share: float = 0.01,
    reuse: bool = True,
    on_step: Callable[[str, int, int], None] | None = None,
) -> Library:
    """Read and check every extract of `folder`: what `reading_extracts` begins, to its end."""
    with reading_extracts(
        folder, cache=cache, max_bad_share=max_bad_share, reuse=reuse, on_step=on_step
    ) as library:
        return library()


@contextmanager
def reading_extracts(
    folder: Path,
    *,
    cache: Path,
    max_bad_share: float = 0.01,
    reuse: bool = True,
    on_step: Callable[[str, int, int], None] | None = None,
) -> Iterator[Callable[[], Library]]:
    """Begin to read and check every extract of `folder`; what is given then waits for the library.

    `cache` keeps what measures need of each file between builds; with `reuse` false every file is
    read anew. `on_step(file, done, of)` hears of each file. Raises ExtractsError when there is
    nothing to read, and ReaderDied; whatever is wrong inside a file is a finding.
    """
    sources = find_sources(folder)
    done = count(1)

    def told(source: SourceFile) -> None:
        if on_step:
            on_step(source.name, next(done), len(sources))

    reading = Reading(cache, max_bad_share)
    with staging(sources, reading, reuse=reuse, on_done=told) as files:
        yield lambda: _library(folder, cache, files)


def _library(folder: Path, cache: Path, staging: Staging) -> Library:
    of: dict[str, list[StagedFile]] = {}
    for extract, staged in staging.extracts():
        of[extract.name] = _refuse_repeats_between_files(staging.connection, extract, staged)
        define_view(staging.connection, extract, of[extract.name])
    files = [file for name in EXTRACTS for file in of[name]]
    _forget_others(cache, files)
    findings = [finding for file in files for finding in file.findings]
    findings += [
        Finding(name, 0, "", "", "not the name of an extract; not read", Severity.WARNING)
        for name in unread_files(folder)
    ]
    return Library(staging.connection, tuple(files), tuple(sorted(findings)))


def _refuse_repeats_between_files(
    connection: duckdb.DuckDBPyConnection, extract: Extract, staged: Mapping[SourceFile, StagedFile]
) -> list[StagedFile]:
    """A key is unique over the whole extract (A33), not only in each file.

    Files whose school years differ cannot share a key that holds the year; only the others are
    compared, by reading their keys once more.
    """
    files = [(source, file) for source, file in staged.items() if not file.refused]
    by_year = extract.year in extract.key
    together = {
        either
        for (source, file), (other, its) in combinations(files, 2)
        if not by_year or set(file.years) & set(its.years)
        for either in (source, other)
    }
    pairs = [(source, file) for source, file in files if source in together]
    repeats = _repeats_between(connection, pairs) if pairs else {}
    return [
        replace(
            file,
            rows_kept=None,
            findings=tuple(sorted([*file.findings, *repeats[file.name]])),
        )
        if file.name in repeats
        else file
        for file in staged.values()
    ]


def _repeats_between(
    connection: duckdb.DuckDBPyConnection,
    files: list[tuple[SourceFile, StagedFile]],
) -> dict[str, list[Finding]]:
    keys = " UNION ALL ".join(
        f"SELECT {number} AS file, {_keys_of(source, file)}"
        for number, (source, file) in enumerate(files)
    )
    rows = connection.execute(
        f"WITH keys AS ({keys}) SELECT unnest(list_sort(list(DISTINCT file))[2:]), key FROM keys "
        "WHERE _key IS NOT NULL GROUP BY _key, key HAVING count(DISTINCT file) > 1 ORDER BY ALL"
    ).fetchall()
    found: dict[str, list[Finding]] = {}
    for number, (source, file) in enumerate(files):
        repeated = [key for where, key in rows if where == number][:MOST_FINDINGS]
        if repeated:
            found[file.name] = _repeats_in(connection, source, file, repeated)
    return found


def _keys_of(source: SourceFile, file: StagedFile) -> str:
    parts = (
        f"coalesce({sql.raw(name)}, '')" for name in source.extract.key if name in file.columns
    )
    return (
        f"{key_hash(source.extract, file.columns)} AS _key, concat_ws(', ', {', '.join(parts)}) "
        f"AS key FROM {relation_of(source, file.columns)}"
    )


def _repeats_in(
    connection: duckdb.DuckDBPyConnection, source: SourceFile, file: StagedFile, keys: list[str]
) -> list[Finding]:
    """A finding for each row of the file that has one of the keys."""
    numbered = f"SELECT row_number() OVER () AS n, {_keys_of(source, file)}"
    rows = connection.execute(
        f"SELECT n, key FROM ({numbered}) WHERE list_contains(?, key) AND _key IS NOT NULL", [keys]
    ).fetchall()
    lines = {n: n + 1 for n, _ in rows}
    if source.suffix != ".parquet":
        lines = dict(enumerate(record_lines(source.path), start=1))
    rule = "the key stands in another file of this extract too; keep one row for each key"
    column = ", ".join(source.extract.key)
    return [
        Finding(file.name, lines.get(n, 0), column, key, rule, Severity.REFUSED) for n, key in rows
    ]


def _forget_others(cache: Path, files: Iterable[StagedFile]) -> None:
    """Drop what was kept of files that are gone: records of children are not hoarded."""
    wanted = {Path(file.rows_kept).stem for file in files if file.rows_kept}
    for kept in cache.glob("*/*"):
        if kept.parent.name in EXTRACTS and kept.stem not in wanted:
            kept.unlink(missing_ok=True)
