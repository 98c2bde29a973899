"""Catalogue records and measures fit each other: a record cannot name what is not there."""

import inspect
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

import dashboard.measures.families  # noqa: F401  registers the measures
from dashboard.catalog import Era, Indicator, load_catalog
from dashboard.catalog.load import catalog_names
from dashboard.extracts.schema import DISABILITIES, EXTRACTS
from dashboard.measures.terms import DIMENSIONS, MEASURES

RECORDS = [
    pytest.param(indicator, era, id=f"{name}-{indicator.id}-{era.id}")
    for name in catalog_names()
    for indicator in load_catalog(name).indicators
    for era in indicator.eras
]
WORDS = {
    "cohort_dropouts": {"leaver4", "same_year"},
    "n_rule": {"both", "any"},
    "den_rule": {"all", "examined"},
    "on_impossible": {"exclude", "ignore_progress"},
    "outcome": {"a", "b", "c"},
}
"""Parameters that choose a way of counting: what their measures know."""


def codes_of(indicator: Indicator) -> set[str]:
    columns = (column for name in indicator.extracts for column in EXTRACTS[name].columns)
    return {code for column in columns for code in column.codes}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)


@pytest.mark.parametrize(("indicator", "era"), RECORDS)
def test_the_measure_is_there_and_takes_the_parameters(indicator: Indicator, era: Era) -> None:
    measure = MEASURES[indicator.measure_in(era)]
    inspect.signature(measure).bind(None, **indicator.parameters_in(era))


@pytest.mark.parametrize(("indicator", "era"), RECORDS)
def test_the_extracts_are_there(indicator: Indicator, era: Era) -> None:
    assert set(indicator.extracts) <= set(EXTRACTS)
    assert set(indicator.needs_in(era)) <= set(indicator.extracts)
    assert set(indicator.must_exist) <= set(indicator.extracts)
    assert indicator.needs_in(era)


@pytest.mark.parametrize(("indicator", "era"), RECORDS)
def test_codes_in_parameters_are_codes_of_the_schema(indicator: Indicator, era: Era) -> None:
    known = codes_of(indicator)
    for name, value in indicator.parameters_in(era).items():
        if name == "threshold":
            assert Decimal(value) > 0
        else:
            assert set(texts(value)) <= WORDS.get(name, known), name


def test_codes_are_found_where_they_are_wrong() -> None:
    indicator = load_catalog()["5A"]
    assert "RC80" in codes_of(indicator)
    assert set(DISABILITIES) <= codes_of(indicator)
    assert not {"RC8", "GHS"} & codes_of(indicator)


@pytest.mark.parametrize(("indicator", "era"), RECORDS)
def test_groups_are_columns_of_what_is_counted(indicator: Indicator, era: Era) -> None:
    needed = [EXTRACTS[name] for name in indicator.needs_in(era)]
    columns = {column.name.removeprefix("child_") for one in needed for column in one.columns}
    assert {DIMENSIONS[group] for group in indicator.groups_in(era)} <= columns


def test_every_measure_is_used() -> None:
    used = {record.values[0].measure_in(record.values[1]) for record in RECORDS}
    assert used == set(MEASURES)
