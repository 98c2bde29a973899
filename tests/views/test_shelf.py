"""Taking up releases: new ones without a restart, damaged ones not at all (I9)."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.locale import in_language
from dashboard.releases import NoRelease, rollback
from dashboard.views import Edition, Shelf, shelf
from dashboard.views.edition import district_names, read_edition
from tests.support.release import NAMES, publish_release


def state_2013(edition: Edition) -> int | None:
    rows = edition.series(edition.catalog["1"], None)
    num = rows[-1]["num"]
    assert isinstance(num, int)
    return num


def damage(root: Path, release_id: str) -> None:
    table = root / release_id / "public" / "indicator_value.parquet"
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 1
    table.write_bytes(data)


def test_no_release(tmp_path: Path) -> None:
    empty = Shelf(tmp_path / "none")
    with pytest.raises(NoRelease):
        empty.edition()
    assert (empty.condition().serving, empty.condition().damaged) == (None, False)


def test_a_release_is_read_once(tmp_path: Path) -> None:
    publish_release(tmp_path)
    held = Shelf(tmp_path)
    assert held.edition() is held.edition()


def test_a_first_and_a_new_release_are_taken_up_without_a_restart(tmp_path: Path) -> None:
    held = Shelf(tmp_path)
    with pytest.raises(NoRelease):
        held.edition()
    first = publish_release(tmp_path)
    assert (held.edition().id, state_2013(held.edition())) == (first, 728)
    second = publish_release(tmp_path, state_2013=(740, 1000))
    assert (held.edition().id, state_2013(held.edition())) == (second, 740)
    rollback(tmp_path, first)
    assert held.edition().id == first
    assert held.condition().trouble == ""


def test_a_damaged_release_leaves_the_last_good_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = publish_release(tmp_path)
    second = publish_release(tmp_path, state_2013=(740, 1000))
    damage(tmp_path, second)
    held = Shelf(tmp_path)
    with caplog.at_level(logging.ERROR):
        assert held.edition().id == first
    assert "cannot be served" in caplog.text
    assert held.condition().serving == first
    assert second in held.condition().trouble
    # Published again, the damaged files are made anew, and taken up though `current` is the same.
    assert publish_release(tmp_path, state_2013=(740, 1000)) == second
    assert held.edition().id == second
    assert held.condition().trouble == ""


def test_damage_under_a_running_process_changes_nothing_on_the_pages(tmp_path: Path) -> None:
    only = publish_release(tmp_path)
    held = Shelf(tmp_path)
    before = held.edition()
    damage(tmp_path, only)
    assert held.edition() is before
    condition = held.condition()
    assert condition.serving == only
    assert "damaged" in condition.trouble


def test_only_damaged_releases(tmp_path: Path) -> None:
    damage(tmp_path, publish_release(tmp_path))
    held = Shelf(tmp_path)
    with pytest.raises(NoRelease, match="damaged"):
        held.edition()
    assert held.condition().damaged


def test_a_pointer_to_nowhere(tmp_path: Path) -> None:
    only = publish_release(tmp_path)
    (tmp_path / "current").write_text("../../etc/passwd")
    held = Shelf(tmp_path)
    assert held.edition().id == only
    assert held.condition().trouble


def test_threads_read_a_new_release_once_and_go_on_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish_release(tmp_path)
    held = Shelf(tmp_path)
    assert held.edition().id == first
    reads: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def slow(release: object) -> Edition:
        edition = read_edition(release)  # type: ignore[arg-type]
        reads.append(edition.id)
        begun.set()
        assert go_on.wait(timeout=20)
        return edition

    monkeypatch.setattr(shelf, "read_edition", slow)
    second = publish_release(tmp_path, state_2013=(740, 1000))
    with ThreadPoolExecutor() as threads:
        reader = threads.submit(lambda: held.edition().id)
        assert begun.wait(timeout=20)
        others = [threads.submit(lambda: held.edition().id) for _ in range(8)]
        assert {other.result(timeout=20) for other in others} == {first}
        go_on.set()
        assert reader.result(timeout=20) == second
    assert reads == [second]


def test_nobody_waits_for_a_new_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish_release(tmp_path)
    held = Shelf(tmp_path, behind=True)
    assert held.edition().id == first
    go_on, taken_up = threading.Event(), threading.Event()

    def slow(release: object) -> Edition:
        assert go_on.wait(timeout=20)
        edition = read_edition(release)  # type: ignore[arg-type]
        taken_up.set()
        return edition

    monkeypatch.setattr(shelf, "read_edition", slow)
    second = publish_release(tmp_path, state_2013=(740, 1000))
    assert held.edition().id == first  # it noticed, and did not wait
    assert held.edition().id == first
    go_on.set()
    assert taken_up.wait(timeout=20)
    for thread in threading.enumerate():
        if thread.name == "new release":
            thread.join(timeout=20)
    assert held.edition().id == second


def test_an_edition_speaks_every_language_of_its_catalogue(tmp_path: Path) -> None:
    publish_release(tmp_path)
    held = Shelf(tmp_path)
    with in_language("es"):
        spanish = held.edition()
    assert spanish.catalog["1"].short_title == "Graduación"
    assert held.edition().catalog["1"].short_title == "Graduation"
    assert spanish.values is held.edition().values


def test_districts_by_name(edition: Edition) -> None:
    assert list(edition.districts.values()) == sorted(NAMES.values())


def test_a_name_that_two_districts_bear_is_told_apart(edition: Edition) -> None:
    import pyarrow as pa

    table = pa.table(
        {
            "school_year": [2012, 2013, 2013, 2013, 2013],
            "lea_id": ["1", "1", "2", "3", "9"],
            "name": ["Old name", "Union", "Union", None, "Not in any value"],
        }
    )
    assert dict(district_names(table, having={"1", "2", "3"})) == {
        "1": "Union (1)",
        "2": "Union (2)",
        "3": "(3)",
    }


def test_the_pointer_is_read_only_when_it_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish_release(tmp_path)
    held, read = Shelf(tmp_path), []
    real = shelf.current_id
    monkeypatch.setattr(shelf, "current_id", lambda root: read.append(1) or real(root))
    assert [held.edition().id for _time in range(3)] == [first] * 3
    assert len(read) == 1
    second = publish_release(tmp_path, state_2013=(740, 1000))
    assert [held.edition().id for _time in range(3)] == [second] * 3
    assert len(read) == 2
