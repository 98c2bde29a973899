"""The fast reading of sound files says what the careful one says, or nothing."""

import codecs
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard.extracts import asked, coded, plain
from dashboard.extracts import stage as staging
from dashboard.extracts.schema import EXTRACTS
from dashboard.extracts.sound import read_sound
from dashboard.extracts.sources import SourceFile
from dashboard.extracts.staged import StagedFile
from tests.extracts.folder import zipped
from tests.extracts.good_rows import GOOD, other

LENIENT = 1.0


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test asks DuckDB anew what a text means."""
    monkeypatch.setattr(asked, "_meanings", {})
    monkeypatch.setattr(asked, "_answers", {})


def plain_text(rows: list[dict[str, str]], *, end: str = "\n") -> str:
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    return end.join(lines) + end


def source_of(folder: str | Path, extract: str, content: bytes, suffix: str = ".csv") -> SourceFile:
    path = Path(folder) / f"{extract}{suffix}"
    path.write_bytes(content)
    return SourceFile(EXTRACTS[extract], path, path.name)


def told(staged: StagedFile, connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """All that a reading says: the record, and the rows and types of what it kept."""
    said = asdict(staged)
    kept = said.pop("rows_kept")
    if kept:
        rows = connection.execute(f"SELECT * FROM read_parquet('{kept}') ORDER BY ALL")
        said["columns kept"] = [(one[0], str(one[1])) for one in rows.description]
        said["rows kept"] = rows.fetchall()
    return said


def both(source: SourceFile) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """What the fast reading and the careful one say of a file."""
    with duckdb.connect() as connection, pytest.MonkeyPatch.context() as patch:
        fast = read_sound(source, connection, source.path.with_name("fast"))
        patch.setattr(staging, "read_sound", lambda *_: None)
        careful = staging._read(source, connection, source.path.with_name("careful"), LENIENT)
        return fast and told(fast, connection), told(careful, connection)


NASTY = [
    "", " ", "0", "05", "007", "+5", "-1", "1e5", "1.0", "10.50", "100.0", "999999999999", "NULL",
    "null", "NA", "2012", "02012", "2012.0", "2012/1/5", "2012-1-5", "2012-02-30", "2012-02-29",
    " 2012-01-05", "2012-01-05 ", "2012-01-05T00:00", "12012-01-05", "1899-12-31", "2100-01-01",
    "infinity", "epoch", '""', '"Y"', 'a"b', "Y ", "y", "é", "x" * 9, "x" * 300, "a\0b", "a\tb",
    "a\rb", "a\nb", "\r", "a,b", "STATE0", "DD", "DROPOUT", "MISSING", "7", "8", "N",
]  # fmt: skip
PLACE = st.tuples(st.integers(0, 60), st.integers(0, 30), st.sampled_from(NASTY))
DAMAGE = st.tuples(
    st.integers(0, 900),
    st.integers(0, 3),
    st.sampled_from(
        [b"", b"\0", b'"', b"\n", b"\r", b",", b"\xff", b"\xc3", b" ", b"\xef\xbb\xbf"]
    ),
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    extract=st.sampled_from(sorted(GOOD)),
    values=st.lists(PLACE, max_size=3),
    damage=st.lists(DAMAGE, max_size=1),
    end=st.sampled_from(["\n", "\r\n"]),
)
@example("enrollment", [(2, 3, "+5")], [], "\n")
@example("exiters", [(2, 2, "a")], [], "\n")
def test_what_is_read_fast_is_what_the_careful_reader_says(
    extract: str,
    values: list[tuple[int, int, str]],
    damage: list[tuple[int, int, bytes]],
    end: str,
) -> None:
    rows = [GOOD[extract], other(GOOD[extract]), GOOD[extract] | {"school_year": "2011"}]
    rows = [{name: row[name] for name in GOOD[extract]} for row in rows]
    for row, column, value in values:
        names = list(rows[row % 3])
        rows[row % 3][names[column % len(names)]] = value
    content = plain_text(rows, end=end).encode()
    for place, gone, new in damage:
        content = content[:place] + new + content[place + gone :]
    with TemporaryDirectory() as folder:
        fast, careful = both(source_of(folder, extract, content))
    assert fast is None or fast == careful


@pytest.mark.parametrize("extract", sorted(GOOD))
def test_a_sound_file_is_read_fast(tmp_path: Path, extract: str) -> None:
    rows = [GOOD[extract], other(GOOD[extract])]
    fast, careful = both(source_of(tmp_path, extract, plain_text(rows).encode()))
    assert fast == careful
    assert fast
    assert fast["rows"] == 2


SOUND = plain_text([GOOD["exiters"], other(GOOD["exiters"])])
FORMS: dict[str, tuple[bytes, str]] = {
    "CRLF": (SOUND.replace("\n", "\r\n").encode(), ".csv"),
    "CRLF but at the end": (SOUND.replace("\n", "\r\n").encode().rstrip(), ".csv"),
    "byte order mark": (codecs.BOM_UTF8 + SOUND.encode(), ".csv"),
    "no line end at the end": (SOUND.encode().rstrip(), ".csv"),
    "gzip": (zipped(SOUND), ".csv.gz"),
    "another alphabet": (SOUND.replace("001001", "Zürich").encode(), ".csv"),
    "ids of several lengths": (SOUND.replace("0000000001", "1" * 30).encode(), ".csv"),
    "an unknown column": (SOUND.replace("\n", ",x\n").encode(), ".csv"),
    "a warning": (SOUND.replace("SLD", "DD").encode(), ".csv"),
    "no lea_id": (SOUND.replace("001001", "").encode(), ".csv"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("part", [400, plain.PART])
def test_the_forms_that_are_read_fast(
    tmp_path: Path, form: str, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "PART", part)
    content, suffix = FORMS[form]
    fast, careful = both(source_of(tmp_path, "exiters", content, suffix))
    assert fast == careful
    assert fast
    assert fast["rows"] == 2


MANY = [GOOD["exiters"] | {"student_id": str(number)} for number in range(3000)]
DOUBTFUL: dict[str, bytes] = {
    "a key that repeats": plain_text([GOOD["exiters"], GOOD["exiters"]]).encode(),
    "a quote": SOUND.replace("001001", '"001001"').encode(),
    "a header alone": SOUND.split("\n")[0].encode() + b"\n",
    "blank lines at the end": SOUND.encode() + b"\n\n",
    "too many warnings": plain_text([row | {"lea_id": ""} for row in MANY]).encode(),
    "a long text": SOUND.replace("001001", "x" * 300).encode(),
    "a row to be set aside": SOUND.replace("GHS", "GHZ", 1).encode(),
}


@pytest.mark.parametrize("doubt", DOUBTFUL)
def test_a_file_in_doubt_is_left_to_the_careful_reader(tmp_path: Path, doubt: str) -> None:
    fast, careful = both(source_of(tmp_path, "exiters", DOUBTFUL[doubt]))
    assert fast is None
    assert careful["rows"] > 0 or doubt == "a header alone"


def test_a_key_that_repeats_far_apart_is_seen(tmp_path: Path) -> None:
    for rows in (MANY, [*MANY, MANY[0]]):
        fast, careful = both(source_of(tmp_path, "exiters", plain_text(rows).encode()))
        refused = len(rows) > len(MANY)
        assert (fast is None) is refused
        assert any(one["severity"] == "refused" for one in careful["findings"]) is refused


def test_the_line_of_a_warning_is_the_rows_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "PART", 5000)
    rows = [row | ({"lea_id": ""} if n in (7, 2500) else {}) for n, row in enumerate(MANY)]
    fast, careful = both(source_of(tmp_path, "exiters", plain_text(rows).encode()))
    assert fast == careful
    assert [one["line"] for one in careful["findings"]] == [9, 2502]


@pytest.fixture
def one_hash(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All texts of more than eight bytes have the same hash."""
    monkeypatch.setattr(
        coded, "hashed", lambda words: words[0] if len(words) == 1 else numpy.zeros_like(words[0])
    )
    return


@pytest.mark.usefixtures("one_hash")
def test_two_texts_of_one_hash_are_left_to_the_careful_reader(tmp_path: Path) -> None:
    row = GOOD["exiters"] | {"student_id": "1"}
    text = plain_text([row, row | {"student_id": "2", "exit_date": "2012-05-31"}])
    fast, careful = both(source_of(tmp_path, "exiters", text.encode()))
    assert (fast, careful["used"]) == (None, 2)


@pytest.mark.usefixtures("one_hash")
def test_a_text_with_the_hash_of_a_blank_is_left_to_the_careful_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "PART", 400)  # so that the blanks are known before it is met
    rows = [GOOD["exiters"] | {"student_id": str(number), "exit_date": ""} for number in range(20)]
    text = plain_text([*rows, rows[0] | {"student_id": "20", "exit_date": "2012-05-31"}])
    fast, careful = both(source_of(tmp_path, "exiters", text.encode()))
    assert (fast, careful["used"]) == (None, 21)
