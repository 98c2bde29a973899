"""`python -m dashboard check`: exit codes, the report, and what `--json` writes (A33)."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from tests.extracts.folder import DISTRICTS, ENROLLMENT, Content, put

MANY = "".join(f"2012,{number:06},WH7,5\n" for number in range(100))


def check(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", str(folder), *options])


def everything_in(folder: Path) -> set[tuple[str, int]]:
    return {(str(path), path.stat().st_mtime_ns) for path in folder.rglob("*")}


def test_good_extracts_exit_0(tmp_path: Path) -> None:
    done = check(put(tmp_path / "extracts", {"enrollment.csv": ENROLLMENT + MANY}))
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "districts.csv: 1 rows read, 1 used, 0 set aside",
        "enrollment.csv: 100 rows read, 100 used, 0 set aside",
    ]
    assert done.stderr == ""


def test_rows_set_aside_are_shown_and_exit_0(tmp_path: Path) -> None:
    text = ENROLLMENT + MANY + "2012,200000,W,5\n"
    done = check(put(tmp_path / "extracts", {"enrollment.csv": text}))
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "enrollment.csv:102: set aside: race = 'W': must be one of AM7 AS7 BL7 HI7 MU7 PI7 WH7 "
        "MISSING",
        "districts.csv: 1 rows read, 1 used, 0 set aside",
        "enrollment.csv: 101 rows read, 100 used, 1 set aside",
    ]


def test_a_refused_file_exits_1_and_leads_the_report(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "districts.csv": DISTRICTS.replace("active", "active,note").replace("REG,Y", "REG,Y,x"),
        "enrollment.csv": ENROLLMENT + "2012,001001,WH7\n",
    }
    done = check(put(tmp_path / "extracts", files))
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "enrollment.csv:2: refused: 3 fields where the header has 4; every line must have all of "
        "its fields and no more",
        "districts.csv:1: warning: note: unknown column, ignored",
        "districts.csv: 1 rows read, 1 used, 0 set aside",
        "enrollment.csv: 0 rows read, refused",
    ]
    assert done.stderr == "1 file refused: nothing can be built.\n"


def test_many_findings_of_a_kind_are_counted(tmp_path: Path) -> None:
    text = ENROLLMENT + MANY.replace("WH7", "W")
    done = check(put(tmp_path / "extracts", {"enrollment.csv": text}))
    shown = [line for line in done.stdout.splitlines() if "set aside: race" in line]
    assert len(shown) == 5
    assert "enrollment.csv: and 95 more of this kind (must be one of" in done.stdout


def test_json_holds_exactly_the_findings(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "enrollment/2011.csv": ENROLLMENT + MANY + "2012,Köln,W,5\n",
        "exiters.csv": "school_year\n",
    }
    target = tmp_path / "findings.json"
    done = check(put(tmp_path / "extracts", files), "--json", str(target))
    assert done.exit_code == 1
    records = json.loads(target.read_text(encoding="utf-8"))
    assert [list(record) for record in records] == [["file", "line", "column", "value", "rule"]] * 2
    assert records[0] == {
        "file": "enrollment/2011.csv",
        "line": 102,
        "column": "race",
        "value": "W",
        "rule": "must be one of AM7 AS7 BL7 HI7 MU7 PI7 WH7 MISSING",
    }
    assert (records[1]["file"], records[1]["line"]) == ("exiters.csv", 1)
    assert (records[1]["column"], records[1]["value"]) == ("lea_id", "")
    assert records[1]["rule"].startswith("required column missing: lea_id, student_id, grade")


def test_json_without_findings_is_an_empty_list(tmp_path: Path) -> None:
    target = tmp_path / "findings.json"
    assert check(put(tmp_path / "extracts", {}), "--json", str(target)).exit_code == 0
    assert json.loads(target.read_text()) == []


def test_nothing_else_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch, here = tmp_path / "scratch", tmp_path / "here"
    for folder in (scratch, here):
        folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    monkeypatch.chdir(here)
    extracts = put(tmp_path / "extracts", {"enrollment.csv": ENROLLMENT + MANY})
    before = everything_in(extracts)
    assert check(extracts, "--json", "findings.json").exit_code == 0
    assert everything_in(extracts) == before
    assert [path.name for path in here.iterdir()] == ["findings.json"]
    assert list(scratch.iterdir()) == []


def test_a_missing_folder_exits_1_with_one_line(tmp_path: Path) -> None:
    done = check(tmp_path / "nowhere")
    assert done.exit_code == 1
    assert done.stderr == (
        f"{tmp_path / 'nowhere'} is not a folder. Name the folder that holds the extracts.\n"
    )
    assert done.stdout == ""


def test_wrong_usage_exits_2(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["check"]).exit_code == 2
    assert check(tmp_path, "--yaml", "x").exit_code == 2


def test_a_json_file_that_cannot_be_written_is_told_without_a_traceback(tmp_path: Path) -> None:
    done = check(put(tmp_path / "extracts", {}), "--json", str(tmp_path / "no" / "x.json"))
    assert done.exit_code == 1
    assert done.stderr == f"{tmp_path / 'no' / 'x.json'}: No such file or directory\n"
