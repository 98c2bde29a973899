"""The files of a folder, read side by side: in threads, or in processes when there is much to read.

A process takes half a second to start, and Python lets only one thread of a process run at a time:
megabytes are sooner read in threads, gigabytes in processes.
"""

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import ProgressError
from dashboard.extracts.engine import connect
from dashboard.extracts.schema import EXTRACTS
from dashboard.extracts.sources import SourceFile
from dashboard.extracts.stage import earlier, stage
from dashboard.extracts.staged import StagedFile
from dashboard.processes import MUCH, processes, without_pandas

MOST_READERS = 4  # files in work at a time; each may take some hundred MiB
SPILL = "spill"

OnDone = Callable[[SourceFile], None]


class ReaderDied(ProgressError):
    """A process that reads extracts was ended from outside."""

    def __init__(self) -> None:
        super().__init__(
            "A process that reads the extracts was ended, perhaps because the machine has too "
            "little memory. Nothing is published. Free some memory and build again."
        )


@dataclass(frozen=True)
class Reading:
    """How to read: where what is kept goes, and how many bad rows a file may have."""

    cache: Path
    max_bad_share: float


def stage_all(
    sources: Sequence[SourceFile],
    connection: duckdb.DuckDBPyConnection,
    reading: Reading,
    *,
    reuse: bool,
    on_done: OnDone,
) -> dict[SourceFile, StagedFile]:
    """Every file as it was kept by an earlier build, with `reuse`, or else read now.

    `on_done` hears of each file. Raises ReaderDied.
    """
    staged: dict[SourceFile, StagedFile] = {}
    if reuse:
        for source in sources:
            if kept := earlier(source, folder=reading.cache, max_bad_share=reading.max_bad_share):
                staged[source] = kept
                on_done(source)
    # Largest first, so that the last file in work is a small one.
    left = sorted((s for s in sources if s not in staged), key=_size, reverse=True)
    read = _in_processes if len(left) > 1 and sum(map(_size, left)) > MUCH else _in_threads
    for source, one in read(left, connection, reading):
        staged[source] = one
        on_done(source)
    return {source: staged[source] for source in sources}


def _size(source: SourceFile) -> int:
    return source.path.stat().st_size


def _readers() -> int:
    return min(MOST_READERS, os.cpu_count() or 1)


def _in_threads(
    sources: Iterable[SourceFile], connection: duckdb.DuckDBPyConnection, reading: Reading
) -> Iterator[tuple[SourceFile, StagedFile]]:
    def one(source: SourceFile) -> StagedFile:
        with connection.cursor() as cursor:
            return stage(source, cursor, folder=reading.cache, max_bad_share=reading.max_bad_share)

    with ThreadPoolExecutor(_readers()) as pool:
        yield from _as_they_come({pool.submit(one, source): source for source in sources})


def _in_processes(
    sources: Iterable[SourceFile], _: duckdb.DuckDBPyConnection, reading: Reading
) -> Iterator[tuple[SourceFile, StagedFile]]:
    pool = ProcessPoolExecutor(
        _readers(), mp_context=processes(), initializer=_begin, initargs=(reading, _readers())
    )
    try:
        with pool:
            yield from _as_they_come(
                {pool.submit(_stage, s.extract.name, s.path, s.name): s for s in sources}
            )
    except BrokenProcessPool:
        raise ReaderDied from None


def _as_they_come(
    work: dict[Future[StagedFile], SourceFile],
) -> Iterator[tuple[SourceFile, StagedFile]]:
    try:
        for done in as_completed(work):
            yield work[done], done.result()
    finally:
        for one in work:
            one.cancel()


_mine: tuple[Reading, duckdb.DuckDBPyConnection]
"""What a process of `_in_processes` works with."""


def _begin(reading: Reading, processes: int) -> None:
    global _mine
    without_pandas()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that reports
    _mine = reading, connect(reading.cache / SPILL, share=processes)


def _stage(extract: str, path: Path, name: str) -> StagedFile:
    reading, connection = _mine
    source = SourceFile(EXTRACTS[extract], path, name)
    return stage(source, connection, folder=reading.cache, max_bad_share=reading.max_bad_share)
