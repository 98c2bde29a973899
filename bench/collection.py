"""`python -m bench.collection`: random sequences of steps in a collection, beside a model (I4).

Prints how many sequences and steps agreed, and how often each step was done or refused, and how;
fails at the first that does not agree, with the shortest sequence that shows it.
"""

import itertools
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

import click
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from dashboard.store import Store
from dashboard.store.migrate import upgrade
from tests.support.collection_machine import machine


@click.command()
@click.option("--sequences", default=500, show_default=True)
@click.option("--steps", default=50, show_default=True, help="Of each sequence, at most.")
def main(sequences: int, steps: int) -> None:
    """Try random sequences, each on a fresh SQLite database."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.sqlite3"
        with closing(Store(f"sqlite:///{empty}")) as store:
            upgrade(store)
        numbers = itertools.count()

        def fresh() -> Store:
            number = next(numbers)
            for old in Path(folder).glob(f"{number - 2}.sqlite3*"):
                old.unlink()
            file = Path(folder) / f"{number}.sqlite3"
            shutil.copy(empty, file)
            return Store(f"sqlite:///{file}")

        tried = machine(fresh)
        run_state_machine_as_test(
            tried,
            settings=settings(
                max_examples=sequences,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    taken = time.perf_counter() - began
    click.echo(
        f"{tried.sequences} sequences agree, {tried.tally.total()} steps of people and uploads, "
        f"{taken:.0f} s"
    )
    for (step, how), count in sorted(tried.tally.items()):
        click.echo(f"  {step:22} {how:18} {count:7}")


if __name__ == "__main__":
    main()
