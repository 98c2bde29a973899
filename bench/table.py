"""The table that a bench prints: what was measured, against what, and whether its limit holds."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line: the times of all runs, and the figure that a limit speaks of, if one does."""

    what: str
    seconds: tuple[float, ...] = ()
    peak_mib: float | None = None
    ratio: float | None = None
    against: str = ""  # the ratio's unit: what it is a multiple of
    limit: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the figure keeps its limit; None where there is no limit."""
        return None if self.limit is None or self.ratio is None else self.ratio <= self.limit

    def cells(self) -> tuple[str, ...]:
        """The line's texts: what, median, range, memory, figure, limit, verdict."""
        times, limit = self.seconds, self.limit
        return (
            self.what,
            f"{median(times):.2f}" if times else "",
            f"{min(times):.2f} to {max(times):.2f}" if len(times) > 1 else "",
            f"{self.peak_mib:.0f}" if self.peak_mib is not None else "",
            f"{self.ratio:.2f} {self.against}" if self.ratio is not None else "",
            f"{limit:.2f}" if limit is not None else "",
            {True: "holds", False: "MISSED", None: ""}[self.holds],
        )


HEAD = ("what", "seconds", "range", "MiB", "figure", "limit", "")


def as_text(figures: list[Figure]) -> str:
    """The table as plain text, for a terminal or a note."""
    lines = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, 4, 6) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
