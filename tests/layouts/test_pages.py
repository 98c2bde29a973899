"""Which page an address means, and how each is titled."""

import pytest

from dashboard.views import Edition, NoSuchPage, Page, QuestionError, find_place
from layouts.pages import PAGES
from tests.support.release import ALDER, BIRCH


@pytest.mark.parametrize("path", ["/nope", "/indicators", "/indicators/", "/indicators/1/2", "//"])
def test_an_address_without_a_page(edition: Edition, path: str) -> None:
    with pytest.raises(NoSuchPage):
        find_place(path, "", pages=PAGES, edition=edition)


def test_places_have_titles_of_their_own(edition: Edition) -> None:
    titles = [
        find_place(path, search, pages=PAGES, edition=edition).title
        for path, search in (("/", ""), ("/", f"?district={ALDER}"), ("/indicators/5A", ""))
    ]
    assert titles == [
        "Statewide Progress at a Glance",
        "Alder Creek R-I – Statewide Progress at a Glance",
        "5A In regular class more than 79% of the day – Statewide Progress at a Glance",
    ]


def test_the_overview_shows_one_district_at_a_time(edition: Edition) -> None:
    with pytest.raises(QuestionError, match="one district at a time"):
        find_place("/", f"?district={ALDER}&district={BIRCH}", pages=PAGES, edition=edition)


def test_a_page_reads_the_named_parts_of_its_path() -> None:
    page = Page(path="/a.b/<one>/x/<two>", view=None, title=None, layout=None)
    assert page.parts_of("/a.b/1/x/2 3") == {"one": "1", "two": "2 3"}
    assert page.parts_of("/a-b/1/x/2") is None
    assert page.parts_of("/a.b/1/2/x/3") is None
    assert page.parts_of("/a.b/1/x/2/") is None
