"""What of a sheet is not shown: hidden rows and coded numerators."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dashboard.catalog import Catalog
from dashboard.protection.sheet import EVERYBODY, STATE, Bools, Ints, Sheet
from dashboard.protection.sums import MANY, Boxes

LOW, HIGH = -1, 1
"""How a numerator is coded: under the low bound of its tier, over the high one."""


@dataclass(eq=False)
class Marks:
    """What is not shown of a sheet; grows until nothing can be inferred. Arrays are (K, U, C).

    `there`: rows that stand in the table: those with counts, and groups without members that stand
    hidden among the others. `hidden`: rows of which nothing is told. `coded`: LOW, HIGH or 0 for
    rows whose numerator is told as "under 5 %". `by_parts`: those hidden for their parts alone
    (T-SUP8). `nobody`: LEAs (K, U) whose row of no students is hidden because it would tell of a
    linked indicator. `zeros`: indicators whose LEAs without students are hidden too. `filled`: the
    units in which groups of a type without members are hidden too. `words`: the `word_bounds`
    of all denominators.
    """

    sheet: Sheet
    there: Bools
    hidden: Bools
    coded: NDArray[np.int8]
    by_parts: Bools
    nobody: Bools
    zeros: Bools
    words: tuple[Ints, Ints]
    filled: dict[str, Bools] = field(default_factory=dict)

    @property
    def shown(self) -> Bools:
        """Rows whose counts stand in the table."""
        shown: Bools = self.there & ~self.untold
        return shown

    @property
    def untold(self) -> Bools:
        """Rows whose numerator is not told exactly."""
        untold: Bools = self.hidden | (self.coded != 0)
        return untold


def same_population(sheet: Sheet, catalog: Catalog) -> list[tuple[int, ...]]:
    """The indicators of a sheet that share their denominators; those that do not, alone."""
    sets: list[tuple[int, ...]] = []
    for link in catalog.links:
        if link.kind in ("parts", "nested"):
            places = [sheet.place(id) for id in link.indicators]
            sets.append(tuple(place for place in places if place is not None))
    joined = {place for places in sets for place in places}
    alone = [(k,) for k in range(len(sheet.indicators)) if k not in joined]
    return [one for one in sets if one] + alone


def disjoint_parts(sheet: Sheet, catalog: Catalog) -> list[tuple[int, ...]]:
    """The indicators of a sheet whose numerators are disjoint parts of one denominator."""
    found = []
    for link in catalog.links:
        if link.kind == "parts":
            places = tuple(sheet.place(id) for id in link.indicators)
            found.append(tuple(place for place in places if place is not None))
    return [one for one in found if len(one) > 1]


def secret(marks: Marks, population: tuple[int, ...]) -> Bools:
    """Rows (U, C) whose denominator no indicator of the population tells."""
    rows = list(population)
    told = np.logical_or.reduce(marks.shown[rows])
    hidden: Bools = np.logical_or.reduce(marks.hidden[rows]) & ~told
    return hidden


def words_of(marks: Marks, population: Sequence[int], k: int) -> Boxes:
    """What the words alone tell of each numerator (U, C) of an indicator of the population."""
    coded_high = marks.coded[k] == HIGH
    whole = np.maximum(marks.sheet.den[k], marks.sheet.num[k])
    low, high = (ends[k] for ends in marks.words)
    least = np.where(coded_high, high, 0)
    # Where another indicator tells the denominator, a hidden numerator is at most that.
    known = marks.hidden[k] & np.logical_or.reduce(marks.shown[list(population)])
    most = np.where(coded_high | known, whole, MANY)
    return Boxes(least, np.where(marks.coded[k] == LOW, low, most))


def word_bounds(den: Ints, catalog: Catalog) -> tuple[Ints, Ints]:
    """For each denominator: the greatest numerator under the low bound, the least over the high.

    -1 and MANY where no tier reaches the denominator.
    """
    tiers = catalog.profile.protection.coding
    if not tiers:
        return np.full_like(den, -1), np.full_like(den, MANY)
    scale = 10**6
    tier = np.searchsorted([tier.min_den for tier in tiers], den, side="right") - 1
    low = np.array([int(tier.low * scale) for tier in tiers])[tier]
    high = np.array([int(tier.high * scale) for tier in tiers])[tier]
    # Under means strictly under: 2 of 40 is not under 5 %.
    most = (low * den - 1) // (100 * scale)
    least = (high * den) // (100 * scale) + 1
    return np.where(tier >= 0, most, -1), np.where(tier >= 0, least, MANY)


def primary(sheet: Sheet, catalog: Catalog) -> Marks:
    """What is not shown for its own sake (A39, T-SUP8), before any sum is looked at."""
    rule = catalog.profile.protection
    hidden = sheet.there & (sheet.den < rule.min_den)
    hidden[:, STATE, EVERYBODY] = False  # the state itself is never hidden
    most, least = word_bounds(sheet.den, catalog)
    coding = np.array([one.protection == "student" for one in sheet.indicators])[:, None, None]
    may = sheet.there & ~hidden & coding
    may[:, STATE, EVERYBODY] = False
    under, over = may & (sheet.num <= most), may & (sheet.num >= least)
    # Words that leave one count only would tell it.
    tells = (under & (most == 0)) | (over & (least >= sheet.den) & (sheet.num <= sheet.den))
    hidden |= tells
    coded = np.where(under, LOW, np.where(over, HIGH, 0)).astype(np.int8)
    coded[hidden] = 0
    marks = Marks(
        sheet=sheet,
        there=sheet.there.copy(),
        hidden=hidden,
        coded=coded,
        by_parts=np.zeros_like(hidden),
        nobody=np.zeros(hidden.shape[:2], np.bool_),
        zeros=np.zeros(len(sheet.indicators), np.bool_),
        words=(most, least),
        filled={kind: np.zeros(len(sheet.units), np.bool_) for kind in sheet.types},
    )
    _hide_small_parts(marks, catalog)
    return marks


def _hide_small_parts(marks: Marks, catalog: Catalog) -> None:
    """T-SUP8: of few children, no part of the set may be so small as to be somebody."""
    sheet, rule = marks.sheet, catalog.profile.protection
    for link in catalog.links:
        places = [sheet.place(id) for id in link.indicators]
        if None in places or link.kind not in ("nested", "summary"):
            continue
        members = [place for place in places if place is not None]
        num, den = sheet.num[members][:, :, EVERYBODY], sheet.den[members][:, :, EVERYBODY]
        if link.kind == "nested":
            all_of_them = den[-1]
            parts = np.diff(np.vstack([num, all_of_them]), axis=0, prepend=0)
        else:
            all_of_them = den[1]
            always = den[1] - den[0]  # e: at age level from entry to exit (3.2)
            reached = num[1] - always
            parts = np.stack([den[0] - num[0], num[0] - reached, reached, always])
        some = (parts > 0) & (parts < rule.min_part)
        small = some.any(axis=0) & (all_of_them < rule.part_den)
        small[STATE] = False
        there = sheet.there[members][:, :, EVERYBODY] & small
        for place, where in zip(members, there, strict=True):
            marks.by_parts[place, where, EVERYBODY] |= ~marks.hidden[place, where, EVERYBODY]
            marks.hidden[place, where, EVERYBODY] = True
            marks.coded[place, where, EVERYBODY] = 0
