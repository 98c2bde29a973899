"""The error of the importers."""

from dashboard.errors import ProgressError


class ImportFileError(ProgressError):
    """A file is refused, or there is no room for what it would become; nothing was written."""
