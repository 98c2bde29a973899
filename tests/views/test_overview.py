"""All indicators on one page."""

from dashboard.views import Edition, overview
from dashboard.views.overview import Entry
from tests.support.release import ALDER, BIRCH


def entries(edition: Edition, district: str | None = None) -> dict[str, Entry]:
    view = overview(edition=edition, district=district)
    return {entry.indicator.id: entry for chapter in view.chapters for entry in chapter.entries}


def test_every_indicator_once_in_the_catalogues_order(edition: Edition) -> None:
    assert tuple(entries(edition)) == edition.catalog.ids


def test_the_latest_value_beside_its_target(edition: Edition) -> None:
    entry = entries(edition)["1"]
    assert (entry.year, entry.text, entry.target, entry.verdict) == (
        "2013",
        "72.8",
        "74.0",
        "not met",
    )
    assert entry.href == "/indicators/1"


def test_a_district_keeps_its_place_in_the_links(edition: Edition) -> None:
    entry = entries(edition, ALDER)["4A"]
    assert (entry.text, entry.is_number, entry.href) == (
        "flagged",
        False,
        f"/indicators/4A?district={ALDER}",
    )
    assert entries(edition, ALDER)["15"].text == "state only"


def test_an_old_number_never_stands_in_for_a_protected_one(edition: Edition) -> None:
    entry = entries(edition, BIRCH)["1"]
    assert (entry.year, entry.text, entry.target) == ("2013", "protected (small group)", "")
