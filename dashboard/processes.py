"""Processes that work beside this one, and the start of what they share.

They are forked from a server that has imported what they need: never from this process, which may
hold threads and locks. The server takes half a second to start, in which this one can do other
things: `start_ahead`.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from multiprocessing import context, forkserver, get_context
from pathlib import Path

MUCH = 64 << 20  # bytes to read that are worth the start of processes
PRELOADED = ("dashboard.extracts.readers",)
DECIDING = ("dashboard.protection.workers", "dashboard.audit.answers")
"""What the processes of `pool` need; a server that runs already does without it until then."""


def processes(preloaded: Sequence[str] = PRELOADED) -> context.ForkServerContext:
    """What process pools are made with; a server that is not yet started imports `preloaded`."""
    found = get_context("forkserver")
    found.set_forkserver_preload([*preloaded])
    return found


@dataclass
class _Together:
    pool: ProcessPoolExecutor | None = None


_together: ContextVar[_Together | None] = ContextVar("together", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Let all that is done within share the processes which the first of it starts."""
    mine = _Together()
    before = _together.set(mine)
    try:
        yield
    finally:
        _together.reset(before)
        if mine.pool is not None:
            mine.pool.shutdown()


@contextmanager
def pool(many: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes; within `together` those of the others, one for each core."""
    shared = _together.get()
    if shared is None:
        with ProcessPoolExecutor(many, mp_context=processes(DECIDING)) as found:
            yield found
        return
    if shared.pool is None:
        shared.pool = ProcessPoolExecutor(os.cpu_count() or 1, mp_context=processes(DECIDING))
    try:
        yield shared.pool
    except BrokenProcessPool:
        shared.pool = None
        raise


def get_ready() -> None:
    """Import what a process of `pool` needs."""
    for name in DECIDING:
        import_module(name)


def start_ahead(folder: Path) -> None:
    """Start the server if there is much to read in a folder: what wants it need not wait then."""
    if sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) > MUCH:
        processes()
        forkserver.ensure_running()


class _NoPandas(MetaPathFinder):
    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name == "pandas":
            raise ModuleNotFoundError("this process does without pandas", name=name)
        return None


def without_pandas() -> None:
    """Let this process never import pandas.

    Arrow does as soon as it is given a Python list, to see whether it is one of pandas' own: half
    a second for nothing where nobody uses pandas.
    """
    if not any(isinstance(finder, _NoPandas) for finder in sys.meta_path):
        sys.meta_path.insert(0, _NoPandas())
