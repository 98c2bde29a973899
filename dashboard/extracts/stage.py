"""One file of an extract, read once: checked, counted, and what measures need of it kept.

The kept rows lie as Parquet in a folder of the builder's own, beside a small record of what was
found. As long as a file is not written to, both are taken from there and the file is not read
again.
"""

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import duckdb

from dashboard.extracts.bytes import Unreadable, sha256_of
from dashboard.extracts.findings import Finding, Severity
from dashboard.extracts.header import check_header, columns_in, fault_in, look_at, relation_of
from dashboard.extracts.rows import FileReader
from dashboard.extracts.sound import read_sound
from dashboard.extracts.sources import SourceFile
from dashboard.extracts.staged import StagedFile
from dashboard.fingerprint import code_digest


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
    if sound := read_sound(source, connection, stem):
        return sound
    try:
        view = look_at(source)
        warnings = check_header(source, view.header)
        columns = columns_in(source.extract, view.header)
        relation = relation_of(source, view.header)
        return FileReader(source, view, columns, relation, connection, stem).read(
            max_bad_share, warnings
        )
    except Unreadable as reason:
        return _refused(source, [_finding(source, reason)])
    except duckdb.Error:
        fault = fault_in(source, view) or Unreadable("the file cannot be read; write it again")
        return _refused(source, [_finding(source, fault)])


def _refused(source: SourceFile, findings: list[Finding]) -> StagedFile:
    digest = sha256_of(source.path)
    return StagedFile(
        source.extract.name, source.name, digest, 0, 0, {}, None, tuple(sorted(findings))
    )


def _finding(source: SourceFile, reason: Unreadable) -> Finding:
    return Finding(
        source.name, reason.line, reason.column, reason.value, reason.rule, Severity.REFUSED
    )
