"""Publishing: all of a release comes to be at once, or none of it (I5).

Files are made in a folder that no reader looks at, forced to the disk, and renamed to their place;
only then, in one more rename, does `current` name them. Whatever moment the machine dies at, a
reader finds the old release or the new one, whole.
"""

import hashlib
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from dashboard.releases.durable import (
    CLOSED_FILE,
    CLOSED_FOLDER,
    OPEN_FILE,
    OPEN_FOLDER,
    exclusive,
    make_folder,
    make_root,
    remove,
    rename,
    set_mode,
    sync_folder,
    write_file,
)
from dashboard.releases.errors import BrokenRelease, ReleaseError
from dashboard.releases.layout import (
    MANIFEST,
    PUBLIC,
    RESTRICTED,
    OnStep,
    point,
    scratch,
    set_aside,
)
from dashboard.releases.manifest import (
    DocumentFile,
    ExtractFile,
    Manifest,
    TableFile,
    release_id,
    to_json,
)
from dashboard.releases.parquet import encode_table
from dashboard.releases.store import check_whole, prune, readable_current_id, sweep_locked

MODES = {PUBLIC: (OPEN_FOLDER, OPEN_FILE), RESTRICTED: (CLOSED_FOLDER, CLOSED_FILE)}
"""The web process may run as a user who cannot even list what is restricted."""

_TABLE = re.compile(r"(public|restricted)/[a-z0-9_]+\.parquet")
_DOCUMENT = re.compile(r"(public|restricted)/[a-z0-9_]+\.(?!parquet$)[a-z0-9]+")


@dataclass(frozen=True)
class Packed:
    """The file of a table, and how many rows the table has."""

    rows: int
    file: memoryview


def pack(name: str, table: pa.Table) -> Packed:
    """Pack a table ahead of the others, which may not be made yet. Raises ReleaseError."""
    return Packed(table.num_rows, encode_table(name, table))


@dataclass(frozen=True, kw_only=True)
class Contents:
    """All that a release is made of.

    `tables` and `documents` go by their path in the release, `public/districts.parquet` say;
    `code` is the digest of the code that made them. A table may be packed already.
    """

    catalog: str
    engine: str
    extracts: tuple[ExtractFile, ...]
    code: str
    tables: Mapping[str, pa.Table | Packed]
    documents: Mapping[str, bytes]


def publish(
    root: Path, contents: Contents, *, keep: int | None = None, on_step: OnStep = lambda _: None
) -> str:
    """Publish `contents` in the folder `root`, make them current, and return their id.

    The same contents have the same id: published again they only become current, unless their
    files were damaged since, which are then made anew. `keep` removes all but that many of the
    newest releases. `on_step` is told of each step before it is taken.

    Raises ReleasesBusy while another process publishes there, CannotWrite when the disk refuses,
    ReleaseError when the contents are not those of a release. `current` is untouched then.
    """
    if keep is not None and keep < 2:
        raise ReleaseError("keep must be at least 2: readers may still hold the release before.")
    packed = _pack(contents, on_step=on_step)
    files = {name: table.file for name, table in packed.items()}
    files |= {name: memoryview(text) for name, text in contents.documents.items()}
    files = dict(sorted(files.items()))
    manifest = _manifest(contents, packed, files)
    make_root(root)
    with exclusive(root):
        on_step("clearing away what was left half-made")
        sweep_locked(root)
        before = readable_current_id(root)
        if not _is_whole(root / manifest.id):
            _place(root, manifest, files, on_step=on_step)
        if before != manifest.id:
            point(root, manifest.id, on_step=on_step)
        if keep is not None:
            spare = tuple({manifest.id, before or manifest.id})
            prune(root, keep=keep, spare=spare, on_step=on_step)
    return manifest.id


def _pack(contents: Contents, *, on_step: OnStep) -> dict[str, Packed]:
    """Every table as a file, by name."""
    _check_names(contents)
    packed = {name: one for name, one in contents.tables.items() if isinstance(one, Packed)}
    left = {name: one for name, one in contents.tables.items() if isinstance(one, pa.Table)}
    if left:
        on_step(f"packing {len(left)} tables")
    # The big tables first, so that they do not end up in one thread; packing lets go of the GIL.
    names = sorted(left, key=lambda name: -left[name].nbytes)
    with ThreadPoolExecutor() as threads:
        done = threads.map(lambda name: pack(name, left[name]), names)
        return packed | dict(zip(names, done, strict=True))


def _check_names(contents: Contents) -> None:
    wrong = [name for name in contents.tables if not _TABLE.fullmatch(name)]
    wrong += [name for name in contents.documents if not _DOCUMENT.fullmatch(name)]
    if wrong:
        raise ReleaseError(
            f"{', '.join(map(repr, wrong))}: a table of a release is called public/NAME.parquet or "
            "restricted/NAME.parquet, with a name in small letters, and a document alike but for "
            "its ending."
        )


def _manifest(
    contents: Contents, packed: Mapping[str, Packed], files: Mapping[str, memoryview]
) -> Manifest:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    extracts = tuple(sorted(contents.extracts, key=lambda extract: (extract.name, extract.file)))
    return Manifest(
        id=release_id(
            catalog=contents.catalog, code=contents.code, extracts=extracts, hashes=hashes
        ),
        catalog=contents.catalog,
        created=datetime.now(UTC).isoformat(timespec="milliseconds"),
        engine=contents.engine,
        code=contents.code,
        extracts=extracts,
        tables=tuple(
            TableFile(
                name=name,
                sha256=hashes[name],
                rows=packed[name].rows,
                bytes=files[name].nbytes,
            )
            for name in files
            if name in packed
        ),
        documents=tuple(
            DocumentFile(name=name, sha256=hashes[name], bytes=files[name].nbytes)
            for name in files
            if name in contents.documents
        ),
    )


def _is_whole(path: Path) -> bool:
    try:
        check_whole(path)
    except BrokenRelease:
        return False
    return True


def _place(
    root: Path, manifest: Manifest, files: Mapping[str, memoryview], *, on_step: OnStep
) -> None:
    """Make the release's folder whole beside its place, then give it its name."""
    made, place = scratch(root, manifest.id), root / manifest.id
    try:
        # Closed to others until it is whole.
        make_folder(made, mode=CLOSED_FOLDER)
        for folder, (folder_mode, file_mode) in MODES.items():
            make_folder(made / folder, mode=folder_mode)
            for name in files:
                if name.startswith(f"{folder}/"):
                    on_step(f"writing {name}")
                    write_file(made / name, files[name], mode=file_mode)
            sync_folder(made / folder)
        on_step(f"writing {MANIFEST}")
        write_file(made / MANIFEST, to_json(manifest), mode=OPEN_FILE)
        set_mode(made, mode=OPEN_FOLDER)
        sync_folder(made)
        on_step(f"giving {manifest.id} its name")
        damaged = set_aside(place) if place.exists() else None
        rename(made, place)
        if damaged is not None:
            remove(damaged)
    finally:
        remove(made)
