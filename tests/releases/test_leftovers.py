"""What a publisher that failed leaves, what is cleared away, and what never is."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.releases import (
    CannotWrite,
    Contents,
    ReleaseError,
    current_id,
    list_releases,
    open_release,
    publish,
    rollback,
    sweep,
)
from dashboard.releases.layout import leftovers

Make = Callable[..., Contents]


def test_a_publisher_that_fails_leaves_what_was(root: Path, contents: Make) -> None:
    first = publish(root, contents())

    def fail(step: str) -> None:
        if step.startswith("giving"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(root, contents(num=8), on_step=fail)
    assert current_id(root) == first
    assert leftovers(root) == ()
    assert [info.id for info in list_releases(root)] == [first]


def test_a_disk_that_refuses_is_named(
    root: Path, contents: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(root, contents())

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match=r"catalog\.json: No space left on device\. Make room"):
        publish(root, contents(num=8))
    assert open_release(root).id == first
    assert leftovers(root) == ()


def test_what_crashed_publishers_left_is_swept_and_nothing_else(root: Path, contents: Make) -> None:
    publish(root, contents())
    dead = [
        ".0123456789abcdef.77.tmp",
        ".old-0123456789abcdef.77.tmp",
        ".current.78.tmp",
    ]
    others = [".cache", ".0123456789abcdef.tmp", ".notes.1.tmp", "0123456789abcdef.77.tmp"]
    for name in dead[:2] + others:
        (root / name / "public").mkdir(parents=True)
        (root / name / "public" / "half.parquet").write_bytes(b"PAR1")
    (root / dead[2]).write_text("0123")
    assert [info.current for info in list_releases(root)] == [True]
    publish(root, contents(num=8))
    assert {entry.name for entry in root.iterdir()} >= set(others)
    assert not {entry.name for entry in root.iterdir()} & set(dead)


def test_sweep_names_what_it_removed(root: Path, contents: Make) -> None:
    assert sweep(root) == ()
    publish(root, contents())
    (root / ".current.78.tmp").write_text("0123")
    assert sweep(root) == (".current.78.tmp",)
    assert sweep(root) == ()


def test_keep_removes_the_oldest_but_not_what_was_current(root: Path, contents: Make) -> None:
    ids = [publish(root, contents(num=num)) for num in range(5)]
    rollback(root, ids[0])
    newest = publish(root, contents(num=5), keep=3)
    assert {info.id for info in list_releases(root)} == {newest, ids[0], ids[4]}
    assert leftovers(root) == ()


def test_keep_must_leave_the_release_before_to_its_readers(root: Path, contents: Make) -> None:
    with pytest.raises(ReleaseError, match="at least 2"):
        publish(root, contents(), keep=1)
