"""About: the rule in its own numbers, the releases, and how many values differ between two."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.catalog import Protection
from dashboard.views import Edition, QuestionError, Shelf
from dashboard.views.about import About, about_at
from dashboard.views.differences import Difference, differences
from dashboard.views.example import example_of
from dashboard.views.place import Address
from tests.support.release import CANARIES, CANARY, publish_release


def page(edition: Edition, search: str = "") -> About:
    return about_at(Address(path="/about", search=search), edition=edition)


@pytest.fixture
def two(tmp_path: Path) -> tuple[Edition, str, str]:
    first = publish_release(tmp_path)
    second = publish_release(tmp_path, state_2013=(740, 1000))
    return Shelf(tmp_path).edition(), first, second


@pytest.mark.parametrize("least", [3, 5, 10, 30])
def test_the_example_keeps_the_rule_it_explains(least: int) -> None:
    example = example_of(Protection(min_den=least))
    assert [each.name for each in example.districts if each.den < least] == [example.small.name]
    assert example.cover.den >= least
    shown = [each for each in example.districts if not each.hidden]
    num, den = example.total
    left_num, left_den = example.left
    assert (num - sum(e.num for e in shown), den - sum(e.den for e in shown)) == example.left
    assert left_den >= least
    assert 0 < left_num < left_den
    assert all(0 <= each.num <= each.den for each in example.districts)


def test_the_tiers_are_the_profiles_own(edition: Edition) -> None:
    tiers = page(edition).tiers
    assert (tiers[0].cases, tiers[0].low, tiers[0].high) == (
        "10 to 19",
        "under 20\u00a0%",
        "over 80\u00a0%",
    )
    assert tiers[-1].cases == "300 or more"
    none = edition.catalog.profile.model_copy(update={"protection": Protection(coding=())})
    catalog = edition.catalog.model_copy(update={"profile": none})
    assert page(replace(edition, catalog=catalog)).tiers == ()


def test_what_changed_between_what_is_shown_and_what_was_before(
    two: tuple[Edition, str, str],
) -> None:
    edition, first, second = two
    view = page(edition)
    assert {each.id for each in view.releases} == {first, second}
    assert [each.id for each in view.releases if each.shown] == [second]
    assert differences(edition.root, earlier=first, later=second) == (
        Difference(indicator="1", new=0, changed=1, gone=0),
    )
    assert differences(edition.root, earlier=first, later=first) == ()


def test_what_is_hidden_in_both_is_no_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should a hidden number be left in the public table, not even its change is told."""
    first = publish_release(tmp_path)
    monkeypatch.setitem(CANARY, "num", 31338)
    second = publish_release(tmp_path)
    assert first != second
    assert differences(tmp_path, earlier=first, later=second) == ()


def test_two_releases_may_be_named(two: tuple[Edition, str, str]) -> None:
    edition, first, second = two
    view = page(edition, f"?from={second}&to={first}")
    assert view.compared is not None
    assert [each.id for each in view.compared] == [second, first]
    with pytest.raises(QuestionError, match="There is no release “0000000000000000” here"):
        page(edition, "?from=0000000000000000")
    with pytest.raises(QuestionError, match="no release"):
        page(edition, "?to=../../etc")


def test_a_single_release_is_compared_with_nothing(edition: Edition) -> None:
    view = page(edition)
    assert (view.compared, view.changes) == (None, None)


def test_no_value_of_any_release_is_in_it(two: tuple[Edition, str, str]) -> None:
    said = repr(page(two[0]))
    assert [canary for canary in (*CANARIES, "72.8", "728") if canary in said] == []
