"""The words measures are written in.

A measure is a function that takes the extracts and its parameters, and returns rows that add up:
each row has `school_year`, `lea_id`, and what it adds to the numerator (`num`) and the denominator
(`den`). Race, disability and sex stay on the rows where the extract has them, so that groups can
be counted from the same rows. What eras, listed districts, the monitoring cycle, targets and
statuses add is added once, for all measures, by the pipeline.

A blank code is the text '' (A37): it equals no code, so every question about it answers no.

The same measures tell which records are behind a number (`dashboard.measures.traced`). For that,
a filter compares columns that have names of their own (`age_at_review`, not a formula), or says in
words, with `said`, what a row must be to be kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from dashboard.extracts.schema import EXTRACTS, MISSING, RACES, Kind

Rows: TypeAlias = ir.Table
Measure: TypeAlias = Callable[..., Rows]

DIALECT = "duckdb"
ALIKE = "n"
"""The column of an extract kept as counts: how many rows of the extract are just so."""

RECORD = "record_"
"""Where a measure is traced: which record of an extract a row is; no other table has it."""
COUNTED = (RECORD, "lea_id", "school_year", "num", "den")
"""The columns of traced rows that are asked for."""

DIMENSIONS = {"RACE": "race", "DISABILITY": "disability", "SEX": "sex"}

MEASURES: dict[str, Measure] = {}
"""Every measure by its name; a catalogue record names the one that counts it."""

BEHIND: dict[str, Measure] = {}
"""For a measure that counts districts, by its name: the rows of records that it judges them by."""

SAID: dict[ops.Node, str] = {}
"""In words, what a row must be to be kept by a filter or a join whose condition cannot be read."""


LOOKS_BACK: dict[str, Callable[..., int]] = {}
"""How many years before a year its rows depend on, by measure and its parameters; 0 by default."""


def looks_back(years: Callable[..., int]) -> Callable[[Measure], Measure]:
    """Say that a year's rows depend on rows of years before: the `years` of the parameters."""

    def note(function: Measure) -> Measure:
        LOOKS_BACK[function.__name__] = years
        return function

    return note


def measure(function: Measure) -> Measure:
    """Register a measure under its own name."""
    MEASURES[function.__name__] = function
    return function


def behind(judged: Measure) -> Callable[[Measure], Measure]:
    """Register the rows of records that a measure of districts judges a district by.

    It is told the same parameters. Its `num` and `den` are the district's own: incidents over
    children, say.
    """

    def note(function: Measure) -> Measure:
        BEHIND[judged.__name__] = function
        return function

    return note


def said(rows: Rows, words: str) -> Rows:
    """The same rows, of a filter or join; `words` say what a row must be to be among them."""
    if isinstance(rows.op(), ops.JoinChain):
        rows = rows.select(*rows.columns)  # or the join takes in what is chosen from it later
    SAID[rows.op()] = words
    return rows


_TYPES = {
    Kind.YEAR: "int32",
    Kind.DATE: "date",
    Kind.COUNT: "int32",
    Kind.DECIMAL: "decimal(22, 9)",
    Kind.DAYS: "decimal(5, 2)",
    Kind.PERCENT: "float64",
    Kind.RATING: "int8",
}


@dataclass(frozen=True)
class Sources:
    """The extracts as tables, by their names, whatever engine holds them."""

    given: frozenset[str]  # the extracts that there are, with or without rows
    kept: dict[str, str] = field(default_factory=dict)  # SQL of shared rows, by table name

    def __getattr__(self, name: str) -> Rows:
        if name not in EXTRACTS:
            raise AttributeError(f"there is no extract named {name}")
        return self.table(name)

    def table(self, extract: str) -> Rows:
        """The extract of that name; an empty table when it was not given."""
        columns = {
            column.name: _TYPES.get(column.kind, "string")
            for column in EXTRACTS[extract].columns
            if column.kept
        }
        if EXTRACTS[extract].kept_as_counts:
            columns[ALIKE] = "int32"
        return ibis.table(columns, name=extract)

    def has(self, extract: str) -> bool:
        """Whether the extract was given."""
        return extract in self.given

    def shared(self, rows: Rows) -> Rows:
        """The same rows, made once and kept as a table for every measure that asks for them."""
        text = str(ibis.to_sql(rows, dialect=DIALECT))
        names = {sql: name for name, sql in self.kept.items()}
        name = names.get(text, f"shared_{len(self.kept) + 1}_")
        self.kept[name] = text
        return ibis.table(rows.schema(), name=name)

    @property
    def listed(self) -> Rows:
        """The listed districts of each year (A1): school_year, lea_id."""
        listed = self.districts.filter(
            ibis._.active == "Y", ibis._.lea_type.isin(["REG", "CHARTER"])
        )
        return listed.select("school_year", "lea_id")


def ratio(population: Rows, *, numerator: ir.BooleanValue) -> Rows:
    """All of the population are in the denominator; those for whom it holds, in the numerator."""
    holds = numerator.fill_null(False)
    return addends(population, num=ibis.ifelse(holds, count(population), 0), den=count(population))


def share(*, numerator: Rows, denominator: Rows) -> Rows:
    """A numerator and a denominator that are counted in different extracts."""
    none = ibis.literal(0)
    return addends(numerator, num=count(numerator), den=none).union(
        addends(denominator, num=none, den=count(denominator))
    )


def count(rows: Rows) -> ir.IntegerValue:
    """How many cases each row stands for: rows of one extract that are alike are kept once."""
    return rows[ALIKE] if ALIKE in rows.columns else ibis.literal(1)


def alike(rows: Rows) -> Rows:
    """Rows that are alike in all that is left of them, once, with how many cases they are."""
    names = [name for name in rows.columns if name != ALIKE]
    return rows.group_by(names).agg(**{ALIKE: count(rows).sum().cast("int32")})


def addends(population: Rows, *, num: ir.IntegerValue, den: ir.IntegerValue) -> Rows:
    """What each row of a population adds to the numerator and the denominator."""
    names = (RECORD, "lea_id", *DIMENSIONS.values())
    kept = [name for name in names if name in population.columns]
    counts = {"num": num.cast("int64"), "den": den.cast("int64")}
    year = population.school_year.cast("int32")
    return population.select(*kept, school_year=year, **counts)


def age(birth: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Completed years on a day. Born 29 February: 1 March in common years (1.4)."""
    before_birthday = _month_and_day(day) < _month_and_day(birth)
    return day.year() - birth.year() - before_birthday.cast("int32")


def _month_and_day(day: ir.DateValue) -> ir.IntegerValue:
    return day.month() * 100 + day.day()


def school_year_of(day: ir.DateValue) -> ir.IntegerValue:
    """The school year a day lies in: 1 July to 30 June, named for the year it ends (1.1)."""
    return day.year() + (day.month() >= 7).cast("int32")


def days_from(start: ir.DateValue, end: ir.DateValue) -> ir.IntegerValue:
    """Calendar days; the start is day 0."""
    return end.delta(start, unit="day")


def is_race(race: ir.StringValue) -> ir.BooleanValue:
    """MISSING and blank are never a group; they stay in every total (A31)."""
    return race.isin(RACES)


def is_code(group: ir.StringValue) -> ir.BooleanValue:
    """A group of its own: neither blank nor MISSING."""
    return ~group.isin(["", MISSING])


def total(rows: Rows, *by: str, **sums: ir.NumericScalar) -> Rows:
    """Sums by some columns, as whole numbers."""
    return rows.group_by(by).agg(**{name: value.cast("int64") for name, value in sums.items()})
