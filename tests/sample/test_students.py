"""Ids that never meet, ages, and the third birthday of a leap-day child."""

from math import gcd

import numpy as np
import pytest

from dashboard.sample.students import (
    COHORTS,
    IDS,
    PLACES,
    RANKS,
    SCRAMBLE,
    SHIFT,
    age_on,
    birthday,
    student_number,
)


def test_two_students_never_share_an_id() -> None:
    assert gcd(SCRAMBLE, IDS) == 1
    assert COHORTS * PLACES * RANKS <= IDS
    assert COHORTS * PLACES * RANKS * SCRAMBLE + SHIFT < 2**63


def test_an_id_hangs_on_cohort_place_and_rank() -> None:
    cohort, place, rank = (grid.ravel() for grid in np.indices((6, 30, 40)))
    numbers = student_number(cohort=cohort + 1990, place=place, rank=rank)
    assert len(set(numbers.tolist())) == 6 * 30 * 40
    assert numbers.min() >= 0
    assert numbers.max() < IDS


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2005-12-01", "2011-12-01", 6),
        ("2005-12-02", "2011-12-01", 5),
        ("2008-02-29", "2011-02-28", 2),
        ("2008-02-29", "2011-03-01", 3),
    ],
)
def test_age(born: str, on: str, years: int) -> None:
    assert age_on(np.array([born], "datetime64[D]"), np.datetime64(on)).tolist() == [years]


@pytest.mark.parametrize(
    ("born", "third"), [("2009-05-10", "2012-05-10"), ("2008-02-29", "2011-02-28")]
)
def test_third_birthday(born: str, third: str) -> None:
    found = birthday(np.array([born], "datetime64[D]"), 3)
    assert found.tolist() == [np.datetime64(third).item()]
