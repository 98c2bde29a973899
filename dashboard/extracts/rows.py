"""The rows of one file whose header is good: checked, counted, and what measures need kept."""

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.extracts import sql
from dashboard.extracts.bytes import Look, record_lines
from dashboard.extracts.findings import Finding, Severity
from dashboard.extracts.header import fault_in, key_hash
from dashboard.extracts.schema import Column, RowRule, rules_for
from dashboard.extracts.sources import SourceFile
from dashboard.extracts.staged import StagedFile, made_whole

MOST_FINDINGS = 1000  # of one file; more are counted in one last finding
LONGEST_VALUE = 200  # characters of a value that a finding repeats


@dataclass(frozen=True)
class FileReader:
    """The reading of one file whose header is good."""

    source: SourceFile
    look: Look
    columns: tuple[Column, ...]
    relation: str
    connection: duckdb.DuckDBPyConnection
    stem: Path

    def read(self, max_bad_share: float, findings: list[Finding]) -> StagedFile:
        """Read every row; `findings` are those of the header. Raises Unreadable, duckdb.Error."""
        extract = self.source.extract
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {self._checked_rows()}")
        rows, used, repeats, warned, years = self._totals()
        # DuckDB forgives a comma at a line's end; commas inside quotes are no fault.
        expected = (rows + 1) * (len(self.look.header) - 1)
        if self.look.commas != expected and (fault := fault_in(self.source, self.look)):
            raise fault
        findings = [*findings]
        if used < rows or warned:
            findings += self._row_findings(some_bad=used < rows)
        if repeats:
            findings += self._repeats()
        if rows - used > max_bad_share * rows:
            findings.append(
                self._of_file(
                    f"{rows - used} of {rows} rows break a rule, more than the "
                    f"{max_bad_share:.1%} that may be set aside; mend them at the source"
                )
            )
        refused = any(finding.severity is Severity.REFUSED for finding in findings)
        kept = None if refused else self._keep()
        return StagedFile(
            extract.name,
            self.source.name,
            self.look.sha256,
            rows,
            used,
            years,
            kept,
            tuple(sorted(findings)),
            self.look.header,
        )

    def _checked_rows(self) -> str:
        extract = self.source.extract
        kept = self._kept_columns()
        if extract.scope:
            # Rows no measure reads are not worth typing: the others travel as a list of texts.
            scope = re.sub(r"\b(\w+)\b(?= =)", lambda name: sql.raw(name[1]), extract.scope)
            texts = ", ".join(sql.raw(column.name) for column in kept)
            payload = f"CASE WHEN {scope} THEN [{texts}] END AS _texts"
        else:
            payload = ", ".join(f"{sql.typed(column)} AS {column.name}" for column in kept)
        return (
            f"SELECT {key_hash(extract, self.look.header)} AS _key, "
            f"({self._good()}) IS NOT FALSE AS _ok, ({self._warned()}) IS TRUE AS _warned, "
            f"{sql.year_of(extract)} AS _year, {payload} "
            f"FROM (SELECT *, {self._rule_columns()} FROM {self.relation})"
        )

    def _kept_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.kept)

    def _rule_columns(self) -> str:
        return ", ".join(f"{sql.typed(column)} AS {column.name}" for column in self.columns)

    def _good(self) -> str:
        fields = [sql.valid(column) for column in self.columns]
        rows = [f"NOT ({rule.breaks})" for rule in self._rules(warns=False)]
        return " AND ".join([*fields, *rows])

    def _warned(self) -> str:
        return " OR ".join(f"({rule.breaks})" for rule in self._rules(warns=True)) or "FALSE"

    def _rules(self, *, warns: bool) -> list[RowRule]:
        rules = rules_for(self.source.extract, self.columns)
        return [rule for rule in rules if rule.warns is warns]

    def _totals(self) -> tuple[int, int, int, int, dict[int, int]]:
        """Rows, used rows, repeated keys, rows with a warning, and used rows by school year."""
        row = self.connection.execute(
            "SELECT count(*), count(*) FILTER (_ok), count(_key) - count(DISTINCT _key), "
            "count(*) FILTER (_warned), "
            "histogram(_year) FILTER (_ok AND _year IS NOT NULL) FROM staged"
        ).fetchone()
        assert row is not None  # noqa: S101  an aggregate always has its one row
        return row[0], row[1], row[2], row[3], row[4] or {}

    def _row_findings(self, *, some_bad: bool) -> list[Finding]:
        """Every broken rule of every row, with its line: a second reading, of what it needs.

        Where no row is bad, only the columns that may warn are read again.
        """
        checks: list[tuple[str, str, str, str]] = []
        used = ""
        if some_bad:
            checks += [
                (column.name, f"({sql.valid(column)}) IS FALSE", column.rule, "SET_ASIDE")
                for column in self.columns
            ]
            checks += [
                (rule.column, rule.breaks, rule.says, "SET_ASIDE")
                for rule in self._rules(warns=False)
            ]
            used = f"({self._good()}) IS NOT FALSE AND "  # a bad row needs no warning too
        checks += [
            (rule.column, f"{used}({rule.breaks})", rule.says, "WARNING")
            for rule in self._rules(warns=True)
        ]
        found = ", ".join(
            f"CASE WHEN {broken} THEN {{'c': {sql.quote(column)}, 'v': {self._value(column)}, "
            f"'r': {sql.quote(rule)}, 's': '{severity}'}} END"
            for column, broken, rule, severity in checks
        )
        any_broken = " OR ".join(f"({broken})" for _, broken, _, _ in checks)
        rows = self.connection.execute(
            f"SELECT n, f.c, f.v, f.r, f.s FROM (SELECT n, unnest(list_filter([{found}], "
            f"lambda x: x IS NOT NULL)) AS f FROM (SELECT *, {self._rule_columns()}, "
            f"row_number() OVER () AS n FROM {self.relation}) WHERE {any_broken}) ORDER BY n"
        ).fetchall()
        lines = self._lines({row[0] for row in rows[:MOST_FINDINGS]})
        findings = [
            Finding(self.source.name, lines[n], column, value or "", rule, Severity[severity])
            for n, column, value, rule, severity in rows[:MOST_FINDINGS]
        ]
        if more := len(rows) - len(findings):
            says = f"and {more} more findings in this file"
            findings.append(Finding(self.source.name, 0, "", "", says, Severity.WARNING))
        return findings

    def _value(self, column: str) -> str:
        return f"coalesce(left({sql.raw(column)}, {LONGEST_VALUE}), '')"

    def _repeats(self) -> list[Finding]:
        """Each row whose key stands in an earlier row of the file."""
        key = self._key()
        rows = self.connection.execute(
            f"SELECT n, {self._key_text()} FROM (SELECT *, row_number() OVER () AS n, "
            f"{key_hash(self.source.extract, self.look.header)} AS _key FROM {self.relation}) "
            f"WHERE _key IS NOT NULL QUALIFY row_number() OVER (PARTITION BY "
            f"{', '.join(map(sql.raw, key))} ORDER BY n) > 1 ORDER BY n LIMIT {MOST_FINDINGS}"
        ).fetchall()
        lines = self._lines({row[0] for row in rows})
        return [
            Finding(
                self.source.name,
                lines[n],
                ", ".join(key),
                value,
                "the key repeats; keep one row for each key",
                Severity.REFUSED,
            )
            for n, value in rows
        ]

    def _key(self) -> tuple[str, ...]:
        return tuple(name for name in self.source.extract.key if name in self.look.header)

    def _key_text(self) -> str:
        parts = (f"coalesce({sql.raw(name)}, '')" for name in self._key())
        return f"concat_ws(', ', {', '.join(parts)})"

    def _lines(self, records: set[int]) -> dict[int, int]:
        """The physical line of each record number; the header is line 1 (A33)."""
        if not self.look.quoted or self.source.suffix == ".parquet":
            return {record: record + 1 for record in records}
        lines = dict.fromkeys(records, 0)
        for record, line in enumerate(record_lines(self.source.path), start=1):
            if record in lines:
                lines[record] = line
        return lines

    def _of_file(self, rule: str) -> Finding:
        return Finding(self.source.name, 0, "", "", rule, Severity.REFUSED)

    def _keep(self) -> str:
        kept = self._kept_columns()
        if self.source.extract.scope:
            columns = ", ".join(
                f"{sql.typed(column, f'_texts[{place}]')} AS {column.name}"
                for place, column in enumerate(kept, start=1)
            )
            where = "_ok AND _texts IS NOT NULL"
        else:
            columns, where = ", ".join(column.name for column in kept), "_ok"
        if self.source.extract.kept_as_counts:
            columns, where = f"{columns}, count(*)::INTEGER AS n", f"{where} GROUP BY ALL"
        target = self.stem.with_suffix(".parquet")
        with made_whole(target) as place:
            self.connection.execute(
                f"COPY (SELECT {columns} FROM staged WHERE {where}) TO {sql.quote(str(place))} "
                "(FORMAT parquet, COMPRESSION lz4)"
            )
        return str(target)
