"""The whole attack: every grid, every attacker, every hidden count; and what it found."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa

from dashboard.audit.grid import BIG, STATE, Grid, grids
from dashboard.audit.judge import KINDS, Verdict, judge
from dashboard.audit.plainly import plain_leaks
from dashboard.audit.report import Attacked, Leak, Report
from dashboard.audit.rows import BOTTOM, EVERYBODY, HIDDEN, TOP, Rows, read_rows
from dashboard.catalog import Catalog

OnStep = Callable[[str, int, int], None]


def audit(
    values: pa.Table,
    coded: pa.Table,
    *,
    catalog: Catalog,
    earlier: Sequence[tuple[pa.Table, pa.Table]] = (),
    workers: int | None = None,
    thorough: bool = False,
    on_step: OnStep = lambda _text, _done, _of: None,
) -> Report:
    """Attack the public tables of a release (5.3, 5.4; trust.md P1 to P4).

    `values` and `coded`: its public `indicator_value` and `coded`. `earlier`: the same of other
    releases that can still be read. `workers`: threads; None for one a core. Nothing that is not
    published is looked at. `thorough` solves a programme for every count, however long it takes;
    without it, counts of large tables that no bound tells and no witness proves stay open.
    """
    rows = read_rows([(values, coded), *earlier])
    now = rows[0]
    leaks = list(plain_leaks(now, rows[1:], catalog))
    proofs: Counter[str] = Counter()
    narrowest: dict[str, int] = {}
    todo = list(grids(now, catalog))
    rule = catalog.profile.protection
    with ThreadPoolExecutor(workers or os.cpu_count()) as threads:
        verdicts = threads.map(lambda grid: judge(grid, rule=rule, thorough=thorough), todo)
        judged = []
        for n, (grid, verdict) in enumerate(zip(todo, verdicts, strict=True)):
            on_step(f"attacking {grid.unit.members[0].indicator}", n, len(todo))
            judged.append((grid, verdict))
    for grid, verdict in judged:
        leaks += _leaks(grid, verdict)
        proofs += verdict.proofs
        for one, least in zip(grid.unit.members, verdict.narrowest, strict=True):
            narrowest[one.indicator] = min(narrowest.get(one.indicator, BIG), int(least))
    return Report(
        cells=int(now.is_hidden.sum()),
        leaks=tuple(sorted(leaks)),
        proofs=dict(proofs),
        indicators=_attacked(now, narrowest),
    )


def _attacked(rows: Rows, narrowest: dict[str, int]) -> dict[str, Attacked]:
    found = {}
    for n, name in enumerate(rows.codes.indicators):
        kind = rows.kind[rows.indicator == n]
        hidden = int((kind == HIDDEN).sum())
        coded = int(((kind == BOTTOM) | (kind == TOP)).sum())
        least = narrowest.get(name, BIG)
        if hidden or coded:
            found[name] = Attacked(hidden, coded, least if 0 <= least < BIG // 2 else None)
    return found


def _leaks(grid: Grid, verdict: Verdict) -> list[Leak]:
    tables = [EVERYBODY] * grid.kind.shape[3]
    for span in grid.breakdowns:
        tables[span.parts] = [span.name] * (span.stop - span.start + 1)
    found: Counter[Leak] = Counter()
    for quantity, worst in verdict.worst.items():
        for member, year, place, column in np.argwhere(worst).tolist():
            state = place == grid.kind.shape[2] + STATE
            leak = Leak(
                indicator=grid.unit.members[member].indicator,
                school_year=grid.years[year],
                table=f"{'STATE' if state else 'LEA'} {tables[column]}",
                quantity=quantity,
                kind=KINDS[worst[member, year, place, column] - 1],
                cells=0,
            )
            found[leak] += 1
    return [_with(leak, cells) for leak, cells in found.items()]


def _with(leak: Leak, cells: int) -> Leak:
    return Leak(leak.indicator, leak.school_year, leak.table, leak.quantity, leak.kind, cells)
