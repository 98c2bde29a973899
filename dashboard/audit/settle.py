"""Least and greatest of single counts, by integer programming, for the few that need it."""

from dataclasses import dataclass

import highspy
import numpy as np

from dashboard.audit.arrays import Floats, Ints
from dashboard.audit.attackers import Impossible
from dashboard.audit.grid import BIG
from dashboard.audit.programme import System

SWEEPS = 12
IDLE_SWEEPS = 2
ALMOST = 1e-6
MOST = 10_000_000
"""More than any count of a state: keeps the programmes bounded."""


MOST_STEPS, MOST_NODES = 20_000, 20
"""How long the solver looks for just any solution."""


@dataclass(frozen=True)
class Targets:
    """Counts to settle, one value each: `variables` are those that add up to it (-1 none).

    `needed`: the width that it must have.
    """

    variables: Ints
    needed: Ints


def settle(known: System, targets: Targets) -> Ints:
    """A proven width of each target: as wide as needed, or, where it is not, its exact width.

    -1 where the solver gave up: proven neither wide nor narrow. Raises Impossible.
    """
    width = np.zeros(len(targets.needed), np.int64)
    label = known.components()
    some = targets.variables.max(axis=1) >= 0
    first = np.where(targets.variables >= 0, targets.variables, len(label)).min(axis=1)
    parts = np.append(label, -1)[first]
    # The variables of one target may lie in several components, which do not know of each other:
    # its width is the sum of theirs, so they are solved as one.
    if some.any():
        for row in targets.variables[some]:
            touched = np.unique(label[row[row >= 0]])
            if len(touched) > 1:
                joined = np.isin(label, touched)
                label[joined] = touched[0]
        parts = np.append(label, -1)[first]
    for part in np.unique(parts[some]):
        mine = np.flatnonzero(parts == part)
        width[mine] = _Component(known, np.flatnonzero(label == part)).settle(
            targets.variables[mine], targets.needed[mine]
        )
    return width


class _Silent(highspy.Highs):
    """The solver without its banner, which it prints on standard output while it is made."""

    def enableCallbacks(self) -> None:  # noqa: N802  the solver's own name
        """Be silent before the first word."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class _Component:
    def __init__(self, known: System, variables: Ints) -> None:
        place = np.full(len(known.low) + 1, -1)
        place[variables] = np.arange(len(variables))
        self.place = place
        mine = place[known.column] >= 0
        rows, row = np.unique(known.row[mine], return_inverse=True)
        self.row, self.column = row, place[known.column[mine]]
        self.value = known.value[mine]
        self.low, self.high = known.low[variables], known.high[variables]
        self.row_low, self.row_high = known.row_low[rows], known.row_high[rows]
        self.solver = self._solver()
        self.whole = False

    def _solver(self) -> highspy.Highs:
        solver = _Silent()  # type: ignore[no-untyped-call]
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 0.5)
        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = len(self.low), len(self.row_low)
        problem.col_cost_ = np.zeros(len(self.low))
        problem.col_lower_, problem.col_upper_ = _ends(self.low, self.high)
        problem.row_lower_, problem.row_upper_ = _ends(self.row_low, self.row_high)
        order = np.argsort(self.row, kind="stable")
        matrix = problem.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.searchsorted(self.row[order], np.arange(len(self.row_low) + 1)).astype(
            np.int32
        )
        matrix.index_ = self.column[order].astype(np.int32)
        matrix.value_ = self.value[order].astype(np.float64)
        solver.passModel(problem)
        return solver

    def settle(self, variables: Ints, needed: Ints) -> Ints:
        """As `settle`, for targets whose variables all belong here."""
        self.targets = np.where(variables >= 0, self.place[variables], len(self.low))
        self.least = np.full(len(needed), BIG)
        self.most = np.full(len(needed), -BIG)
        rng = np.random.default_rng(7)  # any will do; the same each time
        idle = 0
        for _ in range(SWEEPS):
            wanted = np.flatnonzero(self.most - self.least < needed)
            if len(wanted) < 2 or idle >= IDLE_SWEEPS:
                break
            cost = np.zeros(len(self.low) + 1)
            np.add.at(cost, self.targets[wanted], rng.choice([-1.0, 1.0], (len(wanted), 1)))
            self._optimum(cost[:-1], whole=False)
            idle = idle + 1 if (self.most - self.least < needed)[wanted].all() else 0
        for one in np.flatnonzero(self.most - self.least < needed):
            self._single(int(one), int(needed[one]))
        return np.asarray(np.maximum(self.most - self.least, -1))

    def solve(self) -> Ints | None:
        """Any whole solution; None when the solver gave up. Raises Impossible."""
        self.targets = np.arange(len(self.low))[:, None]
        self.solver.setOptionValue("simplex_iteration_limit", MOST_STEPS)
        self.solver.setOptionValue("mip_max_nodes", MOST_NODES)
        for whole in (False, True):
            self.least, self.most = np.full(len(self.low), BIG), np.full(len(self.low), -BIG)
            self._optimum(np.zeros(len(self.low)), whole=whole)
            if (self.most >= self.least).all():
                return self.most
        return None

    def _single(self, one: int, needed: int) -> None:
        cost = np.zeros(len(self.low) + 1)
        np.add.at(cost, self.targets[one], 1.0)
        for whole in (False, True):
            bounds = [self._optimum(sign * cost[:-1], whole=whole) for sign in (1.0, -1.0)]
            width = self.most[one] - self.least[one]
            # Wide enough; or no wider than the witnesses, or than is too narrow anyway.
            outer = -bounds[1] - bounds[0]
            if width >= needed or outer <= width:
                return
            if outer < needed:
                self.least[one], self.most[one] = 0, int(outer)
                return
        if outer > width:
            self.least[one], self.most[one] = 0, -1

    def _optimum(self, cost: Floats, *, whole: bool) -> float:
        """The least of cost x over all solutions, rounded up to a whole number."""
        columns = np.arange(len(self.low), dtype=np.int32)
        if whole != self.whole:
            kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
            self.solver.changeColsIntegrality(
                len(columns), columns, np.full(len(columns), int(kind), np.uint8)
            )
            self.whole = whole
        self.solver.changeColsCost(len(columns), columns, cost)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Impossible
        if status != highspy.HighsModelStatus.kOptimal:
            return float(-BIG)  # nothing proven: neither wide nor narrow
        self._witness(np.array(self.solver.getSolution().col_value))
        info = self.solver.getInfo()
        bound = info.mip_dual_bound if whole else info.objective_function_value
        return float(np.ceil(bound - ALMOST))

    def _witness(self, solution: Floats) -> None:
        near = np.rint(solution)
        if np.abs(solution - near).max(initial=0) > ALMOST:
            return
        x = near.astype(np.int64)
        total = np.zeros(len(self.row_low), np.int64)
        np.add.at(total, self.row, self.value * x[self.column])
        inside = (total >= self.row_low) & (total <= self.row_high)
        if not inside.all() or (x < self.low).any() or (x > self.high).any():
            return
        values = np.append(x, 0)[self.targets].sum(axis=1)
        self.least, self.most = np.minimum(self.least, values), np.maximum(self.most, values)


def any_solution(known: System) -> Ints | None:
    """Any whole solution; None when the solver gave up. Raises Impossible."""
    if not len(known.low):
        return np.empty(0, np.int64)
    return _Component(known, np.arange(len(known.low))).solve()


def possible(known: System) -> bool:
    """Whether any numbers may satisfy the system at all."""
    try:
        any_solution(known)
    except Impossible:
        return False
    return True


def _ends(low: Ints, high: Ints) -> tuple[Floats, Floats]:
    """As the solver wants them."""
    return np.maximum(low, -MOST).astype(np.float64), np.minimum(high, MOST).astype(np.float64)
