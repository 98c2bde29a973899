"""The Plotly figure, read as data."""

import json
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import plotly.io
import pytest

from dashboard.charts import CONFIG, absence_key, figure
from dashboard.views import Edition, IndicatorView
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH, CANARIES, LONG


def trace(view: IndicatorView, name: str) -> dict[str, Any]:
    found = [one for one in figure(view)["data"] if one["name"] == name]
    assert len(found) == 1, [one["name"] for one in figure(view)["data"]]
    return found[0]


def values(view: IndicatorView, name: str) -> list[tuple[float, float | None]]:
    one = trace(view, name)
    return list(zip(one["x"], one["y"], strict=True))


def words(view: IndicatorView) -> list[str]:
    return [one["text"] for one in figure(view)["layout"]["annotations"]]


@pytest.mark.parametrize(
    "search", ["", f"?district={ALDER}", f"?district={BIRCH}&district={LONG}", "?to=2007"]
)
def test_plotly_accepts_every_figure_and_none_holds_what_is_protected(
    edition: Edition, ask: Ask, search: str
) -> None:
    for indicator in edition.catalog.ids:
        text = json.dumps(figure(ask(indicator, search)), allow_nan=False)
        go.Figure(json.loads(text))
        assert isinstance(plotly.io.from_json(text), go.Figure)
        assert [canary for canary in CANARIES if canary in text] == []


def test_a_change_of_calculation_cuts_the_line(ask: Ask) -> None:
    drawn = values(ask("1"), "Missouri")
    place = drawn.index((2010.5, None))
    assert drawn[place - 1][0] == 2010
    assert drawn[place + 1][0] == 2011
    assert trace(ask("1"), "Missouri")["connectgaps"] is False


def test_a_light_break_is_a_dotted_rule_and_leaves_the_line_whole(ask: Ask) -> None:
    assert (2007.5, None) not in values(ask("1"), "Missouri")
    rules = figure(ask("1"))["layout"]["shapes"]
    assert [(rule["x0"], rule["line"]["dash"]) for rule in rules] == [
        (2007.5, "dot"),
        (2010.5, "solid"),
    ]
    assert {"Collected by student", "New calculation"} <= set(words(ask("1")))


def test_a_gap_year_cuts_the_line_and_is_named(ask: Ask) -> None:
    assert (2009, None) in values(ask("13"), "Missouri")
    assert "× not reported" in words(ask("13"))


def test_a_protected_value_is_a_word_not_a_point(ask: Ask) -> None:
    view = ask("1", f"?district={BIRCH}")
    assert values(view, "Birch Hollow &lt;12&gt;")[-1] == (2013, None)
    signs = [note for note in figure(view)["layout"]["annotations"] if note["text"] == "■"]
    # Under the axis: it lies at no height that a percent could have.
    assert [(note["x"], note["yref"], note["y"] < 0) for note in signs] == [(2013, "paper", True)]
    assert absence_key(view) == (("■", "protected"),)
    assert trace(view, "Birch Hollow &lt;12&gt;")["hovertext"][-1] == ""


def test_absences_differ_from_each_other(ask: Ask) -> None:
    assert absence_key(ask("11", f"?district={ALDER}")) == (("○", "no children"),)
    assert absence_key(ask("13", f"?district={ALDER}")) == (("×", "not reported"),)
    assert absence_key(ask("13")) == ()


def test_carried_values_are_hollow_outside_the_line_and_dated(ask: Ask) -> None:
    view = ask("8", f"?district={ALDER}")
    carried = trace(view, "Alder Creek R-I, from an earlier year")
    assert (carried["x"], carried["y"]) == ([2011, 2012], [72.0, 72.0])
    assert carried["text"] == ["from<br>2010"] * 2
    assert carried["marker"]["symbol"] == "square-open"
    line = dict(values(view, "Alder Creek R-I"))
    assert (line[2010], line[2011], line[2012]) == (72.0, None, None)


def test_the_target_is_a_dashed_step_for_each_year(ask: Ask) -> None:
    target = trace(ask("1", "?from=2011"), "Target")
    assert target["line"]["dash"] == "dash"
    assert target["x"] == [None, 2010.5, 2011.5, 2011.5, 2012.5, 2012.5, 2013.5][1:]
    assert target["y"] == [65.0, 65.0, 73.0, 73.0, 74.0, 74.0]


def test_the_target_stops_where_none_was_set_and_at_a_break(ask: Ask) -> None:
    assert values(ask("8"), "Target")[0] == (None, None)
    drawn = values(ask("1"), "Target")
    assert drawn[drawn.index((None, None)) - 1][0] == 2010.5


def test_lines_are_named_at_their_ends_with_the_value(ask: Ask) -> None:
    said = [text.replace("\N{NO-BREAK SPACE}", " ") for text in words(ask("1"))]
    assert "<b>Missouri</b><br>72.8 %" in said
    assert "<b>Target</b><br>74.0 %" in said
    assert figure(ask("1"))["layout"]["showlegend"] is False


def test_series_differ_by_shape_as_well_as_colour(ask: Ask) -> None:
    view = ask("5A", f"?district={ALDER}&district={LONG}")
    lines = [one for one in figure(view)["data"] if one["name"] != "Target"]
    assert len({one["marker"]["symbol"] for one in lines}) == 3
    assert len({one["line"]["color"] for one in lines}) == 3


def test_a_district_without_percents_is_not_drawn(ask: Ask) -> None:
    names = [one["name"] for one in figure(ask("4A", f"?district={ALDER}"))["data"]]
    assert names == ["Target", "Missouri"]


def test_a_value_beyond_the_axis_is_said_not_drawn(ask: Ask) -> None:
    view = ask("2", f"?district={ALDER}")
    assert dict(values(view, "Alder Creek R-I"))[2011] is None
    assert any("112.5" in text and "above the axis" in text for text in words(view))


def test_names_cannot_become_markup(ask: Ask) -> None:
    text = json.dumps(figure(ask("5A", f"?district={BIRCH}")))
    assert "<12>" not in text
    assert "&lt;12&gt;" in text


def test_hovering_tells_the_rest(ask: Ask) -> None:
    hover = trace(ask("1"), "Missouri")["hovertext"][-1].replace("\N{NO-BREAK SPACE}", " ")
    assert hover == (
        "<b>72.8 %</b> Missouri, 2012–13<br>728 of 1,000 students<br>"
        "Target 74.0 %: not met<br>In the APR of FFY 2013"
    )


def test_t_lag_in_the_hover_text(ask: Ask) -> None:
    assert "FFY 2012" in trace(ask("1", "?to=2012"), "Missouri")["hovertext"][-1]
    assert "FFY 2011" in trace(ask("5A", "?to=2012"), "Missouri")["hovertext"][-1]


def test_every_year_has_its_tick(ask: Ask) -> None:
    axis = figure(ask("1"))["layout"]["xaxis"]
    assert axis["tickvals"] == list(range(2006, 2014))
    assert axis["ticktext"][-1] == "2012<br>–13"
    assert all(b - a == 1 for a, b in pairwise(axis["tickvals"]))


def test_nothing_leaves_for_a_third_party() -> None:
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["displaylogo"] is False
    assert CONFIG["displayModeBar"] is False
