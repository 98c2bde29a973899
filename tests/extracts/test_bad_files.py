"""B2: files that are refused, or are fine though they look odd; each with the exact finding."""

import codecs
import gzip
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest

from dashboard.extracts.bytes import Unreadable, look
from tests.extracts.folder import ENROLLMENT, Content, plain, put, reading, table, zipped

ROW = "2012,001001,WH7,10\n"
OTHER = "2012,001001,BL7,5\n"
GOOD = ENROLLMENT + ROW + OTHER
ROWS = [(2012, "001001", "BL7", 5), (2012, "001001", "WH7", 10)]
COLUMNS = "school_year, lea_id, race, enrolled_total"

NUL = "a NUL byte is not text; write the file again"
RETURN = "a carriage return without a line feed; end lines with LF or CRLF"
MIXED = "some lines end with CRLF and some with LF; write the file one way"
BLANK = "a blank line; every line must have all its fields"
FIELDS = "{} where the header has 4; every line must have all of its fields and no more"
UNCLOSED = "a quoted field does not end properly; check the quotes"
STRAY = "a quote inside a field; put quotes around the whole field and double those inside"
TWICE = "the header names this column twice"
UTF8 = "byte {} is not UTF-8; save the file as UTF-8"
CASE = "write this column {}: in small letters, without blanks around it"
ENDED = "Compressed file ended before the end-of-stream marker was reached"
GZIP = "not a whole gzip file ({}); compress it again"
LONG = "a field is longer than 131,072 characters"


def missing(*names: str) -> str:
    return f"required column missing: {', '.join(names)}. enrollment needs {COLUMNS}"


class Refused(NamedTuple):
    """A file of the extract enrollment that is refused, and what is said of it."""

    name: str
    content: Content
    line: int
    rule: str
    column: str = ""
    value: str = ""
    suffix: str = ".csv"


REFUSED = [
    Refused("empty", b"", 0, "the file is empty; it needs at least a header line"),
    Refused("UTF-16", GOOD.encode("utf-16"), 0, "the file is UTF-16; save it as UTF-8"),
    Refused("UTF-16 without a mark", GOOD.encode("utf-16-le"), 1, NUL),
    Refused(
        "Latin-1", (ENROLLMENT + "2012,Fähr,WH7,1\n").encode("latin-1"), 2, UTF8.format("0xe4")
    ),
    Refused("Windows-1252 at the end", GOOD.encode() + b"\x93", 4, UTF8.format("0x93")),
    Refused("NUL byte", GOOD.replace("BL7", "BL\0"), 3, NUL),
    Refused("CR only", GOOD.replace("\n", "\r"), 0, RETURN),
    Refused("a lone CR at the end", GOOD + "\r", 0, RETURN),
    Refused("mixed line ends", GOOD.replace("\n", "\r\n", 1), 0, MIXED),
    Refused(
        "mixed line ends beside quotes",
        ENROLLMENT.replace("\n", "\r\n") + '2012,"001001",WH7,10\r\n' + OTHER,
        3,
        MIXED,
    ),
    Refused("blank line in the middle", ENROLLMENT + ROW + "\n" + OTHER, 3, BLANK),
    Refused(
        "blank line in the middle, CRLF",
        (ENROLLMENT + ROW + "\n" + OTHER).replace("\n", "\r\n"),
        3,
        BLANK,
    ),
    Refused("blank line first", "\n" + GOOD, 1, BLANK),
    Refused("only a line end", "\n", 1, "the first line is blank; it must be the header"),
    Refused("line of blanks", ENROLLMENT + ROW + "   \n" + OTHER, 3, FIELDS.format("1 field")),
    Refused(
        "one field too many",
        ENROLLMENT + ROW + "2012,001001,BL7,5,6\n",
        3,
        FIELDS.format("5 fields"),
    ),
    Refused(
        "a comma at the end of one line",
        ENROLLMENT + ROW + "2012,001001,BL7,5,\n",
        3,
        FIELDS.format("5 fields"),
    ),
    Refused(
        "a comma at the end of every line but the header",
        ENROLLMENT + ROW.replace("\n", ",\n") + OTHER.replace("\n", ",\n"),
        2,
        FIELDS.format("5 fields"),
    ),
    Refused(
        "one field too few", ENROLLMENT + ROW + "2012,001001,5\n", 3, FIELDS.format("3 fields")
    ),
    Refused(
        "one field too few after a field with line ends",
        ENROLLMENT + '2012,"00\n1\n001",WH7,1\n' + ROW + "2012,001001,5\n",
        6,
        FIELDS.format("3 fields"),
    ),
    Refused(
        "thousands separator", ENROLLMENT + "2012,001001,WH7,1,000\n", 2, FIELDS.format("5 fields")
    ),
    Refused("unclosed quote", ENROLLMENT + ROW + '2012,001001,"BL7,5\n' + ROW, 3, UNCLOSED),
    Refused("unclosed last field", ENROLLMENT + ROW + '2012,001001,BL7,"5\n', 3, UNCLOSED),
    Refused("text after a closing quote", ENROLLMENT + '2012,001001,"WH7"x,5\n', 2, STRAY),
    Refused("blank before an opening quote", ENROLLMENT + '2012, "001001",WH7,5\n', 2, STRAY),
    Refused("quote in a bare field", ENROLLMENT + ROW + '2012,0"01,BL7,5\n', 3, STRAY),
    Refused(
        "semicolons",
        GOOD.replace(",", ";"),
        1,
        "the fields are separated by semicolons; use commas",
    ),
    Refused("tabs", GOOD.replace(",", "\t"), 1, "the fields are separated by tabs; use commas"),
    Refused("bars", GOOD.replace(",", "|"), 1, "the fields are separated by bars; use commas"),
    Refused(
        "a column twice", "school_year,lea_id,race,enrolled_total,race\n", 1, TWICE, column="race"
    ),
    Refused(
        "missing column",
        "school_year,lea_id,race\n2012,1,WH7\n",
        1,
        missing("enrolled_total"),
        column="enrolled_total",
    ),
    Refused("no header", ROW + OTHER, 1, missing(*COLUMNS.split(", ")), column="school_year"),
    Refused(
        "a web page", "<html>Sign in</html>\n", 1, missing(*COLUMNS.split(", ")), "school_year"
    ),
    Refused(
        "capital header", GOOD.replace("race", "Race"), 1, CASE.format("race"), column="Race"
    ),
    Refused(
        "blanks in the header",
        GOOD.replace(",race", ", race"),
        1,
        CASE.format("race"),
        column=" race",
    ),
    Refused(
        "line end in a column's name",
        'school_year,lea_id,race,enrolled_total,"no\nte"\n',
        1,
        "the header line cannot be read (unexpected end of data)",
    ),
    Refused(
        "spreadsheet",
        b"PK\x03\x04" + bytes(200),
        0,
        "the file is a spreadsheet or archive; export it as CSV (UTF-8)",
    ),
    Refused(
        "old spreadsheet",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200),
        0,
        "the file is a spreadsheet or archive; export it as CSV (UTF-8)",
    ),
    Refused(
        "gzip named .csv",
        zipped(GOOD),
        0,
        "the file is compressed with gzip; give it the ending .csv.gz",
    ),
    Refused(
        "Parquet named .csv",
        b"PAR1" + bytes(9),
        0,
        "the file is Parquet; give it the ending .parquet",
    ),
    Refused("half a gzip", zipped(GOOD)[:-9], 0, GZIP.format(ENDED), suffix=".csv.gz"),
    Refused(
        "CSV named .csv.gz",
        GOOD,
        0,
        GZIP.format("Not a gzipped file (b'sc')"),
        suffix=".csv.gz",
    ),
    Refused("NUL byte in a gzip", zipped(GOOD + "\0"), 4, NUL, suffix=".csv.gz"),
    Refused(
        "broken Parquet", b"PAR1" + bytes(99), 0, "not a readable Parquet file; write it again",
        suffix=".parquet",
    ),
    Refused(
        "Parquet with a column twice",
        pa.table({"school_year": [2012], "lea_id": ["1"], "race": ["WH7"], "Race": ["BL7"],
                  "enrolled_total": [1]}),
        1,
        TWICE,
        column="race",
        suffix=".parquet",
    ),
    Refused("a field of 20 MB", ENROLLMENT + ROW + "2012,1,BL7," + "9" * 20_000_000, 3, LONG),
    Refused(
        "repeated key",
        GOOD + "2012,001001,WH7,11\n",
        4,
        "the key repeats; keep one row for each key",
        column="school_year, lea_id, race",
        value="2012, 001001, WH7",
    ),
    Refused(
        "repeated key behind a field with line ends",
        ENROLLMENT + '2012,"a\nb\nc",WH7,1\n' + ROW + ROW,
        6,
        "the key repeats; keep one row for each key",
        column="school_year, lea_id, race",
        value="2012, 001001, WH7",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_bad_file_is_refused_whole_and_says_where(tmp_path: Path, case: Refused) -> None:
    name = f"enrollment{case.suffix}"
    with reading(put(tmp_path / "extracts", {name: case.content})) as library:
        assert plain(library.findings) == [
            ("refused", case.line, case.column, case.value, case.rule)
        ]
        assert library.refused == (name,)
        assert library.findings[0].file == name
        assert table(library, "enrollment") == []
        assert len(table(library, "districts")) == 1


FINE: dict[str, tuple[Content, str]] = {
    "plain": (GOOD, ".csv"),
    "byte order mark": (codecs.BOM_UTF8 + GOOD.encode(), ".csv"),
    "byte order mark before a quote": (
        codecs.BOM_UTF8 + GOOD.replace("school_year", '"school_year"').encode(),
        ".csv",
    ),
    "CRLF": (GOOD.replace("\n", "\r\n"), ".csv"),
    "no line end at the end": (GOOD.rstrip("\n"), ".csv"),
    "blank lines at the end": (GOOD + "\n\n", ".csv"),
    "blank lines at the end, CRLF": (GOOD.replace("\n", "\r\n") + "\r\n\r\n", ".csv"),
    "all quoted": ('"' + GOOD.rstrip("\n").replace(",", '","').replace("\n", '"\n"') + '"', ".csv"),
    "gzip": (zipped(GOOD), ".csv.gz"),
    "gzip in two members": (zipped(ENROLLMENT + ROW) + zipped(OTHER), ".csv.gz"),
    "large gzip": (gzip.compress(GOOD.encode(), 0), ".csv.gz"),
}


@pytest.mark.parametrize("name", FINE)
def test_an_odd_file_that_is_fine(tmp_path: Path, name: str) -> None:
    content, suffix = FINE[name]
    with reading(put(tmp_path / "extracts", {f"enrollment{suffix}": content})) as library:
        assert plain(library.findings) == []
        assert table(library, "enrollment") == ROWS


def test_a_header_without_rows_is_an_empty_extract(tmp_path: Path) -> None:
    with reading(put(tmp_path / "extracts", {"enrollment.csv": ENROLLMENT})) as library:
        assert plain(library.findings) == []
        assert library.given("enrollment")
        assert not library.years("enrollment")


@pytest.mark.parametrize(
    ("header", "warnings"),
    [
        ("note", [("note", "unknown column, ignored")]),
        ("", [("", "a column without a name, ignored")]),
        (",", [("", "a column without a name, ignored")] * 2),
        ("note,NOTE", [("NOTE", "unknown column, ignored"), ("note", "unknown column, ignored")]),
        ("Race", [("Race", "unknown column, ignored")]),
        ("t_race", [("t_race", "unknown column, ignored")]),
    ],
)
def test_unknown_columns_are_ignored_with_a_warning(
    tmp_path: Path, header: str, warnings: list[tuple[str, str]]
) -> None:
    more = "," + ",".join("x" for _ in header.split(",")) + "\n"
    text = ENROLLMENT.replace("\n", f",{header}\n") + (ROW + OTHER).replace("\n", more)
    with reading(put(tmp_path / "extracts", {"enrollment.csv": text})) as library:
        assert plain(library.findings) == [
            ("warning", 1, column, "", rule) for column, rule in warnings
        ]
        assert table(library, "enrollment") == ROWS


def test_a_comma_inside_quotes_is_no_further_field(tmp_path: Path) -> None:
    name = 'Long Meadow, Upper Prairie "47", and\nso on'
    quoted = name.replace('"', '""')
    text = f'school_year,lea_id,name,lea_type,active\n2012,001001,"{quoted}",REG,Y\n'
    with reading(put(tmp_path / "extracts", {"districts.csv": text})) as library:
        assert plain(library.findings) == []
        assert table(library, "districts")[0][2] == name


def test_a_stray_quote_is_seen_wherever_the_blocks_of_reading_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = ENROLLMENT + ROW + '2012,"001001",BL7,5\n2012,"0""1","HI7",5\n'
    stray = put(tmp_path / "extracts", {"a.csv": good, "b.csv": good + '2012,001 "1",HI7,5\n'})
    for size in range(1, 40):
        monkeypatch.setattr("dashboard.extracts.bytes.CHUNK", size)
        assert look(stray / "a.csv").quoted, size
        with pytest.raises(Unreadable, match="a quote inside a field") as caught:
            look(stray / "b.csv")
        assert caught.value.line == 5, size


REPEATED = "the key stands in another file of this extract too; keep one row for each key"


def test_a_key_in_two_files_of_a_folder_refuses_the_later_one(tmp_path: Path) -> None:
    files: dict[str, Any] = {
        "enrollment/a.csv": ENROLLMENT + ROW + OTHER,
        "enrollment/b.csv.gz": zipped(ENROLLMENT + '2012,"x\ny",WH7,3\n' + OTHER),
        "enrollment/c.parquet": pa.table(
            {
                "school_year": [2012, 2012],
                "lea_id": ["001009", "001001"],
                "race": ["WH7", "WH7"],
                "enrolled_total": [1, 2],
            }
        ),
    }
    key = "school_year, lea_id, race"
    with reading(put(tmp_path / "extracts", files)) as library:
        assert [(one.file, one.line, one.column, one.value) for one in library.findings] == [
            ("enrollment/b.csv.gz", 4, key, "2012, 001001, BL7"),
            ("enrollment/c.parquet", 3, key, "2012, 001001, WH7"),
        ]
        assert {one.rule for one in library.findings} == {REPEATED}
        assert library.refused == ("enrollment/b.csv.gz", "enrollment/c.parquet")
        assert table(library, "enrollment") == ROWS


def test_keys_with_a_blank_part_repeat_too(tmp_path: Path) -> None:
    blank = "2012,,WH7,10\n"
    with reading(put(tmp_path / "extracts", {"enrollment.csv": ENROLLMENT + blank * 2})) as library:
        assert library.refused == ("enrollment.csv",)
        assert [one.value for one in library.findings if one.severity == "refused"] == [
            "2012, , WH7"
        ]
