"""What the store refuses, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

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


class Busy(ProgressError):
    """Somebody else was writing too long: nothing was saved, and it can be tried again."""


class Unreachable(ProgressError):
    """The database does not answer, or its file cannot be read."""


class NotCurrent(ProgressError):
    """The tables are not those of this version of the program."""


class MigrationFailed(ProgressError):
    """A migration failed, and the database is as it was."""


class BackupError(ProgressError):
    """A backup cannot be written or restored."""


_LOCKED = {
    "locked: the district": "The district is certified. Only the state can open it for changes.",
    "locked: the school": "The school has submitted. Reopen it before its students are changed.",
}
_BUSY = ("database is locked", "deadlock detected", "could not serialize")


@contextmanager
def named() -> Iterator[None]:
    """Turn what the database and SQLAlchemy refuse into Stale, Locked or Busy, if it is that."""
    try:
        yield
    except StaleDataError as error:
        raise Stale("What you were changing") from error
    except IntegrityError as error:
        for start, message in _LOCKED.items():
            if start in str(error.orig):
                raise Locked(message) from error
        raise
    except OperationalError as error:
        if any(words in str(error.orig) for words in _BUSY):
            raise Busy("The database is busy and nothing was saved. Try again.") from error
        raise
