"""Protection as a step of the build: beside the releases that are still published."""

from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from dashboard.catalog import Catalog
from dashboard.fingerprint import code_digest
from dashboard.protection import Earlier, Protected, protect
from dashboard.releases.errors import BrokenRelease
from dashboard.releases.layout import release_ids
from dashboard.releases.manifest import ExtractFile, Manifest
from dashboard.releases.parquet import read_table
from dashboard.releases.release import read_manifest

VALUES, CODED = "public/indicator_value.parquet", "public/coded.parquet"
CATALOG = "public/catalog.json"


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a release is made of: the same makes the same release."""

    catalog: str
    catalog_json: bytes
    code: str
    extracts: tuple[ExtractFile, ...]

    def is_(self, manifest: Manifest) -> bool:
        """Whether the release of a manifest was made of this."""
        documents = {one.name: one.sha256 for one in manifest.documents}
        return (
            (manifest.catalog, manifest.code) == (self.catalog, self.code)
            and sorted(manifest.extracts, key=repr) == sorted(self.extracts, key=repr)
            and documents.get(CATALOG) == sha256(self.catalog_json).hexdigest()
        )


def protected(
    root: Path, exact: pa.Table, catalog: Catalog, *, made: Made, cache: Path
) -> Protected:
    """The public tables, with regard to every release of the catalogue that `root` still holds.

    What is already published of the very same extracts stays as it is. What was decided before
    from the same counts is taken from `cache`.
    """
    for id in release_ids(root):
        with suppress(BrokenRelease):
            if made.is_(read_manifest(root / id)):
                values, coded = (read_table(root / id / name) for name in (VALUES, CODED))
                return Protected(values=values, coded=coded)
    kept = FolderOfDecisions(cache, prefix=code_digest("catalog", "protection"))
    result = protect(exact, catalog, earlier=still_published(root, catalog), kept=kept)
    kept.forget_others()
    return result


def still_published(root: Path, catalog: Catalog) -> list[Earlier]:
    """The public values of the releases in `root` that anybody can be given (P4).

    One that is damaged cannot: no page shows it.
    """
    found = []
    for id in release_ids(root):
        with suppress(BrokenRelease):
            if read_manifest(root / id).catalog == catalog.name:
                found.append(Earlier(values=read_table(root / id / VALUES)))
    return found


class FolderOfDecisions(MutableMapping[str, bytes]):
    """Decisions as files of a folder that is closed to others; those not asked for can go."""

    def __init__(self, folder: Path, *, prefix: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder, self._prefix = folder, prefix[:16]
        self._used: set[Path] = set()

    def _path(self, key: str) -> Path:
        path = self._folder / f"{self._prefix}-{key}.npz"
        self._used.add(path)
        return path

    def __getitem__(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            raise KeyError(key) from None

    def __setitem__(self, key: str, value: bytes) -> None:
        path = self._path(key)
        partial = path.with_suffix(".partial")
        partial.write_bytes(value)
        partial.replace(path)

    def __delitem__(self, key: str) -> None:
        self._path(key).unlink()

    def __iter__(self) -> Iterator[str]:
        files = self._folder.glob(f"{self._prefix}-*.npz")
        return iter(sorted(file.stem.removeprefix(f"{self._prefix}-") for file in files))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def forget_others(self) -> None:
        """Remove what this build neither used nor made."""
        for file in self._folder.iterdir():
            if file not in self._used:
                file.unlink()
