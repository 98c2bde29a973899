"""The first picture: the same figure, drawn without a script."""

import re
from xml.etree import ElementTree

import pytest

from dashboard.charts import HEIGHT, drawing, figure
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH, CANARIES, LONG


def drawn(ask: Ask, indicator: str, search: str = "") -> ElementTree.Element:
    text = drawing(figure(ask(indicator, search)), alt="x")
    return ElementTree.fromstring(text)  # noqa: S314 - our own


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(node.itertext()) for node in root.iter("text")]


@pytest.mark.parametrize("search", ["", f"?district={ALDER}&district={BIRCH}&district={LONG}"])
def test_every_figure_can_be_drawn(ask: Ask, search: str) -> None:
    for indicator in ask.edition.catalog.ids:
        root = drawn(ask, indicator, search)
        svg = root[0]
        assert svg.get("aria-label") == "x"
        assert svg.get("height") == str(HEIGHT)
        assert [canary for canary in CANARIES if canary in "".join(texts(root))] == []


def test_marks_stand_where_plotly_would_put_them(ask: Ask) -> None:
    shown = figure(ask("1"))
    low, high = shown["layout"]["xaxis"]["range"]
    bottom, top = shown["layout"]["yaxis"]["range"]
    margin = shown["layout"]["margin"]
    marks = [node for node in drawn(ask, "1").iter("svg") if node.find("path") is not None]
    state = next(trace for trace in shown["data"] if trace["name"] == "Missouri")
    points = [(x, y) for x, y in zip(state["x"], state["y"], strict=True) if y is not None]
    assert len(marks) == len(points)
    for mark, (x, y) in zip(marks, points, strict=True):
        assert float(str(mark.get("x")).rstrip("%")) == pytest.approx(
            (x - low) / (high - low) * 100, abs=0.01
        )
        height = HEIGHT - margin["t"] - margin["b"]
        expected = HEIGHT - margin["b"] - (y - bottom) / (top - bottom) * height
        assert float(str(mark.get("y"))) == pytest.approx(expected, abs=0.06)


def test_ends_of_lines_breaks_and_target_are_labelled(ask: Ask) -> None:
    said = texts(drawn(ask, "1", f"?district={ALDER}"))
    assert any(text.startswith("Missouri72.8") for text in said)
    assert any(text.startswith("Alder CreekR-I") for text in said)
    assert any(text.startswith("Target74.0") for text in said)
    assert "New calculation" in said
    assert "0\N{NO-BREAK SPACE}%" in said


def test_series_differ_by_shape(ask: Ask) -> None:
    root = drawn(ask, "1", f"?district={ALDER}&district={BIRCH}&district={LONG}")
    shapes = {re.sub(r"[-\d. ]+", "", str(path.get("d"))) for path in root.iter("path")}
    assert len(shapes) >= 3


def test_a_drawing_without_words_is_hidden(ask: Ask) -> None:
    assert 'aria-hidden="true"' in drawing(figure(ask("1")))


def test_names_are_text_and_nothing_else(ask: Ask) -> None:
    assert "<12>" not in drawing(figure(ask("1", f"?district={BIRCH}")))
    assert "&lt;12&gt;" in drawing(figure(ask("1", f"?district={BIRCH}")))
