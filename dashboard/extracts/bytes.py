"""The first look at a text file: its bytes, before anybody parses them.

A CSV reader forgives much that is a fault in an extract: NUL bytes, lone carriage returns, blank
lines, another encoding. Each of these would shift, drop or change values in silence (trust.md 6),
so each refuses the file here, in words. The same pass takes the file's SHA-256.
"""

import codecs
import csv
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy

_FEED, _COMMA, _QUOTE = ord("\n"), ord(","), ord('"')
_STRAY_QUOTE = re.compile(rb'(?<=[^,\n"])"(?=[^,\r\n"])')
_BEFORE_QUOTE = numpy.frombuffer(b',\n"', dtype=numpy.uint8)
_AFTER_QUOTE = numpy.frombuffer(b',\r\n"', dtype=numpy.uint8)
CHUNK = 1 << 18  # small enough to stay in the processor's cache: twice as fast as megabytes
BOMS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


class Unreadable(Exception):
    """The file is refused; `line` is where (0: the file as a whole), `value` what was there."""

    def __init__(self, rule: str, *, line: int = 0, column: str = "", value: str = "") -> None:
        super().__init__(rule)
        self.rule, self.line, self.column, self.value = rule, line, column, value


@dataclass(frozen=True)
class Look:
    """What the bytes of a readable text file say.

    `quoted`: some field is in quotes, so that a record may run over several physical lines.
    `commas`: how many there are, header included; None for a file that is not text.
    """

    sha256: str
    header: tuple[str, ...]
    quoted: bool
    commas: int | None = None


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file as it lies on the disk, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def look(path: Path) -> Look:
    """Read every byte of a CSV file (`.gz` too) once; raises Unreadable."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    quoted = blank_line = carriage_returns = stray_quote = False
    commas = 0
    tail = first = b""
    for chunk in _chunks(path, digest):
        if not first:
            first = chunk
            _refuse_other_encodings(chunk)
            tail = b"\n"
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
        if b"\0" in chunk:
            raise _at(path, b"\0", "a NUL byte is not text; write the file again")
        if not chunk.isascii() or decoder.getstate()[0]:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                raise _not_utf8(path) from None
        commas += _count(chunk, _COMMA)
        if b'"' in chunk or b'"' in tail:
            quoted = True
            stray_quote = stray_quote or _has_stray_quote(tail + chunk)
        carriage_returns = carriage_returns or b"\r" in chunk
        blank_line = blank_line or _has_blank_line(tail + chunk[:2]) or _has_blank_line(chunk)
        tail = (tail + chunk)[-2:]
    if not first:
        raise Unreadable("the file is empty; it needs at least a header line")
    if decoder.getstate()[0]:
        raise _not_utf8(path)
    if carriage_returns:
        blank_line = True  # a blank line between CRLFs: the slow check below finds it
        _refuse_mixed_line_ends(path, quoted=quoted)
    if blank_line:
        _refuse_blank_lines(path)
    if stray_quote:
        _refuse_stray_quote(path)
    header = _header(first)
    sha256 = sha256_of(path) if path.suffix == ".gz" else digest.hexdigest()
    return Look(sha256, header, quoted, commas)


def record_lines(path: Path) -> Iterator[int]:
    """The physical line on which each record starts, in the order of the records.

    Ends early at a field over the csv module's limit (131,072 characters): lines behind it are
    not known.
    """
    with text_of(path) as lines:
        rows = csv.reader(lines, strict=True)
        with suppress(csv.Error):
            next(rows)
            start = rows.line_num + 1
            for _ in rows:
                yield start
                start = rows.line_num + 1


def _chunks(path: Path, digest: "hashlib._Hash") -> Iterator[bytes]:
    with path.open("rb") as file:
        if path.suffix != ".gz":
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                yield chunk
            return
        try:
            with gzip.open(file) as content:
                while chunk := content.read(CHUNK):
                    yield chunk
        except (EOFError, gzip.BadGzipFile, zlib.error) as reason:
            raise Unreadable(f"not a whole gzip file ({reason}); compress it again") from None


def _open(path: Path) -> BinaryIO:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def text_of(path: Path) -> io.TextIOWrapper:
    """A CSV file (`.gz` too) opened as text, its line ends untouched."""
    return io.TextIOWrapper(_open(path), encoding="utf-8-sig", newline="")


def _refuse_other_encodings(start: bytes) -> None:
    for mark, encoding in BOMS.items():
        if start.startswith(mark):
            raise Unreadable(f"the file is {encoding}; save it as UTF-8")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("the file is a spreadsheet or archive; export it as CSV (UTF-8)")
    if start.startswith(b"\x1f\x8b"):
        raise Unreadable("the file is compressed with gzip; give it the ending .csv.gz")
    if start.startswith(b"PAR1"):
        raise Unreadable("the file is Parquet; give it the ending .parquet")


def _count(block: bytes, byte: int) -> int:
    return int(numpy.count_nonzero(numpy.frombuffer(block, dtype=numpy.uint8) == byte))


def _has_stray_quote(block: bytes) -> bool:
    """True for a quote within a field: the first and last byte of the block are not judged."""
    text = numpy.frombuffer(block, dtype=numpy.uint8)
    at = numpy.flatnonzero(text[1:-1] == _QUOTE) + 1
    fits = numpy.isin(text[at - 1], _BEFORE_QUOTE) | numpy.isin(text[at + 1], _AFTER_QUOTE)
    return not bool(fits.all())


def _refuse_stray_quote(path: Path) -> None:
    # Readers differ in what they make of it: one drops a blank before it, another keeps it.
    with _open(path) as file:
        for number, line in enumerate(file, start=1):
            if _STRAY_QUOTE.search(line.removeprefix(codecs.BOM_UTF8) if number == 1 else line):
                raise Unreadable(
                    "a quote inside a field; put quotes around the whole field and double those "
                    "inside",
                    line=number,
                )


def _has_blank_line(block: bytes) -> bool:
    # numpy: a search for two line feeds would stop at every line's end.
    feeds = numpy.frombuffer(block, dtype=numpy.uint8) == _FEED
    return bool((feeds[1:] & feeds[:-1]).any())


def _refuse_mixed_line_ends(path: Path, *, quoted: bool) -> None:
    returns = pairs = feeds = 0
    held = b""
    with _open(path) as file:
        while chunk := file.read(CHUNK):
            block = held + chunk
            held = b"\r" if block.endswith(b"\r") else b""
            block = block.removesuffix(b"\r")
            returns += block.count(b"\r")
            pairs += block.count(b"\r\n")
            feeds += block.count(b"\n")
    if held or returns != pairs:
        raise Unreadable("a carriage return without a line feed; end lines with LF or CRLF")
    if pairs != feeds and not quoted:
        raise Unreadable("some lines end with CRLF and some with LF; write the file one way")


def _refuse_blank_lines(path: Path) -> None:
    """A blank line is a record with no field, except at the end, where editors leave some."""
    blank = 0
    with text_of(path) as lines, suppress(csv.Error):  # a huge field: the reader judges it
        rows = csv.reader(lines)
        for row in rows:
            if not row:
                blank = blank or rows.line_num
            elif blank:
                raise Unreadable("a blank line; every line must have all its fields", line=blank)


def _not_utf8(path: Path) -> Unreadable:
    with _open(path) as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as reason:
                rule = f"byte {line[reason.start]:#04x} is not UTF-8; save the file as UTF-8"
                return Unreadable(rule, line=number)
    return Unreadable("the file is not UTF-8; save it as UTF-8")


def _at(path: Path, wanted: bytes, rule: str) -> Unreadable:
    with _open(path) as file:
        for number, line in enumerate(file, start=1):
            if wanted in line:
                return Unreadable(rule, line=number)
    return Unreadable(rule)


def _header(start: bytes) -> tuple[str, ...]:
    line = start.split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").rstrip("\r")
    if not line:
        raise Unreadable("the first line is blank; it must be the header", line=1)
    try:
        return tuple(next(csv.reader([line], strict=True)))
    except (csv.Error, StopIteration) as reason:
        raise Unreadable(f"the header line cannot be read ({reason})", line=1) from None
