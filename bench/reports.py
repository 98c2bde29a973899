"""`python -m bench.reports ROOT`: seconds that a district's report takes on one core.

One process, one report after another, as each process of `python -m dashboard reports` works: the
release is read and the first report set before the clock starts. Processor time is measured, so
that waiting for other work does not count.
"""

import gc
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, quantiles

import click

from dashboard.releases import open_release
from dashboard.report import pdf, report_of
from dashboard.views import Edition, read_edition

WANTED = 0.25


def seconds(edition: Edition, districts: Sequence[str]) -> tuple[list[float], int]:
    """Processor seconds of each report, and the bytes of all."""
    times, size = [], 0
    for lea_id in districts:
        start = time.process_time()
        made = pdf(
            report_of(lea_id, edition=edition),
            profile=edition.catalog.profile,
            created=edition.created,
        )
        times.append(time.process_time() - start)
        size += len(made)
    return times, size


@click.command()
@click.argument("root", type=click.Path(file_okay=False, path_type=Path))
@click.option("--most", default=0, help="Of so many districts only.")
def main(root: Path, most: int) -> None:
    """Measure the reports of the current release in ROOT; exit 1 if they take too long."""
    edition = read_edition(open_release(root))
    districts = [*edition.districts][: most or None]
    gc.freeze()
    seconds(edition, districts[:1])
    times, size = seconds(edition, districts)
    found = mean(times)
    tenth = quantiles(times, n=20)[-1] if len(times) > 1 else found
    click.echo(
        f"{len(times)} reports: {found:.3f} s each ({found / WANTED:.2f} of {WANTED} s wanted), "
        f"19 of 20 under {tenth:.3f} s, {size / len(times) / 1024:.0f} KiB each"
    )
    sys.exit(found > WANTED)


if __name__ == "__main__":
    main()
