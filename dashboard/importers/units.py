"""Whom a row speaks of: the state (the upper level) or one of its units."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.importers.labels import words
from dashboard.importers.layout import HERE, UnitRule
from dashboard.importers.scope import AsideError

TABLES = HERE / "units"


@dataclass(frozen=True)
class Unit:
    """A unit by its id and name; the id of the state (the upper level) is empty."""

    id: str
    name: str

    @property
    def is_state(self) -> bool:
        """Whether this is the upper level."""
        return not self.id


@dataclass(frozen=True)
class UnitTable:
    """Names met in files, as words, with the units they mean."""

    units: Mapping[str, Unit]
    nation: frozenset[str]
    subtotals: frozenset[str]


STATE = Unit("", "")


@cache
def load_units(name: str, *, root: Path = TABLES) -> UnitTable:
    """The table `units/<name>.toml`."""
    content = tomllib.loads((root / f"{name}.toml").read_text(encoding="utf-8"))
    return UnitTable(
        units={
            words(spelling): Unit(id, spellings[0])
            for id, spellings in content["units"].items()
            for spelling in spellings
        },
        nation=frozenset(map(words, content["nation"])),
        subtotals=frozenset(map(words, content["subtotals"])),
    )


def unit_of(cells: Mapping[str, str], *, rule: UnitRule) -> Unit:
    """The unit of a row; raises AsideError when the row names none that is known."""
    if rule.table is not None:
        return _named(cells[rule.column], column=rule.column, table=load_units(rule.table))
    id = cells[rule.column]
    level_column = rule.level or rule.column
    level = words(cells[level_column])
    if level in map(words, rule.state):
        if level_column != rule.column and id:
            raise AsideError(rule.column, "a row of the state names no unit")
        return STATE
    if rule.unit and level not in map(words, rule.unit):
        wanted = " or ".join((*rule.state, *rule.unit))
        raise AsideError(level_column, f"not {wanted}")
    id = id.removeprefix(rule.drop)
    if not id:
        raise AsideError(rule.column, "a row of a unit names its id")
    return Unit(id, (cells.get(rule.name, "") if rule.name else cells[rule.column]) or id)


def _named(name: str, *, column: str, table: UnitTable) -> Unit:
    spelled = words(name)
    if spelled in table.nation:
        return STATE
    if spelled in table.subtotals:
        raise AsideError(column, "a sum of other rows of the table")
    if spelled not in table.units:
        raise AsideError(column, "no state or area that the table of units knows")
    return table.units[spelled]
