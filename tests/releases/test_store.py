"""Opening, listing, going back, and what happens when the disk holds something else (I9)."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.releases import (
    BrokenRelease,
    Contents,
    NoRelease,
    UnknownRelease,
    current_id,
    last_good,
    list_releases,
    open_release,
    publish,
    rollback,
)
from dashboard.releases import release as release_module

Make = Callable[..., Contents]
Values = Callable[..., pa.Table]


def test_the_current_release_opens(root: Path, contents: Make, values: Values) -> None:
    release_id = publish(root, contents())
    release = open_release(root)
    assert release.id == release.manifest.id == release_id
    assert release.public("targets") == root / release_id / "public" / "targets.parquet"
    assert release.read_public("indicator_value").equals(values(num=8))
    assert release.read_public(
        "indicator_value", columns=["num"], filters=[("lea_id", "in", ["000001"])]
    ).to_pydict() == {"num": [9]}
    assert release.document("catalog.json") == b'{"name": "missouri"}'


@pytest.mark.parametrize("name", ["findings", "../restricted/findings", "none"])
def test_no_name_leads_out_of_the_public_tables(root: Path, contents: Make, name: str) -> None:
    publish(root, contents())
    with pytest.raises(BrokenRelease, match="published without"):
        open_release(root).read_public(name)


def test_an_earlier_release_opens_by_its_id(root: Path, contents: Make) -> None:
    first = publish(root, contents())
    publish(root, contents(num=8))
    assert open_release(root, release_id=first).id == first
    for wrong in ("0123456789abcdef", "current", "..", ""):
        with pytest.raises(UnknownRelease, match=f"It has: .*{first}"):
            open_release(root, release_id=wrong)


def test_without_a_release_the_error_says_how_to_make_one(root: Path) -> None:
    assert current_id(root) is None
    assert list_releases(root) == ()
    assert last_good(root) is None
    with pytest.raises(NoRelease, match="python -m dashboard build EXTRACTS --releases"):
        open_release(root)


@pytest.mark.parametrize("how", ["closed", "gone"])
def test_readers_need_nothing_of_what_is_restricted(
    root: Path, contents: Make, values: Values, how: str
) -> None:
    restricted = root / publish(root, contents()) / "restricted"
    if how == "gone":  # says the same when the tests run as a user whom no mode keeps out
        shutil.rmtree(restricted)
    else:
        restricted.chmod(0)
    assert open_release(root).read_public("indicator_value").equals(values(num=8))
    assert [info.ok for info in list_releases(root)] == [True]
    assert last_good(root) is not None
    if how == "closed":
        restricted.chmod(0o700)


def test_the_listing_is_newest_first(root: Path, contents: Make) -> None:
    ids = [publish(root, contents(num=num)) for num in range(3)]
    rollback(root, ids[1])
    (root / "0123456789abcdef").mkdir()
    infos = list_releases(root)
    assert [info.id for info in infos[:3]] == ids[::-1]
    assert [info.current for info in infos] == [False, True, False, False]
    assert [info.ok for info in infos] == [True, True, True, False]
    assert infos[0].catalog == "missouri"
    assert infos[0].created > infos[1].created > infos[2].created
    assert (infos[3].created, infos[3].catalog) == ("", "")


def test_rollback_is_seen_by_the_next_opening(root: Path, contents: Make) -> None:
    first, second = (publish(root, contents(num=num)) for num in (1, 2))
    assert open_release(root).id == second
    rollback(root, first)
    assert open_release(root).id == first
    rollback(root, second)
    assert open_release(root).id == second


@pytest.mark.parametrize("name", ["public/districts.parquet", "restricted/findings.parquet"])
def test_rollback_refuses_what_is_not_whole(
    root: Path, contents: Make, flip: Callable[..., None], name: str
) -> None:
    first, second = (publish(root, contents(num=num)) for num in (1, 2))
    flip(root / first / name, bit=99)
    with pytest.raises(BrokenRelease, match=name):
        rollback(root, first)
    for wrong in ("0123456789abcdef", "../x"):
        with pytest.raises(UnknownRelease, match="It has"):
            rollback(root, wrong)
    assert current_id(root) == second


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [_truncate, _empty, Path.unlink, _folder])
@pytest.mark.parametrize(
    "name", ["manifest.json", "public/indicator_value.parquet", "public/catalog.json"]
)
def test_i9_a_damaged_release_is_named_and_the_last_good_one_served(
    root: Path, contents: Make, name: str, harm: Callable[[Path], None]
) -> None:
    first, second = (publish(root, contents(num=num)) for num in (1, 2))
    open_release(root)  # what was found good before is looked at again
    harm(root / second / name)
    with pytest.raises(BrokenRelease, match=f"Release {second} .* is damaged: {name}"):
        open_release(root)
    good = last_good(root)
    assert good is not None
    assert good.id == first
    assert [(info.id, info.ok) for info in list_releases(root) if info.ok] == [(first, True)]


def test_i9_each_of_50_flipped_bits_is_found(
    root: Path, contents: Make, flip: Callable[..., None]
) -> None:
    """Anywhere in the file, its footer included, which no page checksum covers."""
    path = root / publish(root, contents()) / "public" / "indicator_value.parquet"
    chance, size = random.Random(9), path.stat().st_size * 8
    for bit in (chance.randrange(size) for _ in range(50)):
        flip(path, bit=bit)
        release_module._sha256_as_of.cache_clear()  # within one tick of the file system's clock
        with pytest.raises(BrokenRelease, match="is not what was published"):
            open_release(root)
        flip(path, bit=bit)
        release_module._sha256_as_of.cache_clear()
        open_release(root)


def test_a_bit_that_flips_after_the_check_is_found_by_the_page_checksum(
    root: Path, contents: Make, flip: Callable[..., None]
) -> None:
    publish(root, contents())
    release = open_release(root)
    flip(release.public("indicator_value"), bit=60 * 8)
    with pytest.raises(BrokenRelease, match="cannot be read"):
        release.read_public("indicator_value")
    flip(release.path / "public/catalog.json", bit=5)
    with pytest.raises(BrokenRelease, match=r"catalog\.json is not what was published"):
        release.document("catalog.json")


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"../../etc", b"0123456789abcdef"])
def test_i9_a_pointer_to_nothing(root: Path, contents: Make, text: bytes) -> None:
    release_id = publish(root, contents())
    (root / "current").write_bytes(text)
    with pytest.raises(BrokenRelease, match="python -m dashboard releases"):
        open_release(root)
    good = last_good(root)
    assert good is not None
    assert good.id == release_id
    assert [info.current for info in list_releases(root)] == [False]
    rollback(root, release_id)
    assert open_release(root).id == release_id


def test_i9_what_was_rolled_back_is_the_last_to_stand_in(root: Path, contents: Make) -> None:
    ids = [publish(root, contents(num=num)) for num in range(3)]
    rollback(root, ids[1])
    _empty(root / ids[1] / "public" / "targets.parquet")
    good = last_good(root)
    assert good is not None
    assert good.id == ids[0]


def test_a_manifest_of_another_release_is_found(root: Path, contents: Make) -> None:
    first, second = (publish(root, contents(num=num)) for num in (1, 2))
    shutil.copy(root / first / "manifest.json", root / second / "manifest.json")
    with pytest.raises(BrokenRelease, match=f"belongs to release {first}"):
        open_release(root)


def test_unchanged_files_are_hashed_once(
    root: Path, contents: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(root, contents())
    open_release(root)
    hashed = release_module._sha256_as_of.cache_info().misses
    for _ in range(5):
        open_release(root)
    assert release_module._sha256_as_of.cache_info().misses == hashed


def test_a_release_replaced_and_cleared_away_while_opening_is_no_damage(
    root: Path, contents: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (publish(root, contents(num=num)) for num in (1, 2))
    shutil.rmtree(root / first)
    answers = iter([first, second, second])
    monkeypatch.setattr(release_module, "current_id", lambda _: next(answers))
    assert open_release(root).id == second
