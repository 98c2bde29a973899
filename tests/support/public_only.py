"""A web process that may read what is public only, in a process of its own.

`python -m tests.support.public_only ASKED ANSWERS`, with DASHBOARD_RELEASES as in production. The
folders that are closed to others have mode 000; root gives up the privilege to read them all the
same, so that the kernel refuses whatever opens them, Python or a library's own code. Python's own
opens are listed too: what was opened beneath the releases, and what was refused.
"""

from __future__ import annotations

import ctypes
import json
import os
import pickle
import sys
from pathlib import Path
from typing import Any

# Linux, <linux/capability.h>: reading and searching whatever the modes say.
DAC_OVERRIDE, DAC_READ_SEARCH = 1, 2
_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable"))


def give_up_privilege() -> None:
    """From now on file modes hold for this process, and for every thread it starts."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(_VERSION_3, 0), (_Sets * 2)()
    if libc.capget(ctypes.byref(header), sets) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    for name in ("effective", "permitted", "inheritable"):
        kept = getattr(sets[0], name) & ~(1 << DAC_OVERRIDE | 1 << DAC_READ_SEARCH)
        setattr(sets[0], name, kept)
    if libc.capset(ctypes.byref(header), sets) != 0:
        raise OSError(ctypes.get_errno(), "capset")


class Watch:
    """Lists what Python opens beneath a folder, and refuses what is closed."""

    def __init__(self, root: Path) -> None:
        self.root = f"{root.resolve()}{os.sep}"
        self.opened: set[str] = set()
        self.refused: set[str] = set()
        sys.addaudithook(self)

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        for arg in args[:2] if event.startswith(("open", "os.", "shutil.", "mmap")) else ():
            path = os.fsdecode(arg) if isinstance(arg, str | bytes | os.PathLike) else ""
            whole = os.path.abspath(path) if path else ""  # noqa: PTH100 - Path would ask again
            if whole.startswith(self.root):
                inner = whole.removeprefix(self.root)
                if {"restricted", ".cache"} & set(Path(inner).parts):
                    self.refused.add(inner)
                    raise PermissionError(f"{event} {inner}")
                self.opened.add(inner)


def refusals(closed: Path) -> dict[str, str]:
    """What comes of reading a closed file in the two ways there are."""
    import pyarrow.parquet as pq

    found = {}
    for name, read in (("python", Path.read_bytes), ("arrow", pq.read_table)):
        try:
            read(closed)
            found[name] = ""
        except OSError as error:
            found[name] = type(error).__name__
    return found


def main(asked: Path, answers: Path) -> None:
    """Ask the site for everything; write the answers, and print what was opened."""
    give_up_privilege()
    root = Path(os.environ["DASHBOARD_RELEASES"])
    closed = next(root.glob("*/manifest.json")).parent / "restricted" / "indicator_value.parquet"
    told: dict[str, Any] = {"kernel": refusals(closed)}
    watch = Watch(root)
    told["watch"] = refusals(closed)["python"] if watch else ""
    watch.refused.clear()
    from app import app
    from tests.support.crawl import crawl

    found = crawl(app, pickle.loads(asked.read_bytes()))  # noqa: S301 - our own
    answers.write_bytes(pickle.dumps(found))
    print(json.dumps({**told, "opened": sorted(watch.opened), "refused": sorted(watch.refused)}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
