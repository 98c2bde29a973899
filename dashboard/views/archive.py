"""Editions of releases that are no longer current: what a frame frozen at one of them shows."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path

from dashboard.catalog import in_words
from dashboard.locale import current
from dashboard.releases import open_release
from dashboard.views.edition import Edition, read_edition

_MOST_KEPT = 8


class Archive:
    """The editions asked for last, each with the values of one indicator only.

    A whole edition would cost a worker as much memory as the one it serves (views/grid.py).
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._kept: OrderedDict[tuple[str, str], Edition] = OrderedDict()
        self._lock = threading.Lock()

    def edition(self, release_id: str, *, indicator: str) -> Edition:
        """The release of that id, in the language spoken now.

        Whether it is still there, and whole, is looked up each time: a release that was taken
        away is not shown from memory. Raises UnknownRelease, BrokenRelease, or CatalogError for
        the catalogue of another program version.
        """
        key = (release_id, indicator)
        release = open_release(self._root, release_id=release_id)
        with self._lock:
            edition = self._kept.pop(key, None) or read_edition(release, only=indicator)
            if edition.catalog.get(indicator) is not None:
                self._kept[key] = edition
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        if current() not in edition.catalog.translations:
            return edition
        return replace(edition, catalog=in_words(edition.catalog, current()))
