"""A plain file as codes: every row's place among the few distinct texts of each column.

Eight million rows have some hundred districts, a handful of codes, a few thousand days. To look at
each distinct text once is all that a check needs, and neighbouring columns of codes are looked at
as one text. Ids of students and cases are too many for that: of them a 64-bit hash is taken.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import TypeAlias

import numpy
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.extracts.known import NEW, Known, first_of_each
from dashboard.extracts.plain import Lines, NotPlain, Places, PlainFile, Words
from dashboard.extracts.schema import Column, Kind
from dashboard.extracts.words import as_arrow, hashed, words_of

Codes: TypeAlias = NDArray[numpy.unsignedinteger]
Span: TypeAlias = tuple[int, int]  # the first and the last of neighbouring columns, by place

# To tell a new text of several columns apart costs as much as to look up 48 known ones.
RARE = 48
_SIZES = (numpy.uint8, numpy.uint16, numpy.uint32)


@dataclass(frozen=True)
class Bundle:
    """Neighbouring columns: each row's place among their distinct texts taken together.

    `texts`: by column, the text of each place.
    """

    names: tuple[str, ...]
    codes: Codes
    texts: tuple[Sequence[str], ...]

    def __len__(self) -> int:
        """How many texts the columns have, taken together."""
        return len(self.texts[0])


@dataclass(frozen=True)
class CodedColumn:
    """One column: each row's place among its distinct `texts`, by way of its bundle."""

    texts: tuple[str, ...]
    _bundle: Bundle
    _table: Codes

    def codes(self, rows: Places | None = None) -> Codes:
        """The places of all rows' texts, or of those of some rows."""
        codes = self._bundle.codes if rows is None else self._bundle.codes[rows]
        return self._table[codes]

    def texts_of(self, rows: Places) -> list[str]:
        """The texts of some rows."""
        return [self.texts[place] for place in self.codes(rows).tolist()]


@dataclass(frozen=True)
class Identity:
    """A column of ids: a hash of each row's text, and, where they are kept, the texts in parts.

    Texts with different hashes are different; the same hash says no more than "perhaps".
    """

    hashes: Words
    texts: tuple[pa.Array, ...]


@dataclass(frozen=True)
class CodedFile:
    """All rows of a plain file. No identity is blank."""

    sha256: str
    rows: int
    bundles: tuple[Bundle, ...]
    identities: dict[str, Identity]

    def column(self, name: str) -> CodedColumn:
        """A column that is not an identity."""
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str, CodedColumn]:
        return {
            name: _column(bundle, place)
            for bundle in self.bundles
            for place, name in enumerate(bundle.names)
        }


def read_coded(file: PlainFile, *, header: Sequence[str], columns: Sequence[Column]) -> CodedFile:
    """Read a plain file whose header is good; `columns` are those to look at. Raises NotPlain."""
    known = {column.name: column for column in columns}
    identities = {
        place: _Identities(known[name])
        for place, name in enumerate(header)
        if name in known and known[name].identity
    }
    bundles: list[_Coder] = []
    rows = 0
    for lines in file.lines(fields=len(header)):
        if rows:
            for bundle in bundles:
                bundle.add(lines)
        else:
            spans = _spans([known.get(name) for name in header])
            bundles = [coder for span in spans for coder in _fitting(span, lines)]
        for place, identity in identities.items():
            identity.add(lines, place)
        rows += len(lines)
    if not rows:
        raise NotPlain
    return CodedFile(
        file.sha256(),
        rows,
        tuple(bundle.done(header) for bundle in bundles),
        {header[place]: identity.done() for place, identity in identities.items()},
    )


def _column(bundle: Bundle, place: int) -> CodedColumn:
    texts = tuple(dict.fromkeys(bundle.texts[place]))
    size = _size_for(len(texts))
    if len(texts) == len(bundle):
        return CodedColumn(texts, bundle, numpy.arange(len(texts), dtype=size))
    return CodedColumn(texts, bundle, places_among(texts, bundle.texts[place]).astype(size))


def places_among(known: Sequence[Hashable], asked: Sequence[Hashable]) -> Places:
    """The place of each one asked for among those known, which are distinct."""
    places = dict(zip(known, range(len(known)), strict=True))
    return numpy.fromiter(map(places.__getitem__, asked), dtype=numpy.int64, count=len(asked))


def _size_for(count: int) -> type[numpy.unsignedinteger]:
    return next(size for size in _SIZES if count <= numpy.iinfo(size).max)


def _spans(columns: Sequence[Column | None]) -> list[Span]:
    """Runs of columns of codes, and every other column that is not an identity by itself."""
    spans: list[Span] = []
    for place, column in enumerate(columns):
        if column is None or column.identity:
            continue
        before = columns[place - 1] if place else None
        together = {Kind.CODE, Kind.RATING} >= {column.kind, before.kind if before else None}
        if together and spans:
            spans[-1] = (spans[-1][0], place)
        else:
            spans.append((place, place))
    return spans


def _fitting(span: Span, lines: Lines) -> "list[_Coder]":
    """The codes of the first lines: of the span, or of its halves if too many texts are rare."""
    first, last = span
    coder = _Coder(span)
    if coder.add(lines) * RARE > len(lines) * (last - first) and first < last:
        middle = (first + last) // 2
        return [*_fitting((first, middle), lines), *_fitting((middle + 1, last), lines)]
    return [coder]


class _Coder:
    """The codes of a span, part after part."""

    def __init__(self, span: Span) -> None:
        self.span = span
        self._known = Known.of(numpy.empty(0, dtype=numpy.uint64))
        self._texts: list[bytes] = []
        self._words: list[Words] = []  # of the texts
        self._codes: list[Codes] = []

    def add(self, lines: Lines) -> int:
        """Code these lines; returns how many texts were new."""
        starts, ends = lines.starts(self.span[0]), lines.ends(self.span[1])
        words = words_of(lines, starts, ends - starts)
        hashes = hashed(words)
        places = self._known.places(hashes)
        rows = numpy.flatnonzero(places == NEW)
        new = 0
        if len(rows):
            first = rows[first_of_each(hashes[rows])]
            new = len(first)
            self._learn(hashes[first], [word[first] for word in words])
            spans = zip(starts[first].tolist(), ends[first].tolist(), strict=True)
            self._texts += [lines.text[start:end] for start, end in spans]
            places[rows] = self._known.places(hashes[rows])
        if len(words) > 1 or len(self._words) > 1:
            self._compare(words, places)
        self._codes.append(places.astype(_size_for(len(self._texts))))
        return new

    def _learn(self, hashes: Words, words: list[Words]) -> None:
        before = len(self._known.hashes)
        self._known = Known.of(numpy.concatenate([self._known.hashes, hashes]))
        for number in range(max(len(words), len(self._words))):
            if number == len(self._words):
                self._words.append(numpy.zeros(before, dtype=numpy.uint64))
            more = words[number] if number < len(words) else numpy.zeros_like(words[0])
            self._words[number] = numpy.concatenate([self._words[number], more])

    def _compare(self, words: list[Words], places: NDArray[numpy.int32]) -> None:
        """NotPlain when the hash of some text is also that of another."""
        none = numpy.uint64(0)  # the words behind a text's end
        for known, found in zip_longest(self._words, words):
            same = none if known is None else known.take(places)
            if not numpy.all(same == (none if found is None else found)):
                raise NotPlain

    def done(self, header: Sequence[str]) -> Bundle:
        first, last = self.span
        names = tuple(header[first : last + 1])
        fields = b",".join(self._texts).decode().split(",")
        texts = tuple(fields[place :: len(names)] for place in range(len(names)))
        return Bundle(names, numpy.concatenate(self._codes), texts)


class _Identities:
    """The hashes of a column of ids, part after part."""

    def __init__(self, column: Column) -> None:
        self._kept = column.kept
        self._hashes: list[Words] = []
        self._texts: list[pa.Array] = []

    def add(self, lines: Lines, place: int) -> None:
        starts = lines.starts(place)
        lengths = lines.ends(place) - starts
        if not lengths.all():
            raise NotPlain  # a blank id
        self._hashes.append(hashed(words_of(lines, starts, lengths)))
        if self._kept:
            self._texts.append(as_arrow(lines, starts, lengths))

    def done(self) -> Identity:
        return Identity(numpy.concatenate(self._hashes), tuple(self._texts))
