"""`collection.json`: beside an extract that was collected, whose rows are in it.

The export of the collection writes it; a build reads it to tell a district that has not certified
from one that has nobody, and to mark the values of a district whose certificate was taken back.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from dashboard.errors import ProgressError
from dashboard.extracts.library import Library

FILE = "collection.json"


class CollectionNoteError(ProgressError):
    """collection.json cannot be used, or is not about the extract that lies beside it."""


@dataclass(frozen=True, kw_only=True)
class CollectedYear:
    """One school year: `file` holds the rows of the certified and the stale districts.

    certified: districts with a valid certificate. stale: those whose certificate was taken back;
    their rows are as last certified. waiting: those that never certified. Each sorted, by lea_id.
    sha256: of `file`, whose name is relative to the folder of extracts.
    """

    school_year: int
    file: str
    sha256: str
    certified: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def districts(self) -> int:
        """All that take part."""
        return len(self.certified) + len(self.stale) + len(self.waiting)


@dataclass(frozen=True, kw_only=True)
class Collected:
    """What collection.json says: of which extract, and its years, ascending. sha256: its own."""

    extract: str
    years: tuple[CollectedYear, ...]
    sha256: str = ""


@dataclass(frozen=True)
class _Content:
    extract: str
    years: tuple[CollectedYear, ...]


@cache
def _content() -> TypeAdapter[_Content]:
    return TypeAdapter(_Content)  # made when it is wanted: most builds have nothing collected


def to_json(extract: str, years: tuple[CollectedYear, ...]) -> bytes:
    """The text of collection.json; the same facts always have the same text."""
    content = _content().dump_python(_Content(extract, years), mode="json")
    return json.dumps(content, indent=1, sort_keys=True).encode() + b"\n"


def read_collected(folder: Path) -> Collected | None:
    """What collection.json of a folder of extracts says; None when there is none.

    Raises CollectionNoteError when it is not readable.
    """
    path = folder / FILE
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        content = _content().validate_json(text)
    except ValidationError as error:
        raise CollectionNoteError(
            f"{path} is not readable. Write it again with `python -m dashboard export-eco {folder}`"
            ", or remove it if the extract is not collected here."
        ) from error
    return Collected(
        extract=content.extract, years=content.years, sha256=hashlib.sha256(text).hexdigest()
    )


def require_beside(collected: Collected, library: Library) -> None:
    """Raise CollectionNoteError unless every file that the note speaks of is the one it means."""
    read = {file.name: file.sha256 for file in library.files if file.extract == collected.extract}
    for year in collected.years:
        if read.get(year.file) != year.sha256:
            raise CollectionNoteError(
                f"{FILE} and {year.file} are not of the same export: `python -m dashboard "
                "export-eco` was interrupted, or somebody wrote to one of them. Export again."
            )
