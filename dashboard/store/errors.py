"""What the store refuses, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.errors import ProgressError


class Stale(ProgressError):
    """Somebody else saved this row first (I2): nothing was kept, no typing is lost.

    mine: the fields that were to be saved. theirs: the same fields as they stand now; None when
    the row is gone. version: what the row has now, for who decides to save over it all the same.
    """

    def __init__(
        self,
        what: str,
        *,
        mine: Mapping[str, Any] | None = None,
        theirs: Mapping[str, Any] | None = None,
        version: int | None = None,
    ) -> None:
        super().__init__(f"{what} was changed by somebody else. Look at both, and save again.")
        self.mine: Mapping[str, Any] = dict(mine or {})
        self.theirs = None if theirs is None else dict(theirs)
        self.version = version


class Locked(ProgressError):
    """The database refused: the district is certified, or the school has submitted (I4)."""


class NotCurrent(ProgressError):
    """The tables are not those of this version of the program."""


class MigrationFailed(ProgressError):
    """A migration failed, and the database is as it was."""


class BackupError(ProgressError):
    """A backup cannot be written or restored."""
