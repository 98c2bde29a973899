"""The texts of a column as numbers and hashes, many lines at a time.

Eight bytes of a text are a number; a longer text is several. A text of eight bytes at most is its
own hash.
"""

import numpy
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.extracts.plain import LONGEST, WORD, Lines, NotPlain, Places, Words

_MASKS = numpy.array(
    [
        [(1 << 8 * min(max(length - done, 0), WORD)) - 1 for length in range(LONGEST + 1)]
        for done in range(0, LONGEST, WORD)
    ],
    dtype=numpy.uint64,
)
"""By the number of a word in a text and the text's length: the bytes of the word that are its."""
_ODD = 0x9E3779B97F4A7C15
_FACTORS = [numpy.uint64(pow(_ODD, power, 1 << 64)) for power in range(1, LONGEST // WORD)]
_FACTOR, _SHIFT = numpy.uint64(_ODD), numpy.uint64(32)


def words_of(lines: Lines, starts: Places, lengths: Places) -> list[Words]:
    """The texts as numbers of eight bytes, zeros behind their ends: exact, as no byte is zero."""
    shortest, longest = int(lengths.min()), int(lengths.max())
    if longest > LONGEST:
        raise NotPlain
    alike = shortest == longest  # ids, districts, days and years
    return [
        lines.words[starts + done if done else starts]
        & (masks[longest] if alike else masks.take(lengths))
        for done, masks in zip(range(0, max(longest, 1), WORD), _MASKS, strict=False)
    ]


def hashed(words: list[Words]) -> Words:
    """A hash of texts; of a text of eight bytes at most it is the text itself."""
    hashes = words[0]
    for word, factor in zip(words[1:], _FACTORS, strict=False):
        hashes = hashes ^ _scattered(word, factor)  # of no word at all: 0, whatever the factor
    return hashes


def mixed(hashes: Words, more: NDArray[numpy.integer]) -> Words:
    """One hash of both, row by row. Ids resemble each other, so they are scattered first."""
    return _scattered(_scattered(hashes) ^ more.astype(numpy.uint64))


def _scattered(words: Words, factor: numpy.uint64 = _FACTOR) -> Words:
    product = words * factor
    product ^= product >> _SHIFT
    return product * _FACTOR


def as_arrow(lines: Lines, starts: Places, lengths: Places) -> pa.Array:
    """The texts themselves as an Arrow array."""
    offsets = numpy.zeros(len(starts) + 1, dtype=numpy.int64)
    numpy.cumsum(lengths, out=offsets[1:])
    places = numpy.arange(offsets[-1]) + numpy.repeat(starts - offsets[:-1], lengths)
    data = numpy.frombuffer(lines.text, dtype=numpy.uint8)[places]
    offset = pa.py_buffer(offsets.astype(numpy.int32))
    return pa.StringArray.from_buffers(len(starts), offset, pa.py_buffer(data))
