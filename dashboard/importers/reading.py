"""The text of a file that somebody else wrote: .csv as it is, or packed with gzip or xz."""

import gzip
import lzma
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from dashboard.importers.errors import ImportFileError

LARGEST = 1 << 28
"""No published table comes near 256 MiB; a packed file that grows beyond is a mistake or a trap."""

GZIP, XZ = b"\x1f\x8b", b"\xfd7zXZ\x00"
_FOREIGN = {
    b"\xff\xfe": "is UTF-16",
    b"\xfe\xff": "is UTF-16",
    b"PK\x03\x04": "is a spreadsheet or an archive",
    b"\xd0\xcf\x11\xe0": "is an old spreadsheet",
    b"%PDF": "is a PDF",
}


@dataclass(frozen=True)
class Text:
    """The decoded content of a file; `notes` says what had to be supposed."""

    content: str
    notes: tuple[str, ...] = ()


def read_text(path: Path) -> Text:
    """Decode a file strictly as UTF-8, else as Windows-1252 with a note of where it is not UTF-8.

    Federal files hold a stray Windows byte now and then. Raises ImportFileError for anything
    that is not text, empty, cut off inside its packing, or larger than LARGEST.
    """
    content = _unpacked(path)
    for start, what in _FOREIGN.items():
        if content.startswith(start):
            raise ImportFileError(f"{path.name} {what}. Save it as CSV (UTF-8) and import that.")
    if not content.strip():
        raise ImportFileError(f"{path.name} is empty. Fetch it again.")
    if b"\0" in content:
        raise ImportFileError(
            f"{path.name} holds NUL bytes and is no text. Save it as CSV (UTF-8) and import that."
        )
    try:
        return Text(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _windows(path, content)


def _unpacked(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as reason:
        raise ImportFileError(f"{path} cannot be read: {reason.strerror}.") from None
    try:
        if content.startswith(GZIP):
            with gzip.open(BytesIO(content)) as file:
                content = file.read(LARGEST + 1)
        elif content.startswith(XZ):
            with lzma.open(BytesIO(content)) as file:
                content = file.read(LARGEST + 1)
    except (EOFError, OSError, lzma.LZMAError, zlib.error):
        raise ImportFileError(
            f"{path.name} is cut off or damaged: it does not unpack. Fetch it again."
        ) from None
    if len(content) > LARGEST:
        raise ImportFileError(
            f"{path.name} holds more than {LARGEST >> 20} MiB, more than any published table."
        )
    return content


def _windows(path: Path, content: bytes) -> Text:
    strays = [
        (number, place)
        for number, line in enumerate(content.splitlines(), start=1)
        if (place := _first_stray(line)) is not None
    ]
    # No line is at fault by itself only when a character runs over a line's end.
    number, place = strays[0] if strays else (1, 0)
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as reason:
        raise ImportFileError(
            f"{path.name} is neither UTF-8 nor Windows-1252 text (byte "
            f"{content[reason.start]:#04x}). Save it as CSV (UTF-8) and import that."
        ) from None
    byte = content.splitlines()[number - 1][place]
    more = f"; so are {len(strays) - 1} further lines" if len(strays) > 1 else ""
    note = (
        f"{path.name} is not UTF-8 and was read as Windows-1252: "
        f"byte {byte:#04x} in line {number}, column {place + 1}{more}."
    )
    return Text(text, (note,))


def _first_stray(line: bytes) -> int | None:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as reason:
        return reason.start
    return None
