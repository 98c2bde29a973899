"""A release whose restricted files and extracts are both at hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dashboard.behind import Behind, records
from dashboard.catalog import Catalog
from dashboard.releases.build import build
from tests.support.small_state import LEA


@dataclass(frozen=True)
class Site:
    """A release and the extracts it was built from."""

    extracts: Path
    release: Path
    catalog: Catalog

    def behind(self, indicator: str, year: int, lea: str = LEA) -> Behind:
        return records(
            self.release, self.extracts, indicator=indicator, lea_id=lea, school_year=year
        )

    def rows(self, **wanted: Any) -> list[dict[str, Any]]:
        """The exact rows of districts with these values."""
        table = pq.read_table(self.release / "restricted/indicator_value.parquet")
        rows = table.to_pylist()
        return [
            row
            for row in rows
            if row["level"] == "LEA" and all(row[name] == one for name, one in wanted.items())
        ]


def site_of(extracts: Path, catalog: Catalog) -> Site:
    releases = extracts.parent / "releases"
    built = build(extracts, releases=releases, catalog=catalog)
    return Site(extracts, releases / built.release, catalog)
