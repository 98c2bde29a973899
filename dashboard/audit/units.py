"""Which counts make up which: linked indicators as sums of disjoint atoms (5.3).

A unit is a set of indicators that count one population. Its students fall into atoms, and every
numerator, denominator and complement is the sum of some of them, so all that the links demand is
that no atom is negative. A layer is such a set of atoms, written as bits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dashboard.catalog import Catalog


@dataclass(frozen=True)
class Member:
    """One indicator of a unit, with the layers of its three quantities."""

    indicator: str
    num: int
    den: int
    comp: int


@dataclass(frozen=True)
class Unit:
    """Indicators that are attacked together; `atoms` is how many atoms their students fall into.

    `rest` is the atom that goes below zero when numerators are not part of the denominators.
    """

    members: tuple[Member, ...]
    atoms: int
    rest: int

    @cached_property
    def layers(self) -> tuple[int, ...]:
        """All layers: the atoms first, then the quantities that are sums of several."""
        quantities = (q for one in self.members for q in (one.num, one.den, one.comp))
        return tuple(dict.fromkeys([*(1 << n for n in range(self.atoms)), *quantities]))

    @cached_property
    def place(self) -> dict[int, int]:
        """Where a layer stands among `layers`."""
        return {layer: n for n, layer in enumerate(self.layers)}

    @cached_property
    def sums(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Places of a layer and of the disjoint layers that add up to it."""
        found: dict[tuple[int, tuple[int, ...]], None] = {}
        for layer in self.layers[self.atoms :]:
            atoms = tuple(n for n in range(self.atoms) if layer >> n & 1)
            found[self.place[layer], atoms] = None
        for one in self.members:
            found[self.place[one.den], (self.place[one.num], self.place[one.comp])] = None
        return tuple(found)


def _parts(ids: tuple[str, ...]) -> Unit:
    everybody = (1 << len(ids) + 1) - 1
    members = [Member(one, 1 << n, everybody, everybody ^ 1 << n) for n, one in enumerate(ids)]
    return Unit(tuple(members), len(ids) + 1, len(ids))


def _nested(ids: tuple[str, ...]) -> Unit:
    everybody = (1 << len(ids) + 1) - 1
    nums = [(2 << n) - 1 for n in range(len(ids))]
    members = [
        Member(one, num, everybody, everybody ^ num) for one, num in zip(ids, nums, strict=True)
    ]
    return Unit(tuple(members), len(ids) + 1, len(ids))


def _summary(ids: tuple[str, ...]) -> Unit:
    ab, c, d, e = 1, 2, 4, 8  # progress categories of 3.2
    first = Member(ids[0], c | d, ab | c | d, ab)
    second = Member(ids[1], d | e, ab | c | d | e, ab | c)
    return Unit((first, second), 4, 0)


def units_of(catalog: Catalog, present: Iterable[str]) -> list[Unit]:
    """The units of the indicators that are present; those of no equation stand alone."""
    there = set(present)
    units: list[Unit] = []
    for link in catalog.links:
        ids = tuple(one for one in link.indicators if one in there)
        if len(ids) < 2 or link.kind == "overlap":
            continue
        if link.kind == "summary":
            units.append(_summary(ids))
        else:
            units.append(_parts(ids) if link.kind == "parts" else _nested(ids))
        there -= set(ids)
    alone = sorted(there, key=lambda one: catalog.ids.index(one) if one in catalog.ids else -1)
    return units + [_parts((one,)) for one in alone]
