"""The releases of a folder: listing, choosing, falling back, and clearing away."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from dashboard.releases.durable import exclusive, remove
from dashboard.releases.errors import BrokenRelease, ReleaseError
from dashboard.releases.layout import (
    PUBLIC,
    RESTRICTED,
    OnStep,
    current_id,
    leftovers,
    point,
    release_ids,
    set_aside,
)
from dashboard.releases.release import (
    Release,
    check_files,
    open_release,
    read_manifest,
    unknown,
)


@dataclass(frozen=True, kw_only=True)
class ReleaseInfo:
    """One line of a listing. `ok`: its public files are what was published.

    `created` (UTC, ISO 8601) and `catalog` are empty when the manifest cannot be read.
    """

    id: str
    created: str
    catalog: str
    current: bool
    ok: bool


def list_releases(root: Path) -> tuple[ReleaseInfo, ...]:
    """All releases in `root`, newest first; those without a readable manifest last."""
    current = readable_current_id(root)
    infos = [_info(root / name, current=name == current) for name in release_ids(root)]
    return tuple(sorted(infos, key=lambda info: (info.created, info.id), reverse=True))


def readable_current_id(root: Path) -> str | None:
    """The id that `current` names, None also when the pointer is damaged."""
    with contextlib.suppress(BrokenRelease):
        return current_id(root)
    return None


def last_good(root: Path) -> Release | None:
    """The current release; when it is damaged the one to serve instead (I9); None without any.

    The newest whole release made before the damaged one comes first: a newer one was rolled back.
    """
    with contextlib.suppress(ReleaseError):
        return open_release(root)
    infos = list_releases(root)
    start = next((place for place, info in enumerate(infos) if info.current), 0)
    for info in infos[start:] + infos[:start]:
        with contextlib.suppress(ReleaseError):
            return open_release(root, release_id=info.id)
    return None


def rollback(root: Path, release_id: str) -> None:
    """Make an earlier release current, once every file of it has proved whole.

    Readers follow at their next request, without a restart. Raises UnknownRelease, BrokenRelease
    or ReleasesBusy, and leaves the current release alone then.
    """
    if release_id not in release_ids(root):
        raise unknown(root, release_id)
    with exclusive(root):
        check_whole(root / release_id)
        point(root, release_id, on_step=lambda _: None)


def check_whole(path: Path) -> None:
    """Check all files of the release at `path`, the restricted too; BrokenRelease if not whole."""
    check_files(path, read_manifest(path), folders=(PUBLIC, RESTRICTED))


def sweep(root: Path) -> tuple[str, ...]:
    """Remove what crashed publishers left, and return its names.

    Raises ReleasesBusy while another process publishes: what lies there may be its work.
    """
    if not root.is_dir():
        return ()
    with exclusive(root):
        return sweep_locked(root)


def sweep_locked(root: Path) -> tuple[str, ...]:
    """As `sweep`, for a caller that holds the lock."""
    dead = leftovers(root)
    for path in dead:
        remove(path)
    return tuple(path.name for path in dead)


def prune(root: Path, *, keep: int, spare: tuple[str, ...], on_step: OnStep) -> None:
    """Remove the oldest releases until `keep` are left, never one of `spare`. Needs the lock."""
    others = [info.id for info in list_releases(root) if info.id not in spare]
    for name in others[max(keep - len(spare), 0) :]:
        on_step(f"removing the old release {name}")
        remove(set_aside(root / name))


def _info(path: Path, *, current: bool) -> ReleaseInfo:
    created, catalog, ok = "", "", False
    with contextlib.suppress(BrokenRelease):
        manifest = read_manifest(path)
        created, catalog = manifest.created, manifest.catalog
        check_files(path, manifest)
        ok = True
    return ReleaseInfo(id=path.name, created=created, catalog=catalog, current=current, ok=ok)
