"""The commands of the collection: open one, see how far it is, and export what is certified."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.store import FILE, opened_store
from dashboard.errors import ProgressError

if TYPE_CHECKING:
    from dashboard.collection.opening import ListedSchool

FOLDER = click.Path(file_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
SCHOOLS = ("lea_id", "lea_name", "school_id", "school_name")
EXPECTED = ("lea_id", "children")


@click.group()
def collection() -> None:
    """The collection of Indicator 7: open one, and see how far it is."""


@collection.command("open")
@click.option("--year", type=int, required=True, help="The school year, by the year it ends in.")
@click.option("--schools", type=FILE, required=True, help=f"CSV: {', '.join(SCHOOLS)}.")
@click.option("--expected", type=FILE, help=f"CSV: {', '.join(EXPECTED)} of 3 to 5 (W09).")
@click.option("--opens", type=DAY, required=True, help="The first day, YYYY-MM-DD.")
@click.option("--closes", type=DAY, required=True, help="The last day, YYYY-MM-DD.")
def open_one(
    year: int, schools: Path, expected: Path | None, opens: datetime, closes: datetime
) -> None:
    """Open the collection of a school year for the schools of a list."""
    from dashboard.accounts.acting import OPERATOR
    from dashboard.collection.opening import open_collection

    listed, children = list(_schools(schools)), dict(_expected(expected))
    with opened_store() as store, store.writing() as session:
        open_collection(
            session, OPERATOR, school_year=year, opens=opens.date(), closes=closes.date(),
            schools=listed, expected=children, now=datetime.now(UTC),
        )  # fmt: skip
    districts = len({school.lea_id for school in listed})
    click.echo(f"{year}: {districts} districts, {len(listed)} schools")


@collection.command()
@click.option("--catalog", default="missouri", show_default=True, help="Whose rules and days.")
def status(catalog: str) -> None:
    """How many districts have certified, and which have not."""
    from sqlalchemy import select

    from dashboard.collection.overview import progress_of
    from dashboard.collection.rules import load_rules
    from dashboard.store.models import Collection

    rules, now = load_rules(catalog), datetime.now(UTC)
    with opened_store() as store, store.reading() as session:
        ids = session.scalars(select(Collection.id).order_by(Collection.school_year)).all()
        found = [progress_of(session, one, now=now, rules=rules) for one in ids]
    if not found:
        click.echo("There is no collection. Open one with `python -m dashboard collection open`.")
    for one in found:
        days = f"{one.window.opens} to {one.window.closes}"
        click.echo(f"{one.school_year}: {one.sentence}, open {days}")
        for line in one.reminders:
            left = f"{line.days_left} days left" if line.days_left >= 0 else "closed"
            schools = f"{line.submitted} of {line.schools} schools submitted"
            back = ", was certified" if line.taken_back else ""
            click.echo(f"  {line.key.lea_id} {line.name}: {schools}, {left}{back}")


@click.command("export-eco")
@click.argument("extracts", metavar="EXTRACTS_DIR", type=FOLDER)
@click.option("--year", "years", type=int, multiple=True, help="Only this year; may be repeated.")
def export_eco(extracts: Path, years: Sequence[int]) -> None:
    """Write what is certified to EXTRACTS_DIR, as the extract eco, for build to read."""
    from dashboard.collection.export import export_eco as export

    with opened_store() as store:
        done = export(store, extracts, school_years=years or None)
    for one in done:
        year = one.year
        certified = f"{len(year.certified)} of {year.districts} districts certified"
        stale = f", {len(year.stale)} taken back and marked" if year.stale else ""
        click.echo(f"{year.file}: {one.rows} rows; {certified}{stale}")
    if not done:
        click.echo("There is no collection: nothing was exported.", err=True)


def _schools(file: Path) -> Iterator[ListedSchool]:
    from dashboard.collection.opening import ListedSchool

    for _, (lea_id, lea_name, school_id, name) in _rows(file, SCHOOLS):
        yield ListedSchool(lea_id=lea_id, lea_name=lea_name, school_id=school_id, name=name)


def _expected(file: Path | None) -> Iterator[tuple[str, int]]:
    for line, (lea_id, children) in _rows(file, EXPECTED) if file else ():
        if not (children.isascii() and children.isdigit()):
            raise ProgressError(f"{file}:{line}: children: must be a whole number.")
        yield lea_id, int(children)


def _rows(file: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Each row below a header of exactly these columns, with its line."""
    from dashboard.extracts.bytes import Unreadable, look, text_of

    try:
        found = look(file)
    except Unreadable as error:
        raise ProgressError(f"{file}:{error.line}: {error.rule}.") from error
    except OSError as error:
        raise ProgressError(f"{file} cannot be read: {error.strerror}.") from error
    if found.header != tuple(columns):
        raise ProgressError(f"{file}: the header must be {','.join(columns)}.")
    with text_of(file) as text:
        rows = csv.reader(text, strict=True)
        try:
            next(rows)
            for row in filter(None, rows):
                if len(row) != len(columns):
                    raise ProgressError(
                        f"{file}:{rows.line_num}: {len(row)} fields, the header {len(columns)}."
                    )
                yield rows.line_num, row
        except csv.Error as error:
            raise ProgressError(f"{file}:{rows.line_num}: {error}.") from error


COMMANDS: Sequence[click.Command] = (collection, export_eco)
