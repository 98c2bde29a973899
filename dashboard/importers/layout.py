"""Layouts: how a published table is to be read, as records in `layouts/*.toml`.

A new table is a new file; docs/importing.md explains its fields.
"""

import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from dashboard.catalog.fields import Line, Name, OptionalLine, Record
from dashboard.catalog.problems import shape_problems
from dashboard.errors import ProgressError

HERE = Path(__file__).resolve().parent
LAYOUTS = HERE / "layouts"

Lines = tuple[Line, ...]
Role = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""What a layout calls a column, whatever its heading says."""


class LayoutError(ProgressError):
    """A layout file that cannot be used; its text names file, field and reason."""


class ColumnRule(Record):
    """How a column is known: by one of its `names`, or by the `section` that ends its heading.

    Names compare by letters and digits only. `section` "3.1a" is a heading that ends in (3.1a).
    """

    names: Lines = ()
    section: OptionalLine = ""
    optional: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.names) == bool(self.section):
            raise ValueError("needs either names or section")
        return self


class YearRule(Record):
    """Where the school year stands, and what a single year means.

    "start": 2012 is 2012-13. "end": 2013 is 2012-13. "ffy": the year of an Annual Performance
    Report, whose data are a year older for lagged indicators (1.1). A range like 2012-13 is
    itself, whatever `means` says.
    """

    column: Role
    means: Literal["start", "end", "ffy"]


class UnitRule(Record):
    """Whom a row speaks of.

    `column` holds the unit's id, less the text `drop` before it; or its name, when `table` names
    a table of `units/`. A row is the state's when `level` (else `column`) holds one of `state`,
    and a unit's when it holds one of `unit` (any other text when `unit` is empty).
    """

    column: Role
    name: Role | None = None
    level: Role | None = None
    state: Lines = ()
    unit: Lines = ()
    drop: str = ""
    table: Name | None = None


Conditions = dict[Role, Annotated[Lines, Field(min_length=1)]]
"""Columns, each with the texts one of which it must hold."""


class PartRule(Record):
    """A count that indicators are made of: a column, in the rows that meet the conditions."""

    column: Role
    where: Conditions = Field(default_factory=dict)


class IndicatorRule(Record):
    """An indicator as the sum of parts over the sum of parts."""

    id: Line
    numerator: Annotated[tuple[Role, ...], Field(min_length=1)]
    denominator: Annotated[tuple[Role, ...], Field(min_length=1)]


class TidyRule(Record):
    """One indicator a row: its id in a column, or the same for all rows (`constant`).

    The value is a percent, or becomes one by `times`.
    """

    indicator: Role | None = None
    constant: OptionalLine = ""
    numerator: Role
    denominator: Role
    value: Role
    times: Decimal = Decimal(1)
    target: Role | None = None

    @model_validator(mode="after")
    def _one_indicator(self) -> Self:
        if (self.indicator is None) == (not self.constant):
            raise ValueError("needs either indicator or constant")
        return self


class Layout(Record):
    """One kind of published table.

    `where` chooses the rows, `marks` are cells without a number and what they say, `closing`
    tells that a whole file ends with a line of dashes and its legend, `latest` names the column
    whose greatest text wins where rows repeat.
    """

    name: Name
    title: Line
    source: Line
    command: Literal["import-618", "import-published"]
    profile: OptionalLine = ""
    notes: Lines = ()
    columns: dict[Role, ColumnRule]
    where: Conditions = Field(default_factory=dict)
    year: YearRule
    units: UnitRule
    marks: dict[str, Line] = Field(default_factory=dict)
    closing: bool = False
    latest: Role | None = None
    parts: dict[Role, PartRule] = Field(default_factory=dict)
    indicators: tuple[IndicatorRule, ...] = ()
    tidy: TidyRule | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if bool(self.indicators) == (self.tidy is not None):
            raise ValueError("needs either indicators made of parts, or tidy")
        if self.indicators and self.year.means == "ffy":
            raise ValueError("ffy is for tidy tables: the lag is the indicator's")
        _known(self._roles(), known=self.columns, kind="column")
        made_of = (
            part for rule in self.indicators for part in (*rule.numerator, *rule.denominator)
        )
        _known(made_of, known=self.parts, kind="part")
        return self

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a table is not of this layout."""
        return tuple(role for role, rule in self.columns.items() if not rule.optional)

    def _roles(self) -> Iterable[str | None]:
        yield from (self.year.column, self.units.column, self.units.name, self.units.level)
        yield from (self.latest, *self.where)
        for part in self.parts.values():
            yield from (part.column, *part.where)
        if self.tidy is not None:
            tidy = self.tidy
            yield from (tidy.indicator, tidy.numerator, tidy.denominator, tidy.value, tidy.target)


def _known(wanted: Iterable[str | None], *, known: Iterable[str], kind: str) -> None:
    for name in wanted:
        if name is not None and name not in known:
            raise ValueError(f"{name!r} is no {kind} of this layout")


@cache
def load_layouts(root: Path = LAYOUTS) -> tuple[Layout, ...]:
    """Every layout below `root`, by name; raises LayoutError."""
    return tuple(_layout(path) for path in sorted(root.glob("*.toml")))


def _layout(path: Path) -> Layout:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        return Layout.model_validate({"name": path.stem, **content})
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as reason:
        raise LayoutError(f"layouts/{path.name} is not valid TOML: {reason}") from None
    except ValidationError as error:
        problems = shape_problems(error, model=Layout, file=f"layouts/{path.name}")
        raise LayoutError("\n".join(str(problem) for problem in problems)) from None
