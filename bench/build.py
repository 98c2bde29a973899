"""The bench of the build: the figures of the issue Tables, as ratios in one run.

Every run is a process of its own, measured with its start. The runs of a round follow each other,
so that a machine that is busy for a while is busy for all of them; the table shows medians.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import click

from bench.changes import CHANGES, YEAR, changed, restore
from bench.measure import BenchError, Run, build, python
from bench.table import Figure, as_text

REFERENCE = "reference: DuckDB reads and checksums every column"
FULL = "full build, nothing cached, without protection"
SAME = "build, nothing changed"
PANDAS = "the same indicators in pandas"
ONE_CHANGED = "build, one value of {} {} changed, without protection"
SHORT = {REFERENCE: "reference", FULL: "full", PANDAS: "pandas"}
GUARDING = "protection and attack: {}"
MISSOURI = (560, 1.0)  # districts and scale: the size for which the limits are meant


@dataclass(frozen=True, kw_only=True)
class Options:
    """What to measure: where to work, how often, how much history, and what to leave behind."""

    work: Path
    rounds: int = 3
    districts: int = 560
    scale: float = 1.0
    keep: bool = False
    compare: bool = False


@dataclass(frozen=True)
class Runs:
    """All runs so far, by what they measured."""

    of: dict[str, list[Run]] = field(default_factory=dict)

    def add(self, what: str, run: Run) -> Run:
        """Note a run, and say so to the person who waits."""
        self.of.setdefault(what, []).append(run)
        more = f" (and {run.guarding:.2f} s of protection)" if run.guarding else ""
        click.echo(f"  {run.counting:6.2f} s  {what}{more}", err=True)
        return run

    def seconds(self, what: str) -> float:
        """The median of a measure's wall times, protection left out."""
        return median(run.counting for run in self.of[what])

    def guarding(self, what: str) -> tuple[float, ...]:
        """The seconds that protection and the attack took of each run."""
        return tuple(run.guarding for run in self.of[what])


def run(options: Options) -> bool:
    """Measure, print the table, and say whether every limit holds."""
    history, releases = options.work / "history", options.work / "releases"
    script = options.work / "pandas.parquet"
    if history.is_dir():
        restore(history)
    size = ("--districts", str(options.districts), "--scale", str(options.scale))
    python("-m", "bench.history", history, *size)
    python("-m", "bench.reference", history)  # once for nobody: now no run pays for the disk
    runs = Runs()
    for number in range(options.rounds):
        click.echo(f"round {number + 1} of {options.rounds}", err=True)
        shutil.rmtree(releases, ignore_errors=True)
        _round(runs, history, releases)
        if number == 0:
            runs.add(PANDAS, python("-m", "bench.pandas_script", history, script))
    limits = (options.districts, options.scale) == MISSOURI
    figures = _figures(runs, limits=limits)
    click.echo(as_text(figures))
    if options.compare:
        click.echo(python("-m", "bench.compare", script, releases).output)
    if not options.keep:
        shutil.rmtree(releases)
    return all(figure.holds is not False for figure in figures)


def _round(runs: Runs, history: Path, releases: Path) -> None:
    arguments = (history, "--releases", releases)
    runs.add(REFERENCE, python("-m", "bench.reference", history))
    first = runs.add(FULL, build(*arguments, "--full")).output
    again = runs.add(SAME, build(*arguments)).output
    _expect(again == first, "An unchanged build made a new release")
    for change in CHANGES:
        with changed(history, change):
            other = runs.add(_one_changed(change.extract), build(*arguments)).output
        _expect(other != first, f"A change of {change.extract} made no new release")
        # Not measured: the release as before, so that the next build finds one change and not two.
        _expect(
            build(*arguments).output == first, f"{change.extract} restored made another release"
        )


def _one_changed(extract: str) -> str:
    return ONE_CHANGED.format(extract, YEAR)


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BenchError(
            f"{otherwise}. Either the build is wrong or somebody edited dashboard/ meanwhile; "
            "the times would mean nothing. Run the bench again."
        )


def _figures(runs: Runs, *, limits: bool) -> list[Figure]:
    def figure(what: str, *, against: str = "", limit: float | None = None) -> Figure:
        return Figure(
            what=what,
            seconds=tuple(run.counting for run in runs.of[what]),
            peak_mib=max(run.peak_mib for run in runs.of[what]),
            ratio=runs.seconds(what) / runs.seconds(against) if against else None,
            against=f"x {SHORT[against]}" if against else "",
            limit=limit if limits else None,
        )

    one_changed = [_one_changed(change.extract) for change in CHANGES]
    worst = max(one_changed, key=runs.seconds)
    peak = max(run.peak_mib for what in (FULL, SAME, *one_changed) for run in runs.of[what])
    return [
        figure(REFERENCE),
        figure(PANDAS),
        figure(FULL, against=REFERENCE, limit=2.0),
        figure(FULL, against=PANDAS, limit=0.35),
        figure(SAME, against=FULL),
        *(figure(what, against=FULL, limit=0.25) for what in one_changed if what != worst),
        figure(worst, against=FULL, limit=0.25),
        *(_guarding(runs, what, limits=limits) for what in (FULL, worst)),
        Figure(
            what="peak memory of any build",
            ratio=peak / 1024,
            against="GiB",
            limit=2.0 if limits else None,
        ),
    ]


def _guarding(runs: Runs, what: str, *, limits: bool) -> Figure:
    seconds = runs.guarding(what)
    return Figure(
        what=GUARDING.format(what.removesuffix(", without protection")),
        seconds=seconds,
        ratio=median(seconds) / runs.seconds(FULL),
        against=f"x {SHORT[FULL]}",
        limit=1.0 if limits else None,
    )
