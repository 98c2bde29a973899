"""Files that are no table, or not a whole one: refused in words, nothing written (B2)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import ProgressError
from dashboard.importers import ImportFileError, import_618, import_published

HEADER = "indicator,school_year,level,lea_id,num,den,value\n"
ROW = "1,2012,STATE,,1,2,50\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("hello\n", "none of its first 1 lines is the header of a known table"),
        (
            "indicator,school_year,level,lea_id,num,den\n1,2012,STATE,,1,2\n",
            "lacks a column 'value'",
        ),
        (HEADER.replace(",", ";") + ROW, "none of its first 2 lines"),
        (HEADER.replace("value", "num") + ROW, "lacks a column 'value'"),
        (HEADER.replace("value", "value,num") + ROW, "stands at places 5 and 8 of the header"),
        (HEADER, "has a header and no rows"),
        (HEADER + ROW + "1,2013,STATE,,1", "line 3 has 5 fields, the header 7"),
        (HEADER + ROW + '1,2013,STATE,,1,2,"5', "line 3 cannot be read as CSV"),
        (HEADER + ROW + '1,2013,STATE,,1,2,"5"0\n', "line 3 cannot be read as CSV"),
        (HEADER + "1,2013,STATE,," + "9" * 200_000 + ",2,5\n", "line 2 cannot be read as CSV"),
        (HEADER + ROW + ROW, "both give 1 of the upper level in 2012"),
        (HEADER + "1,2013,STATE,,,,\n", "None of the 1 rows gives a value"),
        ("\n" * 100 + HEADER + ROW, "none of its first 40 lines"),
    ],
)
def test_refused(tmp_path: Path, out: Path, content: str, says: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ImportFileError) as refused:
        import_published(path, out=out)
    assert says in str(refused.value)
    assert str(refused.value).startswith(("table.csv", "None of the"))
    assert isinstance(refused.value, ProgressError)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_for_the_other_command_says_so(
    disputes: Callable[..., Path], table: Callable[..., Path], out: Path
) -> None:
    with pytest.raises(ImportFileError, match="import it with import-618"):
        import_published(disputes(("2006", "Guam", 1, 1, 0, 1, 1)), out=out)
    path = table(HEADER.strip().split(","), ROW.strip().split(","))
    with pytest.raises(ImportFileError, match="import it with import-published"):
        import_618([path], out=out)


def test_a_618_file_that_lost_its_end_is_refused_at_any_length(
    disputes: Callable[..., Path], out: Path, tmp_path: Path
) -> None:
    """However it is cut before its line of dashes, and wherever: in a row or between two."""
    whole = disputes(
        *(("2006", state, 6, 2, 3, 11, 6) for state in ("Alaska", "Guam", "Ohio", "Utah"))
    ).read_bytes()
    cut = tmp_path / "cut.csv"
    for length in range(1, whole.index(b"----")):
        cut.write_bytes(whole[:length])
        with pytest.raises(ImportFileError):
            import_618([cut], out=out)
    assert not out.exists()
