"""`python -m bench.releases`: made-up states are protected, attacked, and what was told is counted.

Each seed is a state of 1 to 60 districts, awkward in its own way, of every indicator. Printed are
the seeds that fail and in which tables, never a number of any of them.
"""

import sys
import time
from collections import Counter
from dataclasses import dataclass, field

import click
import numpy as np

from bench.random_tables import GROUPS, Shape, random_table
from dashboard.catalog import Catalog, load_catalog
from dashboard.releases.protecting import TellsTooMuch, attacked

MOST_DISTRICTS = 60


@dataclass
class Count:
    """What came of the releases so far.

    `told` and `refused`: what is to be said of each seed that failed. `protected`: rows hidden or
    coded. `guesses`: cells told only to who takes every hidden row for a small one. `open`:
    quantities that no bound tells and no witness proves wide. `withheld`: tables withheld whole, by
    their group type.
    """

    releases: int = 0
    rows: int = 0
    protected: int = 0
    guesses: int = 0
    open: int = 0
    told: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    withheld: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """The summary."""
        withheld = ", ".join(f"{many} {kind}" for kind, many in sorted(self.withheld.items()))
        return [
            f"{self.releases} releases of {self.rows} rows, {self.protected} of them protected",
            f"{len(self.told)} releases tell a number",
            f"{len(self.refused)} releases were refused",
            f"{self.guesses} cells guessed, {self.open} intervals bounded but not settled",
            f"withheld whole, of an indicator and year each: {withheld or 'nothing'}",
        ]


def shape_of(seed: int) -> Shape:
    """A state of 1 to 60 districts, more often a small one: each time awkward in another way."""
    rng = np.random.default_rng([seed, 1])
    return Shape(
        districts=round(MOST_DISTRICTS ** rng.random()),
        years=tuple(range(2012, 2012 + int(rng.integers(1, 3)))),
        students=float(rng.choice([8, 25, 60, 150, 400])),
        unlisted=float(rng.choice([0, 0, 0.01, 0.1])),
        unknown=float(rng.choice([0, 0, 0.01, 0.1])),
        groups={name: int(rng.integers(1, len(codes) + 1)) for name, codes in GROUPS.items()},
        num_apart=float(rng.choice([0, 0.2])),
    )


def try_release(seed: int, catalog: Catalog, count: Count) -> None:
    """Protect one made-up state and attack it as a build does, and count what came of it."""
    exact = random_table(seed, catalog=catalog, shape=shape_of(seed))
    count.releases += 1
    count.rows += exact.num_rows
    try:
        tried = attacked(exact, catalog)
    except TellsTooMuch as refusal:
        count.refused[seed] = "; ".join(str(leak) for leak in refusal.report.told)
        return
    report = tried.report
    if not report.safe:
        count.told[seed] = "; ".join(str(leak) for leak in report.told)
    count.protected += report.cells
    count.guesses += report.by_kind.get("guess", 0)
    count.open += report.proofs.get("open", 0)
    count.withheld.update(kind for _, _, kind in tried.withheld)


@click.command()
@click.option("--random", "wanted", default=200, show_default=True, help="Made-up states.")
@click.option("--first", default=0, show_default=True, help="The seed of the first.")
@click.option("--seconds", default=0, help="Stop after so many seconds of processor time.")
def main(wanted: int, first: int, seconds: int) -> None:
    """Exit 1 when a release tells a number, or was refused."""
    catalog, count, start = load_catalog(), Count(), time.process_time()
    for seed in range(first, first + wanted):
        try_release(seed, catalog, count)
        for what, failed in (("told", count.told), ("refused", count.refused)):
            if seed in failed:
                click.echo(f"seed {seed}: {what}: {failed[seed]}")
        if seconds and time.process_time() - start > seconds:
            break
    used = time.process_time() - start
    click.echo("\n".join([*count.lines(), f"{used:.0f} s of processor time"]))
    sys.exit(bool(count.told or count.refused))


if __name__ == "__main__":
    main(prog_name="python -m bench.releases")
