"""The header of a file against the schema, and the file as a relation of texts."""

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.extracts import sql
from dashboard.extracts.bytes import Look, Unreadable, look, sha256_of
from dashboard.extracts.faults import first_fault
from dashboard.extracts.findings import Finding, Severity
from dashboard.extracts.schema import Column, Extract, Kind
from dashboard.extracts.sources import SourceFile


def look_at(source: SourceFile) -> Look:
    """The header of a file and its SHA-256; raises Unreadable."""
    if source.suffix != ".parquet":
        return look(source.path)
    with source.path.open("rb") as file:
        try:
            header = tuple(pq.read_schema(file).names)
        except (pa.ArrowException, OSError, UnicodeDecodeError):  # all three for damaged bytes
            raise Unreadable("not a readable Parquet file; write it again") from None
    small = [name.lower() for name in header]
    for name in header:  # DuckDB takes Race for race
        if small.count(name.lower()) > 1:
            raise Unreadable("the header names this column twice", line=1, column=name)
    return Look(sha256_of(source.path), header, quoted=False)


def check_header(source: SourceFile, header: Sequence[str]) -> list[Finding]:
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
    known = {column.name for column in columns_in(source.extract, header)}
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


def columns_in(extract: Extract, header: Sequence[str]) -> tuple[Column, ...]:
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
    known = {column.name for column in columns_in(source.extract, header)}
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


def key_hash(extract: Extract, header: Sequence[str]) -> str:
    """SQL of a 64-bit hash of the key; NULL when a part that must not be blank is.

    Rows with different hashes have different keys. Rows with the same hash are compared by the
    key itself before anything is refused.
    """
    parts = [extract.column(name) for name in extract.key if name in header]
    present = " AND ".join(f"{sql.raw(part.name)} IS NOT NULL" for part in parts if not part.blank)
    fields = ", ".join(sql.raw(part.name) for part in parts)
    return f"CASE WHEN {present} THEN hash({fields}) END" if present else f"hash({fields})"


def fault_in(source: SourceFile, view: Look) -> Unreadable | None:
    """Where a text file goes wrong; the fast reader's own words are about its options."""
    if view.commas is None:
        return None
    return first_fault(source.path, fields=len(view.header))
