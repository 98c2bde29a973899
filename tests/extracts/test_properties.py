"""B2 as properties: random mixes of rows, and damaged bytes."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.extracts.library import Library
from dashboard.extracts.sources import ExtractsError
from tests.extracts.folder import (
    DISTRICTS,
    ENROLLMENT,
    Content,
    put,
    reading,
    table,
)

SLOW_DISK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_nothing_is_lost(library: Library) -> None:
    """Rows read = rows used + rows set aside; a table holds what was used, or nothing."""
    for file in library.files:
        assert file.rows == file.used + file.set_aside
        assert file.used >= 0
        assert file.set_aside >= 0
        assert file.refused == any(one.severity == "refused" for one in file.findings)
        aside = {one.line for one in file.findings if one.severity == "set aside"}
        assert file.refused or len(aside) == file.set_aside
    for extract in ("districts", "enrollment"):
        used = sum(f.used for f in library.files if f.extract == extract and not f.refused)
        assert len(table(library, extract)) == used


ROW = st.tuples(
    st.sampled_from(["2012", "2013", "12", ""]),
    st.sampled_from(["001001", "1", "", "a\nb", "x,y", 'the "z"']),
    st.sampled_from(["WH7", "BL7", "", "W"]),
    st.sampled_from(["0", "17", "-1", "1.0", ""]),
)


def quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


@settings(SLOW_DISK, max_examples=60)
@given(st.lists(ROW, max_size=12, unique_by=lambda row: row[:3]))
def test_rows_read_are_rows_used_and_rows_set_aside(rows: list[tuple[str, ...]]) -> None:
    text = ENROLLMENT + "".join(",".join(map(quoted, row)) + "\n" for row in rows)
    good = [row for row in rows if row[0][:2] == "20" and row[2] != "W" and row[3] in ("0", "17")]
    with (
        TemporaryDirectory() as folder,
        reading(put(Path(folder, "extracts"), {"enrollment.csv": text})) as library,
    ):
        assert_nothing_is_lost(library)
        (file,) = [file for file in library.files if file.extract == "enrollment"]
        assert (file.rows, file.used, file.refused) == (len(rows), len(good), False)
        assert sum(library.years("enrollment").values()) == len(good)


GOOD = {
    "districts.csv": DISTRICTS.encode(),
    "enrollment.csv": (
        ENROLLMENT + '2012,001001,WH7,10\n2012,"001,002",BL7,5\n2012,"0\n3",HI7,0\n'
    ).encode(),
}
HOSTILE = [
    b"",
    b"\0",
    b'"',
    b"\n",
    b"\r",
    b",",
    b"\xff",
    b"\xc3",
    b";",
    b" ",
    b'""',
    b"\xef\xbb\xbf",
]
DAMAGE = st.tuples(
    st.integers(0, 120),
    st.integers(0, 3),
    st.one_of(st.sampled_from(HOSTILE), st.binary(max_size=3)),
)


@settings(SLOW_DISK, max_examples=150)
@given(st.sampled_from(sorted(GOOD)), st.lists(DAMAGE, min_size=1, max_size=4))
def test_damaged_bytes_are_findings_never_a_failure(
    name: str, damage: list[tuple[int, int, bytes]]
) -> None:
    content = GOOD[name]
    for place, gone, new in damage:
        content = content[:place] + new + content[place + gone :]
    with TemporaryDirectory() as folder:
        files: dict[str, Content] = {**GOOD, name: content}
        try:
            with reading(put(Path(folder, "extracts"), files)) as library:
                assert_nothing_is_lost(library)
        except ExtractsError as error:
            pytest.fail(f"the folder is whole, only bytes are damaged: {error}")
