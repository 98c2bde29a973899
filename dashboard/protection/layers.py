"""The quantities of a sheet that an attacker adds up: denominators, numerators, complements.

Each is judged by itself. That the three are tied together (num + complement = den) tells no more
than they do: whoever bounds two of them bounds the third.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from dashboard.catalog import Catalog, Protection
from dashboard.protection.closing import groups_told
from dashboard.protection.marks import (
    Marks,
    disjoint_parts,
    same_population,
    secret,
    words_of,
)
from dashboard.protection.sheet import EVERYBODY, STATE, Bools, Ints
from dashboard.protection.sums import MANY, Boxes

ALL_ALIKE = 1
"""The width that others than those in the numerator must keep: not all alike (C3 of 5.4)."""


class Quantity(Enum):
    """What a layer counts: all, those of the numerator, the others, or those in no numerator of
    linked indicators that are disjoint parts.
    """

    DENOMINATOR = "denominator"
    NUMERATOR = "numerator"
    OTHERS = "complement"
    REST = "rest"


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of each count without any sum, and how wide it must stay; arrays (U, C).

    `small`: known to who takes every hidden row for smaller than the least denominator. `needed`:
    the width (greatest less least) that the sums must leave, 0 for none.
    """

    box: Boxes
    small: Boxes
    needed: Ints


@dataclass(frozen=True, eq=False)
class Layer:
    """One quantity of a sheet, all arrays (U, C).

    `population`: the indicators that share the denominator; `members`: those in which a row must
    be hidden to hide the count. `value`: the true counts. `untold`: those that are not told, of
    which `now` says what is known, and `then()` what would be known if they were hidden.
    `may_hide`: rows that are not hidden yet. `words`: what they tell of the numerator, where there
    is one.
    """

    quantity: Quantity
    population: tuple[int, ...]
    members: tuple[int, ...]
    value: Ints
    there: Bools
    untold: Bools
    may_hide: Bools
    now: Known
    then: Callable[[], Known]
    words: Boxes | None = None


def layers(
    marks: Marks, catalog: Catalog, *, skip: Collection[tuple[int, ...]] = ()
) -> Iterator[Layer]:
    """Every quantity of the sheet but of populations to skip: denominators first."""
    parts = disjoint_parts(marks.sheet, catalog)
    for population in same_population(marks.sheet, catalog):
        if population in skip:
            continue
        yield _denominators(marks, population, catalog)
        for k in population:
            yield _numerator(marks, population, k, catalog)
            yield _others(marks, population, k, catalog)
        if population in parts:
            yield _rest(marks, population)


def again(layer: Layer, marks: Marks, catalog: Catalog) -> Layer:
    """The same quantity of a sheet in which more is hidden by now."""
    if layer.quantity is Quantity.DENOMINATOR:
        return _denominators(marks, layer.population, catalog)
    if layer.quantity is Quantity.REST:
        return _rest(marks, layer.population)
    make = _numerator if layer.quantity is Quantity.NUMERATOR else _others
    return make(marks, layer.population, layer.members[0], catalog)


def _denominators(marks: Marks, population: tuple[int, ...], catalog: Catalog) -> Layer:
    sheet, rule, rows = marks.sheet, catalog.profile.protection, list(population)
    den = sheet.den[rows].max(axis=0)
    there = np.logical_or.reduce(marks.there[rows])
    hidden = secret(marks, population)
    # The table leaves the denominator of a coded row out too; its words tell the tier (A39).
    coded = np.logical_or.reduce(marks.coded[rows] != 0) & ~hidden
    coded &= ~np.logical_or.reduce(marks.shown[rows])
    first, last = _tier(den, rule)
    least = np.where(_may_be_empty(marks, population), 0, 1)
    many = np.full_like(den, MANY)
    needed = _needed(den, hidden | coded, np.where(coded, last, many), rule.min_width, sheet.types)
    small = np.full_like(den, rule.min_den - 1)
    small[STATE] = MANY  # a total is nobody's small group
    now = Known(
        Boxes(np.where(coded, first, least), np.where(coded, last, many)),
        Boxes(np.where(coded, first, least), np.where(coded, last, small)),
        np.where(hidden, needed, 0),
    )
    return Layer(
        quantity=Quantity.DENOMINATOR,
        population=population,
        members=population,
        value=den,
        there=there,
        untold=hidden | coded,
        may_hide=there & ~hidden,
        now=now,
        then=lambda: Known(Boxes(least, many), Boxes(least, small), needed),
    )


def _numerator(marks: Marks, population: tuple[int, ...], k: int, catalog: Catalog) -> Layer:
    """The numerator of one indicator."""
    sheet, rule = marks.sheet, catalog.profile.protection
    num, untold = sheet.num[k], marks.untold[k]
    box = words_of(marks, population, k)
    needed = _needed(num, untold, box.high, rule.min_width, sheet.types)
    # Words that leave three counts need not leave five.
    span = np.where(marks.coded[k] != 0, box.high - box.low, MANY)
    now = np.where(untold, np.minimum(span, needed), 0)
    return _part(Quantity.NUMERATOR, marks, population, k, catalog, num, box, box, now, needed)


def _others(marks: Marks, population: tuple[int, ...], k: int, catalog: Catalog) -> Layer:
    """The others of the denominator of one indicator."""
    sheet, den, untold = marks.sheet, marks.sheet.den[k], marks.untold[k]
    hidden, words = secret(marks, population), words_of(marks, population, k)
    known = ~hidden & (words.high < MANY)
    box = Boxes(
        np.where(known, np.maximum(den - words.high, 0), 0),
        np.where(known, den - words.low, MANY),
    )
    others = np.maximum(den - sheet.num[k], 0)
    # Where the denominator is known, the numerator says it all.
    needed = _needed(others, untold, box.high, ALL_ALIKE, sheet.types)
    now, then = np.where(hidden, needed, 0), needed * (len(population) == 1)
    return _part(Quantity.OTHERS, marks, population, k, catalog, others, words, box, now, then)


def _part(
    quantity: Quantity,
    marks: Marks,
    population: tuple[int, ...],
    k: int,
    catalog: Catalog,
    value: Ints,
    words: Boxes,
    box: Boxes,
    now: Ints,
    then: Ints,
) -> Layer:
    """A part of the denominator of one indicator, of which `box` is known, and the widths needed
    `now`, and `then`: once it is hidden.
    """
    sheet, few = marks.sheet, catalog.profile.protection.min_den - 1
    hidden = secret(marks, population)
    small = np.minimum(box.high, few)
    small[STATE] = box.high[STATE]

    def once_hidden() -> Known:
        # Where no other indicator tells the denominator, nothing bounds the numerator.
        alone, many = len(population) == 1, np.full_like(value, MANY)
        most = many if alone else np.where(hidden, many, np.maximum(sheet.num[k], sheet.den[k]))
        by_then = np.minimum(most, few) if alone else most.copy()
        by_then[STATE] = most[STATE]
        zero = np.zeros_like(value)
        return Known(Boxes(zero, most), Boxes(zero, by_then), then)

    return Layer(
        quantity=quantity,
        population=population,
        members=(k,),
        value=value,
        there=marks.there[k],
        untold=marks.untold[k],
        may_hide=marks.there[k] & ~marks.hidden[k],
        now=Known(box, Boxes(box.low, np.where(hidden, small, box.high)), now),
        then=once_hidden,
        words=words,
    )


def _rest(marks: Marks, population: tuple[int, ...]) -> Layer:
    """Those of a denominator in no numerator: 6A and 6B of all hidden groups may leave nobody.

    Then the words of a row next to them tell its numerator. Hidden with the smallest numerator.
    """
    sheet, rows = marks.sheet, list(population)
    num, den = sheet.num[rows], sheet.den[rows].max(axis=0)
    untold: Bools = marks.untold[rows]
    words = [words_of(marks, population, k) for k in rows]
    low = np.where(untold, np.stack([one.low for one in words]), num)
    high = np.where(untold, np.stack([one.high for one in words]), num)
    told: Bools = np.logical_or.reduce(marks.shown[rows])  # else nobody tells what it is a rest of
    box = Boxes(
        np.where(told, np.maximum(den - high.sum(axis=0), 0), 0),
        np.where(told, np.maximum(den - low.sum(axis=0), 0), MANY),
    )
    smallest = int(np.argmin(num[:, STATE, EVERYBODY]))
    value, some = np.maximum(den - num.sum(axis=0), 0), np.logical_or.reduce(untold)
    needed = _needed(value, some, np.full_like(value, MANY), ALL_ALIKE, sheet.types)
    k = rows[smallest]

    def once_hidden() -> Known:
        others = np.delete(np.where(untold, low, num), smallest, axis=0).sum(axis=0)
        then = Boxes(np.zeros_like(den), np.maximum(den - others, 0))
        return Known(then, then, np.where(then.high > 0, needed, 0))

    return Layer(
        quantity=Quantity.REST,
        population=population,
        members=(k,),
        value=value,
        there=np.logical_or.reduce(marks.there[rows]),
        untold=some,
        may_hide=marks.there[k] & ~marks.hidden[k],
        now=Known(box, box, np.where(told & some & (box.high > box.low), needed, 0)),
        then=once_hidden,
        words=words[smallest],
    )


def _needed(value: Ints, untold: Bools, high: Ints, width: int, types: Mapping[str, slice]) -> Ints:
    """The width that each count needs once it is hidden.

    A sum that is published may tell as much as its own count does: of 2 cases each part has 0 to 2.
    Those of no LEA or no group are taken for known, so they do not count. Where a total is told in
    words, "under 5 %", its parts are small by these words alone: they must only not be exact.
    """
    needed = np.full_like(value, width)
    known = np.minimum(value[STATE], value[1:].sum(axis=0))
    words = np.where(high < MANY, ALL_ALIKE, MANY)
    needed[1:] = np.minimum(needed[1:], np.where(untold[STATE], words[STATE], known))
    for columns in types.values():
        known = np.minimum(value[:, EVERYBODY], value[:, columns].sum(axis=1))
        total = np.where(untold[:, EVERYBODY], words[:, EVERYBODY], known)
        total = np.minimum(total, needed[:, EVERYBODY])
        needed[:, columns] = np.minimum(needed[:, columns], total[:, None])
    return needed


def _tier(den: Ints, rule: Protection) -> tuple[Ints, Ints]:
    """The least and the greatest denominator of each one's coding tier."""
    starts = np.array([0, *(tier.min_den for tier in rule.coding)], np.int64)
    tier = np.searchsorted(starts, den, side="right") - 1
    return starts[tier], np.append(starts[1:] - 1, MANY)[tier]


def _may_be_empty(marks: Marks, population: tuple[int, ...]) -> Bools:
    """Where a hidden row may stand for nobody at all, as far as anybody can tell."""
    sheet = marks.sheet
    empty = np.zeros(marks.hidden.shape[1:], np.bool_)
    empty[1:, EVERYBODY] = marks.zeros[list(population)].all()
    for kind, columns in sheet.types.items():
        filled = marks.filled[kind] & ~groups_told(marks, population, kind)
        empty[:, columns] |= filled[:, None]
    return empty
