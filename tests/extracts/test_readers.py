"""Much is read in processes, little in threads: both say the same."""

import os
import signal
from pathlib import Path

import duckdb
import numpy
import pytest

from dashboard.extracts import readers
from dashboard.extracts.known import NEW, Known, first_of_each
from dashboard.extracts.library import read_extracts
from dashboard.extracts.sources import find_sources
from dashboard.processes import together
from tests.extracts.folder import ENROLLMENT, put, table

FILES = {
    "enrollment/a.csv": f"{ENROLLMENT}2012,001001,WH7,30\n2012,001001,BL7,4\n",
    "enrollment/b.csv": f'{ENROLLMENT}2013,001001,WH7,"31"\n2013,001001,??,4\n',
}


@pytest.mark.parametrize("much", [1 << 40, 0])
def test_files_are_read_alike_in_threads_and_in_processes(
    much: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "MUCH", much)
    heard: list[tuple[str, int, int]] = []
    library = read_extracts(
        put(tmp_path / "extracts", FILES),
        cache=tmp_path / "cache",
        max_bad_share=1,
        on_step=lambda *step: heard.append(step),
    )
    with library.connection:
        assert len(table(library, "enrollment")) == 3
        found = [(one.file, one.line, one.column, one.value) for one in library.findings]
        assert found == [("enrollment/b.csv", 3, "race", "??")]
        assert sorted(name for name, _, _ in heard) == ["districts.csv", *FILES]
        assert [done for _, done, _ in heard] == [1, 2, 3]


def test_a_process_that_is_ended_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "MUCH", 0)
    monkeypatch.setattr(readers, "_stage", _end)
    with pytest.raises(readers.ReaderDied, match="was ended"):
        read_extracts(put(tmp_path / "extracts", FILES), cache=tmp_path / "cache")


def _end(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_hashes_that_share_a_slot_are_told_apart() -> None:
    hashes = numpy.random.default_rng(5).integers(1 << 64, size=200_000, dtype=numpy.uint64)
    hashes = numpy.unique(hashes)
    known = Known.of(hashes[:150_000])  # more than a table has slots
    assert (known.places(hashes[:150_000]) == numpy.arange(150_000)).all()
    assert (known.places(hashes[150_000:]) == NEW).all()


def test_the_first_of_each_hash_is_found_where_numpy_finds_it() -> None:
    draws = numpy.random.default_rng(6)
    for size, kinds in [(1, 1), (50, 3), (200_000, 150_000), (200_000, 40)]:
        hashes = draws.integers(1 << 64, size=kinds, dtype=numpy.uint64)
        hashes = hashes[draws.integers(kinds, size=size)]
        first = numpy.sort(numpy.unique(hashes, return_index=True)[1])
        assert (first_of_each(hashes) == first).all()


@pytest.mark.parametrize("much", [1 << 40, 0])
def test_after_an_error_nobody_reads_on(
    much: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "MUCH", much)
    sources = find_sources(put(tmp_path / "extracts", FILES))
    reading = readers.Reading(tmp_path / "cache", 1)
    with together():
        with (
            pytest.raises(KeyboardInterrupt),
            readers.staging(sources, reading, reuse=True, on_done=print) as files,
        ):
            raise KeyboardInterrupt
        assert len(files.work) == len(sources)
        assert all(one.done() for one in files.work)
    with pytest.raises(duckdb.ConnectionException):
        files.connection.execute("SELECT 1")
