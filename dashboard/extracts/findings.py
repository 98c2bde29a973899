"""What the checks found: each finding names file, line, column, value and the rule it breaks."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """What a finding means for the build."""

    REFUSED = "refused"  # the whole file is refused, and with it the build
    SET_ASIDE = "set aside"  # this row is not used
    WARNING = "warning"  # the row or file is used


@dataclass(frozen=True, order=True)
class Finding:
    """One finding. `line` is physical, the header is line 1; 0 speaks of the whole file."""

    file: str
    line: int
    column: str
    value: str
    rule: str
    severity: Severity

    def as_record(self) -> dict[str, str | int]:
        """The form of `check --json` (A33)."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "rule": self.rule,
        }


def write_json(findings: Iterable[Finding], path: Path) -> None:
    """Write the findings as the list that `check --json` promises (A33)."""
    records = [finding.as_record() for finding in sorted(findings)]
    path.write_text(json.dumps(records, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def report(findings: Sequence[Finding], *, most_of_a_kind: int = 5) -> list[str]:
    """The findings as lines for people: worst first, each kind shown a few times, then counted."""
    lines: list[str] = []
    rank = {severity: place for place, severity in enumerate(Severity)}
    shown: Counter[tuple[str, str, str]] = Counter()
    total = Counter(_sort_of(finding) for finding in findings)
    for finding in sorted(findings, key=lambda one: (rank[one.severity], one)):
        sort = _sort_of(finding)
        shown[sort] += 1
        if shown[sort] <= most_of_a_kind:
            lines.append(_line(finding))
        elif shown[sort] == most_of_a_kind + 1:
            rest = total[sort] - most_of_a_kind
            lines.append(f"{finding.file}: and {rest} more of this kind ({finding.rule})")
    return lines


def _sort_of(finding: Finding) -> tuple[str, str, str]:
    return finding.file, finding.column, finding.rule


def _line(finding: Finding) -> str:
    place = f"{finding.file}:{finding.line}" if finding.line else finding.file
    value = f" = {finding.value!r}" if finding.value else ""
    field = f" {finding.column}{value}:" if finding.column else ""
    return f"{place}: {finding.severity}:{field} {finding.rule}"
