"""An independent judge of what one sheet tells: linear programmes over the sums, nothing else.

Written without the attacker's code, to say of a slip whether it tells anything at all. It knows
less than the attacker does (real numbers, no tiers of words), so what it calls told is told. Only
for states of which every student is in a listed district and in a group of each breakdown.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import highspy
import numpy as np

from dashboard.catalog import Catalog

ALMOST = 1e-6


class _Silent(highspy.Highs):
    """The solver without its banner, which it prints while it is made."""

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


@dataclass(frozen=True)
class Told:
    """A hidden number that is exact, or too narrow: `exact`; the row's key; num or den."""

    at: tuple[object, ...]
    quantity: str
    exact: bool


class Oracle:
    """The programme of the rows of linked indicators in one year; rows as dicts."""

    def __init__(self, rows: list[dict], bounds: dict, *, catalog: Catalog) -> None:
        self.rule = catalog.profile.protection
        self.rows = {key(row): row for row in rows if row["status"] != "NOT_REPORTED"}
        self.rows = {at: row for at, row in self.rows.items() if row["data_year"] == at[1]}
        self.bounds = bounds
        self.ids = list(dict.fromkeys(at[0] for at in self.rows))
        kinds = {link.indicators: link.kind for link in catalog.links}
        self.kind = next((kind for ids, kind in kinds.items() if set(self.ids) <= set(ids)), None)
        self.column: dict[tuple[object, ...], int] = {}
        self.lines: list[tuple[dict[int, float], float, float]] = []
        for at, row in self.rows.items():
            self._row(at, row)
        self._links()
        self.sums: dict[tuple[object, ...], list[tuple[object, ...]]] = defaultdict(list)
        for at in self.rows:
            for total in totals(at):
                if total in self.rows:
                    self.sums[total].append(at)
        self._sums()
        self.solver = self._solver()

    def told(self) -> Iterator[Told]:
        """All hidden numbers that are told."""
        for at, row in self.rows.items():
            if row["status"] != "SUPPRESSED" or row["den"] is not None:
                continue
            for quantity in ("den", "num"):
                if quantity == "num" and at in self.bounds:
                    continue  # its words tell some of it
                if quantity == "den" and self._published(at):
                    continue
                if self._end(at, "den", sign=-1.0) == 0:
                    continue  # that there is nobody is no secret (NO_STUDENTS)
                width = self._width(at, quantity)
                if width < self._needed(at, quantity):
                    yield Told(at, quantity, width == 0)

    def _published(self, at: tuple[object, ...]) -> bool:
        """Whether a linked indicator publishes the denominator: then it is nobody's secret."""
        same = [self.rows.get((one, *at[1:])) for one in self.ids]
        shared = self.kind in ("parts", "nested")
        return shared and any(row is not None and row["den"] is not None for row in same)

    def _needed(self, at: tuple[object, ...], quantity: str) -> int:
        """As docs/protection.md: min_width, or what the published totals alone leave."""
        least = 1 if quantity == "num" and len(self.ids) > 1 else self.rule.min_width
        return 0 if self._by_law(at) else min(least, self._left(at, quantity))

    def _left(self, at: tuple[object, ...], quantity: str) -> float:
        """The width that the sums above a row leave it, by their published totals alone."""
        least = np.inf
        for total in self.rows.keys() & totals(at):
            row = self.rows[total]
            if total in self.bounds:
                least = min(least, 1)
            elif row["den"] is not None:
                shared = sum(1 for one in self._parts(total, at) if one["den"] is None)
                least = min(least, row[quantity] - (shared if quantity == "den" else 0))
            else:
                least = min(least, self._left(total, quantity))
        return least

    def _by_law(self, at: tuple[object, ...]) -> bool:
        """Whether a row is all there is of the state's own total, which is always told."""
        if at[2:] == ("STATE", None, "ALL", "ALL"):
            return self.rows[at]["den"] is not None
        return any(
            self._by_law(total) and sum(one["den"] != 0 for one in self._parts(total, at)) < 2
            for total in self.rows.keys() & totals(at)
        )

    def _parts(self, total: tuple[object, ...], at: tuple[object, ...]) -> list[dict]:
        """The rows of the sum in which a row adds up to that total: districts, or a breakdown."""
        return [self.rows[one] for one in self.sums[total] if one[2::2] == at[2::2]]

    def _var(self, at: tuple[object, ...], quantity: str) -> int:
        # Linked indicators other than the summary statements share their denominators.
        shared = quantity == "den" and self.kind in ("parts", "nested")
        name = (self.ids[0] if shared else at[0], *at[1:], quantity)
        return self.column.setdefault(name, len(self.column))

    def _row(self, at: tuple[object, ...], row: dict) -> None:
        num, den = self._var(at, "num"), self._var(at, "den")
        self.lines.append(({num: -1.0, den: 1.0}, 0, np.inf))
        for quantity, variable in (("num", num), ("den", den)):
            if row[quantity] is not None:
                self.lines.append(({variable: 1.0}, row[quantity], row[quantity]))
        if at in self.bounds:
            share = self.bounds[at] / 100
            top = row["flags"] == "TOP_CODED"
            ends = (0, np.inf) if top else (-np.inf, 0)
            self.lines.append(({num: 1.0, den: -share}, *ends))

    def _links(self) -> None:
        for at in self.rows if self.kind in ("parts", "nested") else ():
            if at[0] != self.ids[0]:
                continue
            same = [(one, *at[1:]) for one in self.ids if (one, *at[1:]) in self.rows]
            nums = [self._var(one, "num") for one in same]
            if self.kind == "parts":
                line = {self._var(at, "den"): 1.0} | dict.fromkeys(nums, -1.0)
                self.lines.append((line, 0, np.inf))
            else:
                for less, more in pairwise(nums):
                    self.lines.append(({less: -1.0, more: 1.0}, 0, np.inf))

    def _sums(self) -> None:
        groups: dict[tuple[object, ...], list[tuple[object, ...]]] = defaultdict(list)
        for total, parts in self.sums.items():
            for part in parts:
                groups[total, part[2], part[4]].append(part)
        for (total, *_kind), parts in groups.items():
            for quantity in ("num", "den"):
                line = {self._var(part, quantity): 1.0 for part in parts}
                line[self._var(total, quantity)] = -1.0
                self.lines.append((line, 0, 0))

    def _solver(self) -> highspy.Highs:
        solver = _Silent()
        solver.setOptionValue("threads", 1)
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = len(self.column), len(self.lines)
        problem.col_cost_ = np.zeros(len(self.column))
        problem.col_lower_ = np.zeros(len(self.column))
        problem.col_upper_ = np.full(len(self.column), 1e7)
        problem.row_lower_ = np.array([low for _, low, _ in self.lines], float)
        problem.row_upper_ = np.array([high for _, _, high in self.lines], float)
        matrix = problem.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        starts = np.cumsum([0, *(len(line) for line, _, _ in self.lines)])
        matrix.start_ = starts.astype(np.int32)
        matrix.index_ = np.array([n for line, _, _ in self.lines for n in line], np.int32)
        matrix.value_ = np.array([x for line, _, _ in self.lines for x in line.values()])
        solver.passModel(problem)
        return solver

    def _width(self, at: tuple[object, ...], quantity: str) -> int:
        """Greatest less least, of whole numbers; large where the programme has no answer."""
        ends = [self._end(at, quantity, sign=sign) for sign in (1.0, -1.0)]
        return max(0, int(-ends[1] - ends[0]))

    def _end(self, at: tuple[object, ...], quantity: str, *, sign: float) -> float:
        """The least whole number, or with -1 the greatest, negated; -1e6 where none is found."""
        variable = self._var(at, quantity)
        self.solver.changeColCost(variable, sign)
        self.solver.run()
        found = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        end = float(np.ceil(self.solver.getObjectiveValue() - ALMOST)) if found else -1e6
        self.solver.changeColCost(variable, 0.0)
        return end


def key(row: dict) -> tuple[object, ...]:
    """Where a row stands in the table."""
    names = ("indicator", "school_year", "level", "lea_id", "group_type", "group")
    return tuple(row[name] for name in names)


def totals(at: tuple[object, ...]) -> list[tuple[object, ...]]:
    """The rows that a row adds up to."""
    indicator, year, level, lea, group_type, group = at
    found: list[tuple[object, ...]] = []
    if level == "LEA":
        found.append((indicator, year, "STATE", None, group_type, group))
    if group_type != "ALL":
        found.append((indicator, year, level, lea, "ALL", "ALL"))
    return found
