"""How a folder of releases is laid out (contract section 3), and the pointer to the current one.

ROOT/current     the id of the current release
ROOT/<id>/       one release: manifest.json, public/, restricted/
ROOT/.*.tmp      half-made things of a publisher at work, or of one that died
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

from dashboard.releases.durable import OPEN_FILE, rename, write_file
from dashboard.releases.errors import BrokenRelease

CURRENT = "current"
CACHE = ".cache"  # beside the releases, closed to others: it holds records
MANIFEST = "manifest.json"
PUBLIC, RESTRICTED = "public", "restricted"
VALUES, CODED = f"{PUBLIC}/indicator_value.parquet", f"{PUBLIC}/coded.parquet"
CATALOG = f"{PUBLIC}/catalog.json"
_ID = re.compile(r"[0-9a-f]{16}")
_LEFTOVER = re.compile(r"\.(?:(?:old-)?[0-9a-f]{16}|current)\.[0-9]+\.tmp")

OnStep = Callable[[str], None]
"""Told what is about to be done, in words for a person."""

OnProgress = Callable[[str, int, int], None]
"""The same, with how much is done, and of how much."""


def is_id(text: str) -> bool:
    """Whether the text has the form of a release's id; nothing else is ever made a path."""
    return _ID.fullmatch(text) is not None


def release_ids(root: Path) -> tuple[str, ...]:
    """The ids of all releases in `root`, whole or not, in no order that means anything."""
    if not root.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in root.iterdir() if is_id(entry.name)))


def leftovers(root: Path) -> tuple[Path, ...]:
    """What publishers left half-made; whoever holds the lock knows that they are dead."""
    if not root.is_dir():
        return ()
    return tuple(sorted(entry for entry in root.iterdir() if _LEFTOVER.fullmatch(entry.name)))


def scratch(root: Path, name: str) -> Path:
    """Where this process makes something before it gets its name."""
    return root / f".{name}.{os.getpid()}.tmp"


def set_aside(path: Path) -> Path:
    """Take a release away in one rename, so that no half of it is ever seen; returns where to."""
    aside = scratch(path.parent, f"old-{path.name}")
    rename(path, aside)
    return aside


def current_id(root: Path) -> str | None:
    """The id that `current` names; None when nothing was made current yet.

    Raises BrokenRelease when there is a pointer that cannot be followed.
    """
    pointer = root / CURRENT
    try:
        text = pointer.read_bytes().decode("ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BrokenRelease(
            f"{pointer} cannot be read: {error.strerror}. Mend its permissions."
        ) from error
    if not is_id(text):
        raise BrokenRelease(
            f"{pointer} does not hold the id of a release. List those that are ok with "
            f"`python -m dashboard releases {root}`, then roll back to one of them."
        )
    return text


def point(root: Path, release_id: str, *, on_step: OnStep) -> None:
    """Make a release the current one, in one rename. The caller holds the lock."""
    made = scratch(root, CURRENT)
    write_file(made, release_id.encode(), mode=OPEN_FILE)
    on_step(f"making {release_id} current")
    rename(made, root / CURRENT)
