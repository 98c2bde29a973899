"""The address and the question it asks."""

import pytest

from dashboard.views import (
    Edition,
    NoSuchIndicator,
    Question,
    QuestionError,
    parse_question,
)
from tests.support.release import ALDER, BIRCH


def test_all_parts_of_an_address_come_back(edition: Edition) -> None:
    search = f"?district={ALDER}&district={BIRCH}&from=2008&to=2012"
    question = parse_question("5A", search, edition=edition)
    expected = Question(indicator="5A", districts=(ALDER, BIRCH), first=2008, last=2012)
    assert question == expected
    assert question.search == search


def test_what_is_not_ours_and_what_is_empty_is_left_alone(edition: Edition) -> None:
    search = "?utm_source=x&district=&from=&to="
    assert parse_question("5A", search, edition=edition).search == ""


def test_a_district_named_twice_counts_once(edition: Edition) -> None:
    search = f"?district={ALDER}&district={ALDER}"
    assert parse_question("5A", search, edition=edition).districts == (ALDER,)


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?district=999999", "There is no district “999999” in this release. It holds 3 districts"),
        ("?district=001001&district=001002&district=001003&district=001004", "compares up to 3"),
        ("?from=1999", "There is no year “1999” in this release (“from” of the address)"),
        ("?to=20130", "There is no year “20130”"),
        ("?to=二〇一三", "There is no year “二〇一三”"),
        ("?to=-2013", "It holds 2006 to 2013."),
        ("?from=2012&to=2008", "runs backwards: from 2012 to 2008"),
        ("?" + "&".join(["a=1"] * 51), "more than 50 parts"),
    ],
)
def test_a_bad_address_says_what_there_is(edition: Edition, search: str, said: str) -> None:
    with pytest.raises(QuestionError) as error:
        parse_question("5A", search, edition=edition)
    assert said in str(error.value)


def test_an_unknown_indicator(edition: Edition) -> None:
    with pytest.raises(NoSuchIndicator, match="There is no indicator “5a”"):
        parse_question("5a", "", edition=edition)
    with pytest.raises(NoSuchIndicator, match=f"“{'x' * 40}…”"):
        parse_question("x" * 5000, "", edition=edition)
