"""Writes a Missouri-sized history of source extracts: one CSV for each extract and school year.

Eight years of 560 districts, about 12 M rows and 630 MB of CSV; smaller ones for tests. Run as
`python -m bench.history FOLDER`, so that the memory it takes is not counted as the bench's.
"""

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import duckdb

from bench import draws, rows, rows_small
from bench.draws import Slice
from bench.rows import LARGE, Source
from bench.rows_small import SMALL

SOURCES: dict[str, Source] = SMALL | LARGE
FEWEST = 30  # a tiny history still has cases of everything


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much history: Missouri's by default; `scale` shrinks the rows, not the districts."""

    districts: int = 560
    scale: float = 1.0
    first: int = 2006
    last: int = 2013

    def rows(self, source: Source) -> int:
        """Rows of one extract in one year; 0 where the districts decide."""
        return source.rows and max(round(source.rows * self.scale), min(source.rows, FEWEST))


MISSOURI = Size()
TINY = Size(districts=12, scale=0.02)


def write_history(folder: Path, *, size: Size = MISSOURI) -> Path:
    """Write the history into `folder` and return it; one already there with the same size stays.

    The folder is replaced otherwise. A note beside it tells what it holds, written last of all.
    """
    note, wanted = folder.with_name(folder.name + ".json"), _note(size)
    if folder.is_dir() and note.is_file() and note.read_text() == wanted:
        return folder
    note.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    with duckdb.connect() as connection:
        for extract, source in SOURCES.items():
            (folder / extract).mkdir(parents=True)
            for year in range(size.first - source.earlier, size.last + 1):
                part = Slice(
                    extract=extract,
                    year=year,
                    rows=size.rows(source),
                    districts=size.districts,
                    children=size.rows(LARGE["child_count"]),
                )
                _write(connection, source.sql(part), folder / extract / f"{year}.csv")
    note.write_text(wanted)
    return folder


def _write(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> None:
    columns = [name for name, *_ in connection.execute(f"DESCRIBE {sql}").fetchall()]
    kept = ", ".join(name for name in columns if not name.endswith("_"))
    connection.execute(f"COPY (SELECT {kept} FROM ({sql})) TO '{path}' (FORMAT csv, HEADER)")


def _note(size: Size) -> str:
    """What decides the bytes of a history: its size, the code that writes it, DuckDB's hash."""
    code = b"".join(
        Path(module.__file__ or "").read_bytes() for module in (draws, rows, rows_small)
    )
    return json.dumps(
        asdict(size) | {"code": hashlib.sha256(code).hexdigest(), "duckdb": duckdb.__version__}
    )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--districts", default=MISSOURI.districts, show_default=True)
@click.option("--scale", default=MISSOURI.scale, show_default=True, help="Share of the rows.")
def main(folder: Path, districts: int, scale: float) -> None:
    """Write a history of source extracts into FOLDER, unless it is there already."""
    write_history(folder, size=Size(districts=districts, scale=scale))


if __name__ == "__main__":
    main()
