"""Every value of the sample is valid by the schema: nothing to set aside, no file to refuse.

Judged here by means of its own, not by the reader's.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.extracts.schema import EXTRACTS, Column, Extract, Kind

WRITTEN = sorted(set(EXTRACTS) - {"published"})
FORMS = {
    Kind.YEAR: r"20[0-9]{2}",
    Kind.DATE: r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    Kind.COUNT: r"[0-9]{1,9}",
    Kind.DECIMAL: r"-?[0-9]+(\.[0-9]+)?",
    Kind.DAYS: r"[0-9]{1,3}(\.[0-9]{1,2})?",
    Kind.PERCENT: r"[0-9]{1,2}(\.[0-9]+)?|100(\.0+)?",
    Kind.RATING: r"[1-7]",
    Kind.TEXT: r".*",
}
TYPES = {
    Kind.YEAR: "INTEGER", Kind.DATE: "DATE", Kind.COUNT: "BIGINT", Kind.DECIMAL: "DOUBLE",
    Kind.DAYS: "DOUBLE", Kind.PERCENT: "DOUBLE", Kind.RATING: "INTEGER",
}  # fmt: skip


def wrong_values(column: Column, values: set[str]) -> list[str]:
    """Values that a column does not allow."""
    if column.codes:
        return sorted(values - set(column.codes) - {""})
    form = re.compile(FORMS[column.kind])
    wrong = [value for value in values if value and not form.fullmatch(value)]
    if column.kind is Kind.DATE and not wrong:
        for value in values - {""}:
            date.fromisoformat(value)  # a ValueError names the date
    return wrong


@pytest.mark.parametrize("name", WRITTEN)
def test_every_extract_is_there_with_every_column(
    small: Mapping[str, pd.DataFrame], name: str
) -> None:
    rows, extract = small[name], EXTRACTS[name]
    items = [column for column in rows.columns if re.fullmatch(extract.items or "(?!)", column)]
    assert list(rows.columns) == [column.name for column in extract.columns] + items
    assert len(items) == (5 if extract.items else 0)
    assert len(rows) > 0


@pytest.mark.parametrize("name", WRITTEN)
def test_every_value_is_valid(small: Mapping[str, pd.DataFrame], name: str) -> None:
    rows, extract = small[name], EXTRACTS[name]
    wrong = {
        column.name: found
        for column in extract.columns
        if (found := wrong_values(column, set(rows[column.name])))
        or (not column.blank and (rows[column.name] == "").any())
    }
    for item in rows.columns[len(extract.columns) :]:
        if found := sorted(set(rows[item]) - set(extract.item_codes) - {""}):
            wrong[item] = found
    assert not wrong


@pytest.mark.parametrize("name", WRITTEN)
def test_no_key_repeats(small: Mapping[str, pd.DataFrame], name: str) -> None:
    assert not small[name].duplicated(list(EXTRACTS[name].key)).any()


def typed(extract: Extract) -> str:
    return ", ".join(
        f"TRY_CAST(NULLIF({c.name}, '') AS {TYPES.get(c.kind, 'VARCHAR')}) AS {c.name}"
        for c in extract.columns
    )


@pytest.mark.parametrize("name", [name for name in WRITTEN if EXTRACTS[name].rules])
def test_no_row_breaks_a_rule_not_even_one_that_only_warns(
    small: Mapping[str, pd.DataFrame], name: str
) -> None:
    with duckdb.connect() as connection:
        connection.register("rows_as_text", small[name])
        connection.execute(
            f"CREATE TABLE rows_typed AS SELECT {typed(EXTRACTS[name])} FROM rows_as_text"
        )
        for rule in EXTRACTS[name].rules:
            found = connection.execute(f"SELECT count(*) FROM rows_typed WHERE {rule.breaks}")
            assert found.fetchone() == (0,), rule.says


def test_ids_keep_their_zeros(small: Mapping[str, pd.DataFrame]) -> None:
    assert small["child_count"]["student_id"].str.fullmatch(r"[0-9]{10}").all()
    assert small["child_count"]["student_id"].str.startswith("0").any()
    assert small["districts"]["lea_id"].str.fullmatch(r"[0-9]{6}").all()
    assert small["districts"]["lea_id"].str.startswith("0").any()


def test_files_are_plain_and_large_extracts_come_by_year(small_folder: Path) -> None:
    for path in small_folder.rglob("*.csv"):
        content = path.read_bytes()
        assert b'"' not in content
        assert b"\r" not in content
        assert content.endswith(b"\n")
    folders = {path.name for path in small_folder.iterdir() if path.is_dir()}
    assert folders >= {"assessment", "child_count", "cohort", "discipline", "exiters"}
    for folder in folders:
        for path in (small_folder / folder).iterdir():
            assert set(pd.read_csv(path, dtype=str).iloc[:, 0]) == {path.stem}


def test_the_whole_sample_is_small(whole: Mapping[str, pd.DataFrame]) -> None:
    assert 200_000 < sum(map(len, whole.values())) < 600_000
