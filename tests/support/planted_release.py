"""A release of the planted state, and all that a site on it answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from callbacks.site import make_site
from dashboard.catalog import Catalog, load_catalog
from dashboard.releases.build import build
from dashboard.releases.parquet import read_table
from dashboard.settings import Settings
from tests.support.crawl import Known, crawl
from tests.support.planted_state import NAMES, YEARS, planted_state
from tests.support.shapes import squares


@dataclass(frozen=True)
class Built:
    """A release of the planted state, and the folder it lies in."""

    root: Path
    id: str
    catalog: Catalog

    @property
    def path(self) -> Path:
        return self.root / self.id

    @property
    def day(self) -> str:
        """The day it was made, as the pages say it."""
        return str(json.loads((self.path / "manifest.json").read_text())["created"])[:10]

    @property
    def known(self) -> Known:
        return Known(
            catalog=self.catalog, indicators=self.catalog.ids, leas=tuple(NAMES), years=YEARS
        )

    @cached_property
    def answers(self) -> dict[str, bytes]:
        """All that a site on this release answers."""
        return self.walk(self.known)

    def walk(self, known: Known) -> dict[str, bytes]:
        """What a new site on this release answers to a part of that."""
        return crawl(make_site(Settings(releases=self.root)), known)

    def table(self, name: str) -> pa.Table:
        return read_table(self.path / name)


def build_planted(folder: Path, *, twin: bool) -> Built:
    """Write the extracts of the planted state, or of its twin, and build them, with outlines."""
    shapes, topology = squares(NAMES)
    catalog = load_catalog("missouri", profile="sample")
    profile = catalog.profile.model_copy(update={"shapes": shapes})
    catalog = catalog.model_copy(update={"profile": profile})
    root = folder / "releases"
    (root / "shapes").mkdir(parents=True)
    (root / "shapes" / shapes.file).write_text(json.dumps(topology), encoding="utf-8")
    extracts = planted_state(folder / "extracts", twin=twin).write()
    return Built(root, build(extracts, releases=root, catalog=catalog).release, catalog)
