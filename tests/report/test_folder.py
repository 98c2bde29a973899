"""`python -m dashboard reports`: all reports of a release as files."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from dashboard.report import folder
from dashboard.report.folder import file_name, write_reports
from tests.support.release import NAMES, publish_release


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found: Path = tmp_path_factory.mktemp("releases")
    publish_release(found)
    return found


def test_every_district_has_its_file(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "reports"
    done = CliRunner().invoke(main, ["reports", str(out), "--releases", str(root)])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in out.iterdir()) == [
        *sorted(f"{id}.pdf" for id in NAMES),
        "state.pdf",
    ]
    assert all(path.read_bytes().startswith(b"%PDF-1.7") for path in out.iterdir())


def test_processes_write_the_same(root: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    for workers in (0, 2):
        write_reports(
            root,
            tmp_path / str(workers),
            language="es",
            workers=workers,
            on_step=lambda _name, done, of: steps.append((done, of)),
        )
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)] * 2
    for path in (tmp_path / "0").iterdir():
        assert (tmp_path / "2" / path.name).read_bytes() == path.read_bytes()


def test_a_failure_leaves_no_half_file(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", fail)
    done = CliRunner().invoke(main, ["reports", str(tmp_path), "--releases", str(root)])
    assert done.exit_code == 1
    assert "No space left" in done.output
    assert list(tmp_path.iterdir()) == []


def test_an_id_cannot_lead_out_of_the_folder() -> None:
    assert file_name("../../etc/x") == "..%2F..%2Fetc%2Fx.pdf"
    assert file_name(None) == f"{folder.STATE}.pdf"


def test_a_language_that_is_not_spoken(root: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, ["reports", str(tmp_path), "--releases", str(root), "--lang", "x"]
    )
    assert done.exit_code == 1
    assert "en or es" in done.output
