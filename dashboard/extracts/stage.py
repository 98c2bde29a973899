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
from dashboard.extracts.staged import StagedFile, made_whole
from dashboard.fingerprint import code_digest


def stage(
    source: SourceFile,
    connection: duckdb.DuckDBPyConnection,
    *,
    folder: Path,
    max_bad_share: float,
) -> StagedFile:
    """Read and check one file, and keep what measures need of it in `folder`.

    `connection` is a cursor of its own when files are staged in parallel.
    """
    stem = _stem(source, folder, max_bad_share)
    stem.parent.mkdir(parents=True, exist_ok=True)
    stem.with_suffix(".json").unlink(missing_ok=True)  # a kill while reading leaves no record
    staged = _read(source, connection, stem, max_bad_share)
    record = json.dumps(asdict(staged), indent=1)
    with made_whole(stem.with_suffix(".json")) as place:
        place.write_text(record, encoding="utf-8")
    return staged


def earlier(source: SourceFile, *, folder: Path, max_bad_share: float) -> StagedFile | None:
    """What an earlier build kept of a file that nobody wrote to since, if it is whole."""
    stem = _stem(source, folder, max_bad_share)
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


def _stem(source: SourceFile, folder: Path, max_bad_share: float) -> Path:
    schema = repr((source.extract, max_bad_share, duckdb.__version__, code_digest("extracts")))
    made_of = repr((source.name, source.fingerprint(), schema))
    return folder / source.extract.name / sha256(made_of.encode()).hexdigest()[:24]


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
