"""The made-up state's figures, read from state.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.sample.draws import Floats

FILE = Path(__file__).with_name("state.toml")


@dataclass(frozen=True)
class Facts:
    """What the sample aims at: state.toml tells what each table means."""

    tables: Mapping[str, Any]

    def level(self, name: str, year: int) -> float:
        """The level of that name in a school year: interpolated, flat outside its years."""
        points: dict[int, float] = {int(at): v for at, v in self.tables["levels"][name].items()}
        return float(np.interp(year, list(points), list(points.values())))

    def shares(self, table: str, codes: tuple[str, ...], *, within: str | None = None) -> Floats:
        """The shares of a table in the order of `codes`, scaled to 1; 0 for a code it lacks."""
        found = self.tables[table] if within is None else self.tables[table][within]
        shares = np.array([found.get(code, 0.0) for code in codes])
        scaled: Floats = shares / shares.sum()
        return scaled

    def races(self, name: str) -> Floats:
        """A row of the table of races, in the order of the schema's codes."""
        return np.array(self.tables["races"][name])

    @property
    def five_races_until(self) -> int:
        """The last school year of the five-category form of race."""
        return int(self.tables["races"]["five_until"])

    def indicators(self, role: str) -> Mapping[str, str]:
        """The indicator ids of a role, by what is counted."""
        found: Mapping[str, str] = self.tables["indicators"][role]
        return found

    @property
    def first_rating(self) -> date:
        """The day on which preschool entry ratings began."""
        found: date = self.tables["starts"]["preschool_ratings"]
        return found

    @property
    def first_followup(self) -> int:
        """The first school year of the follow-up."""
        return int(self.tables["starts"]["followup"])


@cache
def state() -> Facts:
    """The facts of the sample state."""
    return Facts(tomllib.loads(FILE.read_text(encoding="utf-8")))
