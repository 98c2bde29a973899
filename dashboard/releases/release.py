"""Opening a release: which one is current, whether it is whole, and its public tables."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from dashboard.releases.errors import BrokenRelease, NoRelease, UnknownRelease
from dashboard.releases.layout import MANIFEST, PUBLIC, current_id, release_ids
from dashboard.releases.manifest import DocumentFile, Manifest, TableFile, from_json
from dashboard.releases.parquet import read_table


@dataclass(frozen=True, kw_only=True)
class Release:
    """An opened release. It never changes, so it may be kept for as long as a request lasts."""

    id: str
    path: Path
    manifest: Manifest

    def public(self, name: str) -> Path:
        """The file of a public table, `indicator_value` say; BrokenRelease when it has none."""
        return self.path / self._entry(f"{PUBLIC}/{name}.parquet").name

    def has_public(self, name: str) -> bool:
        """Whether the release was published with a public table of that name."""
        return any(one.name == f"{PUBLIC}/{name}.parquet" for one in self.manifest.tables)

    def read_public(
        self, name: str, *, columns: Sequence[str] | None = None, filters: Any = None
    ) -> pa.Table:
        """A public table, or the asked columns and rows of it; BrokenRelease when damaged."""
        return read_table(self.public(name), columns=columns, filters=filters)

    def has_document(self, name: str) -> bool:
        """Whether the release was published with a public document of that name."""
        return any(one.name == f"{PUBLIC}/{name}" for one in self.manifest.documents)

    def document(self, name: str) -> bytes:
        """A public document, `catalog.json` say; BrokenRelease when missing or damaged."""
        entry = self._entry(f"{PUBLIC}/{name}")
        try:
            text = (self.path / entry.name).read_bytes()
        except OSError as error:
            raise _broken(self.path, f"{entry.name}: {error.strerror}") from error
        if hashlib.sha256(text).hexdigest() != entry.sha256:
            raise _broken(self.path, f"{entry.name} is not what was published")
        return text

    def _entry(self, name: str) -> TableFile | DocumentFile:
        for entry in self.manifest.files:
            if entry.name == name:
                return entry
        raise _broken(self.path, f"it was published without {name}")


def open_release(root: Path, *, release_id: str | None = None, verify: bool = True) -> Release:
    """Open the current release, or the one of that id.

    With `verify` every public file is compared with the manifest; what was compared once is
    compared again only when its file changes, so this is cheap enough for each request. Restricted
    files are never touched. Raises NoRelease, UnknownRelease or BrokenRelease.
    """
    if release_id is not None:
        if release_id not in release_ids(root):
            raise unknown(root, release_id)
        return _open(root / release_id, verify=verify)
    current = current_id(root)
    if current is None:
        raise NoRelease(
            f"There is no release in {root}. Make one with `python -m dashboard build EXTRACTS "
            f"--releases {root}`, or roll back to one that is listed by `python -m dashboard "
            f"releases {root}`."
        )
    try:
        return _open(root / current, verify=verify)
    except BrokenRelease:
        if current_id(root) == current:
            raise
        # It was replaced and cleared away between reading the pointer and following it.
        return open_release(root, verify=verify)


def read_manifest(path: Path) -> Manifest:
    """The manifest of the release at `path`; BrokenRelease when missing, damaged or another's."""
    try:
        manifest = _manifest(path / MANIFEST, _signature(path / MANIFEST))
    except OSError as error:
        raise _broken(path, f"{MANIFEST}: {error.strerror}") from error
    except ValueError as error:
        raise _broken(path, f"{MANIFEST} is damaged: {error}") from error
    if manifest.id != path.name:
        raise _broken(path, f"{MANIFEST} belongs to release {manifest.id}")
    return manifest


def check_files(path: Path, manifest: Manifest, *, folders: tuple[str, ...] = (PUBLIC,)) -> None:
    """Compare the files in those folders of a release with its manifest.

    Raises BrokenRelease, naming the first that is not what was published.
    """
    for entry in manifest.files:
        if not entry.name.startswith(tuple(f"{folder}/" for folder in folders)):
            continue
        file = path / entry.name
        try:
            same = file.stat().st_size == entry.bytes and _sha256(file) == entry.sha256
        except OSError as error:
            raise _broken(path, f"{entry.name}: {error.strerror}") from error
        if not same:
            raise _broken(path, f"{entry.name} is not what was published")


def _open(path: Path, *, verify: bool) -> Release:
    manifest = read_manifest(path)
    if verify:
        check_files(path, manifest)
    return Release(id=path.name, path=path, manifest=manifest)


def unknown(root: Path, release_id: str) -> UnknownRelease:
    """The error for an id that `root` does not hold."""
    known = ", ".join(release_ids(root)) or "none"
    return UnknownRelease(f"{root} has no release {release_id!r}. It has: {known}.")


def _broken(path: Path, what: str) -> BrokenRelease:
    return BrokenRelease(
        f"Release {path.name} in {path.parent} is damaged: {what}. Build it again, or roll back to "
        f"one that is ok (`python -m dashboard releases {path.parent}` lists them)."
    )


def _signature(path: Path) -> tuple[int, ...]:
    """What changes when a file is replaced or written to."""
    stat = path.stat()
    return (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def _sha256(path: Path) -> str:
    return _sha256_as_of(path, _signature(path))


# The signature is part of the key alone: an entry is good until the file changes. What rots on the
# disk without any write, the page checksums find when a page is read.
@lru_cache(maxsize=256)
def _sha256_as_of(path: Path, _signature: tuple[int, ...]) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=64)
def _manifest(path: Path, _signature: tuple[int, ...]) -> Manifest:
    return from_json(path.read_bytes())
