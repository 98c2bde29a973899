"""On tables small enough to list every completion: the attacker is exactly right.

The list is made here, by the letter of the model and with no help from the attacker: every whole
table that agrees with what is published, for somebody who takes remainders for nothing (the true
tables here have none), and for one who also takes hidden rows for small. What the attacker calls
exact, narrow or guessed must be what the list makes so, cell by cell in number, and nothing else.
"""

from collections import Counter

import numpy as np
import pytest

from dashboard.audit import audit
from dashboard.audit.attackers import plain
from dashboard.audit.laid import laid
from dashboard.audit.rows import read_rows
from dashboard.audit.sheets import sheets
from dashboard.audit.witness import Points, witnessed
from tests.audit.published import CATALOG, public, row

RULE = CATALOG.profile.protection
QUANTITIES = ("numerator", "denominator", "complement")
GROUPS = ("BL7", "HI7", "WH7")


def three(pair):
    return (*pair, pair[1] - pair[0])


def judged(hidden, completions, small, *, needed):
    """How many cells are exact, narrow or guessed, by quantity.

    `completions` and `small`: lists of {cell: (num, den)}. `needed(cell, quantity place, guess)`
    is the width that is enough.
    """
    found = Counter()
    for cell in hidden:
        for n, quantity in enumerate(QUANTITIES):
            kind = None
            for tables, guess in ((completions, False), (small, True)):
                values = [three(one[cell])[n] for one in tables]
                if kind is None and values:
                    width = max(values) - min(values)
                    if width < needed(cell, n, guess):
                        kind = "guess" if guess else "exact" if width == 0 else "narrow"
            if kind:
                found[quantity, kind] += 1
    return found


def told(report):
    found = Counter()
    for leak in report.leaks:
        if leak.kind in ("exact", "narrow", "guess", "unproven"):
            found[leak.quantity, leak.kind] += leak.cells
    return found


def width_of(quantity, total, *, guess):
    """As wide as the rule says, or as the public total alone leaves it (needed.py)."""
    if quantity == 2:
        return min(1, total)
    if guess:
        return min(total, 1 if quantity == 0 else min(RULE.small_width, RULE.min_width))
    return min(total, RULE.min_width)


def line(seed):
    rng = np.random.default_rng(seed)
    many = int(rng.integers(2, 5))
    dens = rng.integers(1, 7, many)
    nums = rng.integers(0, dens + 1)
    return list(zip(nums.tolist(), dens.tolist(), strict=True)), rng.random(many) < 0.6


def shared(rest, many):
    """Every way to share (num, den) among so many districts."""
    if many < 2:
        yield [rest] if many else []
        return
    for d in range(rest[1] + 1):
        for n in range(max(0, rest[0] - rest[1] + d), min(d, rest[0]) + 1):
            for others in shared((rest[0] - n, rest[1] - d), many - 1):
                yield [(n, d), *others]


@pytest.mark.parametrize("seed", range(40))
def test_a_line_of_districts(seed):
    counts, hide = line(seed)
    rows = [row(f"{n:06}", *(() if hide[n] else both)) for n, both in enumerate(counts)]
    totals = three(np.sum(counts, axis=0).tolist())
    report = audit(*public(row(None, *totals[:2]), *rows), catalog=CATALOG, workers=1)
    hidden = np.flatnonzero(hide).tolist()
    rest = tuple(sum(counts[n][k] for n in hidden) for k in (0, 1))
    every = [dict(zip(hidden, chosen, strict=True)) for chosen in shared(rest, len(hidden))]
    # Who takes hidden rows for small gives that up for a sum which it makes impossible.
    small = [one for one in every if all(d < RULE.min_den for _, d in one.values())]
    assert told(report) == judged(
        hidden,
        every,
        small,
        needed=lambda _cell, n, guess: width_of(n, totals[n], guess=guess),
    )


def square(seed):
    """Two or three districts by two or three groups, and which group rows are hidden."""
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(2, 4)), int(rng.integers(2, 4)))
    den = rng.integers(1, 5 if shape != (3, 3) else 3, shape)
    return rng.integers(0, den + 1), den, rng.random(shape) < rng.choice([0.4, 0.7])


def completions(num, den, hide):
    """Every completion of a table of which all margins are published."""
    cells = [tuple(at) for at in np.argwhere(hide).tolist()]
    known = np.stack([num, den]) * ~hide
    rows = np.stack([num, den]).sum(axis=2) - known.sum(axis=2)
    columns = np.stack([num, den]).sum(axis=1) - known.sum(axis=1)
    found = []

    def go(place, rows, columns, so_far):
        if place == len(cells):
            if not rows.any() and not columns.any():
                found.append(dict(so_far))
            return
        i, g = cells[place]
        # A group's row means members, unless all rows of the district's breakdown stand hidden.
        least = 0 if hide[i].all() else 1
        last_of_row = not hide[i, g + 1 :].any()
        last_of_column = not hide[i + 1 :, g].any()
        for d in range(least, int(min(rows[1, i], columns[1, g])) + 1):
            if (last_of_row and d != rows[1, i]) or (last_of_column and d != columns[1, g]):
                continue
            for n in range(int(min(d, rows[0, i], columns[0, g])) + 1):
                if (last_of_row and n != rows[0, i]) or (last_of_column and n != columns[0, g]):
                    continue
                rows[:, i] -= (n, d)
                columns[:, g] -= (n, d)
                so_far[i, g] = (n, d)
                go(place + 1, rows, columns, so_far)
                rows[:, i] += (n, d)
                columns[:, g] += (n, d)

    go(0, rows, columns, {})
    return cells, found


def published_square(num, den, hide):
    rows = [row(None, num.sum(), den.sum())]
    for g in range(num.shape[1]):
        rows.append(row(None, num[:, g].sum(), den[:, g].sum(), group=("RACE", GROUPS[g])))
    for i in range(num.shape[0]):
        rows.append(row(f"{i:06}", num[i].sum(), den[i].sum()))
        for g in range(num.shape[1]):
            counts = () if hide[i, g] else (num[i, g], den[i, g])
            rows.append(row(f"{i:06}", *counts, group=("RACE", GROUPS[g])))
    return public(*rows)


@pytest.mark.parametrize("seed", range(40))
def test_no_witness_is_wider_than_the_truth(seed):
    """Whatever moves from solutions claim to reach is a value of some completion."""
    num, den, hide = square(seed)
    (sheet,) = list(sheets(read_rows([published_square(num, den, hide)])[0], CATALOG)) or [None]
    if sheet is None:
        return  # nothing is hidden
    grid = laid(sheet, RULE)
    zero, _ = plain(grid)
    needed = np.full((3, *grid.kind.shape[2:]), 4)
    widths = witnessed(grid, zero, 0, needed, Points(grid, 0))
    cells, every = completions(num, den, hide)
    assert widths is not None
    for i, g in cells:
        for n, layer in enumerate((1, 3, 2)):  # numerator, everybody, complement
            values = [three(one[i, g])[n] for one in every]
            assert widths[grid.unit.place[layer], i, 1 + g] <= max(values) - min(values)


@pytest.mark.parametrize("seed", range(40))
def test_a_breakdown_with_all_margins(seed):
    """What has one value in all completions is called exact, and nothing else is."""
    num, den, hide = square(seed)
    found = told(audit(*published_square(num, den, hide), catalog=CATALOG, workers=1))
    cells, every = completions(num, den, hide)
    exact = Counter()
    for i, g in cells:
        for n, quantity in enumerate(QUANTITIES):
            values = {three(one[i, g])[n] for one in every}
            # Nobody's secret: that a total is 0, or that a sum has but this row.
            total = min(three((num[i].sum(), den[i].sum()))[n],
                        three((num[:, g].sum(), den[:, g].sum()))[n])  # fmt: skip
            exact[quantity] += len(values) == 1 and total > 0
    assert {q: found[q, "exact"] for q in QUANTITIES} == {q: exact[q] for q in QUANTITIES}
    assert not any(kind == "unproven" for _, kind in found)


def test_counts_beyond_the_population_are_attacked_without_that_belief():
    """More dropouts than children in what is left: so numerators are no part of denominators."""
    rows = [row(None, 60, 50), row("A", 20, 40), row("B"), row("C")]
    found = told(audit(*public(*rows), catalog=CATALOG, workers=1))
    assert not found, "40 / 10 among two districts: neither can be told"
    alone = [row(None, 60, 50), row("A", 20, 40), row("B")]
    found = told(audit(*public(*alone), catalog=CATALOG, workers=1))
    assert found["numerator", "exact"] == found["denominator", "exact"] == 1


def test_what_contradicts_itself_is_never_called_safe():
    rows = [row(None, 10, 50), row("A", 20, 40), row("B"), row("C")]
    report = audit(*public(*rows), catalog=CATALOG, workers=1)
    assert not report.safe
    assert {kind for _, kind in told(report)} == {"unproven"}
