"""The files of a folder, read side by side: in threads, or in processes when there is much to read.

A process takes half a second to start, and Python lets only one thread of a process run at a time:
megabytes are sooner read in threads, gigabytes in processes.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from dashboard.errors import ProgressError
from dashboard.extracts.engine import connect
from dashboard.extracts.schema import EXTRACTS, Extract
from dashboard.extracts.sources import SourceFile
from dashboard.extracts.stage import earlier, stage
from dashboard.extracts.staged import StagedFile
from dashboard.processes import MOST, MUCH, pool

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


@dataclass(frozen=True)
class Staging:
    """Files that are being read, the connection to read what is kept of them, and who hears."""

    sources: Sequence[SourceFile]
    connection: duckdb.DuckDBPyConnection
    staged: Mapping[SourceFile, StagedFile]
    work: Mapping[Future[StagedFile], SourceFile]
    on_done: OnDone

    def extracts(self) -> Iterator[tuple[Extract, dict[SourceFile, StagedFile]]]:
        """Every extract with its files, each as soon as they are read. Raises ReaderDied."""
        staged, left = {**self.staged}, Counter(one.extract.name for one in self.work.values())

        def of(extract: Extract) -> tuple[Extract, dict[SourceFile, StagedFile]]:
            return extract, {one: staged[one] for one in self.sources if one.extract is extract}

        yield from (of(extract) for extract in EXTRACTS.values() if not left[extract.name])
        try:
            for done in as_completed(self.work):
                source = self.work[done]
                staged[source] = done.result()
                self.on_done(source)
                left[source.extract.name] -= 1
                if not left[source.extract.name]:
                    yield of(source.extract)
        except BrokenProcessPool:
            raise ReaderDied from None


@contextmanager
def staging(
    sources: Sequence[SourceFile], reading: Reading, *, reuse: bool, on_done: OnDone
) -> Iterator[Staging]:
    """Begin to read the files that no earlier build kept, with `reuse`, or else every one.

    `on_done` hears of each file. They are read meanwhile: the caller can do other things, and then
    wait for them.
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
    with read(left, reading) as (connection, work):
        try:
            yield Staging(sources, connection, staged, work, on_done)
        finally:
            for one in work:
                one.cancel()


def _size(source: SourceFile) -> int:
    return source.path.stat().st_size


def _readers() -> int:
    return min(MOST, os.cpu_count() or 1)


Begun = tuple[duckdb.DuckDBPyConnection, dict[Future[StagedFile], SourceFile]]


@contextmanager
def _in_threads(sources: Sequence[SourceFile], reading: Reading) -> Iterator[Begun]:
    connection = connect(reading.cache / SPILL)

    def one(source: SourceFile) -> StagedFile:
        with connection.cursor() as cursor:
            return stage(source, cursor, folder=reading.cache, max_bad_share=reading.max_bad_share)

    with ThreadPoolExecutor(_readers()) as threads:
        yield connection, {threads.submit(one, source): source for source in sources}


@contextmanager
def _in_processes(sources: Sequence[SourceFile], reading: Reading) -> Iterator[Begun]:
    with pool(_readers()) as others:
        work = _submitted(others, sources, reading)
        yield connect(reading.cache / SPILL), work


def _submitted(
    others: Executor, sources: Sequence[SourceFile], reading: Reading
) -> dict[Future[StagedFile], SourceFile]:
    try:
        return {others.submit(_stage, reading, s.extract.name, s.path, s.name): s for s in sources}
    except BrokenProcessPool:
        raise ReaderDied from None


def _stage(reading: Reading, extract: str, path: Path, name: str) -> StagedFile:
    source = SourceFile(EXTRACTS[extract], path, name)
    connection = _connected(reading.cache / SPILL)
    return stage(source, connection, folder=reading.cache, max_bad_share=reading.max_bad_share)


@cache
def _connected(spill: Path) -> duckdb.DuckDBPyConnection:
    """The connection of a process that reads, which is one of several."""
    return connect(spill, share=_readers())
