"""The drawing for paper: over the columns of its table, and silent about what is protected."""

from xml.etree import ElementTree

from dashboard.charts.paper import Paper, chart
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH, CANARIES

PAPER = Paper(start=100, end=500)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(ask: Ask, indicator: str, search: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(chart(ask(indicator, search), paper=PAPER))  # noqa: S314 - ours


def test_a_year_stands_in_the_middle_of_its_column(ask: Ask) -> None:
    xs = [float(one.get("cx", "")) for one in drawn(ask, "5A").iter(f"{SVG}circle")]
    assert xs == [125, 175, 225, 275, 325, 375, 425, 475]


def test_the_numbers_are_those_of_whom_it_is_about(ask: Ask) -> None:
    texts = [one.text for one in drawn(ask, "1", f"?district={ALDER}").iter(f"{SVG}text")]
    view = ask("1", f"?district={ALDER}")
    for point in view.subject.points:
        assert (point.text in texts) == (point.percent is not None)
    assert "72.8" not in texts  # the state's


def test_what_is_protected_has_a_sign_and_no_place(ask: Ask) -> None:
    svg = chart(ask("1", f"?district={BIRCH}"), paper=PAPER)
    assert svg.count('class="p"') == 1
    assert [canary for canary in CANARIES if canary in svg] == []


def test_a_value_beyond_the_axis_is_told_at_its_top(ask: Ask) -> None:
    svg = chart(ask("2", f"?district={ALDER}"), paper=PAPER)
    assert "↑ 112.5\N{NO-BREAK SPACE}%" in svg
    heights = [
        float(one.get("y", "0")) for one in drawn(ask, "2", f"?district={ALDER}").iter(f"{SVG}rect")
    ]
    assert all(height > 0 for height in heights)


def test_all_of_it_lies_within_the_picture(ask: Ask) -> None:
    for indicator in ("1", "3A", "3B", "4A", "9", "13"):
        svg = drawn(ask, indicator, f"?district={BIRCH}")
        height = float(svg.get("height", "0"))
        for one in svg.iter(f"{SVG}text"):
            assert 7 <= float(one.get("y", "0")) <= height
