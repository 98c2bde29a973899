"""Processes that work beside this one, and the start of what they share.

They are forked from a server that has imported what they need: never from this process, which may
hold threads and locks. The server takes half a second to start, in which this one can do other
things: `start_ahead`.
"""

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
