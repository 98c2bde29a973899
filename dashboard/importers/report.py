"""What an import did, for people and for tests."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.extracts.findings import Finding, Severity


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """Rows read are rows used and rows set aside, one finding each; nothing is dropped in silence.

    `warnings` are findings about rows that are used all the same.
    """

    rows_read: int
    rows_used: int
    set_aside: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()
    written: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.rows_read != self.rows_used + len(self.set_aside):
            raise AssertionError(
                f"{self.rows_read} rows read are not {self.rows_used} used"
                f" and {len(self.set_aside)} set aside"
            )

    def lines(self) -> list[str]:
        """The report for people: findings by file and rule, notes, totals, what was written."""
        return [
            *_by_rule((*self.set_aside, *self.warnings)),
            *(f"note: {note}" for note in self.notes),
            f"{self.rows_read} rows read, {self.rows_used} used, {len(self.set_aside)} set aside",
            *(f"wrote {path}" for path in self.written),
        ]

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _by_rule(findings: Iterable[Finding]) -> Iterator[str]:
    """One line for all findings of a file that say the same of a column: a table has thousands."""
    groups: dict[tuple[str, Severity, str, str], list[Finding]] = {}
    for finding in findings:
        key = (finding.file, finding.severity, finding.column, finding.rule)
        groups.setdefault(key, []).append(finding)
    for (file, severity, column, rule), group in groups.items():
        first = min(group)
        place = (
            f"line {first.line}" if len(group) == 1 else f"{len(group)} rows, first {first.line}"
        )
        what = f"{column} {first.value!r}" if column else "row"
        yield f"{file}: {severity}, {place}: {what}: {rule}"
