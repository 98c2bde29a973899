"""A release as the public sees it, handed to the attacker."""

import json
from pathlib import Path

import pyarrow as pa

from dashboard.audit import Report, audit
from dashboard.audit.attack import OnStep
from dashboard.catalog import catalog_from_public
from dashboard.releases import layout
from dashboard.releases.collected import unmarked
from dashboard.releases.errors import BrokenRelease, NoRelease
from dashboard.releases.layout import MANIFEST, is_id
from dashboard.releases.protecting import still_published
from dashboard.releases.release import Release, open_release
from dashboard.values import CODED


def attack_release(
    path: Path,
    *,
    thorough: bool = False,
    alone: bool = False,
    on_step: OnStep = lambda _text, _done, _of: None,
) -> Report:
    """Attack the release in the folder `path`, of which only what is public is read.

    So are the older releases of the same catalogue that lie beside it and can still be read, as
    before publication; not when it is attacked `alone`. Raises NoRelease when it is no release,
    BrokenRelease when it is not what was published.
    """
    folder = path.resolve()
    if not is_id(folder.name) or not (folder / MANIFEST).is_file():
        raise NoRelease(
            f"{path} is not a release. Name one of the folders that `python -m dashboard releases "
            "DIR` lists, DIR/ID."
        )
    release = open_release(folder.parent, release_id=folder.name)
    try:
        public = json.loads(release.document("catalog.json"))
    except ValueError as error:
        raise BrokenRelease(f"{folder / 'public' / 'catalog.json'}: {error}") from error
    catalog = catalog_from_public(public)
    beside = folder.parent
    return audit(
        unmarked(release.read_public("indicator_value")),
        _coded(release),
        catalog=catalog,
        earlier=() if alone else still_published(beside, catalog, older_than=release.manifest),
        thorough=thorough,
        on_step=on_step,
    )


def _coded(release: Release) -> pa.Table:
    """The bounds of coded rows; an older release has none."""
    if any(entry.name == layout.CODED for entry in release.manifest.files):
        return release.read_public("coded")
    return CODED.empty_table()
