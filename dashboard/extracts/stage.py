"""One file of an extract, read once: checked, counted, and what measures need of it kept.

The kept rows lie as Parquet in a folder of the builder's own, beside a small record of what was
found. As long as a file is not written to, both are taken from there and the file is not read
again.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.extracts import sql
from dashboard.extracts.bytes import Look, Unreadable, look, record_lines, sha256_of
from dashboard.extracts.faults import first_fault
from dashboard.extracts.findings import Finding, Severity
from dashboard.extracts.schema import Column, Extract, Kind
from dashboard.extracts.sources import SourceFile
from dashboard.fingerprint import code_digest

MOST_FINDINGS = 1000  # of one file; more are counted in one last finding
LONGEST_VALUE = 200  # characters of a value that a finding repeats


@dataclass(frozen=True)
class StagedFile:
    """What one physical file gave: rows read = rows used + rows set aside.

    `years` counts the used rows of each school year; `rows_kept` is the Parquet file with what
    measures read (None when the file was refused).
    """

    extract: str
    name: str
    sha256: str
    rows: int
    used: int
    years: dict[int, int]
    rows_kept: str | None
    findings: tuple[Finding, ...]
    columns: tuple[str, ...] = ()  # the header as it stands in the file

    @property
    def set_aside(self) -> int:
        """Rows that broke a rule and are not used."""
        return self.rows - self.used

    @property
    def refused(self) -> bool:
        """True when no row of the file may be used."""
        return self.rows_kept is None


def stage(
    source: SourceFile,
    connection: duckdb.DuckDBPyConnection,
    *,
    folder: Path,
    max_bad_share: float,
    reuse: bool = True,
) -> StagedFile:
    """Read and check one file, or take what an earlier build kept of it when nobody wrote to it.

    `connection` is a cursor of its own when files are staged in parallel.
    """
    stem = folder / source.extract.name / _identity(source, max_bad_share)
    if reuse and (kept := _earlier(stem)):
        return kept
    stem.parent.mkdir(parents=True, exist_ok=True)
    stem.with_suffix(".json").unlink(missing_ok=True)  # a kill while reading leaves no record
    staged = _read(source, connection, stem, max_bad_share)
    record = json.dumps(asdict(staged), indent=1)
    partial = stem.with_suffix(".partial")
    partial.write_text(record, encoding="utf-8")
    partial.replace(stem.with_suffix(".json"))
    return staged


def _identity(source: SourceFile, max_bad_share: float) -> str:
    schema = repr((source.extract, max_bad_share, duckdb.__version__, code_digest("extracts")))
    return sha256(repr((source.name, source.fingerprint(), schema)).encode()).hexdigest()[:24]


def _earlier(stem: Path) -> StagedFile | None:
    """What an earlier build kept, unless a kill left it incomplete."""
    try:
        record = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    findings = tuple(
        Finding(**{**one, "severity": Severity(one["severity"])}) for one in record["findings"]
    )
    years = {int(year): count for year, count in record["years"].items()}
    kept = record["rows_kept"]
    if kept is not None and not Path(kept).exists():
        return None
    columns = tuple(record["columns"])
    return StagedFile(**{**record, "findings": findings, "years": years, "columns": columns})


def _read(
    source: SourceFile, connection: duckdb.DuckDBPyConnection, stem: Path, max_bad_share: float
) -> StagedFile:
    try:
        view = _look(source)
        warnings = _check_header(source, view.header)
        columns = _columns_in(source.extract, view.header)
        relation = relation_of(source, view.header)
        return _FileReader(source, view, columns, relation, connection, stem).read(
            max_bad_share, warnings
        )
    except Unreadable as reason:
        return _refused(source, [_finding(source, reason)])
    except duckdb.Error:
        fault = _fault(source, view) or Unreadable("the file cannot be read; write it again")
        return _refused(source, [_finding(source, fault)])


def _look(source: SourceFile) -> Look:
    if source.suffix != ".parquet":
        return look(source.path)
    try:
        header = tuple(pq.read_schema(source.path).names)
    except pa.ArrowException:
        raise Unreadable("not a readable Parquet file; write it again") from None
    small = [name.lower() for name in header]
    for name in header:  # DuckDB takes Race for race
        if small.count(name.lower()) > 1:
            raise Unreadable("the header names this column twice", line=1, column=name)
    return Look(sha256_of(source.path), header, quoted=False)


def _check_header(source: SourceFile, header: Sequence[str]) -> list[Finding]:
    """Refuses a header that lacks a column; returns a warning for each column nobody reads."""
    missing = [name for name in source.extract.required if name not in header]
    alike = {name.strip().lower(): name for name in header}
    if missing and len(header) == 1:
        delimiter = next((mark for mark in (";", "\t", "|") if mark in header[0]), None)
        if delimiter:
            found = {";": "semicolons", "\t": "tabs", "|": "bars"}[delimiter]
            raise Unreadable(f"the fields are separated by {found}; use commas", line=1)
    for name in filter(None, header):
        if header.count(name) > 1:
            raise Unreadable("the header names this column twice", line=1, column=name)
    if missing and missing[0] in alike:
        found = alike[missing[0]]
        raise Unreadable(
            f"write this column {missing[0]}: in small letters, without blanks around it",
            line=1,
            column=found,
        )
    if missing:
        names = ", ".join(missing)
        raise Unreadable(
            f"required column missing: {names}. {source.extract.name} needs "
            f"{', '.join(source.extract.required)}",
            line=1,
            column=missing[0],
        )
    known = {column.name for column in _columns_in(source.extract, header)}
    return [
        Finding(
            source.name,
            1,
            name,
            "",
            "unknown column, ignored" if name else "a column without a name, ignored",
            Severity.WARNING,
        )
        for name in header
        if name not in known
    ]


def _columns_in(extract: Extract, header: Sequence[str]) -> tuple[Column, ...]:
    """The columns of the extract that this file has, its numbered items included (A34)."""
    items = tuple(
        Column(name=name, kind=Kind.CODE, codes=extract.item_codes, kept=False)
        for name in header
        if extract.items and re.fullmatch(extract.items, name)
    )
    return tuple(column for column in extract.columns if column.name in header) + items


def relation_of(source: SourceFile, header: Sequence[str]) -> str:
    """SQL of the file with every known column as text named `t_<name>`."""
    path = sql.quote(str(source.path))
    known = {column.name for column in _columns_in(source.extract, header)}
    if source.suffix == ".parquet":
        as_text = ", ".join(_native_as_text(name) for name in header if name in known)
        return f"(SELECT {as_text} FROM read_parquet({path}))"
    # An unknown column goes by its place: DuckDB takes Note and NOTE for the same name.
    names = [f"t_{name}" if name in known else f"u_{n}" for n, name in enumerate(header)]
    columns = ", ".join(f"{sql.quote(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({path}, columns={{{columns}}}, auto_detect=false, header=true, delim=',', "
        "quote='\"', escape='\"', strict_mode=true, null_padding=false, parallel=true)"
    )


def _native_as_text(name: str) -> str:
    """Parquet columns may be text or native types (A35): whole doubles are counts with gaps."""
    column = '"' + name.replace('"', '""') + '"'
    as_double = f"try_cast({column} AS DOUBLE)"
    return (
        f"nullif(CASE WHEN typeof({column}) IN ('DOUBLE', 'FLOAT') THEN "
        f"CASE WHEN isnan({as_double}) THEN NULL WHEN {as_double} = trunc({as_double}) THEN "
        f"coalesce(try_cast({as_double} AS BIGINT)::VARCHAR, {column}::VARCHAR) "
        f"ELSE {column}::VARCHAR END "
        f"WHEN typeof({column}) LIKE 'TIMESTAMP%' THEN regexp_replace({column}::VARCHAR, "
        f"' 00:00:00$', '') ELSE {column}::VARCHAR END, '') AS {sql.raw(name)}"
    )


def _refused(source: SourceFile, findings: list[Finding]) -> StagedFile:
    digest = sha256_of(source.path)
    return StagedFile(
        source.extract.name, source.name, digest, 0, 0, {}, None, tuple(sorted(findings))
    )


def _finding(source: SourceFile, reason: Unreadable) -> Finding:
    return Finding(
        source.name, reason.line, reason.column, reason.value, reason.rule, Severity.REFUSED
    )


def _fault(source: SourceFile, view: Look) -> Unreadable | None:
    """Where a text file goes wrong; the fast reader's own words are about its options."""
    if view.commas is None:
        return None
    return first_fault(source.path, fields=len(view.header))


@dataclass(frozen=True)
class _FileReader:
    """The reading of one file whose header is good."""

    source: SourceFile
    look: Look
    columns: tuple[Column, ...]
    relation: str
    connection: duckdb.DuckDBPyConnection
    stem: Path

    def read(self, max_bad_share: float, findings: list[Finding]) -> StagedFile:
        extract = self.source.extract
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {self._checked_rows()}")
        rows, used, repeats, warned, years = self._totals()
        # DuckDB forgives a comma at a line's end; commas inside quotes are no fault.
        expected = (rows + 1) * (len(self.look.header) - 1)
        if self.look.commas != expected and (fault := _fault(self.source, self.look)):
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

    def _rules(self, *, warns: bool) -> list[tuple[str, str, str]]:
        """Column, condition and words of each row rule whose columns this file has."""
        present = {column.name for column in self.columns}
        names = {column.name for column in self.source.extract.columns}
        return [
            (rule.column, rule.breaks, rule.says)
            for rule in self.source.extract.rules
            if rule.warns is warns and names & set(re.findall(r"\w+", rule.breaks)) <= present
        ]

    def _rule_columns(self) -> str:
        return ", ".join(f"{sql.typed(column)} AS {column.name}" for column in self.columns)

    def _good(self) -> str:
        fields = [sql.valid(column) for column in self.columns]
        rows = [f"NOT ({breaks})" for _, breaks, _ in self._rules(warns=False)]
        return " AND ".join([*fields, *rows])

    def _warned(self) -> str:
        rules = [f"({breaks})" for _, breaks, _ in self._rules(warns=True)]
        if self._may_lack_lea():
            rules.append(f"{sql.raw('lea_id')} IS NULL")
        return " OR ".join(rules) or "FALSE"

    def _may_lack_lea(self) -> bool:
        """True when a blank lea_id counts in the state row only, with a warning (A2)."""
        lea = next((column for column in self.columns if column.name == "lea_id"), None)
        return lea is not None and lea.blank and self.source.extract.name != "published"

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
                (column.name, f"({sql.valid(column)}) IS FALSE", self._wanted(column), "SET_ASIDE")
                for column in self.columns
            ]
            checks += [(*rule, "SET_ASIDE") for rule in self._rules(warns=False)]
            used = f"({self._good()}) IS NOT FALSE AND "  # a bad row needs no warning too
        checks += [
            (column, f"{used}({breaks})", says, "WARNING")
            for column, breaks, says in self._rules(warns=True)
        ]
        if self._may_lack_lea():
            no_lea = "blank lea_id: the row counts for the state only (A2)"
            checks.append(("lea_id", f"{used}{sql.raw('lea_id')} IS NULL", no_lea, "WARNING"))
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

    def _wanted(self, column: Column) -> str:
        return f"must be {column.wanted}" if column.blank else f"must be {column.wanted}, not blank"

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
        lines = enumerate(record_lines(self.source.path), start=1)
        return {record: line for record, line in lines if record in records}

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
        target = self.stem.with_suffix(".parquet")
        self.connection.execute(
            f"COPY (SELECT {columns} FROM staged WHERE {where}) TO {sql.quote(str(target))} "
            "(FORMAT parquet, COMPRESSION lz4)"
        )
        return str(target)


def key_hash(extract: Extract, header: Sequence[str]) -> str:
    """SQL of a 64-bit hash of the key; NULL when a part that must not be blank is.

    Rows with different hashes have different keys. Rows with the same hash are compared by the
    key itself before anything is refused.
    """
    parts = [extract.column(name) for name in extract.key if name in header]
    present = " AND ".join(f"{sql.raw(part.name)} IS NOT NULL" for part in parts if not part.blank)
    fields = ", ".join(sql.raw(part.name) for part in parts)
    return f"CASE WHEN {present} THEN hash({fields}) END" if present else f"hash({fields})"
