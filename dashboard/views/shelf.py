"""The edition being served: the current release, taken up without a restart."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread

from dashboard.catalog import CatalogError, in_words
from dashboard.errors import ProgressError
from dashboard.locale import current
from dashboard.releases import BrokenRelease, NoRelease, current_id, last_good, open_release
from dashboard.releases.layout import CURRENT, MANIFEST
from dashboard.views.edition import Edition, read_edition

_log = logging.getLogger(__name__)
_Signature = tuple[object, ...]
_NOTHING: _Signature = ("none",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What is served, and the trouble if it is not the current release.

    damaged: there is a release, but none that can be served.
    """

    serving: str | None
    trouble: str = ""
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    signature: _Signature | None = None
    edition: Edition | None = None
    trouble: str = ""
    spoken: Mapping[str, Edition] = field(default_factory=dict)


class Shelf:
    """Holds one edition for all threads of a process and replaces it whole.

    Each request costs two `stat` calls. While one thread reads a new release, the others go on
    with the one before; a request keeps the edition it began with. `behind`: a thread of its own
    reads it, so that no request waits at all; else the one that noticed does.
    """

    def __init__(self, root: Path, *, behind: bool = False) -> None:
        self.root = root
        self._behind = behind
        self._pointer = _Pointer(root)
        self._held = _Held()
        self._reading = threading.Lock()

    def edition(self) -> Edition:
        """The edition to serve now: the current release, or the last good one when it is damaged.

        Raises NoRelease when there is none at all.
        """
        signature = self._pointer.signature()
        if signature != self._held.signature:
            self._take_up(signature)
        held = self._held
        if held.edition is None:
            raise NoRelease(held.trouble or f"There is no release in {self.root}.")
        return held.spoken.get(current(), held.edition)

    def held(self) -> Edition | None:
        """The edition that a request was served from last, in the current language.

        Looks at no file: for whoever has asked for `edition` just now.
        """
        held = self._held
        return held.spoken.get(current(), held.edition) if held.edition else None

    def condition(self) -> Condition:
        """What is served, and the trouble if it is not the current release as published (I9)."""
        try:
            serving = self.edition().id
        except NoRelease as error:
            damaged = self._held.signature != _NOTHING
            return Condition(serving=None, trouble=str(error), damaged=damaged)
        try:
            current = open_release(self.root).id
        except ProgressError as error:
            return Condition(serving=serving, trouble=str(error))
        trouble = self._held.trouble if current != serving else ""
        return Condition(serving=serving, trouble=trouble)

    def _take_up(self, signature: _Signature) -> None:
        # Only a process that has nothing to serve waits for the one thread that reads.
        first = self._held.edition is None
        if not self._reading.acquire(blocking=first):
            return
        if self._behind and not first:
            Thread(target=self._replace, args=(signature,), name="new release", daemon=True).start()
        else:
            self._replace(signature)

    def _replace(self, signature: _Signature) -> None:
        """Read what is current now; whoever calls this holds the lock, and it is given back."""
        try:
            if signature != self._held.signature:
                self._held = _read(self.root, signature=signature, before=self._held.edition)
        finally:
            self._reading.release()


def _read(root: Path, *, signature: _Signature, before: Edition | None) -> _Held:
    edition: Edition | None
    trouble = ""
    try:
        edition = read_edition(open_release(root))
    except ProgressError as error:
        trouble = str(error)
        edition = _fallback(root) or before
        if not isinstance(error, NoRelease) or edition is not None:
            serving = edition.id if edition else "nothing"
            _log.error("The current release cannot be served (serving %s): %s", serving, trouble)
    return _Held(signature=signature, edition=edition, trouble=trouble, spoken=_spoken(edition))


def _spoken(edition: Edition | None) -> Mapping[str, Edition]:
    """The edition in every other language that its catalogue knows; only the words differ."""
    if edition is None:
        return {}
    return {
        language: replace(edition, catalog=in_words(edition.catalog, language))
        for language in edition.catalog.translations
    }


def _fallback(root: Path) -> Edition | None:
    release = last_good(root)
    if release is None:
        return None
    try:
        return read_edition(release)
    except (BrokenRelease, CatalogError):
        return None


class _Pointer:
    """What `current` names, read anew only when the file is another one."""

    def __init__(self, root: Path) -> None:
        self._root, self._place = root, str(root / CURRENT)  # texts: each request asks for them
        self._followed: tuple[_Signature, str, str] | None = None

    def signature(self) -> _Signature:
        """What changes when another release is made current, or a damaged one is made anew."""
        try:
            release_id, manifest = self._follow()
            return (release_id, *_stat(manifest))
        except FileNotFoundError:
            return _NOTHING if not Path(self._place).exists() else ("damaged", "no manifest")
        except (BrokenRelease, OSError) as error:
            return ("damaged", type(error).__name__)

    def _follow(self) -> tuple[str, str]:
        """The id, and where its manifest is; raises FileNotFoundError without a pointer."""
        stat, followed = _stat(self._place), self._followed
        if followed is not None and followed[0] == stat:
            return followed[1:]
        release_id = current_id(self._root)
        if release_id is None:
            raise FileNotFoundError
        manifest = str(self._root / release_id / MANIFEST)
        # Stat before reading: a pointer that was replaced meanwhile is read once more.
        self._followed = (stat, release_id, manifest)
        return release_id, manifest


def _stat(place: str) -> _Signature:
    found = os.stat(place)  # noqa: PTH116  every request asks, and a Path takes thrice as long
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
