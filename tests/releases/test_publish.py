"""What publishing leaves on the disk: the contract's layout, the same for the same contents."""

import json
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.releases import (
    BrokenRelease,
    Contents,
    ReleaseError,
    ReleasesBusy,
    current_id,
    publish,
    rollback,
    sweep,
)
from dashboard.releases.layout import leftovers
from dashboard.releases.store import check_whole

Make = Callable[..., Contents]


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_layout_is_the_contracts(root: Path, contents: Make) -> None:
    release_id = publish(root, contents())
    assert (root / "current").read_text() == release_id
    assert set(files(root / release_id)) == {
        "public/indicator_value.parquet",
        "public/districts.parquet",
        "public/targets.parquet",
        "public/catalog.json",
        "restricted/indicator_value.parquet",
        "restricted/findings.parquet",
    }


def test_the_manifest_is_complete(root: Path, contents: Make) -> None:
    release_id = publish(root, contents())
    said = json.loads((root / release_id / "manifest.json").read_text())
    assert said["id"] == release_id
    assert said["catalog"] == "missouri"
    assert said["engine"] == "duckdb"
    assert said["created"].endswith("+00:00")
    assert [(each["file"], each["rows"]) for each in said["extracts"]] == [
        ("exiters/2010.csv", 5),
        ("exiters/2011.csv", 9),
    ]
    assert {each["name"]: each["rows"] for each in said["tables"]} == {
        "public/districts.parquet": 0,
        "public/indicator_value.parquet": 40,
        "public/targets.parquet": 0,
        "restricted/findings.parquet": 1,
        "restricted/indicator_value.parquet": 40,
    }
    check_whole(root / release_id)


def test_the_same_contents_are_the_same_bytes_and_the_same_id(
    tmp_path: Path, contents: Make
) -> None:
    first = contents()
    turned = replace(
        first,
        tables=dict(reversed(first.tables.items())),
        extracts=first.extracts[::-1],
        engine="spark",
    )
    one, other = tmp_path / "one", tmp_path / "other"
    release_id = publish(one, first)
    assert publish(other, turned) == release_id
    assert files(one / release_id) == files(other / release_id)


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "d" * 64},
        {"catalog": "ffy2020"},
        {"extracts": ()},
        {"num": 8},
        {"documents": {"public/catalog.json": b"{}"}},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_anything_else_has_another_id(
    root: Path, contents: Make, changed: dict[str, object]
) -> None:
    assert publish(root, contents()) != publish(root, contents(**changed))


def _written(path: Path) -> tuple[int, ...]:
    """What changes when a file is written; reading may change the time of access."""
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def test_published_again_nothing_is_written_and_it_is_current(root: Path, contents: Make) -> None:
    first = publish(root, contents())
    before = {path: _written(path) for path in (root / first).rglob("*")}
    second = publish(root, contents(num=8))
    assert current_id(root) == second
    assert publish(root, contents()) == first
    assert current_id(root) == first
    assert {path: _written(path) for path in (root / first).rglob("*")} == before


@pytest.mark.parametrize("name", ["public/targets.parquet", "restricted/findings.parquet"])
def test_published_again_damaged_files_are_made_anew(
    root: Path, contents: Make, flip: Callable[..., None], name: str
) -> None:
    release_id = publish(root, contents())
    flip(root / release_id / name, bit=400)
    with pytest.raises(BrokenRelease, match=name):
        check_whole(root / release_id)
    assert publish(root, contents()) == release_id
    check_whole(root / release_id)
    assert leftovers(root) == ()


@pytest.fixture(params=[0o022, 0o077, 0o000], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_public_is_open_and_restricted_closed_whatever_the_umask(
    root: Path, contents: Make, umask: None
) -> None:
    path = root / publish(root, contents())
    for open_folder in (root, path, path / "public"):
        assert mode(open_folder) == 0o755
    for open_file in (root / "current", path / "manifest.json", *(path / "public").iterdir()):
        assert mode(open_file) == 0o644
    assert mode(path / "restricted") == 0o700
    assert {mode(file) for file in (path / "restricted").iterdir()} == {0o600}


def test_each_step_is_told_and_current_is_the_last(root: Path, contents: Make) -> None:
    steps: list[str] = []

    def on_step(step: str) -> None:
        steps.append(step)
        assert current_id(root) is None

    release_id = publish(root, contents(), on_step=on_step)
    assert steps[0] == "packing 5 tables"
    assert "writing public/indicator_value.parquet" in steps
    assert steps[-1] == f"making {release_id} current"


def test_two_publishers_at_once_the_second_is_told_to_wait(root: Path, contents: Make) -> None:
    refused: list[str] = []

    def meanwhile(step: str) -> None:
        if not step.startswith("writing"):
            return
        for intrusion in (
            lambda: publish(root, contents(num=8)),
            lambda: rollback(root, first),
            lambda: sweep(root),
        ):
            with pytest.raises(ReleasesBusy, match="Wait until it has ended") as caught:
                intrusion()
            refused.append(str(caught.value))

    first = publish(root, contents(num=1))
    second = publish(root, contents(), on_step=meanwhile)
    assert len(refused) == 3 * 7
    assert current_id(root) == second
    check_whole(root / second)
    publish(root, contents(num=8))


@pytest.mark.parametrize(
    "changed",
    [
        {"tables": {"secret/x.parquet": None}},
        {"tables": {"public/../../x.parquet": None}},
        {"documents": {"public/targets.parquet": b""}},
        {"documents": {"manifest.json": b""}},
    ],
)
def test_a_file_without_a_place_is_refused(
    root: Path, contents: Make, changed: dict[str, object]
) -> None:
    with pytest.raises(ReleaseError, match="a table of a release is called"):
        publish(root, contents(**changed))
    assert not root.exists()
