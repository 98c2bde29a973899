"""Which files a folder holds: missing, doubled, stray and misspelled ones."""

import hashlib
from pathlib import Path

import pytest

from dashboard.extracts.library import read_extracts
from dashboard.extracts.sources import ExtractsError
from tests.extracts.folder import DISTRICTS, ENROLLMENT, Content, put, reading, table, zipped


def refused(folder: Path) -> str:
    cache = folder.parent / "cache"
    with pytest.raises(ExtractsError) as caught:
        read_extracts(folder, cache=cache)
    assert not cache.exists(), "nothing is read"
    return str(caught.value)


def test_a_missing_folder(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    assert refused(folder) == f"{folder} is not a folder. Name the folder that holds the extracts."


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    file = tmp_path / "extracts.csv"
    file.write_text(DISTRICTS)
    assert refused(file) == f"{file} is not a folder. Name the folder that holds the extracts."


def test_no_districts(tmp_path: Path) -> None:
    folder = tmp_path / "extracts"
    folder.mkdir()
    (folder / "enrollment.csv").write_text(ENROLLMENT)
    assert refused(folder) == (
        f"{folder} holds no districts extract. Every build needs districts.csv (or .csv.gz, "
        ".parquet, or a folder districts/): it says which districts and years there are."
    )


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (
            {"enrollment.csv": ENROLLMENT, "enrollment/a.csv": ENROLLMENT},
            "enrollment.csv and enrollment",
        ),
        (
            {"enrollment.csv": ENROLLMENT, "enrollment.csv.gz": zipped(ENROLLMENT)},
            "enrollment.csv and enrollment.csv.gz",
        ),
    ],
)
def test_two_forms_of_one_extract(tmp_path: Path, files: dict[str, Content], names: str) -> None:
    folder = put(tmp_path / "extracts", files)
    assert refused(folder) == f"{folder} holds enrollment twice: {names}. Keep one of them."


@pytest.mark.parametrize("stray", ["notes.txt", "2012/a.csv", "a.CSV", "_SUCCESS"])
def test_a_stray_file_in_the_folder_of_an_extract(tmp_path: Path, stray: str) -> None:
    folder = put(
        tmp_path / "extracts", {"enrollment/a.csv": ENROLLMENT, f"enrollment/{stray}": ENROLLMENT}
    )
    assert refused(folder) == (
        f"{folder / 'enrollment' / stray.split('/')[0]} is no .csv, .csv.gz or .parquet file. Move "
        "it out of the extract's folder: everything in it is read."
    )


@pytest.mark.parametrize(
    "name", ["enrolment.csv", "Enrollment.csv", "enrollment.xlsx", "old/a.csv"]
)
def test_a_file_that_nobody_reads_is_told(tmp_path: Path, name: str) -> None:
    with reading(put(tmp_path / "extracts", {name: "x"})) as library:
        assert [(one.file, one.severity.value, one.line, one.rule) for one in library.findings] == [
            (name.split("/")[0], "warning", 0, "not the name of an extract; not read")
        ]
        assert not library.refused


@pytest.mark.parametrize("name", [".DS_Store", "profile.toml", "README.md"])
def test_notes_beside_the_extracts_are_no_matter(tmp_path: Path, name: str) -> None:
    with reading(put(tmp_path / "extracts", {name: "x"})) as library:
        assert not library.findings


def test_an_extract_that_is_not_there_is_an_empty_table(tmp_path: Path) -> None:
    with reading(put(tmp_path / "extracts", {})) as library:
        assert not library.given("exiters")
        assert table(library, "exiters") == []


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
def test_the_digest_of_a_file_is_that_of_its_bytes_on_the_disk(tmp_path: Path, suffix: str) -> None:
    content = zipped(ENROLLMENT) if suffix.endswith("gz") else ENROLLMENT.encode()
    with reading(put(tmp_path / "extracts", {f"enrollment{suffix}": content})) as library:
        (file,) = [file for file in library.files if file.extract == "enrollment"]
        assert file.sha256 == hashlib.sha256(content).hexdigest()
