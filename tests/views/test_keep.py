"""What is made once is made once, is the same for everybody, and never grows without end."""

from dataclasses import replace

from dashboard.locale import in_language
from dashboard.views import Edition
from dashboard.views.common import common_of
from dashboard.views.keep import Keep
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH


def test_a_value_is_made_once() -> None:
    keep, made = Keep(), []
    for _time in range(2):
        assert keep.once("a", lambda: made.append(1) or len(made)) == 1
    assert keep.once("none", lambda: made.append(1)) is None
    assert keep.once("none", lambda: made.append(1)) is None
    assert len(made) == 2


def test_the_oldest_goes_when_there_are_too_many() -> None:
    keep = Keep(most=3)
    for key in "abcd":
        keep.once(key, lambda key=key: key)
    assert [keep.once(key, lambda: "anew") for key in "dcb"] == ["d", "c", "b"]
    assert keep.once("a", lambda: "anew") == "anew"


def test_two_districts_share_what_is_the_states(ask: Ask) -> None:
    one, other = ask("1", f"?district={ALDER}"), ask("1", f"?district={BIRCH}")
    assert one.common is other.common
    assert one.series[0] is other.series[0]
    assert one.table.parts[0] is other.table.parts[0]
    assert one.table.parts[1] is not other.table.parts[1]


def test_years_languages_and_releases_share_nothing(edition: Edition) -> None:
    indicator = edition.catalog["1"]
    all_years = common_of(indicator, edition=edition, years=(2012, 2013))
    assert common_of(indicator, edition=edition, years=(2013,)) is not all_years
    with in_language("es"):
        assert common_of(indicator, edition=edition, years=(2012, 2013)) is not all_years
    other = replace(edition, id="another")
    assert common_of(indicator, edition=other, years=(2012, 2013)) is not all_years
