"""The reports of a whole release as files: the state's and one for each district."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from dashboard.catalog import in_words
from dashboard.locale import DEFAULT, in_language
from dashboard.processes import begin, processes
from dashboard.releases import open_release
from dashboard.report.document import report_of
from dashboard.report.typeset import pdf
from dashboard.views import Edition, read_edition

STATE = "state"
# A process reads the release anew, which takes as long as so many reports.
_WORTH_A_PROCESS = 20

OnStep = Callable[[str, int, int], None]


def write_reports(
    root: Path,
    folder: Path,
    *,
    language: str = DEFAULT,
    on_step: OnStep = lambda _text, _done, _of: None,
    workers: int | None = None,
) -> int:
    """Write every report of the current release of `root` into `folder`; how many there are.

    A file is there whole or not at all, and replaces one of its name. workers: processes beside
    this one; by default one for each core, and none for a few reports. Raises NoRelease or
    BrokenRelease.
    """
    edition = _edition(root, open_release(root).id, language)
    folder.mkdir(parents=True, exist_ok=True)
    wanted: list[str | None] = [None, *edition.districts]
    if workers is None:
        workers = min(os.cpu_count() or 1, len(wanted) // _WORTH_A_PROCESS)
    done = 0
    for name in (
        _beside(root, edition.id, language, wanted, folder=folder, workers=workers)
        if workers > 1
        else _here(edition, language, wanted, folder=folder)
    ):
        done += 1
        on_step(name, done, len(wanted))
    return done


def file_name(lea_id: str | None) -> str:
    """The name of a report's file; an id cannot lead out of the folder."""
    return f"{STATE if lea_id is None else quote(lea_id, safe='')}.pdf"


def _here(
    edition: Edition, language: str, wanted: Sequence[str | None], *, folder: Path
) -> Iterator[str]:
    with in_language(language):
        for lea_id in wanted:
            yield _write(lea_id, edition=edition, folder=folder)


def _beside(
    root: Path,
    release: str,
    language: str,
    wanted: Sequence[str | None],
    *,
    folder: Path,
    workers: int,
) -> Iterator[str]:
    with ProcessPoolExecutor(
        workers, mp_context=processes(), initializer=_start, initargs=(root, release, language)
    ) as pool:
        tasks = [pool.submit(_task, lea_id, folder) for lea_id in wanted]
        try:
            for task in as_completed(tasks):
                yield task.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _write(lea_id: str | None, *, edition: Edition, folder: Path) -> str:
    """Write a report, first beside its place: who reads the folder never sees half of one."""
    report = report_of(lea_id, edition=edition)
    made = pdf(report, profile=edition.catalog.profile, created=edition.created)
    place = folder / file_name(lea_id)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.write_bytes(made)
        part.replace(place)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return place.name


def _edition(root: Path, release: str, language: str) -> Edition:
    found = read_edition(open_release(root, release_id=release))
    return replace(found, catalog=in_words(found.catalog, language))


# What a process of the pool works with, from its start to its end.
_at_work: dict[str, Edition] = {}


def _start(root: Path, release: str, language: str) -> None:
    begin()
    _at_work[language] = _edition(root, release, language)
    gc.freeze()  # the release stays as it is to the end: no collection need look through it


def _task(lea_id: str | None, folder: Path) -> str:
    language, edition = next(iter(_at_work.items()))
    with in_language(language):
        return _write(lea_id, edition=edition, folder=folder)
