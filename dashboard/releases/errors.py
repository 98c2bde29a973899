"""What can be wrong with releases on disk: each says what is wrong with what, and what to do."""

from dashboard.errors import ProgressError


class ReleaseError(ProgressError):
    """A release cannot be published, found or read."""


class NoRelease(ReleaseError):
    """Nothing has been made current in this folder yet."""


class UnknownRelease(ReleaseError):
    """A release was asked for by an id that the folder does not hold."""


class BrokenRelease(ReleaseError):
    """A release, or the pointer to the current one, is not what was published (I9)."""


class ReleasesBusy(ReleaseError):
    """Another process is changing the same folder of releases."""


class CannotWrite(ReleaseError):
    """The disk refused a write: full, read-only or not ours."""
