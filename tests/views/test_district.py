"""The page of a district."""

from dataclasses import replace

import pytest

from dashboard.views import Edition, NoSuchPage, QuestionError
from dashboard.views.district import District, Row, district_at
from dashboard.views.middle import middle_of
from dashboard.views.place import Address
from dashboard.views.similar import similar_to
from dashboard.views.standing import Mark
from tests.support.release import ALDER, BIRCH, CANARIES, LONG


def page(edition: Edition, lea_id: str = ALDER, search: str = "") -> District:
    address = Address(path=f"/districts/{lea_id}", search=search, parts={"lea_id": lea_id})
    return district_at(address, edition=edition)


def rows(view: District) -> dict[str, Row]:
    return {row.indicator.id: row for row in view.rows}


def test_every_indicator_beside_the_state_and_the_target(edition: Edition) -> None:
    view = page(edition)
    assert tuple(rows(view)) == edition.catalog.ids
    row = rows(view)["5A"]
    assert row.own is not None
    assert (row.own.value, row.own.target, row.state.value) == (
        "67.0\u00a0%",
        "65.0\u00a0%",
        "67.0\u00a0%",
    )
    assert row.distance_text == "2.0\u00a0points better"
    assert rows(view)["15"].own is None


def test_what_needs_attention_first(edition: Edition) -> None:
    """Flagged, then slipped, then missed; the largest distance first; nothing else."""
    view = page(edition)
    assert view.first[0].indicator.id == "4A"
    assert len(view.first) == 3
    ranks = []
    for row in view.first:
        assert row.own is not None
        assert row.own.flagged or row.own.mark is Mark.NOT_MET
        ranks.append((not row.own.flagged, not row.own.slipped, -(row.own.shortfall or 0)))
    assert ranks == sorted(ranks)
    missed = [r for r in view.rows if r.own and (r.own.flagged or r.own.mark is Mark.NOT_MET)]
    assert view.missed == len(missed)


def test_sorted_by_distance_what_has_no_number_comes_last_in_its_own_order(
    edition: Edition,
) -> None:
    view = page(edition, search="?sort=distance")
    distances = [row.distance for row in view.rows]
    known = [distance for distance in distances if distance is not None]
    assert known == sorted(known)
    assert distances[len(known) :] == [None] * (len(distances) - len(known))
    order = [row.indicator.id for row in view.rows[len(known) :]]
    assert order == [id for id in edition.catalog.ids if id in order]
    assert [each.key for each in view.sorting if each.chosen] == ["distance"]


def test_a_carried_value_is_no_distance_from_this_years_target(edition: Edition) -> None:
    row = rows(page(edition))["5A"]
    assert row.own is not None
    assert row.own.point is not None
    carried = row.own.point._replace(status="CARRIED", data_year=2010)
    assert replace(row, own=replace(row.own, point=carried)).distance is None


def test_chance_is_judged_from_public_counts_alone(edition: Edition) -> None:
    assert rows(page(edition))["5A"].chance is not None
    assert rows(page(edition, BIRCH))["1"].chance is None
    assert rows(page(edition))["4A"].chance is None


def test_what_is_protected_is_named(edition: Edition) -> None:
    assert [indicator.id for indicator in page(edition, BIRCH).protected] == ["1"]
    assert page(edition, LONG).protected == ()
    for lea_id in (BIRCH, LONG):  # "over 95 %" and "under 5 %"
        assert [indicator.id for indicator in page(edition, lea_id).in_words] == ["6A"]


def test_districts_of_similar_size(edition: Edition) -> None:
    similar = similar_to(ALDER, edition=edition)
    assert (similar.size, similar.unit, similar.year) == (200, "students", 2013)
    assert [each.lea_id for each in similar.neighbors] == [BIRCH, LONG]


def test_nobody_is_similar_to_a_district_of_another_kind_of_size(edition: Edition) -> None:
    """Half to twice as many, and no further."""
    values = edition.values
    blocks = dict(values.districts)
    for name in edition.catalog.size_indicators:
        dens = blocks[name].counts["den"]
        assert dens is not None
        wide = dens.astype("uint32")
        wide[values.lines[LONG]] = 402  # counts are kept shifted by one: 401 is just too many
        blocks[name] = replace(blocks[name], counts=dict(blocks[name].counts) | {"den": wide})
    larger = replace(edition, values=replace(values, districts=blocks))
    assert [each.lea_id for each in similar_to(ALDER, edition=larger).neighbors] == [BIRCH]


def test_without_a_public_size_a_district_is_not_placed(edition: Edition) -> None:
    similar = similar_to("999999", edition=edition)
    assert (similar.size, similar.neighbors) == (None, ())


def test_the_middle_needs_enough_public_values(edition: Edition) -> None:
    graduation = edition.catalog["1"]

    def middle(year: int, least: int) -> str | None:
        found = middle_of(
            graduation, lea_ids=[ALDER, BIRCH, LONG], year=year, least=least, edition=edition
        )
        return found.text if found else None

    assert middle(2013, 2) == "67.0\u00a0%"
    assert middle(2013, 3) is None  # one of the three is protected
    assert middle(2012, 3) == "66.0\u00a0%"


def test_an_unknown_district_and_an_unknown_order(edition: Edition) -> None:
    with pytest.raises(NoSuchPage, match="There is no district “nowhere” in this release"):
        page(edition, "nowhere")
    with pytest.raises(QuestionError, match="There is: number, distance, change"):
        page(edition, search="?sort=name")


@pytest.mark.parametrize("lea_id", [ALDER, BIRCH, LONG])
def test_nothing_protected_is_in_it(edition: Edition, lea_id: str) -> None:
    for search in ("", "?sort=distance", "?sort=change"):
        said = repr(page(edition, lea_id, search))
        assert [canary for canary in CANARIES if canary in said] == []
