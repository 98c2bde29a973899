"""A trace asked of a district's records: each with what it adds, or with what it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from dashboard.extracts.recorded import FAULT, INSIDE, KEY, RECORD, YEAR, all_records, key_names
from dashboard.extracts.schema import EXTRACTS
from dashboard.measures.words import in_words

if TYPE_CHECKING:  # Ibis takes a second, and is there once a trace is
    from dashboard.measures.traced import Path, Step, Trace

PLACES = ("school_year", "lea_id")
TOGETHER = "counts once together with other records of the student"


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record of a district, and what became of it.

    `key`: the columns that name it in its extract, `student_id` for one. `school_year`: the one it
    stands in. `adds_num`, `adds_den`: what it adds; mostly one or nothing. `reason`: why it is not
    in the numerator, or in neither, in English; '' where there is nothing to say. `facts`: the
    columns that decided, as they stand in the extract, then values made of them; None is blank.
    """

    extract: str
    key: Mapping[str, str]
    school_year: int | None
    in_numerator: bool
    in_denominator: bool
    adds_num: int
    adds_den: int
    reason: str
    facts: Mapping[str, str | None]


@dataclass(frozen=True)
class Told:
    """The records of a district and year; how many of each extract are outside its scope."""

    records: tuple[Record, ...]
    outside: Mapping[str, int]


@dataclass
class _Lost:
    """Where a record fell out: how far it came, and what it lacked there, on each way so far."""

    reached: tuple[int, int] = (-1, -1)
    wanted: dict[str, None] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    facts: dict[str, str | None] = field(default_factory=dict)


def told(connection: duckdb.DuckDBPyConnection, trace: Trace, *, lea_id: str, year: int) -> Told:
    """What a trace says of a district's records in a school year, in order of their keys.

    A record is of the year when it stands in it, is counted in it, or fell out when it was about
    to be. `connection` has the tables of the trace's extracts.
    """
    return _Telling(connection, trace, lea_id, year).told()


def _named(names: Sequence[str], facts: Sequence[str | None]) -> dict[str, str | None]:
    """Facts by their names in words; blank ones are None."""
    return {name: fact or None for name, fact in zip(names, facts, strict=True)}


class _Telling:
    def __init__(
        self, connection: duckdb.DuckDBPyConnection, trace: Trace, lea_id: str, year: int
    ) -> None:
        self.connection, self.trace, self.lea_id, self.year = connection, trace, lea_id, year
        self.counts = self._counts()
        self.lost, self.short = self._falls()

    def told(self) -> Told:
        extracts = dict.fromkeys(path.extract for path in self.trace.paths)
        found = [record for extract in extracts for record in self._records(extract)]
        outside = {extract: self._outside(extract) for extract in extracts}
        return Told(tuple(found), {name: count for name, count in outside.items() if count})

    def _counts(self) -> dict[str, dict[int, tuple[int, int]]]:
        """By record and school year, what it adds to numerator and denominator."""
        found: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
        rows = self.connection.execute(
            f"SELECT {RECORD}, school_year, sum(num)::BIGINT, sum(den)::BIGINT "
            f"FROM ({self.trace.counted}) WHERE lea_id = ? GROUP BY ALL",
            [self.lea_id],
        ).fetchall()
        for record, year, num, den in rows:
            found[record][year] = (num, den)
        return found

    def _falls(self) -> tuple[dict[str, _Lost], dict[str, _Lost]]:
        lost: dict[str, _Lost] = defaultdict(_Lost)
        short: dict[str, _Lost] = defaultdict(_Lost)
        for path in self.trace.paths:
            for place, step in enumerate(path.steps):
                self._fall(step, place, lost)
            if path.short:
                self._fall(path.short, 0, short)
        return lost, short

    def _fall(self, step: Step, place: int, into: dict[str, _Lost]) -> None:
        """Note who fell out at a step; of several ways, those on which a record came furthest."""
        names = tuple(map(in_words, step.facts))
        for record, year, unmet, *facts in self.connection.execute(step.sql).fetchall():
            fall, reached = into[record], (place, unmet)
            if reached > fall.reached:
                fall.reached, fall.wanted, fall.years, fall.facts = reached, {}, set(), {}
            if reached == fall.reached:
                fall.wanted[step.wanted[unmet]] = None
                fall.years |= {year} - {None}
                fall.facts |= _named(names, facts)

    def _records(self, extract: str) -> Iterator[Record]:
        names = self._deciding(extract)
        columns = "".join(f", {name}::VARCHAR" for name in names)
        rows = self.connection.execute(
            f"SELECT {RECORD}, {KEY}, {YEAR}, {FAULT}{columns} FROM {all_records(extract)} "
            f"WHERE lea_id = ? AND {INSIDE} ORDER BY {KEY}, {RECORD}",
            [self.lea_id],
        ).fetchall()
        # A large district has tens of thousands of records: what is the same of all is made once.
        named_by, told_as = key_names(EXTRACTS[extract]), tuple(map(in_words, names))
        for record, key, year, fault, *facts in rows:
            if self._is_of_the_year(record, year):
                own = _named(told_as, facts)
                named = dict(zip(named_by, key, strict=True))
                yield self._record(record, extract, named, year, fault, own)

    def _is_of_the_year(self, record: str, year: int | None) -> bool:
        counted = self.counts.get(record, {})
        fell = self.lost[record].years if record in self.lost else set()
        return self.year == year or self.year in counted or (not counted and self.year in fell)

    def _record(
        self,
        record: str,
        extract: str,
        key: Mapping[str, str],
        year: int | None,
        fault: str | None,
        facts: dict[str, str | None],
    ) -> Record:
        counted = self.counts.get(record, {}).get(self.year)
        num, den = counted or (0, 0)
        in_numerator = num > 0 or counted == (0, 0)
        fall = self.short.get(record) if counted else self.lost.get(record)
        if fall and not in_numerator:
            facts = {**facts, **fall.facts}
        return Record(
            extract=extract,
            key=key,
            school_year=year,
            in_numerator=in_numerator,
            in_denominator=den > 0,
            adds_num=num,
            adds_den=den,
            reason=self._reason(record, counted, fault, fall),
            facts=facts,
        )

    def _reason(
        self, record: str, counted: tuple[int, int] | None, fault: str | None, fall: _Lost | None
    ) -> str:
        if fault:
            return f"set aside: {fault}"
        if counted == (0, 0):
            return TOGETHER
        if counted and counted[0]:
            return ""
        if not counted and (others := self.counts.get(record)):
            return f"counts in {', '.join(map(str, sorted(others)))}"
        return f"needs: {', or '.join(fall.wanted)}" if fall else ""

    def _deciding(self, extract: str) -> tuple[str, ...]:
        """The columns that decide on any way of the extract's records."""
        paths: list[Path] = [path for path in self.trace.paths if path.extract == extract]
        names = dict.fromkeys(name for path in paths for name in path.deciding)
        return tuple(name for name in names if name not in PLACES)

    def _outside(self, extract: str) -> int:
        """How many records of the district and year lie outside the extract's scope."""
        row: Any = self.connection.execute(
            f"SELECT count(*) FROM {all_records(extract)} WHERE lea_id = ? AND {YEAR} = ? "
            f"AND NOT {INSIDE}",
            [self.lea_id, self.year],
        ).fetchone()
        return int(row[0])
