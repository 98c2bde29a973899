"""What an indicator is, as a record (1.9 of the specification).

Records are frozen and hold facts only. What the records of one file mean together is judged in
`checks`; how they come from files, in `load`. docs/catalogue.md explains every field to those
who write one.
"""

from typing import Any, Literal

from pydantic import Field

from dashboard.catalog.fields import (
    Count,
    Flag,
    Line,
    Name,
    OptionalLine,
    Parameters,
    Percent,
    Record,
    Year,
    merged,
)
from dashboard.catalog.problems import UnknownIndicatorError
from dashboard.catalog.profile import Profile

Group = Literal["RACE", "DISABILITY", "SEX"]


class Formula(Record):
    """`left` = `numerator` / `denominator` x 100, where each line of `where` holds."""

    left: Line
    numerator: Line
    denominator: Line
    where: tuple[Line, ...] = ()


class Era(Record):
    """The years in which one formula holds; `to_year` None means until further notice.

    `measure`, `parameters`, `needs` and `groups` override the indicator's, parameter by
    parameter. `look_back`: how many years before a year its `needs` must reach (A13).
    """

    id: Line
    from_year: Year = Field(validation_alias="from", serialization_alias="from")
    to_year: Year | None = Field(None, validation_alias="to", serialization_alias="to")
    label: Line
    formula: Formula
    note: OptionalLine = ""
    measure: Name | None = None
    parameters: Parameters = Field(default_factory=dict)
    needs: tuple[Name, ...] | None = None
    groups: tuple[Group, ...] | None = None
    look_back: Count = 0

    def covers(self, year: int) -> bool:
        """Whether the era holds in a school year."""
        return self.from_year <= year and (self.to_year is None or year <= self.to_year)


class Gap(Record):
    """A year without values, and why."""

    year: Year
    note: Line


class Break(Record):
    """A year from which values do not compare with those before.

    `era`: the formula changed, the line is cut. `light`: the collection changed, the line goes on.
    """

    year: Year
    label: Line
    note: Line
    weight: Literal["era", "light"]


class Note(Record):
    """A note of the indicator, or only of some of its years."""

    text: Line
    from_year: Year | None = Field(None, validation_alias="from", serialization_alias="from")
    to_year: Year | None = Field(None, validation_alias="to", serialization_alias="to")


class ReferenceLine(Record):
    """A level drawn across the chart that is no target."""

    value: Percent
    label: Line


class Indicator(Record):
    """One indicator: its words, its eras, and what its measure is told."""

    id: Line
    family: Line
    title: Line
    short_title: Line
    statement: Line
    kind: Literal["results", "compliance"]
    direction: Literal["higher", "lower", "none"]
    fixed_target: Percent | None = None
    unit: Line
    counted: Line
    lagged: Flag = False
    decimals: Count = 1
    measure: Name | None = None
    parameters: Parameters = Field(default_factory=dict)
    extracts: tuple[Name, ...] = Field(min_length=1)
    needs: tuple[Name, ...] = ()
    must_exist: tuple[Name, ...] = ()
    needs_prior_year: Flag = False
    levels: Literal["both", "state"] = "both"
    percent_of_districts: Flag = False
    ratio_group_min: Count | None = None
    groups: tuple[Group, ...] = ()
    monitored: Flag = False
    min_cases_for_target: Count = 0
    eras: tuple[Era, ...] = Field(min_length=1)
    gaps: tuple[Gap, ...] = ()
    breaks: tuple[Break, ...] = ()
    baseline_years: tuple[Year, ...] = ()
    notes: tuple[Note, ...] = ()
    chart_note: OptionalLine = ""
    source: Line
    keyword: OptionalLine = ""
    protection: Literal["student", "process", "district", "state_only"]
    reference_lines: tuple[ReferenceLine, ...] = ()

    def era_of(self, year: int) -> Era | None:
        """The era of a school year; None outside the eras and in a gap year (A4)."""
        if any(gap.year == year for gap in self.gaps):
            return None
        return next((era for era in self.eras if era.covers(year)), None)

    def apr_ffy(self, data_year: int) -> int:
        """The FFY of the Annual Performance Report that holds a data year (1.1)."""
        return data_year if self.lagged else data_year - 1

    def measure_in(self, era: Era) -> str:
        """The name of the function of `dashboard.measures` that counts in an era."""
        measure = era.measure or self.measure
        if measure is None:  # checks.py lets no such record through
            raise ValueError(f"indicator {self.id} names no measure for era {era.id}")
        return measure

    def parameters_in(self, era: Era) -> dict[str, Any]:
        """What the measure is told in an era: the indicator's parameters, then the era's."""
        return merged(self.parameters, era.parameters)

    def needs_in(self, era: Era) -> tuple[str, ...]:
        """The extracts that must have a row in a year of the era (A3)."""
        return self.needs if era.needs is None else era.needs

    def groups_in(self, era: Era) -> tuple[Group, ...]:
        """The breakdowns that have rows in an era (A32)."""
        return self.groups if era.groups is None else era.groups

    def notes_for(self, first: int, last: int) -> tuple[str, ...]:
        """The notes that concern any of the years first..last, in their order."""
        return tuple(
            note.text
            for note in self.notes
            if (note.from_year is None or note.from_year <= last)
            and (note.to_year is None or note.to_year >= first)
        )


class Family(Record):
    """Indicators that belong together under one heading, as on a page of the printed report."""

    id: Line
    heading: Line
    title: Line


class Link(Record):
    """Indicators whose counts tell of each other, so that they are protected together (5.3).

    `parts`: disjoint parts of one population: denominators equal, numerators add up to at most
    that. `nested`: one population, each numerator holds the one before. `summary`: the two summary
    statements of one outcome (3.3). `overlap`: nearly the same students, counted apart.
    """

    kind: Literal["parts", "nested", "summary", "overlap"]
    indicators: tuple[Line, ...] = Field(min_length=2)


class Catalog(Record):
    """A catalogue of indicators in display order, with one profile.

    `size_indicators`: whose denominators tell how large a unit is; the first shown one counts.
    `digest` is the SHA-256 (hex) over the files it was read from. `translations`: by language, each
    text as it stands here with its translation.
    """

    name: Name
    title: Line
    source: Line
    digest: str
    profile: Profile
    families: tuple[Family, ...]
    links: tuple[Link, ...] = ()
    size_indicators: tuple[Line, ...] = ()
    indicators: tuple[Indicator, ...]
    translations: dict[str, dict[str, str]] = Field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all indicators, in display order."""
        return tuple(indicator.id for indicator in self.indicators)

    def get(self, wanted: str) -> Indicator | None:
        """The indicator of that id, or None."""
        return next((found for found in self.indicators if found.id == wanted), None)

    def __getitem__(self, wanted: str) -> Indicator:
        found = self.get(wanted)
        if found is None:
            raise UnknownIndicatorError(wanted, known=self.ids)
        return found

    def __contains__(self, wanted: object) -> bool:
        return wanted in self.ids

    def family_of(self, indicator: Indicator) -> Family:
        """The family of an indicator."""
        return next(family for family in self.families if family.id == indicator.family)

    def has_unit_values(self, indicator: Indicator) -> bool:
        """Whether units (LEAs) have values of the indicator, or the upper level alone."""
        return self.profile.every_indicator_has_unit_values or indicator.levels == "both"

    def to_public(self) -> dict[str, Any]:
        """The catalogue as JSON, in the files' words: a release's catalog.json.

        `catalog_from_public` reads it back equal.
        """
        return self.model_dump(mode="json", by_alias=True)
