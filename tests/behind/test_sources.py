"""Records must be those of the release: changed extracts are refused, and so is disagreement."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.behind import (
    ChangedExtracts,
    Disagrees,
    UnknownDistrict,
    exact,
    records,
)
from dashboard.catalog import UnknownIndicatorError
from dashboard.measures.terms import MEASURES
from dashboard.releases import BrokenRelease, UnknownRelease
from tests.support.behind_site import Site
from tests.support.small_rows import child
from tests.support.small_state import LEA


@pytest.fixture(params=["with the builder's cache", "without it"])
def site(request, state, built) -> Site:
    state.districts(2009, 2010)
    state.parts = 3
    for year in (2009, 2010):
        child(state, year, 10, times=6, env_sa="RC80")
    made = built(state)
    if request.param == "without it":
        shutil.rmtree(made.release.parent / ".cache")
    return made


def test_one_changed_byte_is_refused_and_undone_it_is_not(site):
    file = site.extracts / "child_count" / "1.csv"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"RC80", b"RC39", 1))
    with pytest.raises(ChangedExtracts, match=r"child_count/1\.csv was changed"):
        site.behind("5A", 2009)
    file.write_bytes(before)
    assert site.behind("5A", 2009).num == 6


def test_a_missing_file_is_refused(site):
    (site.extracts / "child_count" / "2.csv").unlink()
    with pytest.raises(ChangedExtracts, match=r"child_count/2\.csv is not there"):
        site.behind("5A", 2009)


def test_a_file_that_came_later_is_refused(site):
    folder = site.extracts / "child_count"
    shutil.copy(folder / "2.csv", folder / "3.csv")
    with pytest.raises(ChangedExtracts, match=r"child_count/3\.csv came later"):
        site.behind("5A", 2009)


def test_extracts_that_are_gone_are_refused(site):
    shutil.rmtree(site.extracts)
    with pytest.raises(ChangedExtracts, match="Build a release from them"):
        site.behind("5A", 2009)


def test_extracts_that_may_not_be_read_are_refused(site, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(site.extracts))

    monkeypatch.setattr("dashboard.behind.sources.find_sources", refuse)
    with pytest.raises(ChangedExtracts, match="Permission denied"):
        site.behind("5A", 2009)


def test_a_changed_extract_that_the_indicator_does_not_read_is_no_matter(site):
    with (site.extracts / "districts" / "0.csv").open("a") as file:
        file.write("2010,999999,New,REG,Y,\n")
    assert site.behind("5A", 2009).num == 6


def test_nothing_is_shown_where_a_newer_program_counts_otherwise(site, monkeypatch):
    counted = MEASURES["school_age_environment"]
    monkeypatch.setitem(
        MEASURES,
        "school_age_environment",
        lambda x, *, ages, **told: counted(x, ages=(ages[0] + 5, ages[1]), **told),
    )
    with pytest.raises(Disagrees, match="do not add up"):
        site.behind("5A", 2009)


def test_what_does_not_exist_is_said(site):
    with pytest.raises(UnknownDistrict, match="999999"):
        site.behind("5A", 2009, lea="999999")
    with pytest.raises(UnknownDistrict, match="nobody"):
        exact(site.release, lea_id="nobody' OR '1'='1")
    with pytest.raises(UnknownIndicatorError):
        site.behind("5Z", 2009)
    with pytest.raises(UnknownRelease):
        exact(site.release.with_name("0" * 16), lea_id=LEA)


def test_a_damaged_restricted_table_is_refused(site):
    file = site.release / "restricted/indicator_value.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    for ask in (
        lambda: exact(site.release, lea_id=LEA),
        lambda: records(site.release, site.extracts, indicator="5A", lea_id=LEA, school_year=2009),
    ):
        with pytest.raises(BrokenRelease):
            ask()


def test_nothing_of_the_records_stays_on_the_disk(site, monkeypatch, tmp_path):
    spill = tmp_path / "spill"
    spill.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spill))
    before = _files(tmp_path)
    assert site.behind("5A", 2009).records
    assert _files(tmp_path) == before


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
