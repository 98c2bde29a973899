"""Districts side by side, and one district over time."""

import pytest

from dashboard.views import Edition, NoSuchIndicator, QuestionError
from dashboard.views.compare import Compare, OverTime, SideBySide, compare_at
from dashboard.views.place import Address
from tests.support.release import ALDER, BIRCH, CANARIES, LONG

BOTH = f"district={ALDER}&district={BIRCH}"


def page(edition: Edition, search: str = "") -> Compare:
    return compare_at(Address(path="/compare", search=search), edition=edition)


def side_by_side(edition: Edition, search: str) -> SideBySide:
    shown = page(edition, search).shown
    assert isinstance(shown, SideBySide)
    return shown


def test_districts_on_one_indicator_over_the_same_years(edition: Edition) -> None:
    shown = side_by_side(edition, f"?indicator=1&{BOTH}")
    assert [panel.series.name for panel in shown.panels] == ["Alder Creek R-I", "Birch Hollow <12>"]
    assert {len(panel.series.points) for panel in shown.panels} == {len(shown.years)}
    assert [name for name, _ in shown.table.groups] == [
        "Missouri",
        "Alder Creek R-I",
        "Birch Hollow <12>",
    ]
    assert shown.panels[0].alt == (
        "Alder Creek R-I: from 60.0\u00a0% in 2005–06 to 67.0\u00a0% in 2012–13."
    )


def test_one_can_be_taken_away_and_another_added(edition: Edition) -> None:
    view = page(edition, f"?indicator=1&{BOTH}&add=long")
    assert isinstance(view.shown, SideBySide)
    assert view.shown.panels[0].remove == f"/compare?indicator=1&district={BIRCH}"
    assert [way.href for way in view.additions] == [f"/compare?indicator=1&{BOTH}&district={LONG}"]
    assert view.hidden == (("indicator", "1"), ("district", ALDER), ("district", BIRCH))


def test_who_is_there_already_is_not_offered_again(edition: Edition) -> None:
    assert page(edition, f"?{BOTH}&add=alder").additions == ()


def test_one_district_over_time(edition: Edition) -> None:
    shown = page(edition, f"?district={BIRCH}").shown
    assert isinstance(shown, OverTime)
    lines = {line.standing.indicator.id: line.texts for line in shown.lines}
    assert "15" not in lines
    assert lines["1"][-2:] == ("66.0", "protected")
    assert lines["6A"][0] == ""


def test_what_has_no_values_of_districts_is_not_drawn(edition: Edition) -> None:
    assert side_by_side(edition, f"?indicator=15&{BOTH}").panels == ()
    assert "15" not in [way.label for way in page(edition, f"?{BOTH}").indicators]


def test_nothing_is_chosen_for_anybody(edition: Edition) -> None:
    view = page(edition)
    assert (view.shown, view.districts, view.added) == (None, (), None)
    assert page(edition, f"?{BOTH}").shown is None


def test_what_is_wrong_is_said(edition: Edition) -> None:
    with pytest.raises(NoSuchIndicator):
        page(edition, "?indicator=99")
    with pytest.raises(QuestionError, match="There is no district “nowhere”"):
        page(edition, "?district=nowhere")
    many = "&".join(f"district={lea_id}" for lea_id in edition.districts)
    assert page(edition, f"?indicator=1&{many}").full is False


@pytest.mark.parametrize("indicator", ["1", "2", "8", "4A", ""])
def test_nothing_protected_is_in_it(edition: Edition, indicator: str) -> None:
    said = repr(page(edition, f"?indicator={indicator}&{BOTH}&district={LONG}"))
    assert [canary for canary in CANARIES if canary in said] == []
