"""How far from the target, in what is counted."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dashboard.catalog import load_catalog
from dashboard.views.distance import distance
from dashboard.views.point import Point

HIGHER, LOWER, NONE = "1", "2", "6B"


def point(num: int, den: int, target: str | None, status: str) -> Point:
    return Point(
        year=2013,
        percent=Fraction(num * 100, den),
        num=num,
        den=den,
        target=None if target is None else Decimal(target),
        text="",
        verdict="",
        status=status,
        district_status=None,
        ratio="",
        era="ACGR4",
        data_year=2013,
        flags=(),
    )


@pytest.mark.parametrize(
    ("indicator", "given", "said"),
    [
        (HIGHER, point(728, 1000, "74", "NOT_MET"), "12 more graduates would have met it."),
        (HIGHER, point(739, 1000, "74", "NOT_MET"), "One more would have met it (graduates)."),
        (HIGHER, point(739, 1000, "73.95", "NOT_MET"), "One more would have met it (graduates)."),
        (
            HIGHER,
            point(750, 1000, "74", "MET"),
            "That is 10 more graduates than the target needed.",
        ),
        (HIGHER, point(740, 1000, "74", "MET"), "Not one could have been missing (graduates)."),
        (LOWER, point(70, 1000, "6", "NOT_MET"), "10 fewer"),
        (LOWER, point(61, 1000, "6", "NOT_MET"), "One fewer would have met it"),
        (LOWER, point(50, 1000, "6", "MET"), "There could have been 10 more"),
        (LOWER, point(60, 1000, "6", "MET"), "Not one more could have been added"),
    ],
)
def test_the_distance_in_students(indicator: str, given: Point, said: str) -> None:
    assert distance(given, indicator=load_catalog()[indicator]).startswith(said)


@pytest.mark.parametrize(
    "given",
    [
        point(728, 1000, None, "NO_TARGET"),
        point(728, 1000, "74", "CARRIED"),
        point(728, 1000, "74", "NOT_MET")._replace(num=None, den=None),
    ],
)
def test_nothing_is_said_without_counts_or_target(given: Point) -> None:
    assert distance(given, indicator=load_catalog()[HIGHER]) == ""
