"""`python -m bench`: measures every figure that the README claims, and prints them."""

import sys
from pathlib import Path

import click

from bench import build
from bench.measure import ROOT, BenchError
from bench.site import figures as site
from bench.site import public

BENCHES = {"build": build.run, "site": site.run, "public": public.run}
"""Each bench by its name: it prints its table and says whether all its limits hold."""


@click.command()
@click.option("--only", type=click.Choice(sorted(BENCHES)), multiple=True, help="Leave out others.")
@click.option("--rounds", default=3, show_default=True, help="Runs of each figure.")
@click.option("--districts", default=560, show_default=True, help="Districts of the history.")
@click.option("--scale", default=1.0, show_default=True, help="Share of Missouri's rows.")
@click.option("--keep", is_flag=True, help="Leave the releases that were built.")
@click.option("--compare", is_flag=True, help="Also compare the build's numbers with pandas'.")
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "bench" / "work",
    help="Where the history and the releases go; by default bench/work.",
)
def main(
    only: tuple[str, ...],
    rounds: int,
    districts: int,
    scale: float,
    keep: bool,
    compare: bool,
    work: Path,
) -> None:
    """Measure and print; exit 1 when a limit is missed or a measurement failed."""
    options = build.Options(
        work=work.resolve(),
        rounds=rounds,
        districts=districts,
        scale=scale,
        keep=keep,
        compare=compare,
    )
    try:
        held = [bench(options) for name, bench in BENCHES.items() if not only or name in only]
    except BenchError as error:
        raise click.ClickException(str(error)) from None
    sys.exit(not all(held))


if __name__ == "__main__":
    main(prog_name="python -m bench")
