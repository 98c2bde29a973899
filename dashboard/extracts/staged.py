"""What reading one file of an extract gave."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.extracts.findings import Finding


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

    def has_years(self, span: tuple[int, int]) -> bool:
        """True when a used row is of a school year from the first to the last of the span."""
        return any(span[0] <= year <= span[1] for year in self.years)


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """A place of this process's own to write to; what was written there then becomes `path`.

    A process whose build was killed may still be writing when the next build reads the same file.
    """
    own = path.with_suffix(f".{os.getpid()}.partial")
    try:
        yield own
        own.replace(path)
    finally:
        own.unlink(missing_ok=True)
