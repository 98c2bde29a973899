"""A plain CSV file, part by part: where each of its fields starts and ends.

Plain: UTF-8 without a quote or a NUL byte, all lines ended alike, and each with as many commas as
the header. In such a file every comma ends a field and every line feed a record, so its fields are
found by looking for two bytes, at a fraction of what parsing costs. Whatever is not plain may
still be sound; the careful reader (`dashboard.extracts.bytes`) says.
"""

import codecs
import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias

import numpy
from numpy.typing import NDArray

Places: TypeAlias = NDArray[numpy.int64]
Words: TypeAlias = NDArray[numpy.uint64]

PART = 1 << 20  # bytes in work at a time: what is made of them stays in the processor's cache
WORD = 8
LONGEST = 256  # bytes of a text that is coded; longer ones are for the careful reader
_FEED, _COMMA, _RETURN = ord("\n"), ord(","), ord("\r")


class NotPlain(Exception):
    """The file needs the careful reader, which tells what is wrong with it, if anything is."""


@dataclass(frozen=True)
class Lines:
    """Some whole lines of a plain file.

    `words`: from each place in `text` on, eight bytes as one number; zeros behind its end.
    """

    text: bytes
    words: Words
    _marks: Places  # where the fields end, line by line
    _end: int  # bytes of a line end

    def __len__(self) -> int:
        return len(self._marks)

    def starts(self, column: int) -> Places:
        """Where in `text` the field of a column begins, in each line."""
        if column:
            return self._marks[:, column - 1] + 1
        starts = numpy.zeros(len(self), dtype=numpy.int64)
        starts[1:] = self._marks[:-1, -1] + 1
        return starts

    def ends(self, column: int) -> Places:
        """Where the field of a column has ended, in each line."""
        if column == self._marks.shape[1] - 1:
            return self._marks[:, column] - (self._end - 1)
        return self._marks[:, column]


@dataclass(frozen=True)
class PlainFile:
    """A file read from start to end once, while its SHA-256 is taken."""

    path: Path
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def header(self) -> tuple[str, ...]:
        """The names in the first line; NotPlain when they cannot be told."""
        with self._open() as file:
            line = file.readline(PART).removeprefix(codecs.BOM_UTF8)
        _check(line)
        if not line.endswith(b"\n"):
            raise NotPlain
        return tuple(line.decode().removesuffix("\n").removesuffix("\r").split(","))

    def lines(self, *, fields: int) -> Iterator[Lines]:
        """All lines but the header, in order; NotPlain as soon as something is not as it should."""
        end = b""
        for part in self._parts():
            if not end:
                first = part.index(b"\n") + 1
                end = b"\r\n" if part[:first].endswith(b"\r\n") else b"\n"
                part = part[first:]
            if part:
                _check(part)
                part = part if part.endswith(b"\n") else part + end
                yield _split(part, fields=fields, end=end)

    def sha256(self) -> str:
        """The SHA-256 of the file as it lies on the disk, once all lines were read."""
        if self.path.suffix == ".gz":
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        return self._digest.hexdigest()

    def _open(self) -> BinaryIO:
        return gzip.open(self.path) if self.path.suffix == ".gz" else self.path.open("rb")  # type: ignore[return-value]

    def _parts(self) -> Iterator[bytes]:
        """The text in parts that end with a line, the last one perhaps without its line end."""
        held = b""
        with self._open() as file:
            first = True
            while chunk := file.read(PART):
                self._digest.update(chunk)
                if first:
                    chunk, first = chunk.removeprefix(codecs.BOM_UTF8), False
                whole = chunk.rfind(b"\n") + 1
                if whole:
                    yield held + chunk[:whole]
                    held = b""
                held += chunk[whole:]
                if len(held) > PART:
                    raise NotPlain  # a line this long: the careful reader has its limit
        if held:
            yield held


def _check(part: bytes) -> None:
    if b'"' in part or b"\0" in part:
        raise NotPlain
    if not part.isascii():
        try:
            part.decode()
        except UnicodeDecodeError:
            raise NotPlain from None


def _split(part: bytes, *, fields: int, end: bytes) -> Lines:
    text = numpy.frombuffer(part, dtype=numpy.uint8)
    feeds = text == _FEED
    marks = numpy.flatnonzero(feeds | (text == _COMMA))
    lines = int(numpy.count_nonzero(feeds))
    if len(marks) != lines * fields:
        raise NotPlain
    table = marks.reshape(lines, fields)
    ends = table[:, -1]
    if not feeds[ends].all():
        raise NotPlain
    if end == b"\r\n":
        if part.count(b"\r") != lines or not (text[ends - 1] == _RETURN).all():
            raise NotPlain
    elif b"\r" in part:
        raise NotPlain
    roomy = part + bytes(LONGEST + WORD)
    words: Words = numpy.ndarray((len(part) + LONGEST,), "<u8", buffer=roomy, strides=(1,))
    return Lines(part, words, table, len(end))
