"""The commands of the collection, as an operator types them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from dashboard.store import Store
from dashboard.store.models import AuditEntry

SCHOOLS = """lea_id,lea_name,school_id,school_name
001001,Ash,1010,Ash Xavier
001001,Ash,1020,Ash Yale
002002,"Birch, Old",2010,Birch Zeno
"""
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def url(store_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_URL", store_url)
    return store_url


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def opening(folder: Path, *, schools: str = SCHOOLS, expected: str | None = None) -> list[str]:
    (folder / "schools.csv").write_text(schools)
    words = ["collection", "open", "--year", "2026", "--schools", str(folder / "schools.csv")]
    if expected is not None:
        (folder / "expected.csv").write_text(expected)
        words += ["--expected", str(folder / "expected.csv")]
    return [*words, "--opens", "2026-04-01", "--closes", "2026-06-30"]


def test_open_status_and_export(url: str, tmp_path: Path) -> None:
    assert "There is no collection" in run("collection", "status").output
    done = run(*opening(tmp_path, expected="lea_id,children\n001001,12\n"))
    assert (done.exit_code, done.output) == (0, "2026: 2 districts, 3 schools\n")
    status = run("collection", "status").output
    assert "2026: 0 of 2 districts certified, open 2026-04-01 to 2026-06-30" in status
    assert "  002002 Birch, Old: 0 of 0 schools submitted, " in status
    done = run("export-eco", str(tmp_path / "extracts"))
    assert "eco/2026.csv: 0 rows; 0 of 2 districts certified" in done.output
    assert (tmp_path / "extracts" / "eco" / "2026.csv").exists()
    with closing(Store(url)) as store, store.reading() as session:
        entry = session.get_one(AuditEntry, 1)
        assert (entry.login, entry.account_id, entry.action) == (
            "operator",
            None,
            "open_collection",
        )


def test_a_year_is_opened_once(url: str, tmp_path: Path) -> None:
    assert run(*opening(tmp_path)).exit_code == 0
    again = run(*opening(tmp_path))
    assert again.exit_code == 1
    assert "There is a collection of 2026 already." in again.output


@pytest.mark.parametrize(
    ("schools", "words"),
    [
        (SCHOOLS.replace("lea_name", "name"), "the header must be lea_id,lea_name,school_id,"),
        (SCHOOLS.replace("1020", "1010"), "School 1010 of district 001001 stands 2 times."),
        (SCHOOLS.replace("Ash,1020", "Oak,1020"), "District 001001 has two names: Ash and Oak."),
        (SCHOOLS.replace(",Ash Yale", ""), ":3: 3 fields, the header 4."),
        (SCHOOLS.replace("Ash Yale", ""), "School '1020' of district '001001'"),
        (SCHOOLS.replace("1020", "10\x0020"), ":3: a NUL byte"),
        ("lea_id,lea_name,school_id,school_name\n", "The list has no school."),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(
    url: str, tmp_path: Path, schools: str, words: str
) -> None:
    refused = run(*opening(tmp_path, schools=schools))
    assert refused.exit_code == 1
    assert words in refused.output
    assert "There is no collection" in run("collection", "status").output


def test_an_expected_count_is_a_number(url: str, tmp_path: Path) -> None:
    refused = run(*opening(tmp_path, expected="lea_id,children\n001001,many\n"))
    assert refused.exit_code == 1
    assert "expected.csv:2: children: must be a whole number." in refused.output


def test_the_days_are_in_order(url: str, tmp_path: Path) -> None:
    words = opening(tmp_path)
    words[-1] = "2026-03-31"
    assert "is before the first" in run(*words).output
