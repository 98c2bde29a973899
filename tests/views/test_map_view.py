"""The map: classes with fixed limits, absences of their own, and the table beside it."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from dashboard.views import Edition, NoSuchIndicator, QuestionError
from dashboard.views.classes import class_of, classes_of
from dashboard.views.map_view import Map, map_at, points_in
from dashboard.views.place import Address
from tests.support.release import ALDER, BIRCH, CANARIES, LONG
from tests.support.shapes import with_shapes


def page(edition: Edition, search: str = "") -> Map:
    return map_at(Address(path="/map", search=search), edition=edition)


def test_every_district_is_in_one_class(edition: Edition) -> None:
    view = page(edition, "?indicator=1")
    assert dict(view.keys) == {ALDER: "between", BIRCH: "protected", LONG: "between"}
    counted = {each.drawn.label: each.count for each in view.classes}
    assert counted["missed by 5 to 15 points"] == 2
    assert counted["protected"] == 1
    assert sum(counted.values()) == len(edition.districts) == view.total


def test_the_table_says_what_the_map_shows(edition: Edition) -> None:
    spots = {spot.lea_id: spot for spot in page(edition, "?indicator=1").spots}
    assert (spots[BIRCH].text, spots[BIRCH].label) == ("protected", "protected")
    assert (spots[ALDER].text, spots[ALDER].href) == ("67.0", f"/districts/{ALDER}")


def test_what_is_told_in_words_has_classes_of_its_own(edition: Edition) -> None:
    view = page(edition, "?indicator=6A")
    keys = dict(view.keys)
    assert (keys[BIRCH], keys[LONG]) == ("high", "low")
    spots = {spot.lea_id: spot for spot in view.spots}
    assert spots[BIRCH].text == "over 95\N{NO-BREAK SPACE}%"
    assert spots[BIRCH].label == "told in words: near all"
    assert "told in words: near none: 1" in view.alt
    statuses = {each.drawn.key for each in page(edition, "?indicator=4A").classes}
    assert not {"low", "high"} & statuses


def test_statuses_where_the_unit_is_the_district(edition: Edition) -> None:
    view = page(edition, "?indicator=4A")
    assert dict(view.keys) == {ALDER: "flagged", BIRCH: "small", LONG: "none"}


@pytest.mark.parametrize(
    ("percent", "target", "indicator", "expected"),
    [
        ("74", "74", "1", "met"),
        ("69", "74", "1", "near"),
        ("68.9", "74", "1", "between"),
        ("59", "74", "1", "between"),
        ("58.9", "74", "1", "far"),
        ("6", "6", "2", "met"),
        ("7", "6", "2", "near"),
        ("9.1", "6", "2", "far"),
        ("19.9", None, "1", "from-0"),
        ("20", None, "1", "from-20"),
        ("100", None, "1", "from-80"),
        ("112.5", None, "1", "from-80"),
    ],
)
def test_limits_are_fixed(
    edition: Edition, percent: str, target: str | None, indicator: str, expected: str
) -> None:
    record = edition.catalog[indicator]
    aim = Decimal(target) if target else None
    point = points_in(record, year=2013, edition=edition)[ALDER]
    moved = point._replace(percent=Fraction(percent))
    key = class_of(moved, indicator=record, target=aim)
    assert key == expected
    assert key in {each.key for each in classes_of(record, target=aim)}


def test_what_has_no_outline_is_counted(edition: Edition, tmp_path: Path) -> None:
    assert page(with_shapes(edition, tmp_path), "?indicator=1").unplaced == 1
    assert page(edition, "?indicator=1").unplaced == 3


def test_the_first_indicator_of_districts_is_shown_when_none_is_asked_for(edition: Edition) -> None:
    assert page(edition).indicator.id == edition.catalog.ids[0]


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?indicator=15", "reported for the state only, so it has no map"),
        ("?indicator=1&page=2", "The table has no page “2”. It has 1."),
        ("?indicator=1&page=x", "no page “x”"),
        (f"?district={ALDER}&district={BIRCH}", "one district at a time"),
    ],
)
def test_what_is_wrong_is_said(edition: Edition, search: str, said: str) -> None:
    with pytest.raises(QuestionError) as error:
        page(edition, search)
    assert said in str(error.value)


def test_an_unknown_indicator(edition: Edition) -> None:
    with pytest.raises(NoSuchIndicator):
        page(edition, "?indicator=99")


def test_nothing_protected_is_in_it(edition: Edition) -> None:
    for indicator in edition.catalog.indicators:
        if edition.catalog.has_unit_values(indicator):
            said = repr(page(edition, f"?indicator={indicator.id}&district={BIRCH}"))
            assert [canary for canary in CANARIES if canary in said] == []
