"""What several sums together tell: disjoint parts of one row, and the sums of a breakdown."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from dashboard.catalog import Catalog
from dashboard.protection.layers import Layer, Quantity
from dashboard.protection.marks import Marks, disjoint_parts, secret, words_of
from dashboard.protection.sheet import EVERYBODY, STATE, Bools, Ints
from dashboard.protection.sums import MANY
from dashboard.protection.swaps import moves


def parts_told(marks: Marks, catalog: Catalog) -> list[tuple[int, int, int]]:
    """Rows (indicator, unit, column) to hide, because the others leave a part too little room.

    Parts of one denominator add up to at most all of it: 81 and 19 of 100 leave 0 for the third.
    """
    sheet, rule, shown = marks.sheet, catalog.profile.protection, marks.shown
    found = []
    for members in disjoint_parts(sheet, catalog):
        rows = list(members)
        den = sheet.den[rows].max(axis=0)
        told = np.where(shown[rows], sheet.num[rows], 0).sum(axis=0)
        words = {k: words_of(marks, members, k) for k in rows}
        lows = np.stack([words[k].low for k in rows])
        least = np.where(shown[rows], 0, np.minimum(lows, MANY)).sum(axis=0)
        known = shown[rows].any(axis=0)
        for k in rows:
            coded = marks.coded[k] != 0
            low, high = words[k].low, words[k].high
            room = den - told - (least - low)
            width = np.minimum(high, room) - low
            needed = np.minimum(rule.min_width, high - low)
            for unit, column in np.argwhere(coded & known & (width < needed)).tolist():
                shown_here = [other for other in rows if shown[other, unit, column]]
                smallest = min(shown_here, key=lambda m: (sheet.num[m, unit, column], m))
                found.append((smallest, unit, column))
    return found


def rests_told(marks: Marks, catalog: Catalog) -> list[tuple[int, int, int]]:
    """Rows (indicator, unit, column) to hide, because nobody is in none of the parts.

    Where the parts of a published total are all of it, they are all of each row it is the sum of:
    6 of 10 in 6A leave 4 for 6B.
    """
    sheet = marks.sheet
    found = []
    for members in disjoint_parts(sheet, catalog):
        rows = list(members)
        num, shown, untold = sheet.num[rows], marks.shown[rows], marks.untold[rows]
        nobody = shown.all(axis=0) & (num.sum(axis=0) == sheet.den[rows].max(axis=0))
        none_left = nobody[[STATE]] | nobody[:, [EVERYBODY]] | nobody[STATE, EVERYBODY]
        told = none_left & (untold.sum(axis=0) == 1) & (shown.sum(axis=0) == len(rows) - 1)
        for unit, column in np.argwhere(told).tolist():
            shown_here = [other for other in rows if marks.shown[other, unit, column]]
            smallest = min(shown_here, key=lambda m: (sheet.num[m, unit, column], m))
            found.append((smallest, unit, column))
    return found


MANY_UNITS = 100
"""So many are told apart by a rough bound first."""

Moved = tuple[Ints, Ints]
"""By how much numbers can surely fall, and rise."""


def swaps_told(
    marks: Marks,
    catalog: Catalog,
    layer: Layer,
    kind: str,
    units: Ints,
    *,
    rough: dict[Any, Moved] | None = None,
) -> Bools:
    """Hidden numbers of a breakdown (U, groups) that cannot be shown to have room in all sums.

    A unit whose ALL row is not shown is left to its own sums: more is free there. `units`: those
    that are looked at. `rough` keeps what is worked out for several quantities.
    """
    columns = marks.sheet.types[kind]
    needed = np.where(layer.untold, layer.now.needed, 0)[:, columns]
    free = marks.untold[list(layer.members), :, EVERYBODY].any(axis=0)
    needed[free] = 0
    bad = np.zeros(needed.shape, np.bool_)
    units = units[needed[units].any(axis=1)]
    table = Table(marks, layer, columns, catalog.profile.protection.min_width)
    if units.size > MANY_UNITS:
        near = table.room({} if rough is None else rough, None) < needed
        units = units[near[units].any(axis=1)]
    if units.size:
        bad[units] = table.room({}, units) < needed[units]
    return bad


@dataclass(frozen=True, eq=False)
class Table:
    """One quantity of one breakdown: units by the groups of a type."""

    marks: Marks
    layer: Layer
    columns: slice
    enough: int

    def room(self, rough: dict[Any, Moved], rows: Ints | None) -> Ints:
        """By how much each untold number (rows, groups) can surely differ from what it is.

        `rows` None asks for a rough bound of all rows, and what several quantities share is kept
        in `rough`.
        """
        if self.layer.quantity is Quantity.DENOMINATOR:
            return self._people(rough, rows)
        return self._cases(rough, rows)

    def _people(self, rough: dict[Any, Moved], rows: Ints | None) -> Ints:
        """Students of a kind, those of one numerator or the rest, have sums of their own.

        They move by themselves, so what the kinds can do adds up.
        """
        members = list(self.layer.population)
        num = self.marks.sheet.num[members][:, :, self.columns]
        den = self.layer.value[:, self.columns]
        rest = np.maximum(den - num.sum(axis=0), 0)
        kinds = [(("cases", k), count) for k, count in zip(members, num, strict=True)]
        # The rest are the others of the only numerator, if there is but one.
        kinds.append((("others", members[0]) if len(members) == 1 else ("rest", -1), rest))
        moved = [self._students(key, count, rough, rows) for key, count in kinds]
        falls, rises = (np.sum(way, axis=0) for way in zip(*moved, strict=True))
        room = np.maximum(self.layer.value - self.layer.now.box.low, 0)[:, self.columns]
        return cast(Ints, np.minimum(falls, room if rows is None else room[rows]) + rises)

    def _cases(self, rough: dict[Any, Moved], rows: Ints | None) -> Ints:
        """Either students move with their denominator, or numerator and others change places.

        Others may have come from another group first.
        """
        k = self.layer.members[0]
        num = self.marks.sheet.num[k][:, self.columns]
        others = np.maximum(self.marks.sheet.den[k][:, self.columns] - num, 0)
        falls, rises = self._students(("cases", k), num, rough, rows)
        fewer, joined = self._students(("others", k), others, rough, rows)
        come = np.zeros_like(others)
        come[slice(None) if rows is None else rows] = joined
        # Where more are counted than there are, no denominator bounds the numerator.
        may_turn = np.where(num > others + num, MANY, others + come)
        words = self.layer.words or words_of(self.marks, self.layer.population, k)
        down = np.maximum(num - words.low[:, self.columns], 0)
        up = np.minimum(np.maximum(words.high[:, self.columns] - num, 0), may_turn)
        untold = self.marks.untold[k][:, self.columns]
        less, more = self._moved(("turns", k), untold, down, up, rough, rows)
        if self.layer.quantity is Quantity.OTHERS:
            falls, rises, less, more = fewer, joined, more, less
        return cast(Ints, np.maximum(falls, less) + np.maximum(rises, more))

    def _students(
        self, key: tuple[str, int], count: Ints, rough: dict[Any, Moved], rows: Ints | None
    ) -> Moved:
        """Moves of whole students of one kind between groups whose denominators are hidden."""
        hidden = secret(self.marks, self.layer.population)[:, self.columns]
        return self._moved(key, hidden, count, np.full_like(count, MANY), rough, rows)

    def _moved(
        self,
        key: tuple[str, int],
        hidden: Bools,
        down: Ints,
        up: Ints,
        rough: dict[Any, Moved],
        rows: Ints | None,
    ) -> Moved:
        """Moves that several quantities ask for are worked out once."""
        place = (self.layer.population, self.columns.start, key)
        if place not in rough:
            rough[place] = _moves(hidden, down, up, enough=self.enough, rows=rows)
        return rough[place]


def _moves(
    hidden: Bools, down: Ints, up: Ints, *, enough: int, rows: Ints | None
) -> tuple[Ints, Ints]:
    """`moves` where unit 0 is the total of the others, so that it counts backwards."""
    down, up = down.copy(), up.copy()
    down[STATE], up[STATE] = up[STATE].copy(), down[STATE].copy()
    falls, rises = moves(hidden, down, up, enough=enough, rows=rows)
    state = np.array([STATE]) if rows is None else np.flatnonzero(rows == STATE)
    falls[state], rises[state] = rises[state].copy(), falls[state].copy()
    return falls, rises
