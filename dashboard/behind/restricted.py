"""A release with its restricted table: the exact rows of a district, never of another."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.behind.errors import UnknownDistrict
from dashboard.catalog import Catalog, catalog_from_public
from dashboard.releases import Release, open_release
from dashboard.releases.layout import RESTRICTED
from dashboard.releases.parquet import read_table
from dashboard.releases.release import check_files

Row = dict[str, Any]
_VALUES = "indicator_value"


@dataclass(frozen=True, kw_only=True)
class Restricted:
    """A release whose restricted files are what was published, and the catalogue it was made by."""

    release: Release
    catalog: Catalog

    def exact(self, lea_id: str, **wanted: Any) -> list[Row]:
        """The district's exact rows that have the `wanted` values; UnknownDistrict without any."""
        file = self.release.path / RESTRICTED / f"{_VALUES}.parquet"
        rows = read_table(file, filters=_filters(lea_id, wanted)).to_pylist()
        if not rows and not read_table(file, columns=["lea_id"], filters=_filters(lea_id, {})):
            raise UnknownDistrict(
                f"Release {self.release.id} has no district {lea_id}. It lists only districts that "
                "were active in some year."
            )
        return [row for row in rows if row["lea_id"] == lea_id]

    def public(self, lea_id: str) -> list[Row]:
        """The district's rows as the public sees them."""
        rows: list[Row] = self.release.read_public(
            _VALUES, filters=_filters(lea_id, {})
        ).to_pylist()
        return rows


def open_restricted(release_dir: Path) -> Restricted:
    """Open a release by its folder, its restricted files compared with the manifest.

    Raises UnknownRelease or BrokenRelease.
    """
    release = open_release(release_dir.parent, release_id=release_dir.name)
    check_files(release.path, release.manifest, folders=(RESTRICTED,))
    catalog = catalog_from_public(json.loads(release.document("catalog.json")))
    return Restricted(release=release, catalog=catalog)


def _filters(lea_id: str, wanted: dict[str, Any]) -> list[tuple[str, str, Any]]:
    return [("lea_id", "=", lea_id), *((name, "=", value) for name, value in wanted.items())]
