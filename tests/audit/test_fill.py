"""Tables with given sums: where there is one it is found, and where there is none that is said."""

import highspy
import numpy as np
import pytest

from dashboard.audit.arrays import Ints
from dashboard.audit.fill import fill, hopeless

TABLES = 150


def random_table(seed: int) -> tuple[tuple[Ints, Ints], Ints, Ints, Ints]:
    """Least and greatest sums of rows, sums of columns, and intervals that may not go together."""
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(2, 6)), int(rng.integers(2, 5)))
    low = rng.integers(0, 3, shape)
    high = low + rng.integers(0, 4, shape)
    somewhere = rng.integers(low, high + 1)
    rows, columns = somewhere.sum(axis=1), somewhere.sum(axis=0)
    for sums in (rows, columns):  # what one has more another has less
        change = int(rng.integers(0, 5))
        sums[rng.integers(len(sums))] += change
        sums[rng.integers(len(sums))] -= change
    slack = rng.integers(0, 3, shape[0])
    return (rows - slack, rows + slack), columns, low, high


def solvable(rows: tuple[Ints, Ints], columns: Ints, low: Ints, high: Ints) -> bool:
    """What a solver says; such programmes have whole solutions where they have any."""
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)  # as the audit's: a process has one number for all
    cells = np.array(
        [
            [solver.addVariable(int(least), int(most)) for least, most in zip(*ends, strict=True)]
            for ends in zip(low, high, strict=True)
        ]
    )
    for row, least, most in zip(cells, *rows, strict=True):
        solver.addConstr(int(least) <= sum(row) <= int(most))
    for column, total in zip(cells.T, columns, strict=True):
        solver.addConstr(sum(column) == int(total))
    solver.run()
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def test_nothing_is_hopeless_that_a_solver_solves_and_the_other_way_round() -> None:
    told = [random_table(seed) for seed in range(TABLES)]
    answers = [hopeless(*one) for one in told]
    assert answers == [not solvable(*one) for one in told]
    assert 20 < sum(answers) < TABLES - 20


@pytest.mark.parametrize("far", [False, True])
def test_a_table_is_found_where_there_is_one(far: bool) -> None:
    for seed in range(TABLES):
        (_, rows), columns, low, high = random_table(seed)
        rng = np.random.default_rng(seed) if far else None
        table = fill(rows, columns, low, high, rng=rng)
        assert (table is not None) == solvable((rows, rows), columns, low, high)
        if table is not None:
            assert (table.sum(axis=1) == rows).all()
            assert (table.sum(axis=0) == columns).all()
            assert ((low <= table) & (table <= high)).all()
