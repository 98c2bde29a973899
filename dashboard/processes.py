"""Processes that work beside this one.

They are forked from a server that has imported what they need, because this process may hold
threads and locks; or, sooner, from this one while it is young: `start_ahead`. None of them outlives
it, however it ends.
"""

import atexit
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from importlib.machinery import ModuleSpec
from multiprocessing import connection, context, get_context, parent_process
from pathlib import Path
from typing import NoReturn

MUCH = 64 << 20  # bytes to read that are worth the start of processes
MOST = 4  # processes that are shared: each may read extracts, which takes some hundred MiB
PRELOADED = (
    "dashboard.extracts.readers",
    "dashboard.protection.workers",
    "dashboard.audit.answers",
)
"""What the processes of a build need."""


def processes(preloaded: Sequence[str] = PRELOADED) -> context.ForkServerContext:
    """What process pools are made with; a server that is not yet started imports `preloaded`."""
    found = get_context("forkserver")
    found.set_forkserver_preload([*preloaded])
    return found


def begin() -> None:
    """What each process does first."""
    without_pandas()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that reports
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, which nobody else would tell it."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


@dataclass
class _Together:
    pool: ProcessPoolExecutor | None = None


_together: ContextVar[_Together | None] = ContextVar("together", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Let all that is done within share the processes which the first of it starts."""
    if _together.get() is not None:  # with those who share already
        yield
        return
    mine = _Together()
    before = _together.set(mine)
    try:
        yield
    finally:
        _together.reset(before)
        if mine.pool is not None:
            mine.pool.shutdown(cancel_futures=True)


@contextmanager
def pool(many: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes; within `together` those of the others, however many they are."""
    shared = _together.get()
    if shared is None:
        found = ProcessPoolExecutor(many, mp_context=processes(), initializer=begin)
        try:
            yield found
        finally:
            found.shutdown(cancel_futures=True)  # after an error nobody waits for what is left
        return
    if shared.pool is None:
        shared.pool = ProcessPoolExecutor(share(), mp_context=processes(), initializer=begin)
    try:
        yield shared.pool
    except BrokenProcessPool:
        shared.pool = None
        raise


def share() -> int:
    """How many processes there are to share."""
    return min(os.cpu_count() or 1, MOST)


def start_ahead(folder: Path) -> None:
    """Within `together`, start its processes if there is much to read in a folder.

    For a program that has just begun: processes forked from it have all that it imported. Once it
    has threads of Python's that is not safe (nor ever, but on Linux), and nothing is started; those
    that libraries start when they are imported know of forks.
    """
    shared = _together.get()
    if shared is None or shared.pool is not None:
        return
    if sys.platform != "linux" or threading.active_count() > 1 or not _is_much(folder):
        return
    for name in PRELOADED:
        import_module(name)
    gc.freeze()  # what was imported stays: no collection need look through it
    shared.pool = ProcessPoolExecutor(share(), mp_context=get_context("fork"), initializer=begin)
    shared.pool.submit(os.getpid)  # the first task has all of them forked
    gc.unfreeze()


def _is_much(folder: Path) -> bool:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) > MUCH


def start() -> None:
    """What the program does first, before it imports the rest of itself.

    Little of what it makes is garbage in circles, least of all what it imports: to look for it
    as often as Python does by itself takes a tenth of the start.
    """
    gc.set_threshold(50_000)
    # Products of matrices are small here: threads of numpy's own would only be in the way of the
    # processes. Numpy looks when it is imported, also in those.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    without_pandas()


def leave(code: int) -> NoReturn:
    """End this process at once, with all that was printed.

    What it holds in memory the system takes back; to let go of it object by object takes Python a
    tenth of a second.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:  # who was to read it is gone, or the disk is full
            code = code or 1
            with suppress(OSError):
                print(f"{stream.name}: {error.strerror}", file=sys.stderr)
    os._exit(code)


class _NoPandas:
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
