"""From certificates to the extract eco, and from there to the public page (3.6)."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from dashboard.audit import audit
from dashboard.collection.export import ExportError, export_eco
from dashboard.collection.workflow import (
    add_student,
    certify,
    certify_no_data,
    decertify,
    reopen,
    save_student,
    submit,
)
from dashboard.extracts.collected import CollectionNoteError
from dashboard.locale import in_language
from dashboard.releases import open_release
from dashboard.releases.attacked import attack_release
from dashboard.releases.build import build
from dashboard.releases.protecting import still_published
from dashboard.views import indicator_view, parse_question
from dashboard.views.edition import read_edition
from tests.support import collecting as c
from tests.support.collecting import CERTIFIER, DISTRICT, LEA, OTHER, STATE, STRANGER, Desk, X
from tests.support.small_state import SmallState, Values

THIRD = "003003"
CHILDREN = 90
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def fill(desk: Desk, *, count: int = CHILDREN, **fields: str) -> None:
    for number in range(count):
        ratings = {"exit_a": "356"[number % 3], "exit_b": "356"[number % 3]}
        values = c.GOOD | c.LEFT | ratings | {"student_id": f"{number:04}"} | fields
        desk.do(add_student, DISTRICT, desk.school(), values)


def certified(desk: Desk) -> None:
    version = desk.see_school().line.version
    desk.do(submit, DISTRICT, desk.school(), version=version)
    desk.do(certify, CERTIFIER, desk.district())


def rows(folder: Path, year: int = c.YEAR) -> list[dict[str, str]]:
    with (folder / "eco" / f"{year}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def note(folder: Path) -> Any:
    return json.loads((folder / "collection.json").read_text())


def test_only_what_is_certified_is_exported(desk: Desk, tmp_path: Path) -> None:
    fill(desk, count=3)
    desk.do(add_student, STRANGER, desk.school(c.Z, lea_id=OTHER), c.GOOD | {"student_id": "0007"})
    (done,) = export_eco(desk.store, tmp_path)
    assert (done.rows, rows(tmp_path)) == (0, [])
    assert done.year.waiting == (LEA, OTHER)
    certified(desk)
    (done,) = export_eco(desk.store, tmp_path)
    assert done.rows == 3
    assert {row["lea_id"] for row in rows(tmp_path)} == {LEA}
    assert rows(tmp_path)[1] == {
        "school_year": "2026", "lea_id": LEA, "school_id": X, "student_id": "0001",
        **c.GOOD, **c.LEFT, "exit_a": "5", "exit_b": "5", "exempt_reason": "",
    }  # fmt: skip
    year = note(tmp_path)["years"][0]
    assert (year["certified"], year["stale"], year["waiting"]) == ([LEA], [], [OTHER])
    assert (done.file.stat().st_mode & 0o777) == 0o600


def test_the_export_is_the_same_byte_for_byte(desk: Desk, tmp_path: Path) -> None:
    fill(desk, count=3)
    certified(desk)
    for name in ("one", "two", "two"):
        export_eco(desk.store, tmp_path / name)
    for file in ("collection.json", "eco/2026.csv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    assert [path.name for path in (tmp_path / "two" / "eco").iterdir()] == ["2026.csv"]


def test_a_district_whose_certificate_was_taken_back_keeps_its_rows(
    desk: Desk, tmp_path: Path
) -> None:
    fill(desk, count=2)
    certified(desk)
    export_eco(desk.store, tmp_path)
    before = rows(tmp_path)
    desk.do(decertify, STATE, desk.district(), reason="A rating was wrong")
    desk.do(reopen, DISTRICT, desk.school(), version=desk.see_school().line.version)
    student = desk.see_school().students[0]
    desk.do(
        save_student, DISTRICT, desk.school(), student.id, {"entry_a": "1"},
        version=student.version,
    )  # fmt: skip
    (done,) = export_eco(desk.store, tmp_path)
    assert rows(tmp_path) == before
    assert (done.year.certified, done.year.stale) == ((), (LEA,))
    certified(desk)
    (done,) = export_eco(desk.store, tmp_path)
    assert rows(tmp_path)[0]["entry_a"] == "1"
    assert (done.year.certified, done.year.stale) == ((LEA,), ())


def test_no_data_is_certified_without_rows(desk: Desk, tmp_path: Path) -> None:
    desk.do(certify_no_data, CERTIFIER, desk.district())
    (done,) = export_eco(desk.store, tmp_path)
    assert (done.rows, done.year.certified) == (0, (LEA,))


def test_rows_of_somebody_else_are_not_overwritten(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "eco").mkdir()
    other = tmp_path / "eco" / "2026.csv"
    other.write_text("anything\n")
    with pytest.raises(ExportError, match="not written by an export"):
        export_eco(desk.store, tmp_path)
    assert other.read_text() == "anything\n"
    other.rename(tmp_path / "eco" / "2026.csv.gz")
    with pytest.raises(ExportError, match=r"2026\.csv\.gz has rows of 2026"):
        export_eco(desk.store, tmp_path)
    (tmp_path / "eco.csv").write_text("anything\n")
    with pytest.raises(ExportError, match=r"holds eco\.csv"):
        export_eco(desk.store, tmp_path)
    assert not (tmp_path / "collection.json").exists()


def test_years_without_a_collection(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no collection of 2025"):
        export_eco(desk.store, tmp_path, school_years=[2025, 2026])


def test_a_damaged_certificate_is_not_exported(desk: Desk, tmp_path: Path) -> None:
    fill(desk, count=1)
    certified(desk)
    with desk.store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER guard_certificate_update"))
        connection.execute(text("UPDATE certificate SET content = replace(content, '5', '6')"))
    with pytest.raises(ExportError, match="damaged"):
        export_eco(desk.store, tmp_path)
    assert not (tmp_path / "eco").exists()


@pytest.fixture
def folder(desk: Desk, state: SmallState) -> Path:
    """Extracts of three districts: two of the collection, and one without preschool."""
    state.districts(c.YEAR, leas=(LEA, OTHER, THIRD))
    return state.write()


def released(desk: Desk, folder: Path, state: SmallState) -> str:
    export_eco(desk.store, folder)
    return build(folder, releases=folder.parent / "releases", catalog=state.catalog).release


def published(folder: Path, release: str, *, lea: str | None = LEA) -> dict[str, Any]:
    opened = open_release(folder.parent / "releases", release_id=release)
    return Values(opened.read_public("indicator_value").to_pylist()).one("7A1", c.YEAR, lea)


def exact(folder: Path, release: str, lea: str) -> dict[str, Any]:
    file = folder.parent / "releases" / release / "restricted" / "indicator_value.parquet"
    return Values(pq.ParquetFile(file).read().to_pylist()).one("7A1", c.YEAR, lea)


def remarks(folder: Path, release: str, indicator: str = "7A1", search: str = "") -> str:
    edition = read_edition(open_release(folder.parent / "releases", release_id=release))
    question = parse_question(indicator, search, edition=edition)
    return " ".join(indicator_view(question, edition=edition).remarks)


def readings(folder: Path, release: str) -> str:
    """What the page of the indicator says of the district in the year."""
    edition = read_edition(open_release(folder.parent / "releases", release_id=release))
    question = parse_question("7A1", f"?district={LEA}", edition=edition)
    view = indicator_view(question, edition=edition)
    shown = [cell.text for _, cells in view.table.rows for cell in cells]
    return " ".join([*shown, *(said for _, said in view.readings)])


def test_from_certificate_to_the_release_and_back(
    desk: Desk, folder: Path, state: SmallState
) -> None:
    """Certificate, export, build; taken back: the same value, marked; certified anew: not."""
    fill(desk)
    certified(desk)
    first = released(desk, folder, state)
    value = published(folder, first)
    assert (value["num"], value["den"], value["value"]) == (60, 90, 6000 / 90)
    assert value["flags"] == ""
    assert "2025–26: 1 of 2 districts certified." in remarks(folder, first)
    assert "certified" not in remarks(folder, first, "5A")
    assert "District 001001 66.7\xa0%, no target" in readings(folder, first)
    assert "as last certified" not in readings(folder, first)

    desk.do(decertify, STATE, desk.district(), reason="A rating was wrong")
    second = released(desk, folder, state)
    assert second != first
    assert published(folder, second) == value | {"flags": "STALE"}
    assert "District 001001 66.7\xa0% (as last certified), no target" in readings(folder, second)
    said = remarks(folder, second, search=f"?district={LEA}")
    assert "0 of 2 districts certified." in said
    assert "Certificates taken back: 1." in said
    assert "as last certified; the certificate was taken back" in said

    desk.do(certify, CERTIFIER, desk.district())
    assert released(desk, folder, state) == first  # the same contents have the same id


def test_who_has_not_certified_is_missing_not_zero(
    desk: Desk, folder: Path, state: SmallState
) -> None:
    fill(desk)
    certified(desk)
    release = released(desk, folder, state)
    waiting = exact(folder, release, OTHER)
    assert (waiting["status"], waiting["num"], waiting["den"]) == ("NOT_REPORTED", None, None)
    assert published(folder, release, lea=OTHER)["status"] == "NOT_REPORTED"
    assert exact(folder, release, THIRD)["status"] == "NO_STUDENTS"
    desk.do(certify_no_data, STRANGER, desk.district(OTHER))
    release = released(desk, folder, state)
    assert exact(folder, release, OTHER)["status"] == "NO_STUDENTS"
    assert published(folder, release, lea=None)["den"] == CHILDREN


def test_the_release_tells_the_public_no_more_than_counts(
    desk: Desk, folder: Path, state: SmallState
) -> None:
    fill(desk)
    certified(desk)
    release = open_release(folder.parent / "releases", release_id=released(desk, folder, state))
    assert json.loads(release.document("collection.json")) == {
        "extract": "eco",
        "years": [{"school_year": 2026, "districts": 2, "certified": 1, "stale": 0}],
    }
    source = next(one for one in release.manifest.extracts if one.name == "collection")
    assert (source.file, source.rows) == ("collection.json", 2)


def test_a_coded_value_that_is_stale_stays_protected(
    desk: Desk, folder: Path, state: SmallState
) -> None:
    """The flag hides nothing from the attacker: it reads the table without it."""
    fill(desk, exit_a="7", progress_a="Y")
    certified(desk)
    desk.do(decertify, STATE, desk.district(), reason="A rating was wrong")
    for number in (1, 2):  # the second beside the first, which is still published
        release = released(desk, folder, state)
        row = published(folder, release)
        assert row["flags"].endswith("STALE")
        root = folder.parent / "releases"
        assert attack_release(root / release).safe
        for values, coded in still_published(root, state.catalog):
            assert "STALE" not in set(values["flags"].to_pylist())
            assert audit(values, coded, catalog=state.catalog).safe
        state.districts(c.YEAR, leas=(f"00400{number}",)).write()


def test_in_spanish(desk: Desk, folder: Path, state: SmallState) -> None:
    fill(desk)
    certified(desk)
    release = released(desk, folder, state)
    with in_language("es"):
        assert "1 de 2" in remarks(folder, release)


def test_a_note_of_another_export_refuses_the_build(
    desk: Desk, folder: Path, state: SmallState
) -> None:
    fill(desk, count=2)
    certified(desk)
    export_eco(desk.store, folder)
    file = folder / "eco" / "2026.csv"
    file.write_bytes(file.read_bytes().replace(b"0001", b"0009"))
    with pytest.raises(CollectionNoteError, match="not of the same export"):
        build(folder, releases=folder.parent / "releases", catalog=state.catalog)
    (folder / "collection.json").write_text("{}")
    with pytest.raises(CollectionNoteError, match="not readable"):
        build(folder, releases=folder.parent / "releases", catalog=state.catalog)
