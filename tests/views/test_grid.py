"""Rows by indicator and district, for all years or for some."""

from dataclasses import replace

import pytest

from dashboard.views import Edition
from tests.support.asking import Ask
from tests.support.release import ALDER


@pytest.mark.parametrize("gone", [(), (0,), (1, 3)])
@pytest.mark.parametrize("span", [(0, 8), (2, 5), (7, 8)])
def test_the_rows_of_some_years_are_those_of_all(
    edition: Edition, span: tuple[int, int], gone: tuple[int, ...]
) -> None:
    values = edition.values
    present = values.districts["5A"].present.copy()
    present[values.lines[ALDER], list(gone)] = False
    blocks = {**values.districts, "5A": replace(values.districts["5A"], present=present)}
    values = replace(values, districts=blocks)
    years = values.years[slice(*span)]
    every = values.of_series("5A", ALDER)
    assert len(every) == len(values.years) - len(gone)
    some = values.of_series("5A", ALDER, years=years)
    assert some == [row for row in every if row["school_year"] in years]


def test_a_value_is_compared_with_a_year_that_was_not_asked_for(ask: Ask) -> None:
    whole, last = ask("5A", f"?district={ALDER}"), ask("5A", f"?district={ALDER}&from=2013")
    assert "since 2012" in whole.sentences[0]
    assert last.sentences[0] == whole.sentences[0]
