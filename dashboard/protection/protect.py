"""The one door between exact and public values."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.catalog import Catalog
from dashboard.protection.carried import follow_sources
from dashboard.protection.closing import fill, withhold_breakdown
from dashboard.protection.earlier import Earlier, Memory, remember
from dashboard.protection.judged import Preference
from dashboard.protection.kept import Kept, digest, packed, unpacked
from dashboard.protection.marks import Marks, primary
from dashboard.protection.sheet import Bools, Coded, Sheet, read, sheets
from dashboard.protection.workers import Decide, working
from dashboard.protection.written import Decisions, written

Breakdown = tuple[str, int, str]
"""Indicator, school year and group type."""


@dataclass(frozen=True, kw_only=True)
class Protected:
    """The public tables: `values` like indicator_value, and the bounds of coded rows in `coded`."""

    values: pa.Table
    coded: pa.Table


OnDecided = Callable[[int, Callable[[], Protected]], object]
"""Is told how many rows of some sheets there are, and what makes them as they are published."""


def protect(
    exact: pa.Table,
    catalog: Catalog,
    *,
    earlier: Sequence[Earlier] = (),
    kept: Kept | None = None,
    withhold: Collection[Breakdown] = (),
    on_decided: OnDecided | None = None,
    threads: Executor | None = None,
) -> Protected:
    """The public form of an exact indicator_value table (docs/protection.md).

    A protected row has null num, den and value and the status SUPPRESSED; a coded one says
    TOP_CODED or BOTTOM_CODED in its flags, and its bound stands in `coded`. STATE ALL rows are
    never protected. `earlier`: the releases that are still published (P4). `kept` remembers what
    was decided from the same counts. The result depends on the table, the catalogue and the earlier
    releases alone. `withhold`: breakdowns of which nothing is to be shown. `on_decided`: where
    nothing was decided before, and others decide too, hears of the rows of some sheets as soon as
    they are decided, in any thread. `threads`: to decide in; what else they are given meanwhile has
    to wait until all is decided.
    """
    decisions = Decisions.none(exact.num_rows)
    ahead = kept is not None and not kept
    with working(catalog, rows=exact.num_rows, ahead=ahead, threads=threads) as workers:
        exact = exact.combine_chunks()  # some rows are soon taken from one piece
        rows = read(exact)
        memory = remember(exact, earlier, catalog)

        def decided(some: Sequence[Marks]) -> None:
            if ahead and on_decided and not workers.alone:
                many = sum(int(marks.there.sum()) for marks in some)
                on_decided(many, lambda: _rows_of(some, exact, rows, catalog))

        kept = {} if kept is None else kept
        step = _Step(catalog, memory, kept, withhold, workers.decide, decided)
        # The largest set is the first: it takes longest, going year by year.
        for linked in workers.each(step.years, sheets(rows, catalog)):
            for marks in linked:
                decisions.take(marks)
    follow_sources(decisions, rows, catalog)
    return Protected(**written(exact, decisions, catalog))


def _rows_of(some: Sequence[Marks], exact: pa.Table, rows: Coded, catalog: Catalog) -> Protected:
    """The public rows of some years of a set of linked indicators, but for those carried."""
    decisions = Decisions.none(exact.num_rows)
    for marks in some:
        decisions.take(marks)
    parts = [rows.of(marks.sheet.indicators, marks.sheet.year) for marks in some]
    at = np.sort(np.concatenate(parts))
    return Protected(**written(exact.take(pa.array(at)), decisions.of(at), catalog))


AT_ONCE = 10_000
"""Rows that are worth to be told of; of fewer, several years together."""


@dataclass(frozen=True, eq=False)
class _Step:
    """What every sheet is protected with."""

    catalog: Catalog
    memory: Memory
    kept: Kept
    withhold: Collection[Breakdown]
    decide: Decide
    decided: Callable[[Sequence[Marks]], None]

    def years(self, linked: Sequence[Sheet]) -> list[Marks]:
        """The sheets of linked indicators, in the order of their years: each looks back on one."""
        done: list[Marks] = []
        told = 0
        for sheet in linked:
            done.append(self._sheet(sheet, done[-1] if done else None))
            many = sum(int(marks.there.sum()) for marks in done[told:])
            if many >= AT_ONCE or sheet is linked[-1]:
                self.decided(done[told:])
                told = len(done)
        return done

    def _sheet(self, sheet: Sheet, before: Marks | None) -> Marks:
        marks = primary(sheet, self.catalog)
        withheld = sorted(kind for id, year, kind in self.withhold if _is(sheet, id, year))
        for kind in withheld:
            withhold_breakdown(marks, kind)
        again = self.memory.hide[sheet.row] & sheet.there
        marks.hidden |= again
        marks.coded[again] = 0
        self._fill_again(marks)
        prefer = Preference(
            before=_hidden_before(sheet, before),
            known=self.memory.known[sheet.row] & sheet.there,
            fixed=self.memory.fixed[sheet.row] & sheet.there,
        )
        key = digest(sheet, prefer.before, self.catalog, withheld)
        if key in self.kept:
            return unpacked(self.kept[key], marks)
        marks = self.decide(marks, prefer)
        self.kept[key] = packed(marks)
        return marks

    def _fill_again(self, marks: Marks) -> None:
        """Let rows stand for nobody where they did in an earlier release."""
        sheet = marks.sheet
        empty = sheet.zero >= 0
        marks.zeros |= empty.any(axis=1) & (self.memory.hide[sheet.zero] | ~empty).all(axis=1)
        if not self.memory.filled:
            return
        for place, one in enumerate(sheet.indicators):
            for unit, lea in enumerate(sheet.units):
                for kind in sheet.types:
                    if (one.id, sheet.year, lea, kind) in self.memory.filled:
                        marks.filled[kind][unit] = True
                        fill(marks, kind, slice(unit, unit + 1), [(place,)])


def _is(sheet: Sheet, id: str, year: int) -> bool:
    return sheet.year == year and sheet.place(id) is not None


def _hidden_before(sheet: Sheet, before: Marks | None) -> Bools:
    """The rows of a sheet that were hidden in the year before (5.4 prefers them)."""
    hidden = np.zeros_like(sheet.there)
    if before is None:
        return hidden
    old = before.sheet
    units = {unit: place for place, unit in enumerate(old.units)}
    columns = {column: place for place, column in enumerate(old.columns)}
    u = [(here, units[unit]) for here, unit in enumerate(sheet.units) if unit in units]
    c = [(here, columns[one]) for here, one in enumerate(sheet.columns) if one in columns]
    if u and c and len(old.indicators) == len(sheet.indicators):
        (to_u, from_u), (to_c, from_c) = zip(*u, strict=True), zip(*c, strict=True)
        k = range(len(sheet.indicators))
        hidden[np.ix_(k, to_u, to_c)] = before.hidden[np.ix_(k, from_u, from_c)]
    return hidden
