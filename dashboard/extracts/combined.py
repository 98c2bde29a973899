"""Rows of a coded file told apart by some of their columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy
from numpy.typing import NDArray

from dashboard.extracts.coded import Bundle, CodedFile, places_among
from dashboard.extracts.plain import Places

Chosen: TypeAlias = NDArray[numpy.bool_]
Texts: TypeAlias = tuple[Sequence[str], ...]  # by column, of each combination

COUNTED = 1 << 22  # combinations that are counted one by one; of more, the rows are sorted
MOST = 1 << 62


@dataclass(frozen=True)
class Combined:
    """The distinct combinations of the texts of some columns.

    `rows`: one row of each. `counts`: how many rows have it.
    """

    rows: Places
    counts: Places
    _places: Places
    _of: Places

    def rows_of(self, chosen: Chosen) -> Places:
        """All rows of the chosen combinations, in the order of the file."""
        return numpy.flatnonzero(numpy.isin(self._places, self._of[chosen]))


@dataclass(frozen=True)
class OfOneBundle:
    """The same for columns of one bundle: no row is looked at before one is asked for."""

    texts: Texts
    _bundle: Bundle
    _table: Places

    def rows_of(self, chosen: Chosen) -> Places:
        """All rows of the chosen combinations, in the order of the file."""
        return numpy.flatnonzero(chosen[self._table].take(self._bundle.codes))


def within_one_bundle(file: CodedFile, names: Sequence[str]) -> OfOneBundle | None:
    """The combinations of columns that stand in one bundle; None when they do not."""
    for bundle in file.bundles:
        if set(names) <= set(bundle.names):
            texts, table = _chosen(bundle, names)
            return OfOneBundle(texts, bundle, table)
    return None


def places_of(
    file: CodedFile, names: Sequence[str], rows: Places | None = None
) -> tuple[Places, int]:
    """A number below the size given with it for each row: the same for the same combination.

    `rows`: only the rows at these places. None of the columns is an identity.
    """
    places: Places = numpy.zeros(file.rows if rows is None else len(rows), dtype=numpy.int64)
    size = 1
    for bundle in file.bundles:
        chosen = [name for name in bundle.names if name in names]
        if not chosen:
            continue
        texts, table = _chosen(bundle, chosen)
        here = len(texts[0])
        if here < 2:
            continue
        if size * here > MOST:
            distinct, places = numpy.unique(places, return_inverse=True)
            size = len(distinct)
        codes = bundle.codes if rows is None else bundle.codes[rows]
        places = places * here if size > 1 else places
        places += table.take(codes)
        size *= here
    return places, size


def combine(file: CodedFile, names: Sequence[str], rows: Places | None = None) -> Combined:
    """Tell all rows, or those at some places, apart by the columns `names`."""
    places, size = places_of(file, names, rows)
    if size <= COUNTED and size <= 64 * max(len(places), 1024):
        counts = numpy.bincount(places, minlength=size)
        of = numpy.flatnonzero(counts)
        one = numpy.empty(size, dtype=numpy.int64)
        one[places] = numpy.arange(len(places))
        counts, one = counts[of], one[of]
    else:
        of, one, counts = numpy.unique(places, return_index=True, return_counts=True)
    return Combined(one if rows is None else rows[one], counts, places, of)


def _chosen(bundle: Bundle, names: Sequence[str]) -> tuple[Texts, Places]:
    """The distinct texts of some columns of a bundle, and the place of each of its own there."""
    columns = [bundle.texts[bundle.names.index(name)] for name in names]
    if {*names} == {*bundle.names}:  # its texts are distinct
        return tuple(columns), numpy.arange(len(bundle))
    if len(columns) == 1:
        alone = tuple(dict.fromkeys(columns[0]))
        return (alone,), places_among(alone, columns[0])
    rows = [*zip(*columns, strict=True)]
    found = [*dict.fromkeys(rows)]
    return tuple(zip(*found, strict=True)), places_among(found, rows)
