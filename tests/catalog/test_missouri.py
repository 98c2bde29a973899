"""The shipped catalogue says what the specification says."""

from decimal import Decimal

import pytest

from dashboard.catalog import Catalog, Indicator, load_catalog
from dashboard.extracts.schema import (
    DISABILITIES,
    EXIT_CODES,
    EXTRACTS,
    GRADES,
    PRESCHOOL_SETTINGS,
    SCHOOL_AGE_SETTINGS,
)

IDS = [
    "1", "2", "3A", "3B", "3C-CA", "3C-MA", "4A", "4B", "5A", "5B", "5C", "6A", "6B",
    "7A1", "7A2", "7B1", "7B2", "7C1", "7C2", "8", "9", "10", "11", "12", "13",
    "14A", "14B", "14C", "15", "16",
]  # fmt: skip
SEVEN = {"7A1", "7A2", "7B1", "7B2", "7C1", "7C2"}
FIVE, SIX, FOURTEEN = {"5A", "5B", "5C"}, {"6A", "6B"}, {"14A", "14B", "14C"}

# A38 and A5, with the years of 2.20
ERAS = {
    "1": [("OLD", 2006, 2010), ("ACGR4", 2011, None)],
    "3A": [("AYP50", 2006, 2007), ("AYP30", 2008, 2011), ("AMO", 2012, None)],
    "3B": [("NO_EOC", 2006, 2008), ("EOC", 2009, None)],
    "3C-CA": [("ALL", 2006, 2008), ("FAY_EOC", 2009, 2011), ("ALL_EOC", 2012, None)],
    "3C-MA": [("ALL", 2006, 2008), ("FAY_EOC", 2009, 2011), ("ALL_EOC", 2012, None)],
    "4A": [("ALL", 2007, None)],
    "4B": [("ALL", 2009, None)],
    **{id: [("EC2012", 2012, None)] for id in SIX},
    **{id: [("ALL", 2007, None)] for id in SEVEN},
    "13": [("OLD", 2006, 2008), ("NEW", 2010, None)],
    **{id: [("ALL", 2010, None)] for id in FOURTEEN},
}

CODES = {
    "graduated": {*EXIT_CODES, *EXTRACTS["cohort"].column("status").codes},
    "dropped_out": EXIT_CODES,
    "leavers": EXIT_CODES,
    "removed": EXTRACTS["cohort"].column("status").codes,
    "grades": GRADES,
    "environments": {*SCHOOL_AGE_SETTINGS, *PRESCHOOL_SETTINGS},
    "disabilities": DISABILITIES,
    "methods": EXTRACTS["discipline"].column("method").codes,
    "tests": EXTRACTS["assessment"].column("test").codes,
    "subjects": EXTRACTS["assessment"].column("subject").codes,
    "top": EXTRACTS["assessment"].column("level").codes,
}


def those(catalog: Catalog, **wanted: object) -> set[str]:
    return {
        indicator.id
        for indicator in catalog.indicators
        if all(getattr(indicator, name) == value for name, value in wanted.items())
    }


def test_the_ids_and_their_order_are_those_of_the_contract(missouri: Catalog) -> None:
    assert list(missouri.ids) == IDS


@pytest.mark.parametrize("id", IDS)
def test_A38_A5_eras(missouri: Catalog, id: str) -> None:
    eras = [(era.id, era.from_year, era.to_year) for era in missouri[id].eras]
    assert eras == ERAS.get(id, [("ALL", 2006, None)])


def test_kinds_directions_and_fixed_targets(missouri: Catalog) -> None:
    assert those(missouri, kind="compliance") == {"4B", "9", "10", "11", "12", "13"}
    assert those(missouri, direction="lower") == {"2", "4A", "4B", "5B", "5C", "6B", "9", "10"}
    assert those(missouri, direction="none") == set()  # A6: 15 and 16 are better higher
    assert those(missouri, fixed_target=Decimal(0)) == {"4B", "9", "10"}
    assert those(missouri, fixed_target=Decimal(100)) == {"11", "12", "13"}


def test_levels_units_and_protection(missouri: Catalog) -> None:
    by_district = {"3A", "4A", "4B", "9", "10"}
    assert those(missouri, percent_of_districts=True) == by_district
    assert those(missouri, unit="districts") == by_district
    assert those(missouri, protection="district") == by_district
    assert those(missouri, protection="process") == {"11", "12", "13"}
    assert those(missouri, levels="state", min_cases_for_target=10) == {"15", "16"}
    assert those(missouri, min_cases_for_target=0) == set(IDS) - {"15", "16"}
    assert those(missouri, protection="state_only") == {"15", "16"}
    assert those(missouri, decimals=1) == set(IDS)
    assert those(missouri, lagged=True) == {"1", "2", "4A", "4B"}
    assert those(missouri, monitored=True) == {"8", "11", "12", "13"}


def test_years_without_target_or_value(missouri: Catalog) -> None:
    assert those(missouri, baseline_years=(2006,)) == {"8"}
    assert those(missouri, baseline_years=(2010,)) == FOURTEEN
    assert [gap.year for gap in missouri["13"].gaps] == [2009]
    assert those(missouri, gaps=()) == set(IDS) - {"13"}


def test_the_collection_changed_in_2008(missouri: Catalog) -> None:
    light = {
        each.id: [found.year for found in each.breaks if found.weight == "light"]
        for each in missouri.indicators
    }
    changed = {"1", "2", "4A"} | FIVE
    assert {id: years for id, years in light.items() if years} == {id: [2008] for id in changed}


def test_A32_groups(missouri: Catalog) -> None:
    def groups(indicator: Indicator) -> list[tuple[str, ...]]:
        return [indicator.groups_in(era) for era in indicator.eras]

    everything = ("RACE", "DISABILITY", "SEX")
    assert groups(missouri["1"]) == [everything, ()]
    with_all = {"2"} | FIVE | SIX
    for id in set(IDS) - {"1"}:
        assert groups(missouri[id])[0] == (
            everything if id in with_all else ("RACE",) if id == "8" else ()
        )


def test_A3_what_an_indicator_needs(missouri: Catalog) -> None:
    old, new = missouri["1"].eras
    assert missouri["1"].needs_in(old) == ("exiters",)
    assert missouri["1"].needs_in(new) == ("cohort",)
    assert (old.look_back, new.look_back) == (3, 0)  # A13
    assert missouri["2"].needs == ("exiters", "child_count")
    assert missouri["9"].needs == missouri["10"].needs == ("child_count", "enrollment")
    assert (
        missouri["4A"].needs
        == missouri["4B"].needs
        == (
            "discipline",
            "child_count",
            "enrollment",
        )
    )
    assert those(missouri, needs_prior_year=True) == {"4A", "4B"}
    assert those(missouri, must_exist=("policy_review",)) == {"4B", "9", "10"}


@pytest.mark.parametrize("id", IDS)
def test_a_record_speaks_of_extracts_and_codes_that_exist(missouri: Catalog, id: str) -> None:
    indicator = missouri[id]
    assert set(indicator.extracts) <= set(EXTRACTS)
    for era in indicator.eras:
        parameters = indicator.parameters_in(era)
        for name in parameters.keys() & CODES.keys():
            assert set(parameters[name]) <= set(CODES[name]), name
        assert parameters.get("review", id) == id


def test_3B_has_the_line_of_95_percent(missouri: Catalog) -> None:
    assert [float(line.value) for line in missouri["3B"].reference_lines] == [95.0]
    assert those(missouri, reference_lines=()) == set(IDS) - {"3B"}


def test_short_titles_tell_the_indicators_apart(missouri: Catalog) -> None:
    titles = [indicator.short_title for indicator in missouri.indicators]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 50


def test_counted_and_unit_go_into_a_sentence(missouri: Catalog) -> None:
    """ "6 more graduates would have met it": nouns in the plural, without a full stop."""
    for indicator in missouri.indicators:
        for words in (indicator.counted, indicator.unit):
            assert not words.endswith(".")
            assert words[0].islower()
        assert indicator.counted != indicator.unit


def test_the_profiles_name_their_levels() -> None:
    words = {
        name: (profile.upper_one, profile.unit_one, profile.unit_many)
        for name in ("state", "nation", "region")
        for profile in [load_catalog(profile=name).profile]
    }
    assert words == {
        "state": ("state", "district", "districts"),
        "nation": ("nation", "state", "states"),
        "region": ("state", "region", "regions"),
    }


def test_only_the_nation_has_unit_values_of_state_level_indicators() -> None:
    for name, expected in (("state", False), ("nation", True), ("region", False)):
        catalog = load_catalog(profile=name)
        assert catalog.has_unit_values(catalog["15"]) is expected
        assert catalog.has_unit_values(catalog["5A"])
