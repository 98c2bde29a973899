"""The text of a file that somebody else wrote."""

import gzip
import lzma
from pathlib import Path

import pytest

from dashboard.importers import ImportFileError, reading

TEXT = "Year,State\n2012,Guåm\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", TEXT.encode()),
        ("a.csv", b"\xef\xbb\xbf" + TEXT.encode()),
        ("a.csv.gz", gzip.compress(TEXT.encode(), mtime=0)),
        ("a.csv.xz", lzma.compress(TEXT.encode())),
        ("packed-but-called.csv", lzma.compress(TEXT.encode())),
    ],
)
def test_reads_text_however_packed(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert reading.read_text(path) == reading.Text(TEXT)


def test_a_stray_byte_is_read_as_windows_1252_with_a_note_of_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"Year,State\n2015,\xa0Alabama\n2015,\xa0Alaska\n")
    text = reading.read_text(path)
    assert text.content == "Year,State\n2015,\u00a0Alabama\n2015,\u00a0Alaska\n"
    assert text.notes == (
        "a.csv is not UTF-8 and was read as Windows-1252: byte 0xa0 in line 2, column 6; "
        "so are 1 further lines.",
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \r\n \n", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (TEXT.encode("utf-16"), "is UTF-16"),
        (TEXT.encode("utf-16-le"), "NUL bytes"),
        (b"PK\x03\x04rest", "spreadsheet or an archive"),
        (b"\xd0\xcf\x11\xe0rest", "old spreadsheet"),
        (b"%PDF-1.7", "is a PDF"),
        (b"a,b\n1,\x81\n", "neither UTF-8 nor Windows-1252"),
        (lzma.compress(TEXT.encode() * 99)[:-20], "cut off or damaged"),
        (gzip.compress(TEXT.encode() * 99, mtime=0)[:-9], "cut off or damaged"),
        (b"\x1f\x8b\x08\x00" + b"\x07" * 40, "cut off or damaged"),
    ],
)
def test_refuses_what_is_no_text(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(ImportFileError, match=says) as refused:
        reading.read_text(path)
    assert str(refused.value).startswith("a.csv ")


def test_refuses_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"no\.csv cannot be read: No such file"):
        reading.read_text(tmp_path / "no.csv")
    with pytest.raises(ImportFileError, match="cannot be read"):
        reading.read_text(tmp_path)


def test_refuses_what_unpacks_beyond_all_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST", 1 << 20)
    path = tmp_path / "a.csv.xz"
    path.write_bytes(lzma.compress(b"1" * (1 << 21)))
    with pytest.raises(ImportFileError, match="holds more than 1 MiB"):
        reading.read_text(path)
