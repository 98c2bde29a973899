"""Records of one district, read from the files of an extract as a build reads them, but kept whole.

What a build keeps of a file has lost the ids that no measure asks for. Here the file is read once
more, only for one district and some school years: the same texts, the same rules, the same typed
values, and beside them the key of each record and the rule it breaks, if it breaks one.
"""

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import duckdb
import pyarrow.parquet as pq

from dashboard.extracts import sql
from dashboard.extracts.bytes import text_of
from dashboard.extracts.header import columns_in, relation_of
from dashboard.extracts.schema import Column, Extract, Kind, rules_for
from dashboard.extracts.sources import SourceFile

RECORD = "record_"
KEY, YEAR, FAULT, INSIDE = "key_", "year_", "fault_", "inside_"
PLACE = ("school_year", "lea_id")
STUDENT = "student_id"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose records: those of a district, of the school years from first to last.

    Where an extract keeps the ids of students, measures may look at what became of a student
    elsewhere: the rows of its students in other districts come along then.
    """

    lea_id: str
    first: int
    last: int


def all_records(extract: str) -> str:
    """The table with every record of an extract that was asked for, the faulty too."""
    return f"all_{extract}"


def key_names(extract: Extract) -> tuple[str, ...]:
    """The columns that tell a record from others of its district and year, and whose it is.

    An incident has an id of its own; what people ask is which student it is about.
    """
    names = tuple(name for name in extract.key if name not in (*PLACE, extract.year))
    has_student = any(column.name == STUDENT for column in extract.columns if column.required)
    student = (STUDENT,) if has_student and STUDENT not in names else ()
    return (*names, *student) or extract.key


def define_records(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    sources: Sequence[SourceFile],
    *,
    asked: Asked,
) -> None:
    """Make two tables of an extract from its files.

    `all_<extract>`: RECORD, KEY (texts, by `key_names`), YEAR, FAULT (the rule that the record
    breaks, null for a sound one), INSIDE (false for one outside the extract's scope), and every
    kept column. `<extract>`: those that measures count, with their columns, a record a row.

    The files were checked before and are those of a release; duckdb.Error when they are not.
    """
    kept = [column for column in extract.columns if column.kept]
    empty = ", ".join(f"NULL::{sql.sql_type(column)} AS {column.name}" for column in kept)
    wanted = _wanted(extract, sources)
    parts = [
        f"SELECT NULL::VARCHAR AS {RECORD}, NULL::VARCHAR[] AS {KEY}, NULL::INTEGER AS {YEAR}, "
        f"NULL::VARCHAR AS {FAULT}, NULL::BOOLEAN AS {INSIDE}, {empty} WHERE false",
        *(_rows(source, number, wanted) for number, source in enumerate(sources)),
    ]
    table = all_records(extract.name)
    connection.execute(
        f"CREATE TABLE {table} AS {' UNION ALL BY NAME '.join(parts)}",
        asdict(asked) if sources else None,
    )
    # Each row stands for itself here, where a build would keep those that are alike once.
    alike = ", 1::INTEGER AS n" if extract.kept_as_counts else ""
    connection.execute(
        f"CREATE VIEW {extract.name} AS SELECT {', '.join(map(_filled, kept))}{alike}, {RECORD} "
        f"FROM {table} WHERE {FAULT} IS NULL AND {INSIDE}"
    )


def _filled(column: Column) -> str:
    """A file may lack an optional column: a blank text or code is '' there as elsewhere (A37)."""
    if column.kind in (Kind.TEXT, Kind.CODE):
        return f"coalesce({column.name}, '') AS {column.name}"
    return column.name


def _rows(source: SourceFile, number: int, wanted: str) -> str:
    extract, header = source.extract, _header(source)
    columns = columns_in(extract, header)
    texts = f"(SELECT * FROM {relation_of(source, header)} WHERE {wanted})"
    typed = ", ".join(f"{sql.typed(column)} AS {column.name}" for column in columns)
    key = ", ".join(f"coalesce({sql.raw(name)}, '')" for name in key_names(extract))
    kept = ", ".join(column.name for column in columns if column.kept)
    return (
        f"SELECT '{extract.name} {number} ' || row_number() OVER () AS {RECORD}, [{key}] AS {KEY}, "
        f"{sql.year_of(extract)} AS {YEAR}, {_fault(extract, columns)} AS {FAULT}, "
        f"{_inside(extract)} AS {INSIDE}, {kept} "
        f"FROM (SELECT *, {typed} FROM {texts})"
    )


def _wanted(extract: Extract, sources: Sequence[SourceFile]) -> str:
    """SQL over raw columns: which rows were asked for."""
    years = f"{sql.year_of(extract)} BETWEEN $first AND $last"
    here = f"{sql.raw('lea_id')} = $lea_id"
    if STUDENT not in {column.name for column in extract.columns if column.kept}:
        return f"{here} AND {years}"
    student = sql.raw(STUDENT)
    students = " UNION ALL ".join(
        f"SELECT {student} FROM {relation_of(source, _header(source))} WHERE {here} AND {years}"
        for source in sources
    )
    return f"({here} OR {student} IN ({students})) AND {years}"


def _header(source: SourceFile) -> tuple[str, ...]:
    """The header of a file that was checked before."""
    if source.suffix == ".parquet":
        return tuple(pq.ParquetFile(source.path).schema_arrow.names)
    with text_of(source.path) as text:
        return tuple(next(csv.reader(text)))


def _inside(extract: Extract) -> str:
    """SQL: is the row in the extract's scope, or is that what cannot be told of it?"""
    if extract.scope is None:
        return "TRUE"
    asked = [column for column in extract.columns if column.name in extract.scope.split()]
    doubtful = "".join(f" OR ({sql.valid(column)}) IS FALSE" for column in asked)
    return f"(({extract.scope}) IS TRUE{doubtful})"


def _fault(extract: Extract, columns: Sequence[Column]) -> str:
    """SQL of the first rule that a row breaks, the column it is about before it."""
    rules = [
        (f"({sql.valid(column)}) IS FALSE", f"{column.name} {column.rule}") for column in columns
    ]
    rules += [
        (f"({rule.breaks})", rule.says) for rule in rules_for(extract, columns) if not rule.warns
    ]
    cases = " ".join(f"WHEN {broken} THEN {sql.quote(words)}" for broken, words in rules)
    return f"CASE {cases} END"
