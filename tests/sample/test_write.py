"""The folder that `write_sample` leaves: the same bytes, labelled, and nothing else touched."""

from pathlib import Path

import pytest

from dashboard.catalog import load_catalog
from dashboard.errors import ProgressError
from dashboard.extracts.schema import EXTRACTS
from dashboard.sample import SampleError, write_sample
from dashboard.sample.names import MOST

TINY = {"districts": 3, "first_year": 2011, "last_year": 2011}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_same_arguments_same_bytes(tmp_path: Path) -> None:
    write_sample(tmp_path / "one", **TINY)
    write_sample(tmp_path / "two", **TINY)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_another_seed_is_another_state(tmp_path: Path) -> None:
    write_sample(tmp_path / "one", **TINY)
    write_sample(tmp_path / "two", **TINY, seed=8)
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    same = {name for name in one if one[name] == two.get(name)}
    assert same == {"profile.toml", "targets.csv"}


def test_a_seed_may_be_as_large_as_one_likes(tmp_path: Path) -> None:
    write_sample(tmp_path, **TINY, seed=2**100)
    assert (tmp_path / "districts.csv").is_file()


def test_the_marker_says_what_this_is(tmp_path: Path) -> None:
    write_sample(tmp_path, **TINY, seed=5)
    marker = (tmp_path / "SYNTHETIC.txt").read_text(encoding="utf-8")
    assert "SYNTHETIC DATA. Nothing here is real." in marker
    assert "districts 3, from 2011, to 2011, seed 5" in marker
    assert "Version of the sample: " in marker


def test_the_profile_calls_it_synthetic(small_folder: Path) -> None:
    assert (small_folder / "profile.toml").read_text(encoding="utf-8") == 'profile = "sample"\n'
    profile = load_catalog("missouri", profile="sample").profile
    assert profile.agency == "Sample state (synthetic data)"
    assert (
        profile.synthetic_notice
        == "Synthetic data: every district, student and figure here is made up."
    )


def test_it_tells_its_steps_and_writes_the_districts_last(tmp_path: Path) -> None:
    steps: list[str] = []

    def on_step(name: str) -> None:
        steps.append(name)
        assert not (tmp_path / "districts.csv").exists()

    write_sample(tmp_path, **TINY, on_step=on_step)
    assert sorted(steps) == sorted(set(EXTRACTS) - {"published"})
    assert steps[-1] == "districts"


def test_an_interrupted_sample_has_no_districts_and_is_written_anew(tmp_path: Path) -> None:
    write_sample(tmp_path / "whole", **TINY)
    write_sample(tmp_path / "broken", **TINY, seed=8)

    def stop(name: str) -> None:
        if name == "discipline":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_sample(tmp_path / "broken", **TINY, on_step=stop)
    assert not (tmp_path / "broken" / "districts.csv").exists()
    write_sample(tmp_path / "broken", **TINY)
    assert contents(tmp_path / "broken") == contents(tmp_path / "whole")


def test_an_earlier_sample_is_replaced_and_what_else_is_there_stays(tmp_path: Path) -> None:
    write_sample(tmp_path, districts=3, first_year=2009, last_year=2011)
    (tmp_path / "published.csv").write_text("mine\n", encoding="utf-8")
    write_sample(tmp_path, **TINY)
    assert (tmp_path / "published.csv").read_text(encoding="utf-8") == "mine\n"
    assert [path.name for path in (tmp_path / "cohort").iterdir()] == ["2011.csv"]


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text("precious\n", encoding="utf-8")
    with pytest.raises(SampleError, match=r"is not empty and holds no earlier sample"):
        write_sample(tmp_path, **TINY)
    assert contents(tmp_path) == {"targets.csv": b"precious\n"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SampleError, match="is a file"):
        write_sample(tmp_path / "file", **TINY)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"districts": 0}, f"1 to {MOST} districts, not 0"),
        ({"districts": MOST + 1}, f"1 to {MOST} districts"),
        ({"first_year": 2012}, "The last year, 2011, comes before the first, 2012"),
        ({"first_year": 2002}, "must lie in 2003 to 2099, not 2002 to 2011"),
        ({"last_year": 2100}, "must lie in 2003 to 2099"),
        ({"seed": -1}, "must not be negative: -1"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    tmp_path: Path, wrong: dict[str, int], message: str
) -> None:
    with pytest.raises(SampleError, match=message) as refused:
        write_sample(tmp_path / "new", **{**TINY, **wrong})
    assert isinstance(refused.value, ProgressError)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("districts", "year"), [(1, 2003), (2, 2099), (4, 2008)])
def test_any_small_state_can_be_made(tmp_path: Path, districts: int, year: int) -> None:
    write_sample(tmp_path, districts=districts, first_year=year, last_year=year)
    assert {path.stem for path in tmp_path.iterdir()} >= set(EXTRACTS) - {"published"}
