"""What a record answers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from dashboard.catalog import Catalog, UnknownIndicatorError, load_catalog


@pytest.fixture
def catalog(small: Path) -> Catalog:
    return load_catalog("small", root=small.parent)


def test_T_LAG_the_apr_of_a_data_year(missouri: Catalog) -> None:
    assert missouri["1"].apr_ffy(2012) == 2012
    assert missouri["5A"].apr_ffy(2012) == 2011


@pytest.mark.parametrize(
    ("year", "era"),
    [(2005, None), (2006, "OLD"), (2008, "OLD"), (2009, None), (2010, "NEW"), (2050, "NEW")],
)
def test_A4_a_year_has_one_era_or_none(catalog: Catalog, year: int, era: str | None) -> None:
    found = catalog["G"].era_of(year)
    assert (found.id if found else None) == era


def test_a_gap_inside_an_era_has_no_era(small: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("indicators/D.toml", "[[eras]]", '[[gaps]]\nyear = 2009\nnote = "x"\n[[eras]]')
    indicator = load_catalog("small", root=small.parent)["D"]
    assert [indicator.era_of(year) is None for year in (2008, 2009, 2010)] == [False, True, False]


def test_an_era_overrides_the_indicator_parameter_by_parameter(catalog: Catalog) -> None:
    indicator = catalog["G"]
    old, new = indicator.eras
    assert indicator.parameters_in(old) == {"codes": ("GHS",), "limit": 60}
    assert indicator.parameters_in(new) == {"codes": ("GHS",), "limit": 45, "strict": True}
    assert [indicator.measure_in(era) for era in (old, new)] == ["leaver_rate", "cohort_rate"]
    assert [indicator.needs_in(era) for era in (old, new)] == [("exiters",), ("cohort",)]
    assert [indicator.groups_in(era) for era in (old, new)] == [("SEX",), ()]


def test_the_parameters_of_an_era_are_the_callers_own(catalog: Catalog) -> None:
    indicator = catalog["G"]
    indicator.parameters_in(indicator.eras[0])["limit"] = 1
    assert indicator.parameters["limit"] == 60


@pytest.mark.parametrize(
    ("years", "notes"),
    [
        ((2006, 2012), ("Of all years", "Of early years")),
        ((2007, 2007), ("Of all years", "Of early years")),
        ((2004, 2006), ("Of all years", "Of early years")),
        ((2008, 2012), ("Of all years",)),
        ((2000, 2005), ("Of all years",)),
    ],
)
def test_notes_stand_for_their_years(
    catalog: Catalog, years: tuple[int, int], notes: tuple[str, ...]
) -> None:
    assert catalog["G"].notes_for(*years) == notes


def test_an_unknown_indicator_is_none_or_an_error_that_says_what_there_is(
    catalog: Catalog,
) -> None:
    assert catalog.get("Z") is None
    assert "G" in catalog
    assert "Z" not in catalog
    with pytest.raises(UnknownIndicatorError) as caught:
        catalog["Z"]
    assert isinstance(caught.value, KeyError)
    assert str(caught.value) == "There is no indicator 'Z'. There are: G, D."


def test_indicators_stand_in_the_order_of_the_index(catalog: Catalog) -> None:
    assert catalog.ids == ("G", "D")
    assert catalog.family_of(catalog["D"]).heading == "SPP 1"


def test_records_are_frozen(catalog: Catalog) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        catalog["G"].title = "Another"  # type: ignore[misc]
