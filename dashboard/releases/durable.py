"""Writes that survive a crash: each is whole on the disk before the next relies on it (I5)."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.releases.errors import CannotWrite, ReleasesBusy

LOCK = ".lock"
OPEN_FOLDER, OPEN_FILE = 0o755, 0o644
CLOSED_FOLDER, CLOSED_FILE = 0o700, 0o600


@contextmanager
def _on_disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(
            f"Cannot write {path}: {error.strerror}. Make room or mend the permissions, then run "
            "the command again; the release that was current still is."
        ) from error


def write_file(path: Path, data: bytes | memoryview, *, mode: int) -> None:
    """Write a whole file and wait until the disk holds it. The mode is set whatever the umask."""
    with _on_disk(path), path.open("wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def make_folder(path: Path, *, mode: int) -> None:
    """Make a folder of exactly this mode, whatever the umask."""
    with _on_disk(path):
        path.mkdir()
        path.chmod(mode)


def set_mode(path: Path, *, mode: int) -> None:
    """Change who may read a file or folder."""
    with _on_disk(path):
        path.chmod(mode)


def make_root(root: Path) -> None:
    """Make the folder of releases where there is none, open for reading to the web process."""
    if root.is_dir():
        return
    with _on_disk(root):
        root.parent.mkdir(parents=True, exist_ok=True)
    make_folder(root, mode=OPEN_FOLDER)
    sync_folder(root.parent)


def sync_folder(path: Path) -> None:
    """Wait until the disk holds the names in a folder: a rename is durable only after this."""
    with _on_disk(path):
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def rename(source: Path, target: Path) -> None:
    """Rename within one folder, replacing a file of that name, and wait for the disk."""
    with _on_disk(target):
        source.replace(target)
    sync_folder(target.parent)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all it holds; nothing when there is none."""
    with _on_disk(path):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def exclusive(root: Path) -> Iterator[None]:
    """Be the only process that changes `root`; ReleasesBusy when another one already is.

    The lock is the kernel's: it ends with the process that holds it, however that dies, so
    whatever lies half-made in `root` while we hold it belongs to nobody.
    """
    lock = root / LOCK
    with _on_disk(lock):
        handle = lock.open("ab")
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ReleasesBusy(
                f"Another build or rollback is changing {root}. Wait until it has ended, then run "
                "this command again."
            ) from error
        yield
