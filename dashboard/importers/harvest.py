"""What was found in tables: values, units and targets, on their way to being extracts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from dashboard.extracts.findings import Finding
from dashboard.importers.errors import ImportFileError
from dashboard.importers.labels import plain

TOLERANCE = Decimal("0.05")
"""A published percent and its counts may differ by this much (the extract `published`)."""


@dataclass(frozen=True, kw_only=True)
class Value:
    """One row of `published`; `unit` is empty for the state. Counts are both known or both None."""

    indicator: str
    school_year: int
    unit: str
    num: int | None
    den: int | None
    value: Decimal | None
    file: str
    line: int

    @property
    def key(self) -> tuple[str, int, str]:
        """What may stand once only."""
        return self.indicator, self.school_year, self.unit


@dataclass
class Harvest:
    """The yield of one table, or of several.

    `units` holds the name of each unit in each year; `targets` each indicator's by year.
    """

    rows_read: int = 0
    rows_used: int = 0
    values: list[Value] = field(default_factory=list)
    units: dict[tuple[int, str], str] = field(default_factory=dict)
    targets: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    set_aside: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Harvest") -> None:
        """Take in the yield of another table; raises ImportFileError when both give a value."""
        known = {value.key: value for value in self.values}
        for value in other.values:
            if (twin := known.get(value.key)) is not None:
                raise repeated(value, twin)
        self.rows_read += other.rows_read
        self.rows_used += other.rows_used
        self.values += other.values
        self.units |= other.units
        self.targets |= other.targets
        self.set_aside += other.set_aside
        self.warnings += other.warnings
        self.notes += [note for note in other.notes if note not in self.notes]


def repeated(value: Value, twin: Value) -> ImportFileError:
    """Two rows give the same value: which of them counts would be a guess."""
    whom = value.unit or "the upper level"
    return ImportFileError(
        f"{value.file} (line {value.line}) and {twin.file} (line {twin.line}) both give "
        f"{value.indicator} of {whom} in {value.school_year}. Keep one of them."
    )


def remarks(num: int | None, den: int | None, value: Decimal | None) -> Iterator[str]:
    """What is odd about a value that is used all the same."""
    if num is not None and den is not None:
        if num > den:
            yield "the numerator is greater than the denominator"
        if den and value is not None and abs(value - Decimal(100 * num) / den) > TOLERANCE:
            yield f"differs from the counts by more than {plain(TOLERANCE)}; the counts are used"
    elif value is not None and not 0 <= value <= 100:
        yield "a percent outside 0 to 100"
