"""Kills publishers at chosen and at random moments, under a reader that never stops looking.

Runs as a process of its own with a single thread, so that it may fork: a fork is a fresh publisher
in a millisecond. Usage: kill_harness.py ROOT KILLS SEED; prints what happened as JSON. The parent
asks Arrow for nothing that would start its threads, because no fork takes threads along.
"""

import json
import os
import random
import select
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pyarrow as pa

from dashboard.releases import INDICATOR_VALUE, BrokenRelease, Contents, current_id, open_release
from dashboard.releases.layout import leftovers, release_ids
from dashboard.releases.parquet import read_table
from dashboard.releases.publish import publish
from dashboard.releases.store import check_whole

ROWS = 5_000
KEEP = 30
MOMENTS = 75  # of about 30 to 50 in one publication: kills reach into a second and a third


def contents(generation: int) -> Contents:
    """A release in whose every file the same number stands."""
    columns = {field.name: pa.nulls(ROWS, field.type) for field in INDICATOR_VALUE}
    columns["num"] = pa.repeat(pa.scalar(generation, pa.int64()), ROWS)
    columns["den"] = pa.array(np.arange(ROWS))
    table = pa.table(columns)
    return Contents(
        catalog="missouri",
        engine="duckdb",
        extracts=(),
        code="",
        tables={f"{folder}/indicator_value.parquet": table for folder in ("public", "restricted")},
        documents={"public/generation.json": json.dumps(generation).encode()},
    )


def look(root: Path) -> int:
    """The one number of the current release; AssertionError when its files disagree."""
    release = open_release(root)
    seen = [release.read_public("indicator_value", columns=["num"])]
    seen.append(read_table(release.path / "restricted/indicator_value.parquet", columns=["num"]))
    numbers = {json.loads(release.document("generation.json"))}
    for table in seen:
        assert table.num_rows == ROWS
        numbers.update(table["num"].unique().to_pylist())
    assert len(numbers) == 1, numbers
    return numbers.pop()


def read_on(root: Path, told: int, report: int) -> None:
    """Look at the current release until told to stop, and report what was seen."""
    reads, overtaken, wrong, generations = 0, 0, [], set()
    newest = -1
    while not select.select([told], [], [], 0)[0]:
        opened = current_id(root)
        try:
            generation = look(root)
            assert generation >= newest, f"back from {newest} to {generation}"
            newest = generation
            generations.add(generation)
        except BrokenRelease as error:
            # Cleared away by `keep` while we read it, which is no broken release.
            if current_id(root) == opened or (root / str(opened)).exists():
                wrong.append(str(error))
            overtaken += 1
        except Exception as error:
            wrong.append(repr(error))
        reads += 1
        if reads == 1:
            os.write(report, b"\n")
    os.write(
        report,
        json.dumps(
            {"reads": reads, "overtaken": overtaken, "wrong": wrong[:5], "seen": len(generations)}
        ).encode(),
    )


def publish_on(root: Path, first: int, tell: Callable[[str], None], last: int | None) -> None:
    """Publish one generation after the other, telling of every step and of each that is done."""
    for name in ("fchmod", "fsync", "replace", "unlink"):
        setattr(os, name, _telling(getattr(os, name), tell=lambda name=name: tell(name)))
    generation = first
    while last is None or generation <= last:
        publish(root, contents(generation), keep=KEEP, on_step=tell)
        tell(f"done {generation}")
        generation += 1


def _telling(call: Callable[..., Any], *, tell: Callable[[], None]) -> Callable[..., Any]:
    def telling(*args: Any, **options: Any) -> Any:
        tell()
        return call(*args, **options)

    return telling


def fork(job: Callable[[int], None]) -> tuple[int, int]:
    """Run `job` in a child, given where to write; returns the child and where to read that."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _end(job, writing)
    os.close(writing)
    return child, reading


def _end(job: Callable[[int], None], writing: int) -> NoReturn:
    try:
        job(writing)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def kill_at(root: Path, first: int, moment: int) -> list[str]:
    """A publisher that kills itself at the n-th moment; returns what it told until then."""

    def job(writing: int) -> None:
        left = moment

        def tell(what: str) -> None:
            nonlocal left
            os.write(writing, f"{what}\n".encode())
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        publish_on(root, first, tell, None)

    child, reading = fork(job)
    return _told_until_death(child, reading)


def kill_after(root: Path, first: int, moments: int, seconds: float) -> list[str]:
    """A publisher killed from outside, so many seconds after its n-th moment."""

    def job(writing: int) -> None:
        def tell(what: str) -> None:
            os.write(writing, f"{what}\n".encode())

        publish_on(root, first, tell, None)

    child, reading = fork(job)
    silent, keep_open = os.pipe()
    early = b""
    while early.count(b"\n") < moments:
        heard = os.read(reading, 4096)
        assert heard, "it ended by itself"
        early += heard
    select.select([silent], [], [], seconds)
    os.kill(child, signal.SIGKILL)
    os.close(silent)
    os.close(keep_open)
    return _told_until_death(child, reading, early)


def _told_until_death(child: int, reading: int, early: bytes = b"") -> list[str]:
    with os.fdopen(reading, "rb") as pipe:
        told = (early + pipe.read()).decode().splitlines()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"it ended by itself: {status}"
    assert os.WTERMSIG(status) == signal.SIGKILL
    return told


def published(root: Path) -> int:
    """What stands in the current release, -1 when it is broken. Hashes only, no Arrow."""
    try:
        return int(open_release(root).document("generation.json"))
    except BrokenRelease:
        return -1


def _is_whole(path: Path) -> bool:
    try:
        check_whole(path)
    except BrokenRelease:
        return False
    return True


def publish_whole(root: Path, generation: int) -> None:
    """A publisher that nobody disturbs."""
    child, reading = fork(lambda _: publish_on(root, generation, lambda _: None, generation))
    os.close(reading)
    assert os.waitpid(child, 0)[1] == 0


def main(root: Path, kills: int, seed: int) -> dict[str, Any]:
    """Kill that many publishers; what the reader saw, and what was lost, if anything."""
    chance = random.Random(seed)
    contents(0)  # Arrow loads what it needs for this once here, and not in every fork
    publish_whole(root, 0)
    told, telling = os.pipe()

    def read(writing: int) -> None:
        os.close(telling)  # so that the reader ends with its parent, whatever ends that
        read_on(root, told, writing)

    reader, report = fork(read)
    assert os.read(report, 1) == b"\n"
    acknowledged, lost, half, littered = 0, 0, 0, 0
    at: Counter[str] = Counter()
    for kill in range(1, kills + 1):
        first = kill * 1000
        if kill % 2:
            steps = kill_at(root, first, 1 + (kill // 2) % MOMENTS)
        else:
            steps = kill_after(root, first, chance.randint(1, MOMENTS), chance.uniform(0, 0.01))
        at[steps[-1].split()[0]] += 1
        done = [int(step.split()[1]) for step in steps if step.startswith("done")]
        acknowledged = max([acknowledged, *done])
        littered += len(leftovers(root)) > 0
        half += sum(not _is_whole(root / name) for name in release_ids(root))
        lost += published(root) < acknowledged
    publish_whole(root, (kills + 1) * 1000)
    os.write(telling, b"x")
    with os.fdopen(report, "rb") as pipe:
        seen = json.loads(pipe.read())
    os.waitpid(reader, 0)
    return {**seen, "kills": kills, "lost": lost, "half": half, "littered": littered, "at": at}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
