"""What is written once for all districts reads as if it had been written for each."""

from dataclasses import replace

import pytest

from dashboard.charts import drawing, figure
from dashboard.charts.card import card
from dashboard.locale import in_language
from dashboard.views import Edition
from dashboard.web.table import table_html
from layouts import tags
from layouts.indicator import answer
from layouts.markup import Ready, markup
from layouts.table import value_table, written_table
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH

SEARCHES = (
    "",
    f"?district={ALDER}",
    f"?district={BIRCH}",
    f"?district={BIRCH}&district={ALDER}",
    f"?district={ALDER}&from=2012",
    "?to=2012",
)


def everything(edition: Edition, indicator: str, search: str) -> list[object]:
    view = Ask(edition)(indicator, search)
    drawn = [figure(view), figure(view, hovers=False), figure(view, height=700)]
    said = [answer(view, edition=edition), card(view, edition=edition), table_html(view.table)]
    return [*said, *drawn, *map(drawing, drawn), view.alt, view.readings]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("indicator", ["1", "2", "9", "11", "4A"])
def test_an_answer_is_the_same_whoever_asked_before(
    edition: Edition, indicator: str, language: str
) -> None:
    with in_language(language):
        used = replace(edition)  # with nothing kept yet
        for search in (*SEARCHES, *reversed(SEARCHES)):
            assert everything(used, indicator, search) == everything(
                replace(edition), indicator, search
            )


def test_one_language_does_not_answer_for_the_other(edition: Edition) -> None:
    used = replace(edition)
    for language in ("en", "es", "en"):
        with in_language(language):
            found = everything(used, "1", f"?district={ALDER}")
            assert found == everything(replace(edition), "1", f"?district={ALDER}")


@pytest.mark.parametrize("indicator", ["1", "9", "11", "4A"])
@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_table_is_written_as_its_components_are(
    ask: Ask, indicator: str, search: str, language: str
) -> None:
    with in_language(language):
        table = Ask(replace(ask.edition))(indicator, search).table
        assert written_table(table) == markup(value_table(table))


def test_what_is_written_goes_into_a_whole_as_it_is() -> None:
    assert markup(tags.p(["<", Ready("<b>x</b>")])) == "<p>&lt;<b>x</b></p>"


def test_each_link_asks_for_what_it_is_about(edition: Edition) -> None:
    """Files take the view as it is; another indicator takes the districts, the report the first."""
    used = replace(edition)
    for lea in (ALDER, BIRCH):
        view = Ask(used)("1", f"?district={lea}&from=2012")
        html = answer(view, edition=used)["rest"]
        assert f'href="/indicators/1.csv?district={lea}&amp;from=2012"' in html
        assert f'data-query="?district={lea}&amp;from=2012"' in html
        assert f'href="/indicators/2?district={lea}"' in html
        assert f'href="/report?district={lea}"' in html
        assert not {"\x00", "\x01"} & set(html)
