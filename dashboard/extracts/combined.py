"""Rows of a coded file told apart by some of their columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from dashboard.extracts.coded import CodedFile

Places = NDArray[numpy.int64]

COUNTED = 1 << 22  # combinations that are counted one by one; of more, the rows are sorted
MOST = 1 << 62


@dataclass(frozen=True)
class Combined:
    """The distinct combinations of the texts of `names`.

    `rows`: one row of each combination. `counts`: how many rows have it. `places`: a number for
    each row asked of, the same for the same combination; `of`: the number of each combination.
    """

    names: tuple[str, ...]
    rows: Places
    counts: Places
    places: Places
    of: Places

    def rows_of(self, chosen: NDArray[numpy.bool_]) -> Places:
        """All rows of the chosen combinations, in the order of the file."""
        return numpy.flatnonzero(numpy.isin(self.places, self.of[chosen]))


def combine(file: CodedFile, names: Sequence[str], rows: Places | None = None) -> Combined:
    """Tell all rows, or those at some places, apart by the columns `names`, none an identity."""
    places: Places = numpy.zeros(file.rows if rows is None else len(rows), dtype=numpy.int64)
    size = 1
    for bundle in file.bundles:
        chosen = [place for place, name in enumerate(bundle.names) if name in names]
        if not chosen:
            continue
        table: dict[tuple[str, ...], int] = {}
        codes = numpy.array(
            [
                table.setdefault(tuple(value[place] for place in chosen), len(table))
                for value in bundle.values
            ]
        )
        if size * len(table) > MOST:
            distinct, places = numpy.unique(places, return_inverse=True)
            size = len(distinct)
        places *= len(table)
        places += codes[bundle.codes if rows is None else bundle.codes[rows]]
        size *= len(table)
    return _told_apart(tuple(names), places, size, rows)


def _told_apart(names: tuple[str, ...], places: Places, size: int, rows: Places | None) -> Combined:
    if size <= COUNTED and size <= 64 * max(len(places), 1024):
        counts = numpy.bincount(places, minlength=size)
        of = numpy.flatnonzero(counts)
        one = numpy.empty(size, dtype=numpy.int64)
        one[places] = numpy.arange(len(places))
        counts, one = counts[of], one[of]
    else:
        of, one, counts = numpy.unique(places, return_index=True, return_counts=True)
    return Combined(names, one if rows is None else rows[one], counts, places, of)
