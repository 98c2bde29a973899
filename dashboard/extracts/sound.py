"""The fast reading of a sound CSV file, by its distinct texts; the careful one reads all others.

Every rule is the careful reader's own SQL (`dashboard.extracts.sql`, the schema's row rules), asked
once of each distinct text, or of each distinct combination of the texts a row rule speaks of. Only
a file in which no value, row or key is in doubt is read here; of any other nothing is said, and
`dashboard.extracts.rows` reads it anew and tells what is wrong, line by line.
"""

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import numpy
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.extracts.asked import is_true, values_of, years_of
from dashboard.extracts.bytes import Unreadable
from dashboard.extracts.coded import CodedFile, places_among, read_coded
from dashboard.extracts.combined import Combined, combine, places_of, within_one_bundle
from dashboard.extracts.findings import Finding, Severity
from dashboard.extracts.header import check_header, columns_in
from dashboard.extracts.plain import NotPlain, Places, PlainFile
from dashboard.extracts.rows import LONGEST_VALUE, MOST_FINDINGS
from dashboard.extracts.schema import Column, RowRule, rules_for
from dashboard.extracts.sources import SourceFile
from dashboard.extracts.staged import StagedFile, made_whole
from dashboard.extracts.words import mixed

_NONE = numpy.empty(0, dtype=numpy.int64)


def read_sound(
    source: SourceFile, connection: duckdb.DuckDBPyConnection, stem: Path
) -> StagedFile | None:
    """What the careful reader would give of a sound CSV file; None when in any doubt."""
    if source.suffix == ".parquet":
        return None
    try:
        plain = PlainFile(source.path)
        header = plain.header()
        warnings = check_header(source, header)
        columns = columns_in(source.extract, header)
        file = read_coded(plain, header=header, columns=columns)
        return SoundFile(source, header, columns, file, connection, stem).read(warnings)
    except (NotPlain, Unreadable, OSError, EOFError, zlib.error):
        return None


@dataclass(frozen=True)
class SoundFile:
    """The checks and counts of a file read as codes. NotPlain as soon as something is in doubt."""

    source: SourceFile
    header: tuple[str, ...]
    columns: tuple[Column, ...]
    file: CodedFile
    connection: duckdb.DuckDBPyConnection
    stem: Path

    def read(self, warnings: Sequence[Finding]) -> StagedFile:
        """Check everything; keep what measures read. `warnings` are those of the header."""
        self._typed  # noqa: B018  refuses a value that breaks its column's rule
        findings = [*warnings, *self._row_findings()]
        self._refuse_repeats()
        years = self._years()
        return StagedFile(
            self.source.extract.name,
            self.source.name,
            self.file.sha256,
            self.file.rows,
            self.file.rows,
            years,
            self._keep(),
            tuple(sorted(findings)),
            self.header,
        )

    @cached_property
    def _typed(self) -> dict[str, pa.Array]:
        """The typed values of each column's distinct texts; an id is sound as it is."""
        return {
            column.name: self._values_of(column) for column in self.columns if not column.identity
        }

    def _values_of(self, column: Column) -> pa.Array:
        texts = self.file.column(column.name).texts
        values = values_of(column, texts, self.connection)
        if values is None:
            raise NotPlain
        return values

    def _row_findings(self) -> list[Finding]:
        """The warnings of every row; a row to be set aside is for the careful reader."""
        found: list[Finding] = []
        for rule in rules_for(self.source.extract, self.columns):
            rows = self._rows_where(rule.breaks)
            if (len(rows) and not rule.warns) or len(found) + len(rows) > MOST_FINDINGS:
                raise NotPlain
            found += self._warnings(rule, rows)
        return found

    def _warnings(self, rule: RowRule, rows: Places) -> list[Finding]:
        values = self.file.column(rule.column).texts_of(rows)
        lines = (rows + 2).tolist()  # no quote, so no record over two lines; the header is line 1
        return [
            Finding(
                self.source.name,
                line,
                rule.column,
                value[:LONGEST_VALUE],
                rule.says,
                Severity.WARNING,
            )
            for line, value in zip(lines, values, strict=True)
        ]

    def _rows_where(self, condition: str) -> Places:
        """The places of the rows for which an SQL condition on typed columns is true."""
        words = RowRule(column="", breaks=condition, says="").words
        names = [column.name for column in self.columns if column.name in words]
        alone = within_one_bundle(self.file, names)
        if alone:
            texts = dict(zip(names, alone.texts, strict=True))
            values = {name: self._values_of_texts(name, texts[name]) for name in names}
            yes = is_true(condition, texts, values, self.connection)
            return alone.rows_of(yes) if yes.any() else _NONE
        combined = combine(self.file, names)
        found = {name: self.file.column(name).texts_of(combined.rows) for name in names}
        values = {name: self._values_of_texts(name, found[name]) for name in names}
        yes = is_true(condition, found, values, self.connection)
        return combined.rows_of(yes) if yes.any() else _NONE

    def _values_of_texts(self, name: str, texts: Sequence[str]) -> pa.Array:
        """The typed values of texts that the column has."""
        places = places_among(self.file.column(name).texts, texts)
        return self._typed[name].take(pa.array(places))

    def _refuse_repeats(self) -> None:
        """A key that repeats, or might, is for the careful reader."""
        key = [name for name in self.source.extract.key if name in self.header]
        ids = [self.file.identities[name].hashes for name in key if name in self.file.identities]
        others = [name for name in key if name not in self.file.identities]
        if not ids:
            if len(combine(self.file, others).rows) < self.file.rows:
                raise NotPlain
            return
        hashes = ids[0]
        for more in ids[1:]:
            hashes = mixed(hashes, more)
        if others:
            hashes = mixed(hashes, places_of(self.file, others)[0])
        hashes = numpy.sort(hashes)
        if (hashes[1:] == hashes[:-1]).any():
            raise NotPlain

    def _years(self) -> dict[int, int]:
        """Rows of each school year (A9)."""
        extract = self.source.extract
        column = self.file.column(extract.year or "school_year")
        years = years_of(extract, column.texts, self.connection)
        counted = numpy.bincount(column.codes(), minlength=len(column.texts)).tolist()
        total: Counter[int] = Counter()
        for year, rows in zip(years, counted, strict=True):
            if year is not None:
                total[year] += rows
        return dict(sorted(total.items()))

    def _keep(self) -> str:
        kept = [column for column in self.columns if column.kept]
        scope = self.source.extract.scope
        rows = self._rows_where(scope) if scope else None
        combined: Combined | None = None
        if self.source.extract.kept_as_counts:
            combined = combine(self.file, [column.name for column in kept], rows)
            rows = combined.rows
        arrays = {column.name: self._kept_values(column, rows) for column in kept}
        if combined:
            arrays["n"] = pa.array(combined.counts, pa.int32())
        target = self.stem.with_suffix(".parquet")
        with made_whole(target) as place:
            pq.write_table(
                pa.table(arrays),
                place,
                compression="lz4",
                write_statistics=False,
                use_dictionary=[column.name for column in kept if not column.identity],
            )
        return str(target)

    def _kept_values(self, column: Column, rows: Places | None) -> pa.Array:
        if column.identity:
            texts = pa.chunked_array(self.file.identities[column.name].texts, pa.string())
            return texts if rows is None else texts.take(pa.array(rows))
        codes = pa.array(self.file.column(column.name).codes(rows), pa.int32())
        values = self._typed[column.name]
        if pa.types.is_string(values.type):
            return pa.DictionaryArray.from_arrays(codes, values)
        return values.take(codes)
