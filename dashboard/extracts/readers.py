"""The files of a folder, read side by side: in threads, or in processes when there is much to read.

A process takes half a second to start, and Python lets only one thread of a process run at a time:
megabytes are sooner read in threads, gigabytes in processes.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
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
        """Every extract with its files, each as soon as they are read."""
        staged, left = {**self.staged}, Counter(one.extract.name for one in self.work.values())

        def of(extract: Extract) -> tuple[Extract, dict[SourceFile, StagedFile]]:
            return extract, {one: staged[one] for one in self.sources if one.extract is extract}

        yield from (of(extract) for extract in EXTRACTS.values() if not left[extract.name])
        for done in as_completed(self.work):
            source = self.work[done]
            staged[source] = done.result()
            self.on_done(source)
            left[source.extract.name] -= 1
            if not left[source.extract.name]:
                yield of(source.extract)


@contextmanager
def staging(
    sources: Sequence[SourceFile], reading: Reading, *, reuse: bool, on_done: OnDone
) -> Iterator[Staging]:
    """Begin to read the files that no earlier build kept, with `reuse`, or else every one.

    `on_done` hears of each file. They are read meanwhile: the caller can do other things, and then
    wait for them. Once this is left nobody reads any more; the connection stays open, unless it is
    left by an error. Raises ReaderDied.
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
        yield Staging(sources, connection, staged, work, on_done)


def _size(source: SourceFile) -> int:
    return source.path.stat().st_size


def _readers() -> int:
    return min(MOST, os.cpu_count() or 1)


Begun = tuple[duckdb.DuckDBPyConnection, dict[Future[StagedFile], SourceFile]]


@contextmanager
def _connected(reading: Reading) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that stays open, unless this is left by an error."""
    connection = connect(reading.cache / SPILL)
    try:
        yield connection
    except BaseException:
        connection.close()
        raise


@contextmanager
def _ended(work: Mapping[Future[StagedFile], SourceFile]) -> Iterator[None]:
    """Whatever happens, none of the work is done any more once this is left."""
    try:
        yield
    finally:
        for one in work:
            one.cancel()
        wait(work)


@contextmanager
def _in_threads(sources: Sequence[SourceFile], reading: Reading) -> Iterator[Begun]:
    work: dict[Future[StagedFile], SourceFile] = {}
    with _connected(reading) as connection, ThreadPoolExecutor(_readers()) as threads:

        def one(source: SourceFile) -> StagedFile:
            share = reading.max_bad_share
            with connection.cursor() as cursor:
                return stage(source, cursor, folder=reading.cache, max_bad_share=share)

        with _ended(work):
            for source in sources:
                work[threads.submit(one, source)] = source
            yield connection, work


@contextmanager
def _in_processes(sources: Sequence[SourceFile], reading: Reading) -> Iterator[Begun]:
    work: dict[Future[StagedFile], SourceFile] = {}
    try:
        with pool(_readers()) as others, _ended(work):
            for one in sources:
                work[others.submit(_stage, reading, one.extract.name, one.path, one.name)] = one
            # Last, because whoever is forked must not inherit its threads' locks.
            with _connected(reading) as connection:
                yield connection, work
    except BrokenProcessPool:
        raise ReaderDied from None


def _stage(reading: Reading, extract: str, path: Path, name: str) -> StagedFile:
    source = SourceFile(EXTRACTS[extract], path, name)
    connection = _own(reading.cache / SPILL)
    return stage(source, connection, folder=reading.cache, max_bad_share=reading.max_bad_share)


@cache
def _own(spill: Path) -> duckdb.DuckDBPyConnection:
    """The connection of a process that reads, which is one of several."""
    return connect(spill, share=_readers())
