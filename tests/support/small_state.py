"""A small state for tests of measures: rows as dictionaries in, indicator values out."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.catalog import Catalog, load_catalog
from dashboard.extracts.library import Library, read_extracts
from dashboard.extracts.schema import EXTRACTS
from dashboard.measures import measure_indicators

Row = Mapping[str, Any]
LEA = "019147"


@dataclass
class SmallState:
    """Extracts in a folder of their own; `add` rows, then ask for a value.

    Columns that a row does not name are blank, except ids, which are numbered.
    """

    folder: Path
    catalog: Catalog = field(default_factory=cache(load_catalog))
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    serial: int = 0
    parts: int = 1  # files that each extract is written to

    def districts(self, *years: int, leas: Iterable[str] = (LEA,)) -> "SmallState":
        """List districts of the type REG in some years."""
        for year in years:
            for lea in leas:
                self.add(
                    "districts", school_year=year, lea_id=lea, name=f"District {lea}",
                    lea_type="REG", active="Y",
                )  # fmt: skip
        return self

    def add(self, extract: str, *, times: int = 1, **values: Any) -> "SmallState":
        """Add a row `times` times, with ids of their own where the key needs them."""
        schema = EXTRACTS[extract]
        for _ in range(times):
            self.serial += 1
            row = {column.name: "" for column in schema.columns}
            for name in schema.key:
                if name.endswith("_id") and name != "lea_id":
                    row[name] = f"{self.serial:010}"
            if "lea_id" in row and extract != "published":
                row["lea_id"] = LEA
            row.update({name: str(value) for name, value in values.items()})
            self.rows.setdefault(extract, []).append(row)
        return self

    def write(self) -> Path:
        """Write every extract as a CSV file, or as a folder of several."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for extract, rows in self.rows.items():
            if self.parts == 1:
                _write_csv(self.folder / f"{extract}.csv", rows, fields=list(rows[0]))
                continue
            for part in range(self.parts):
                file = self.folder / extract / f"{part}.csv"
                file.parent.mkdir(exist_ok=True)
                _write_csv(file, rows[part :: self.parts], fields=list(rows[0]))
        return self.folder

    def library(self) -> Library:
        """Read what was written."""
        return read_extracts(self.write(), cache=self.folder.parent / "cache", max_bad_share=1)

    def values(self, *indicators: str) -> "Values":
        """Measure some indicators."""
        library = self.library()
        with library.connection:
            assert not library.refused, library.findings
            chosen = [self.catalog[one] for one in indicators]
            return Values(measure_indicators(library, self.catalog, chosen).to_pylist())


@dataclass
class Values:
    """Rows of indicator_value."""

    rows: list[dict[str, Any]]

    def one(
        self, indicator: str, year: int, lea: str | None = None, group: str = "ALL"
    ) -> dict[str, Any]:
        """The only row of an indicator, year, LEA (None: STATE) and group."""
        found = self.all(indicator=indicator, school_year=year, lea_id=lea, group=group)
        assert len(found) == 1, found
        return found[0]

    def all(self, **wanted: Any) -> list[dict[str, Any]]:
        """The rows with these values."""
        return [r for r in self.rows if all(r[name] == value for name, value in wanted.items())]


def _write_csv(path: Path, rows: Iterable[dict[str, str]], *, fields: list[str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
