"""What a state may set of the checks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.catalog.problems import CatalogError
from dashboard.collection.rules import Rules, load_rules


def test_missouri_has_its_rules() -> None:
    rules = load_rules("missouri")
    assert (rules.kindergarten_by, rules.time_zone) == ("08-01", "America/Chicago")
    assert (rules.min_days, rules.late_entry_days, rules.exit_rating_days) == (182, 42, 60)


def test_a_state_without_the_file_has_the_defaults(tmp_path: Path) -> None:
    assert load_rules("elsewhere", root=tmp_path) == Rules()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('student_id = "[0-9"', "student_id: '.0-9' is not a regular expression"),
        ('time_zone = "Missouri"', "time_zone: 'Missouri' is no time zone"),
        ('kindergarten_by = "13-01"', "kindergarten_by: '13-01' must be a month and a day"),
        ("min_dayz = 3", "did you mean 'min_days'"),
        ('min_days = "many"', "min_days: must be a whole number"),
        ("min_days", "is not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "collection.toml").write_text(line)
    with pytest.raises(CatalogError, match=words):
        load_rules("here", root=tmp_path)


def test_the_day_is_the_states() -> None:
    evening = datetime(2026, 7, 1, 4, 59, tzinfo=UTC)
    assert Rules().day(evening) == date(2026, 7, 1)
    assert Rules(time_zone="America/Chicago").day(evening) == date(2026, 6, 30)
