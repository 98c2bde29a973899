"""At a glance: one card for each indicator, and filters that say what they leave."""

import pytest

from dashboard.views import Edition, QuestionError
from dashboard.views.glance import Card, Glance, glance_at
from dashboard.views.place import Address
from dashboard.views.standing import Mark
from tests.support.release import ALDER, BIRCH, CANARIES


def page(edition: Edition, search: str = "") -> Glance:
    return glance_at(Address(path="/", search=search), edition=edition)


def cards(edition: Edition, search: str = "") -> dict[str, Card]:
    return {card.indicator.id: card for card in page(edition, search).cards}


def choices(view: Glance, name: str) -> dict[str, int]:
    return {each.label: each.count for each in dict(view.filters)[name]}


def test_every_indicator_once_in_the_catalogues_order(edition: Edition) -> None:
    assert tuple(cards(edition)) == edition.catalog.ids


def test_a_card_tells_where_its_indicator_stands(edition: Edition) -> None:
    standing = cards(edition)["1"].standing
    assert (standing.value, standing.target, standing.year) == (
        "72.8\u00a0%",
        "74.0\u00a0%",
        "2012–13",
    )
    assert (standing.mark, standing.verdict) == (Mark.NOT_MET, "not met")
    assert standing.change is not None
    assert standing.change.short == "up 2.5\u00a0points"
    assert standing.href == "/indicators/1"


def test_the_drawing_in_words(edition: Edition) -> None:
    assert cards(edition)["5A"].alt == "Missouri: from 60.0\u00a0% in 2006 to 67.0\u00a0% in 2013."


def test_a_district_stands_before_the_state_and_stays_in_the_links(edition: Edition) -> None:
    found = cards(edition, f"?district={ALDER}")
    assert found["5A"].standing.series.name == "Alder Creek R-I"
    assert found["5A"].beside is not None
    assert [series.name for series in found["5A"].drawn] == ["Missouri", "Alder Creek R-I"]
    assert found["4A"].standing.href == f"/indicators/4A?district={ALDER}"
    assert (found["4A"].standing.text, found["4A"].standing.flagged) == ("flagged", True)
    assert found["15"].upper_only


def test_an_old_number_never_stands_in_for_a_protected_one(edition: Edition) -> None:
    standing = cards(edition, f"?district={BIRCH}")["1"].standing
    assert (standing.text, standing.target, standing.mark) == (
        "protected",
        "",
        Mark.OTHER,
    )


def test_filters_meet(edition: Edition) -> None:
    found = cards(edition, "?kind=compliance&target=met")
    assert found
    assert all(card.indicator.kind == "compliance" for card in found.values())
    assert all(card.standing.mark is Mark.MET for card in found.values())
    assert set(cards(edition, "?family=assessment")) == {"3A", "3B", "3C-CA", "3C-MA"}


def test_a_choice_counts_what_it_would_leave_and_keeps_the_other_filters(edition: Edition) -> None:
    view = page(edition, f"?district={ALDER}&kind=compliance")
    counted = choices(view, "Target")
    assert counted["All"] == len(view.cards) == 6
    assert counted["Met"] + counted["Not met"] + counted["Neither"] == 6
    met = next(each for each in dict(view.filters)["Target"] if each.label == "Met")
    assert met.href == f"/?district={ALDER}&kind=compliance&target=met"
    assert len(page(edition, met.href.removeprefix("/")).cards) == met.count


def test_what_it_adds_up_to_does_not_depend_on_the_filters(edition: Edition) -> None:
    sentence = page(edition).sentence
    assert sentence.startswith("Missouri met ")
    assert page(edition, "?target=met&kind=results").sentence == sentence


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?kind=nonsense", "“kind=nonsense” cannot be shown. There is: results, compliance."),
        ("?target=maybe", "There is: met, not-met, other."),
        ("?family=zoo", "“family=zoo” cannot be shown. There is: graduation, dropout"),
        (f"?district={ALDER}&district={BIRCH}", "one district at a time"),
        ("?district=nowhere", "There is no district “nowhere”"),
    ],
)
def test_a_wrong_part_of_the_address_is_named(edition: Edition, search: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said[:30].replace("?", r"\?")) as error:
        page(edition, search)
    assert said in str(error.value)


def test_empty_parts_of_the_address_mean_all(edition: Edition) -> None:
    assert page(edition, "?kind=&target=&family=&utm_source=x").question.filtered is False


@pytest.mark.parametrize("search", ["", f"?district={BIRCH}"])
def test_nothing_protected_is_in_it(edition: Edition, search: str) -> None:
    said = repr(page(edition, search))
    assert [canary for canary in CANARIES if canary in said] == []
