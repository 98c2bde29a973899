"""No district of the sample bears the name of a real one."""

import csv
import re
from itertools import repeat
from pathlib import Path

import pytest

from dashboard.sample.draws import Draws
from dashboard.sample.names import CITY, LONGEST, MOST, STATE_OPERATED, district_names, places


def normalised(name: str) -> str:
    """Letters and digits only, without the designation of the district."""
    name = re.sub(r"\b(R|C|K)-?\s*([IVX]+|\d+)$|\s\d+$|\b(Academy|Co)\b\.?", "", name.strip())
    return re.sub(r"[^a-z0-9]", "", name.lower())


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Elm Fork R-II", "elmfork"), ("St. Clair C-4", "stclair"), ("Elm Fork 12", "elmfork")],
)
def test_names_are_compared_without_designation(name: str, expected: str) -> None:
    assert normalised(name) == expected


def test_no_place_is_named_twice() -> None:
    names = district_names(Draws(7), charters=repeat(False, MOST))
    assert len({normalised(name) for name in names}) == MOST


def test_one_more_district_renames_nobody() -> None:
    few = district_names(Draws(7), charters=repeat(False, 30))
    assert district_names(Draws(7), charters=repeat(False, 31))[:30] == few


@pytest.mark.real
def test_no_name_is_a_real_one(shared: Path) -> None:
    real = set()
    for file, column in (
        ("mo_district_directory.csv", "district_name"),
        ("mo_leas_with_high_school_nces.csv", "lea_name"),
    ):
        with (shared / "mo_districts" / file).open(encoding="utf-8") as lines:
            real |= {normalised(row[column].title()) for row in csv.DictReader(lines)}
    assert len(real) > 400
    invented = {normalised(name) for name in (*places(), CITY, LONGEST, STATE_OPERATED)}
    assert not invented & real
