"""A folder of extract files for a test, and its reading."""

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.extracts.findings import Finding
from dashboard.extracts.library import Library, read_extracts
from dashboard.extracts.schema import EXTRACTS

DISTRICTS = "school_year,lea_id,name,lea_type,active\n2012,001001,Alder Creek,REG,Y\n"
ENROLLMENT = "school_year,lea_id,race,enrolled_total\n"
EXITERS = (
    "school_year,lea_id,student_id,birth_date,grade,race,sex,disability,iep_at_exit,exit_date,"
    "exit_code\n"
)
Content = str | bytes | pa.Table


def put(folder: Path, files: Mapping[str, Content]) -> Path:
    """Write files by their names; districts.csv is added when no file is of that extract."""
    if not any(name.startswith("districts") for name in files):
        files = {"districts.csv": DISTRICTS, **files}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, pa.Table):
            pq.write_table(content, path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@contextmanager
def reading(folder: Path, cache: Path | None = None, **options: Any) -> Iterator[Library]:
    """The library of a folder; one bad row in a short file does not refuse it here."""
    cache = cache or folder.parent / "cache"
    library = read_extracts(folder, cache=cache, **{"max_bad_share": 1.0, **options})
    with library.connection:
        yield library


def table(library: Library, extract: str) -> list[tuple[Any, ...]]:
    """The rows of an extract's view, in an order of their own: as many as are alike."""
    rows = f"SELECT * FROM {extract}"
    if EXTRACTS[extract].kept_as_counts:
        rows = f"SELECT * EXCLUDE (n) FROM (SELECT *, unnest(range(n)) AS _ FROM {extract})"
        rows = f"SELECT * EXCLUDE (_) FROM ({rows})"
    return library.connection.execute(f"{rows} ORDER BY ALL").fetchall()


def plain(findings: tuple[Finding, ...], *, but: str = "") -> list[tuple[Any, ...]]:
    """Findings as (severity, line, column, value, rule), those of one file left out."""
    return [
        (one.severity.value, one.line, one.column, one.value, one.rule)
        for one in findings
        if one.file != but
    ]


def zipped(text: str) -> bytes:
    """The text as a gzip file."""
    return gzip.compress(text.encode(), mtime=0)
