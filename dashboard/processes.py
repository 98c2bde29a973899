"""Processes that work beside this one, and the start of what they share.

They are forked from a server that has imported what they need: never from this process, which may
hold threads and locks. The server takes half a second to start, in which this one can do other
things: `start_ahead`.
"""

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from multiprocessing import context, forkserver, get_context
from pathlib import Path

MUCH = 64 << 20  # bytes to read that are worth the start of processes
PRELOADED = ("dashboard.extracts.readers",)


def processes() -> context.ForkServerContext:
    """What process pools are made with."""
    found = get_context("forkserver")
    found.set_forkserver_preload([*PRELOADED])
    return found


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
