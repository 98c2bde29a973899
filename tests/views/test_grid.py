"""Rows by indicator and district, for all years or for some."""

from dataclasses import replace

import pyarrow as pa
import pytest

from dashboard.views import Edition, packed
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


def test_a_column_of_one_year_says_what_the_rows_say(edition: Edition) -> None:
    values = edition.values
    for indicator, block in values.districts.items():
        for place, year in enumerate(block.years):
            for name in block.names:
                column = block.of_year(name, place)
                for lea_id, line in values.lines.items():
                    row = [
                        one
                        for one in values.of_series(indicator, lea_id)
                        if one["school_year"] == year
                    ]
                    said = [one[name] for one in row]
                    assert [column.by_code[column.codes[line]]] * len(row) == said
                    assert [block.row(line, place)[name] for _ in row] == said


def test_a_column_that_no_table_has(edition: Edition) -> None:
    column = edition.values.districts["5A"].of_year("never", 0)
    assert column.codes.any() == False  # noqa: E712 - numpy's own
    assert column.code_of("x") == -1


@pytest.mark.parametrize("most", [1 << 62, 1])
def test_columns_together_hold_what_they_held(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_MOST_KEYS", most)
    texts = [["a", None, "b", "a", "a"], [1.5, 1.5, None, 2.5, 1.5], ["", "x", "", "", None]]
    columns = [packed._coded(pa.chunked_array([pa.array(text)])) for text in texts]
    together = packed._together(columns)
    assert [together.by_code[code] for code in together.codes] == list(zip(*texts, strict=True))
