"""What a build says when it goes wrong names tables and files: never a number, never a student."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner

from dashboard.catalog import load_catalog
from dashboard.cli import main
from dashboard.protection import Protected
from dashboard.releases import protecting
from dashboard.releases.attacked import CODED
from dashboard.releases.protecting import TellsTooMuch, attacked
from dashboard.values import SCHEMA
from tests.support.planted_state import CANARY, FEW, LARGE, MIDDLE, NAMES, PLANTED
from tests.support.protected_rows import row
from tests.support.small_rows import survey
from tests.support.small_state import SmallState
from tests.support.traces import traces


def told_plainly() -> pa.Table:
    """A table in which a district of few, and one that was to hide it, stand open."""
    counts = {FEW: (5, 8), MIDDLE: PLANTED, LARGE: (15_013, 20_021)}
    rows = [row(*counts[lea], indicator="11", lea=lea) for lea in counts]
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    return pa.Table.from_pylist([row(*total, indicator="11"), *rows], schema=SCHEMA)


def test_a_refusal_to_publish_names_tables(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    exact = told_plainly()
    open_all = Protected(values=exact, coded=CODED.empty_table())
    monkeypatch.setattr(protecting, "protect", lambda *_args, **_more: open_all)
    steps: list[str] = []
    with caplog.at_level(logging.DEBUG), pytest.raises(TellsTooMuch) as refused:
        attacked(exact, load_catalog(), on_step=steps.append)
    said = "\n".join([str(refused.value), *refused.value.report.lines(), *steps, caplog.text])
    assert "11 2012, LEA ALL" in str(refused.value)
    assert traces(said) == []
    assert [lea for lea in NAMES if lea in said] == []
    numbers = {int(text) for text in re.findall(r"\d+", str(refused.value))}
    assert numbers <= {11, 2012, *range(1, 5)}, "an indicator, a year, and how many cells"


def test_a_refused_file_is_named_and_its_rows_are_not(tmp_path: Path) -> None:
    state = SmallState(tmp_path / "extracts").districts(2013)
    survey(state, 2013, 1, 1)
    for one in state.rows["parent_survey"]:
        one["response_id"] = f"{CANARY}-1"  # a key that repeats refuses the file
    releases = tmp_path / "releases"
    done = CliRunner().invoke(main, ["build", str(state.write()), "--releases", str(releases)])
    assert done.exit_code == 1
    assert "parent_survey.csv" in done.output
    assert traces(done.output) == []


def test_a_build_says_how_many_rows_it_set_aside_and_not_which(tmp_path: Path) -> None:
    state = SmallState(tmp_path / "extracts").districts(2013)
    survey(state, 2013, 60, 60)
    state.rows["parent_survey"][0] |= {"response_id": f"{CANARY}-1", "facilitated": f"{CANARY}-2"}
    releases = tmp_path / "releases"
    done = CliRunner().invoke(main, ["build", str(state.write()), "--releases", str(releases)])
    assert done.exit_code == 0, done.output
    assert "1 set aside" in done.output
    assert traces(done.output) == []
