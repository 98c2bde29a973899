"""What a roster's file would do, in a form that can wait for a person's yes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from dashboard.collection.errors import RosterRefused
from dashboard.collection.roster_rows import Refusal, RosterRow
from dashboard.collection.rows import DistrictKey, SchoolKey
from dashboard.collection.rules import Rules


class Kind(StrEnum):
    """What a row of the file does."""

    ADD = "add"
    CHANGE = "change"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a row: of which student, in which version, both None for a new one."""

    kind: Kind
    row_id: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file would do, as JSON can hold it: it may wait in a form for a person's yes.

    sha256: of the file. read: its rows. not_in_file: students on the roster whom it does not name,
    and who stay. refused: what has to be put right first; then nothing of the file is taken.
    """

    collection_id: int
    lea_id: str
    school_id: str | None
    sha256: str
    read: int
    rows: tuple[RosterRow, ...]
    steps: tuple[Step, ...]
    not_in_file: int
    refused: tuple[Refusal, ...]
    note: str = ""

    @property
    def key(self) -> SchoolKey | DistrictKey:
        """Whose roster it is."""
        if self.school_id is None:
            return DistrictKey(self.collection_id, self.lea_id)
        return SchoolKey(self.collection_id, self.lea_id, self.school_id)

    @property
    def added(self) -> int:
        """Students who come onto a roster."""
        return self._count(Kind.ADD)

    @property
    def changed(self) -> int:
        """Students of whom a field changes."""
        return self._count(Kind.CHANGE)

    @property
    def unchanged(self) -> int:
        """Students who stand as the file says."""
        return self._count(Kind.KEEP)

    @property
    def can_be_applied(self) -> bool:
        """Whether nothing has to be put right first."""
        return not self.refused

    def is_sound(self, rules: Rules) -> bool:
        """Whether its rows are such as a file could have; it comes back from a form."""
        return len(self.rows) == len(self.steps) and all(
            self.school_id in (None, row.school_id) and row.is_sound(rules) for row in self.rows
        )

    def to_json(self) -> str:
        """The plan as text."""
        return _PLAN.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """The plan that `to_json` wrote; RosterRefused for anything else."""
        try:
            return _PLAN.validate_json(text)
        except ValidationError:
            raise RosterRefused("This is no plan of a roster. Choose the file again.") from None

    def _count(self, kind: Kind) -> int:
        return sum(step.kind is kind for step in self.steps)


_PLAN = TypeAdapter(Plan)
