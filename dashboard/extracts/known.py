"""Hashes that were seen before, and the place of each: looked up many at a time.

A hash has its slot in a table; of those that share one the first is kept there and the others go
to a further table, where their slots are others. A few tables hold ten thousand hashes.
"""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from dashboard.extracts.plain import Places, Words

_SLOTS = 1 << 16
_SHIFT = numpy.uint64(64 - 16)
_FACTORS = [numpy.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)]
NEW = -1


@dataclass(frozen=True)
class Known:
    """Distinct hashes; the place of each is its place among them."""

    hashes: Words
    _tables: tuple[NDArray[numpy.int32], ...]

    @classmethod
    def of(cls, hashes: Words) -> "Known":
        """The lookup of some distinct hashes."""
        tables: list[NDArray[numpy.int32]] = []
        left: Places = numpy.arange(len(hashes))
        while len(left):
            table = numpy.zeros(_SLOTS, dtype=numpy.int32)
            slots = _slots(hashes[left], len(tables))
            table[slots] = left
            tables.append(table)
            left = left[table[slots] != left]
        return cls(hashes, tuple(tables))

    def places(self, hashes: Words) -> NDArray[numpy.int32]:
        """The place of each hash, NEW of one that is not known."""
        if not len(self.hashes):
            return numpy.full(len(hashes), NEW, dtype=numpy.int32)
        places, left = self._in_table(0, hashes)
        for number in range(1, len(self._tables)):
            if not len(left):
                break
            places[left], still = self._in_table(number, hashes[left])
            left = left[still]
        places[left] = NEW
        return places

    def _in_table(self, number: int, hashes: Words) -> tuple[NDArray[numpy.int32], Places]:
        """What one table says, and where it does not know."""
        places = self._tables[number].take(_slots(hashes, number))
        return places, numpy.flatnonzero(self.hashes.take(places) != hashes)


def first_of_each(hashes: Words) -> Places:
    """Where each of the distinct ones is found first, in the order in which they are found."""
    if (hashes == hashes[0]).all():  # a school year, mostly
        return numpy.zeros(1, dtype=numpy.int64)
    found: list[Places] = []
    left: Places = numpy.arange(len(hashes))
    while len(left):
        slots = _slots(hashes[left], len(found))
        table = numpy.empty(_SLOTS, dtype=numpy.int32)
        table[slots[::-1]] = left[::-1]  # of those that share a slot the first stays
        first = table[slots]
        found.append(left[first == left])
        left = left[hashes[first] != hashes[left]]
    return numpy.sort(numpy.concatenate(found))


def _slots(hashes: Words, table: int) -> Places:
    # An odd factor turns with the table's number; the upper bits of the product depend on all.
    factor = _FACTORS[table % 2] + numpy.uint64(2 * table)
    slots: Places = ((hashes ^ (hashes >> numpy.uint64(32))) * factor >> _SHIFT).view(numpy.int64)
    return slots
