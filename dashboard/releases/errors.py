"""What can be wrong with releases on disk: each says what is wrong with what, and what to do."""

from dashboard.errors import ProgressError


class ReleaseError(ProgressError):
    """A release cannot be published, found or read."""


class NoRelease(ReleaseError):  # noqa: N818 - says a state of the folder, which is not a fault
    """Nothing has been made current in this folder yet."""


class UnknownRelease(ReleaseError):  # noqa: N818 - as above: the name was wrong, not the release
    """A release was asked for by an id that the folder does not hold."""


class BrokenRelease(ReleaseError):  # noqa: N818 - named for the release, which is what is broken
    """A release, or the pointer to the current one, is not what was published (I9)."""


class ReleasesBusy(ReleaseError):  # noqa: N818 - nothing failed: another build is at work
    """Another process is changing the same folder of releases."""


class CannotWrite(ReleaseError):  # noqa: N818 - the error is the operating system's
    """The disk refused a write: full, read-only or not ours."""
