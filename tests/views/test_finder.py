"""Finding a district: by the beginnings of words, by parts of them, by number."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from dashboard.views import Edition
from dashboard.views.finder import MOST_FOUND, find_districts, folded

NAMES = {
    "001001": "Alder Creek R-I",
    "001002": "Birch Hollow 12",
    "002001": "East Alder C-8",
    "003001": "Salder Township",
    "004001": "Peñasco Independent",
    "005001": "St. Mary’s R-II",
    "006001": "Alder Creek Charter",
}


@pytest.fixture
def many(edition: Edition) -> Edition:
    return replace(edition, districts=MappingProxyType(NAMES))


def found(query: str, many: Edition) -> list[str]:
    return [match.lea_id for match in find_districts(query, edition=many).matches]


def test_beginnings_of_names_then_of_words_then_parts_of_words(many: Edition) -> None:
    assert found("alder", many) == ["001001", "006001", "002001", "003001"]


@pytest.mark.parametrize("query", ["penasco", "PEÑASCO", "peñ", "  Pena  "])
def test_accents_and_capitals_do_not_matter(many: Edition, query: str) -> None:
    assert found(query, many) == ["004001"]


@pytest.mark.parametrize("query", ["st marys", "St. Mary's", "marys r-ii", "r ii st"])
def test_punctuation_and_the_order_of_words_do_not_matter(many: Edition, query: str) -> None:
    assert found(query, many) == ["005001"]


def test_numbers_find_too_with_their_leading_zeros(many: Edition) -> None:
    assert found("002001", many) == ["002001"]
    assert found("0010", many) == ["001001", "001002"]


def test_nothing_typed_and_nothing_found(many: Edition) -> None:
    assert find_districts("  .- ", edition=many).total == 0
    assert find_districts("zzz", edition=many).matches == ()


def test_no_more_than_a_screen_is_answered_and_the_rest_counted(edition: Edition) -> None:
    names = {f"{number:06}": f"Unified {number}" for number in range(14_000)}
    many = replace(edition, districts=MappingProxyType(names))
    answer = find_districts("uni", edition=many)
    assert (len(answer.matches), answer.total, answer.more) == (MOST_FOUND, 14_000, 13_980)
    assert [match.lea_id for match in find_districts("013999", edition=many).matches] == ["013999"]


def test_what_is_compared() -> None:
    assert folded("St. José R-II & Co.") == "st jose r ii co"
