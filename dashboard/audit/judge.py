"""The verdict on every hidden count of a grid: which can be told, and how the rest was proven."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from dashboard.audit.arrays import Bools, Ints, Kinds
from dashboard.audit.attackers import Attack, Impossible, one_sum, plain, small
from dashboard.audit.grid import BIG, Grid, along_places
from dashboard.audit.laid import laid
from dashboard.audit.needed import Demand, demands
from dashboard.audit.programme import System, system, variables
from dashboard.audit.report import Kind, Quantity
from dashboard.audit.settle import Targets, possible, settle
from dashboard.audit.sheets import Sheet
from dashboard.audit.witness import Points, witnessed
from dashboard.catalog import Protection

QUANTITIES: Final[tuple[Quantity, ...]] = ("numerator", "denominator", "complement")
KINDS: Final[tuple[Kind, ...]] = ("guess", "unproven", "narrow", "exact")
"""Worse ones last; `Verdict.worst` has their place + 1."""

OPEN = "open"
"""How a count was judged that no bound tells and no witness shows to be wide."""

MOST_VARIABLES = 300
"""Programmes of more unknowns take minutes: they are solved only when asked for."""


@dataclass
class Verdict:
    """What is found of one grid, by all attackers together.

    `worst`: axes quantity of the report, member, year, place, column; 0 where nothing leaks.
    `narrowest`: of each member, over its hidden rows; BIG without any.
    """

    worst: dict[Quantity, Kinds]
    narrowest: Ints
    proofs: Counter[str] = field(default_factory=Counter)

    def note(
        self, demand: Demand, at: tuple[Ints, ...], width: Ints, *, proof: str, guess: bool
    ) -> None:
        """Take down the proven widths (-1 unknown) of the cells of a demand.

        `guess`: only who takes hidden rows for small ones finds them so.
        """
        self.proofs[proof] += len(width)
        if proof == OPEN:
            return
        needed = demand.width[at]
        kind = np.where(width < 0, 2, np.where(width == 0, 4, 3)) * (width < needed)
        if guess:
            kind = np.minimum(kind, 1)
        worst = self.worst[demand.quantity][demand.member]
        worst[at] = np.maximum(worst[at], kind)
        if len(width):
            least = self.narrowest[demand.member]
            self.narrowest[demand.member] = min(least, int(width.min()))


UNPROVEN = 1 + KINDS.index("unproven")


def judge(sheet: Sheet, *, rule: Protection, thorough: bool) -> tuple[Grid, Verdict]:
    """Attack a sheet in every way; large programmes are solved only when it is to be `thorough`.

    Returns the grid that the verdict is about.
    """
    grid = laid(sheet, rule)
    verdict = Verdict(
        {quantity: np.zeros(grid.kind.shape, np.int8) for quantity in QUANTITIES},
        np.full(len(grid.unit.members), BIG),
    )
    lost = _judge(grid, np.ones(len(grid.years), bool), rule, verdict, thorough)
    if lost.any() and not grid.over.all():
        # Cases beyond the population, of which every flag is hidden: then nothing says that
        # numerators are part of denominators.
        lost = _judge(laid(sheet, rule, over=True), lost, rule, verdict, thorough)
    for quantity in QUANTITIES:
        secret = UNPROVEN * ((grid.hidden | grid.coded) & lost[:, None, None])
        np.maximum(verdict.worst[quantity], secret, out=verdict.worst[quantity], casting="unsafe")
    return grid, verdict


def _judge(grid: Grid, years: Bools, rule: Protection, verdict: Verdict, thorough: bool) -> Bools:
    """Judge those years; returns the ones whose published numbers contradict each other."""
    zero, free = (replace(one, years=one.years & years) for one in plain(grid))
    points = [Points(grid, year) for year in range(len(years))]

    def examine(attack: Attack) -> Bools:
        return _examine(grid, attack, rule, verdict, thorough, points)

    contradictory = years & ~zero.years & ~free.years
    # What fits who assumes most fits everybody: those solutions come first.
    nobody = np.zeros((len(years), grid.kind.shape[3]), bool)
    first = small(grid, zero, min_den=rule.min_den, spared=nobody)
    for year in np.flatnonzero(first.years).tolist():
        with suppress(Impossible):
            next(points[year].of(first), None)
    known = zero.years
    impossible = _impossible(examine(zero))
    zero = replace(zero, years=zero.years & ~impossible)
    free = replace(free, years=free.years | impossible)
    lost = contradictory | _impossible(examine(free))
    free = replace(free, years=free.years & ~lost)
    for attack in (zero, free):
        spared = np.zeros((len(years), grid.kind.shape[3]), bool)
        left = attack.years
        for _ in range(len(grid.breakdowns) + 1):
            if not left.any():
                break
            assumed = first
            if attack is not zero or spared.any() or (left != known).any():
                again = replace(attack, years=left)
                assumed = small(grid, again, min_den=rule.min_den, spared=spared)
            wrong = examine(assumed)
            spared |= wrong
            left = left & wrong.any(axis=1) & ~wrong.all(axis=1)
    return lost


def _impossible(wrong: Bools) -> Bools:
    return np.asarray(wrong.any(axis=1))


Found = tuple[Demand, tuple[Ints, ...], Ints]
"""Cells of a demand (axes year, place, column), and the widths that bounds leave them."""


def _examine(
    grid: Grid,
    attack: Attack,
    rule: Protection,
    verdict: Verdict,
    thorough: bool,
    points: list[Points],
) -> Bools:
    """Take down what one attack finds; returns where its assumptions cannot hold.

    Axes year and column: all columns of a year, or those of one breakdown.
    """
    impossible = np.zeros((len(grid.years), grid.kind.shape[3]), bool)
    if not attack.years.any():
        return impossible
    told: list[Found] = []
    open_: list[Found] = []
    boxes, single = attack.boxes, one_sum(grid, attack.boxes)
    for demand in demands(grid, attack, rule=rule):
        at = np.nonzero(demand.width)
        width = boxes.high[demand.layer][at] - boxes.low[demand.layer][at]
        alone = single.high[demand.layer][at] - single.low[demand.layer][at]
        width = np.where(alone >= 0, alone, width)
        leak = width < demand.width[at]
        told.append((demand, _some(at, leak), width[leak]))
        open_.append((demand, _some(at, ~leak), width[~leak]))
    for year in np.flatnonzero(attack.years).tolist():
        here = [_of_year(found, year) for found in told]
        left = [_of_year(found, year) for found in open_]
        try:
            leaking = any(len(width) for _, _, width in here)
            settled = _year(grid, attack, points[year], left, leaking, thorough)
        except Impossible as why:
            span = None if why.breakdown is None else grid.breakdowns[why.breakdown]
            impossible[year, slice(None) if span is None else span.parts] = True
            continue
        for demand, at, width in here:
            verdict.note(demand, at, width, proof="propagation", guess=attack.small)
        for proof, (demand, at, width) in settled:
            verdict.note(demand, at, width, proof=proof, guess=attack.small)
    return impossible


def _year(
    grid: Grid, attack: Attack, points: Points, left: list[Found], leaking: bool, thorough: bool
) -> list[tuple[str, Found]]:
    """Proven widths of what bounds leave open, with the method; raises Impossible."""
    if not leaking and not any(len(width) for _, _, width in left):
        return []
    year = points.year
    needed = along_places((len(grid.unit.layers), *grid.kind.shape[2:]), np.int64)
    for demand, at, _ in left:
        np.maximum.at(needed[demand.layer], at[1:], demand.width[at])
    proven = witnessed(grid, attack, year, needed, points)
    settled: list[tuple[str, Found]] = []
    if proven is None:
        proven = np.full(needed.shape, -1)
        if leaking and attack.assumes and not possible(system(grid, attack, year)):
            raise Impossible
    still: list[Found] = []
    for demand, at, width in left:
        seen = proven[demand.layer][at[1:]]
        done = seen >= demand.width[at]
        settled.append(("witness", (demand, _some(at, done), seen[done])))
        still.append((demand, _some(at, ~done), width[~done]))
    if any(len(width) for _, _, width in still):
        if not thorough and variables(grid, attack, year) > MOST_VARIABLES:
            # Bounds found nothing, and no witness was found either.
            return [*settled, *((OPEN, found) for found in still)]
        widths = _settle(grid, system(grid, attack, year), still)
        for (demand, at, _), width in zip(still, widths, strict=True):
            settled.append(("programme", (demand, at, width)))
    return settled


def _some(at: tuple[Ints, ...], which: Bools) -> tuple[Ints, ...]:
    return tuple(axis[which] for axis in at)


def _of_year(found: Found, year: int) -> Found:
    demand, at, width = found
    mine = at[0] == year
    return demand, _some(at, mine), width[mine]


def _settle(grid: Grid, known: System, left: list[Found]) -> list[Ints]:
    """Proven widths, in the order of `left`."""
    atoms = grid.unit.atoms
    variables, needed = [], []
    for demand, at, _ in left:
        layer = grid.unit.layers[demand.layer]
        inside = np.array([bool(layer >> n & 1) for n in range(atoms)])
        ids = known.ids[:, at[1], at[2]].T
        variables.append(np.where(inside, ids, -1))
        needed.append(demand.width[at])
    widths = settle(known, Targets(np.concatenate(variables), np.concatenate(needed)))
    ends = np.cumsum([len(one) for one in needed])[:-1]
    return np.split(widths, ends)
