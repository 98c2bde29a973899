"""The percent axis, and labels kept apart."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.axis import axis_of, spread
from tests.support.asking import Ask
from tests.support.release import ALDER


def test_percents_begin_at_0_and_end_at_100(ask: Ask) -> None:
    axis = axis_of(ask("1"))
    assert (axis.end, axis.note) == (100, "")
    assert axis.low < 0 < 100 < axis.high  # targets of 0 % and 100 % are drawn inside the frame


def test_small_values_end_where_it_helps_and_say_so(ask: Ask) -> None:
    axis = axis_of(ask("4A"))
    assert axis.end == 20
    assert axis.note.replace("\N{NO-BREAK SPACE}", " ") == "The axis ends at 20 %"
    assert axis.ticks == (0, 4, 8, 12, 16, 20)


def test_a_reference_line_is_on_the_axis(ask: Ask) -> None:
    lines = ask("3B").indicator.reference_lines
    assert lines
    assert all(axis_of(ask("3B")).holds(Fraction(line.value)) for line in lines)


def test_more_than_all_lies_beyond_the_axis(ask: Ask) -> None:
    view = ask("2", f"?district={ALDER}")
    axis = axis_of(view)
    assert axis.end == 100
    points = {point.year: point.percent for point in view.series[1].points}
    assert points[2011] == Fraction(225, 2)
    assert not axis.holds(points[2011])


@pytest.mark.parametrize(
    ("heights", "expected"),
    [([], []), ([50.0], [50.0]), ([50.0, 50.0], [45.0, 55.0]), ([10.0, 90.0], [10.0, 90.0])],
)
def test_labels_move_apart_about_where_they_were(
    heights: list[float], expected: list[float]
) -> None:
    assert spread(heights, gap=10, low=0, high=100) == expected


@given(st.lists(st.floats(0, 100), max_size=6))
def test_labels_never_touch_and_keep_their_order(heights: list[float]) -> None:
    placed = spread(heights, gap=12, low=0, high=100)
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    stacked = [placed[place] for place in order]
    assert all(b - a > 12 - 1e-6 for a, b in pairwise(stacked))
    assert all(-1e-6 <= height <= 100 + 1e-6 for height in placed)
