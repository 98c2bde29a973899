"""Which rows of a table count, and the findings about those that do not."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.extracts.findings import Finding, Severity
from dashboard.importers.labels import words
from dashboard.importers.layout import Conditions
from dashboard.importers.table import Row, Table


class AsideError(Exception):
    """This row is set aside: the column (the layout's name for it) and the rule it breaks."""

    def __init__(self, column: str, rule: str) -> None:
        super().__init__(column, rule)
        self.column, self.rule = column, rule


@dataclass(frozen=True)
class Findings:
    """Makes findings about the rows of one table, in the file's own words for its columns."""

    table: Table

    def aside(self, row: Row, reason: AsideError) -> Finding:
        """The row is not used."""
        return self._finding(row, reason.column, reason.rule, Severity.SET_ASIDE)

    def warning(self, row: Row, column: str, rule: str) -> Finding:
        """The row is used all the same."""
        return self._finding(row, column, rule, Severity.WARNING)

    def _finding(self, row: Row, column: str, rule: str, severity: Severity) -> Finding:
        heading = self.table.headings.get(column, column)
        value = row.cells.get(column, "")
        return Finding(self.table.file, row.line, heading, value, rule, severity)


@dataclass(frozen=True)
class Filter:
    """Conditions ready for many rows: of each column, the texts one of which it must hold."""

    wanted: Mapping[str, frozenset[str]]
    shown: Mapping[str, str]

    @classmethod
    def of(cls, conditions: Conditions) -> "Filter":
        """The filter of a layout's conditions."""
        return cls(
            {role: frozenset(map(words, texts)) for role, texts in conditions.items()},
            {role: " or ".join(texts) for role, texts in conditions.items()},
        )

    def failing(self, row: Row) -> str | None:
        """The first column whose text is none of those wanted."""
        for role, texts in self.wanted.items():
            if words(row.cells[role]) not in texts:
                return role
        return None

    def insist(self, row: Row) -> None:
        """Raise AsideError unless the row meets every condition."""
        role = self.failing(row)
        if role is not None:
            raise AsideError(role, f"only rows of {self.shown[role]} are used")
