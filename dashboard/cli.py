"""`python -m dashboard COMMAND`: the commands of the contract, section 1.

Exit code 0: done. 1: the input is not acceptable. 2: wrong usage. Messages for people go to
standard error, results to standard output; progress is shown on a terminal only.
"""

import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from dashboard.commands import COMMANDS
from dashboard.errors import ProgressError
from dashboard.processes import start_ahead, together

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


class Commands(click.Group):
    """Turns the house's errors into one message and exit code 1: no traceback for people."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ProgressError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)
        except OSError as error:
            click.echo(f"{error.filename or 'A file'}: {error.strerror or error}", err=True)
            ctx.exit(1)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, nothing when standard error is piped."""
    if not sys.stderr.isatty():
        yield lambda _text, _done, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<44}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("")
        yield lambda text, done, of: progress.update(
            task, description=text, completed=done, total=of
        )


@click.group(cls=Commands)
def main() -> None:
    """Progress at a Glance: from source extracts to published indicators."""


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--districts", default=60, show_default=True, help="How many districts.")
@click.option("--from", "first", default=2006, show_default=True, help="First school year.")
@click.option("--to", "last", default=2013, show_default=True, help="Last school year.")
@click.option("--seed", default=7, show_default=True, help="Another seed, another state.")
def sample(folder: Path, districts: int, first: int, last: int, seed: int) -> None:
    """Write synthetic source extracts of a made-up state to DIR."""
    from dashboard.sample import write_sample

    with _progress() as progress:
        write_sample(
            folder,
            districts=districts,
            first_year=first,
            last_year=last,
            seed=seed,
            on_step=lambda text: progress(text, 0, 1),
        )
    click.echo(folder)


@main.command()
@click.argument("extracts", type=FOLDER)
@click.option("--json", "json_file", type=FILE, help="Also write the findings as JSON.")
def check(extracts: Path, json_file: Path | None) -> None:
    """Read every extract and print what is wrong with it. Exit 1 when a file is refused."""
    from tempfile import TemporaryDirectory

    from dashboard.extracts.findings import report, write_json
    from dashboard.extracts.library import read_extracts
    from dashboard.releases.build import catalog_for

    share = float(catalog_for(extracts, "missouri").profile.max_bad_share)
    with TemporaryDirectory() as scratch, _progress() as progress:
        library = read_extracts(
            extracts, cache=Path(scratch), max_bad_share=share, on_step=progress
        )
        library.connection.close()
    if json_file:
        write_json(library.findings, json_file)
    for line in report(library.findings):
        click.echo(line)
    for file in library.files:
        told = "refused" if file.refused else f"{file.used} used, {file.set_aside} set aside"
        click.echo(f"{file.name}: {file.rows} rows read, {told}")
    if library.refused:
        files = "1 file" if len(library.refused) == 1 else f"{len(library.refused)} files"
        click.echo(f"{files} refused: nothing can be built.", err=True)
        raise SystemExit(1)


@main.command()
@click.argument("extracts", type=FOLDER)
@click.option("--releases", type=FOLDER, required=True, help="Where releases are kept.")
@click.option("--catalog", default="missouri", show_default=True, help="A folder of data/catalogs.")
@click.option("--profile", help="Whose words and rules; by default what EXTRACTS names.")
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True
)
@click.option("--full", is_flag=True, help="Read and count everything anew.")
def build(
    extracts: Path, releases: Path, catalog: str, profile: str | None, engine: str, full: bool
) -> None:
    """Check, measure, protect and publish a release; print its id."""
    from dashboard.releases.build import build as build_release
    from dashboard.releases.build import catalog_for

    if engine != "duckdb":
        raise ProgressError("This version builds with duckdb only. Leave out --engine.")
    chosen = catalog_for(extracts, catalog, profile)
    with together():
        if full or not releases.exists():
            start_ahead(extracts)  # before the progress is shown, which takes a thread
        with _progress() as progress:
            built = build_release(
                extracts, releases=releases, catalog=chosen, full=full, on_step=progress
            )
    _tell(built.rows, built.used, len(built.findings))
    click.echo(built.release)


def _tell(rows: int, used: int, findings: int) -> None:
    words = f"{rows} rows read, {used} used, {rows - used} set aside"
    more = f"; {findings} findings (`python -m dashboard check` lists them)" if findings else ""
    click.echo(words + more, err=True)


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def releases(folder: Path) -> None:
    """List the releases in DIR, newest first; * marks the current one."""
    from dashboard.releases import list_releases

    for one in list_releases(folder):
        mark = "*" if one.current else " "
        state = "" if one.ok else "  damaged"
        click.echo(f"{mark} {one.id}  {one.created}  {one.catalog}{state}")


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("release", metavar="ID")
def rollback(folder: Path, release: str) -> None:
    """Make an earlier release the current one."""
    from dashboard.releases import rollback as make_current

    make_current(folder, release)
    click.echo(release)


@main.command()
@click.argument("release", metavar="RELEASE_DIR", type=FOLDER)
@click.option("--thorough", is_flag=True, help="Settle every interval; may take hours.")
@click.option("--alone", is_flag=True, help="Leave out the older releases that lie beside it.")
def audit(release: Path, thorough: bool, alone: bool) -> None:
    """Attack the public tables of a release. Exit 1 if any protected number can be told.

    What the older releases of its folder still tell is taken into account.
    """
    from dashboard.releases.attacked import attack_release

    with _progress() as progress:
        report = attack_release(release, thorough=thorough, alone=alone, on_step=progress)
    for line in report.lines():
        click.echo(line)
    if not report.safe:
        click.echo("Protected numbers can be told: do not publish this release.", err=True)
        raise SystemExit(1)


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--releases", type=FOLDER, default="var/releases", show_default=True, help="Where releases lie."
)
@click.option("--lang", default="en", show_default=True, help="The language: en or es.")
def reports(folder: Path, releases: Path, lang: str) -> None:
    """Write the report of the state and of every district of a release to DIR, as PDF."""
    from dashboard.locale import LANGUAGES, is_known
    from dashboard.report import write_reports

    if not is_known(lang):
        raise ProgressError(f"There are no reports in {lang!r}. Choose {' or '.join(LANGUAGES)}.")
    with _progress() as progress:
        count = write_reports(releases, folder, language=lang, on_step=progress)
    click.echo(f"{count} reports in {folder}")


@main.command("import-618")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--out", type=FOLDER, required=True, help="Where the inputs of build go.")
def import_618_files(files: Sequence[Path], out: Path) -> None:
    """Turn public IDEA section 618 files into inputs of build; unit = state."""
    from dashboard.importers import import_618

    _say(import_618(list(files), out=out))


@main.command("import-published")
@click.argument("file", type=FILE)
@click.option("--out", type=FOLDER, required=True, help="Where the inputs of build go.")
@click.option("--indicators", help="Ids to take, separated by commas; OLD=NEW renames (3A=3B, 1).")
def import_published_table(file: Path, out: Path, indicators: str | None) -> None:
    """Turn an already computed table into inputs of build."""
    from dashboard.importers import import_published

    wanted = [one.strip() for one in indicators.split(",")] if indicators else None
    _say(import_published(file, out=out, indicators=wanted))


def _say(report: Any) -> None:
    for line in report.lines():
        click.echo(line)


@main.command()
@click.option("--port", default=8050, show_default=True)
def serve(port: int) -> None:
    """Serve the dashboard for development; in production use `gunicorn app:server`."""
    # The door opens inward: app imports this package, so it is called by its name.
    server = importlib.import_module("app").server
    click.echo(f"http://127.0.0.1:{port}", err=True)
    server.run(port=port)


for command in COMMANDS:
    main.add_command(command)
