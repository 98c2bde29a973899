"""Publishing a release, and opening it again: all that a caller needs."""

from dashboard.releases.errors import (
    BrokenRelease,
    CannotWrite,
    NoRelease,
    ReleaseError,
    ReleasesBusy,
    UnknownRelease,
)
from dashboard.releases.layout import OnStep, current_id
from dashboard.releases.manifest import ExtractFile, Manifest
from dashboard.releases.parquet import DISTRICTS, INDICATOR_VALUE, TARGETS
from dashboard.releases.publish import Contents, publish
from dashboard.releases.release import Release, open_release
from dashboard.releases.store import ReleaseInfo, last_good, list_releases, rollback, sweep

__all__ = [
    "DISTRICTS",
    "INDICATOR_VALUE",
    "TARGETS",
    "BrokenRelease",
    "CannotWrite",
    "Contents",
    "ExtractFile",
    "Manifest",
    "NoRelease",
    "OnStep",
    "Release",
    "ReleaseError",
    "ReleaseInfo",
    "ReleasesBusy",
    "UnknownRelease",
    "current_id",
    "last_good",
    "list_releases",
    "open_release",
    "publish",
    "rollback",
    "sweep",
]
