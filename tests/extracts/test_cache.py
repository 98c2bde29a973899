"""What is kept of a file between builds: used when nobody wrote to the file, and only then."""

import os
from pathlib import Path

import pytest

from dashboard.extracts import stage as stage_module
from tests.extracts.folder import ENROLLMENT, plain, put, reading, table

TEXT = ENROLLMENT + "2012,001001,WH7,10\n2012,,BL7,5\n"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are really read, in no order."""
    names: list[str] = []
    original = stage_module._read

    def spy(source: stage_module.SourceFile, *rest: object) -> stage_module.StagedFile:
        names.append(source.name)
        return original(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(stage_module, "_read", spy)
    return names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "extracts", {"enrollment.csv": TEXT})


def build(folder: Path, **options: object) -> tuple[object, ...]:
    with reading(folder, **options) as library:
        return library.files, plain(library.findings), table(library, "enrollment")


def kept(folder: Path, suffix: str) -> Path:
    (path,) = (folder.parent / "cache" / "enrollment").glob(f"*{suffix}")
    return path


def test_a_file_nobody_wrote_to_is_not_read_again(folder: Path, read: list[str]) -> None:
    first = build(folder)
    assert sorted(read) == ["districts.csv", "enrollment.csv"]
    read.clear()
    assert build(folder) == first
    assert read == []


def test_a_changed_file_is_read_again_and_no_other(folder: Path, read: list[str]) -> None:
    build(folder)
    read.clear()
    (folder / "enrollment.csv").write_text(TEXT.replace(",10", ",11"))
    *_, rows = build(folder)
    assert read == ["enrollment.csv"]
    assert (2012, "001001", "WH7", 11) in rows


def test_a_file_of_the_same_size_and_time_put_in_its_place_is_read(
    folder: Path, read: list[str]
) -> None:
    build(folder)
    read.clear()
    file, new = folder / "enrollment.csv", folder / ".new"
    new.write_text(TEXT.replace(",10", ",12"))
    stat = file.stat()
    os.utime(new, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    new.replace(file)
    *_, rows = build(folder)
    assert read == ["enrollment.csv"]
    assert (2012, "001001", "WH7", 12) in rows


def test_full_reads_everything(folder: Path, read: list[str]) -> None:
    first = build(folder)
    read.clear()
    assert build(folder, reuse=False) == first
    assert sorted(read) == ["districts.csv", "enrollment.csv"]


def test_another_share_of_bad_rows_is_another_question(folder: Path, read: list[str]) -> None:
    build(folder)
    read.clear()
    build(folder, max_bad_share=0.5)
    assert sorted(read) == ["districts.csv", "enrollment.csv"]


def test_another_code_reads_anew(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder)
    read.clear()
    monkeypatch.setattr(stage_module, "code_digest", lambda *_: "of other code")
    build(folder)
    assert sorted(read) == ["districts.csv", "enrollment.csv"]


@pytest.mark.parametrize("damage", ["record gone", "record cut", "record empty", "rows gone"])
def test_what_a_kill_left_half_written_is_ignored(
    folder: Path, read: list[str], damage: str
) -> None:
    first = build(folder)
    read.clear()
    record, rows = kept(folder, ".json"), kept(folder, ".parquet")
    if damage == "record gone":
        record.rename(record.with_suffix(".partial"))
        rows.write_bytes(b"PAR1")
    elif damage == "rows gone":
        rows.unlink()
    else:
        whole = record.read_text()
        record.write_text(whole[: len(whole) // 2] if damage == "record cut" else "")
    assert build(folder) == first
    assert read == ["enrollment.csv"]


def test_a_kill_while_reading_in_full_leaves_no_record(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(folder)

    def killed(source: object, connection: object, stem: Path, share: float) -> None:
        stem.with_suffix(".parquet").write_bytes(b"PAR1")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stage_module, "_read", killed)
        with pytest.raises(KeyboardInterrupt):
            build(folder, reuse=False)
    assert build(folder) == first


def test_what_was_kept_of_a_file_that_is_gone_is_dropped(folder: Path) -> None:
    build(folder)
    (folder / "enrollment.csv").unlink()
    build(folder)
    assert list((folder.parent / "cache" / "enrollment").iterdir()) == []


def test_nothing_is_kept_of_a_refused_file(folder: Path) -> None:
    build(folder)
    (folder / "enrollment.csv").write_text(TEXT + TEXT.removeprefix(ENROLLMENT))
    build(folder)
    assert list((folder.parent / "cache" / "enrollment").glob("*.parquet")) == []
