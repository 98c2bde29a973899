"""Why there is nothing to show behind a number: each says what is wrong, and what to do."""

from dashboard.errors import ProgressError


class BehindError(ProgressError):
    """What is behind a number cannot be shown."""


class UnknownDistrict(BehindError):
    """The release has no value of such a district."""


class NothingBehind(BehindError):
    """The value was not counted from records of the district."""


class ChangedExtracts(BehindError):
    """The extracts are not those that the release was built from."""


class Disagrees(BehindError):
    """The records, counted again, do not give the number of the release; none are shown."""
