"""`python -m bench.malformed`: what no page of ours sends, to every form and callback (S2, B2).

Sends 10,000 bodies to a site on each database; prints how they were answered, and each server
error with the number by which it is made again; ends with 1 if there was one. The wanted figure
is none.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from dashboard.store import Store
from dashboard.store.migrate import upgrade
from tests.support.malformed import Malformed
from tests.support.postgres import running
from tests.support.release import publish_release
from tests.support.scoped_site import planted

DATABASES = ("sqlite", "postgresql")


@click.command()
@click.option("--bodies", default=10_000, show_default=True, help="Sent to each database.")
@click.option("--seed", default=1, show_default=True)
@click.option("--first", default=0, show_default=True, help="The number of the first one.")
@click.option("--database", type=click.Choice(DATABASES), multiple=True, default=DATABASES)
def main(bodies: int, seed: int, first: int, database: tuple[str, ...]) -> None:
    """Send malformed bodies, and count the server errors."""
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        releases = Path(folder) / "releases"
        publish_release(releases)
        for name in database:
            with _fresh(name, Path(folder)) as url, planted(releases, url) as site:
                faults += _tried(name, Malformed(site, seed), range(first, first + bodies))
    sys.exit(faults > 0)


def _tried(name: str, malformed: Malformed, numbers: range) -> int:
    """Send all of them; the number of server errors."""
    malformed.site.browsers["nobody"].client.get("/")  # Dash completes its callbacks
    began = time.perf_counter()
    counted: Counter[int] = Counter()
    faults = list(malformed.faults(numbers, counted))
    taken = time.perf_counter() - began
    click.echo(f"{name}, seed {malformed.seed}: {len(numbers)} bodies, {taken:.0f} s")
    for status, count in sorted(counted.items()):
        click.echo(f"  {status}  {count:6}")
    click.echo(f"  server errors: {len(faults)}")
    for fault in faults:
        click.echo(f"    {fault}")
    return len(faults)


@contextmanager
def _fresh(name: str, folder: Path) -> Iterator[str]:
    """The address of a new database with the newest tables."""
    if name == "sqlite":
        url = f"sqlite:///{folder / 'collection.sqlite3'}"
        _migrated(url)
        yield url
        return
    with running() as server, server.database() as url:
        _migrated(url)
        yield url


def _migrated(url: str) -> None:
    with closing(Store(url)) as store:
        upgrade(store)


if __name__ == "__main__":
    main()
