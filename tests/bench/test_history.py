"""The history is what the bench says: valid by the schema, the same each time, all years."""

import re

import duckdb
import pandas as pd
import pytest

from bench.history import SOURCES, TINY, Size, write_history
from bench.reference import TYPES, checksum, column_types
from bench.rows import LARGE
from dashboard.extracts.schema import EXTRACTS
from dashboard.extracts.sound import read_sound
from dashboard.extracts.sources import find_sources

SMALLEST = Size(districts=4, scale=0.0001, first=2012, last=2013)


def table_of(history, name):
    """The extract's rows as text; a blank is null."""
    files = sorted((history / name).glob("*.csv"))
    options = {"dtype": str, "keep_default_na": False, "na_values": [""]}
    return pd.concat([pd.read_csv(file, **options) for file in files], ignore_index=True)


@pytest.mark.parametrize("name", SOURCES)
def test_every_column_is_there_and_no_other(history, name):
    extract = EXTRACTS[name]
    columns = set(table_of(history, name).columns)
    items = {column for column in columns if extract.items and re.fullmatch(extract.items, column)}
    assert columns - items == {column.name for column in extract.columns}


@pytest.mark.parametrize("name", SOURCES)
def test_every_value_is_valid_by_the_schema(history, name):
    rows = table_of(history, name)
    for column in EXTRACTS[name].columns:
        values = rows[column.name]
        known = values[values.notna()]
        assert column.blank or len(known) == len(values), column.name
        if column.codes:
            assert set(known) <= set(column.codes), column.name
        else:
            texts = known.unique().tolist()
            cast = f"TRY_CAST(text AS {TYPES[column.kind]})"
            query = f"SELECT count({cast}) FROM (SELECT unnest($texts) AS text)"
            assert duckdb.execute(query, {"texts": texts}).fetchone() == (len(texts),), column.name


@pytest.mark.parametrize("name", SOURCES)
def test_no_key_repeats(history, name):
    assert not table_of(history, name).duplicated(list(EXTRACTS[name].key)).any()


@pytest.mark.parametrize("name", SOURCES)
def test_no_row_breaks_a_rule(history, name):
    header = next((history / name).glob("*.csv")).read_text().splitlines()[0].split(",")
    types = column_types(EXTRACTS[name], header)
    for rule in EXTRACTS[name].rules:
        query = f"SELECT count(*) FROM read_csv($files, columns = {types}) WHERE {rule.breaks}"
        assert duckdb.execute(query, {"files": f"{history / name}/*.csv"}).fetchone() == (0,), rule


def test_there_is_a_file_for_each_year_and_for_the_years_before(history):
    for name, earlier in {"exiters": 3, "child_count": 1, "discipline": 1, "cohort": 0}.items():
        years = {int(file.stem) for file in (history / name).glob("*.csv")}
        assert years == set(range(2006 - earlier, 2014))


def test_a_missouri_sized_history_has_the_issues_rows():
    rows = {
        name: LARGE[name].rows for name in ("child_count", "assessment", "discipline", "cohort")
    }
    assert rows == {
        "child_count": 130_000, "assessment": 900_000, "discipline": 300_000, "cohort": 70_000,
    }  # fmt: skip


def test_one_assessment_record_in_seven_is_of_a_student_with_an_iep(history):
    share = (table_of(history, "assessment").iep == "Y").mean()
    assert 0.12 < share < 0.17


def test_the_same_size_gives_the_same_bytes(tmp_path):
    one, two = (write_history(tmp_path / name, size=SMALLEST) for name in ("one", "two"))
    files = [file.relative_to(one) for file in one.rglob("*.csv")]
    assert len(files) > 2 * len(SOURCES)
    assert all((one / file).read_bytes() == (two / file).read_bytes() for file in files)


def test_a_history_is_written_again_only_for_another_size(tmp_path):
    folder = write_history(tmp_path / "history", size=SMALLEST)
    mark = folder / "mark"
    mark.touch()
    write_history(folder, size=SMALLEST)
    assert mark.exists()
    write_history(folder, size=Size(districts=5, scale=0.0001, first=2012, last=2013))
    assert not mark.exists()


def test_a_half_written_history_is_written_again(tmp_path):
    folder = write_history(tmp_path / "history", size=SMALLEST)
    (tmp_path / "history.json").unlink()
    (folder / "districts" / "2013.csv").unlink()
    assert (write_history(folder, size=SMALLEST) / "districts" / "2013.csv").exists()


def test_the_reference_reads_every_row_and_sees_a_changed_value(history, tmp_path):
    rows, *before = checksum(history, extract=EXTRACTS["mediation"])
    assert rows == 8 * TINY.rows(SOURCES["mediation"])
    (tmp_path / "mediation").mkdir()
    for file in (history / "mediation").glob("*.csv"):
        text = file.read_text()
        changed = text.replace(",Y,", ",N,", 1) if file.stem == "2010" else text
        (tmp_path / "mediation" / file.name).write_text(changed)
    _, *after = checksum(tmp_path, extract=EXTRACTS["mediation"])
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_every_file_of_it_is_read_fast(history, tmp_path):
    with duckdb.connect() as connection:
        for file in find_sources(history):
            assert read_sound(file, connection, tmp_path / "kept") is not None, file.name
