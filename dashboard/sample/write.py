"""The sample as a folder of CSV files."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from dashboard.errors import ProgressError
from dashboard.extracts.schema import EXTRACTS, FIRST_YEAR, LAST_YEAR
from dashboard.sample.columns import Columns
from dashboard.sample.draws import Draws
from dashboard.sample.facts import state
from dashboard.sample.names import MOST
from dashboard.sample.recipe import RECIPES, Recipe
from dashboard.sample.roster import make_roster
from dashboard.sample.world import World

MARKER, PROFILE = "SYNTHETIC.txt", "profile.toml"
VERSION = 1
"""Raised whenever the same arguments come to write something else."""

PLAIN = csv.WriteOptions(quoting_style="none", quoting_header="none")
YEARS_BEFORE = max(recipe.years_before for recipe in RECIPES)

NOTICE = """\
SYNTHETIC DATA. Nothing here is real.

Every district, every student and every figure in this folder was made up by a program.
No record describes a person, and no district exists; likeness to real ones is chance.

Made with: districts {districts}, from {first_year}, to {last_year}, seed {seed}
Version of the sample: {version}
"""


class SampleError(ProgressError):
    """The sample that was asked for cannot be made, or not in that folder."""


def write_sample(
    folder: Path,
    *,
    districts: int = 60,
    first_year: int = 2006,
    last_year: int = 2013,
    seed: int = 7,
    on_step: Callable[[str], None] | None = None,
) -> None:
    """Write the extracts of a made-up state into `folder`, which is made if need be.

    `districts`: how many regular and charter districts there are in all; the state-operated
    schools come on top. `first_year`, `last_year`: the years of a release (A4); some extracts
    start earlier (A40). `on_step` hears the name of each extract before it is written. The same
    arguments give the same bytes. An earlier sample in the folder is replaced.

    Raises SampleError for arguments no state can have, and for a folder with anything else in it.
    """
    _check(districts=districts, first_year=first_year, last_year=last_year, seed=seed)
    _clear(folder)
    _write_text(
        folder / MARKER,
        NOTICE.format(
            districts=districts, first_year=first_year, last_year=last_year, seed=seed,
            version=VERSION,
        ),
    )  # fmt: skip
    _write_text(folder / PROFILE, 'profile = "sample"\n')
    draws, facts = Draws(seed), state()
    world = World(
        draws=draws,
        facts=facts,
        roster=make_roster(draws, facts=facts, districts=districts, first_year=first_year),
        first_year=first_year,
        last_year=last_year,
    )
    for recipe in RECIPES:
        if on_step is not None:
            on_step(recipe.name)
        _write_extract(folder, recipe, world=world)


def _check(*, districts: int, first_year: int, last_year: int, seed: int) -> None:
    """Refuse what cannot be: the message names the argument and its limits."""
    earliest = FIRST_YEAR + YEARS_BEFORE
    if not 1 <= districts <= MOST:
        raise SampleError(f"A sample has 1 to {MOST} districts, not {districts}.")
    if last_year < first_year:
        raise SampleError(f"The last year, {last_year}, comes before the first, {first_year}.")
    if first_year < earliest or last_year > LAST_YEAR:
        raise SampleError(
            f"The years must lie in {earliest} to {LAST_YEAR}, not {first_year} to {last_year}: "
            f"the exiters begin {YEARS_BEFORE} years before the first."
        )
    if seed < 0:
        raise SampleError(f"The seed must not be negative: {seed}.")


def _clear(folder: Path) -> None:
    """Make the folder, or take an earlier sample out of it; nothing else is touched."""
    if folder.exists() and not folder.is_dir():
        raise SampleError(f"{folder} is a file. Name a folder for the sample.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise SampleError(
            f"{folder} is not empty and holds no earlier sample ({MARKER} is missing). "
            "Name an empty or a new folder."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for recipe in reversed(RECIPES):
        (folder / f"{recipe.name}.csv").unlink(missing_ok=True)
        if (years := folder / recipe.name).is_dir():
            shutil.rmtree(years)


def _write_extract(folder: Path, recipe: Recipe, *, world: World) -> None:
    """One extract, as one file, or as a file for each year that has rows."""
    years = range(world.first_year - recipe.years_before, world.last_year + 1)
    tables = {year: _table(recipe.name, recipe.rows(world, year)) for year in years}
    if not recipe.by_year:
        _write_table(folder / f"{recipe.name}.csv", pa.concat_tables(tables.values()))
        return
    (folder / recipe.name).mkdir()
    filled = {year: table for year, table in tables.items() if len(table)}
    for year, table in (filled or {world.last_year: tables[world.last_year]}).items():
        _write_table(folder / recipe.name / f"{year}.csv", table)


def _table(name: str, columns: Columns) -> pa.Table:
    """The columns in the order of the schema; a KeyError if one is missing."""
    known = [column.name for column in EXTRACTS[name].columns]
    items = [column for column in columns if column not in known]
    return pa.table({column: columns[column] for column in [*known, *items]})


def _write_table(path: Path, table: pa.Table) -> None:
    """A CSV file without quotes: no value of the sample needs them, or this fails."""
    csv.write_csv(table, path, PLAIN)


def _write_text(path: Path, text: str) -> None:
    """A small text file, the same on every machine."""
    path.write_text(text, encoding="utf-8", newline="\n")
