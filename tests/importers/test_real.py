"""The published files themselves: every figure that others derived from them comes out again."""

import csv
import lzma
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.catalog import load_catalog
from dashboard.importers import ImportReport, import_618, import_published
from dashboard.importers.labels import words
from dashboard.importers.units import load_units

pytestmark = pytest.mark.real

Rows = Callable[[Path], list[dict[str, str]]]
Key = tuple[str, int, str]

CHILD_COUNT = {"5A": "p5A", "5B": "p5B", "5C": "p5C", "6A": "p6A", "6B": "p6B"}
DISPUTES = {"15": "indicator_15_pct", "16": "indicator_16_pct"}
NEAR = 0.0001


def published(out: Path, rows_of: Rows) -> dict[Key, dict[str, str]]:
    return {
        (row["indicator"], int(row["school_year"]), row["lea_id"]): row
        for row in rows_of(out / "published.csv")
    }


def rate(row: dict[str, str]) -> float:
    return 100 * int(row["num"]) / int(row["den"])


def expected(path: Path, columns: dict[str, str], rows_of: Rows) -> Iterator[tuple[Key, str]]:
    """The derived figures by indicator, school year and unit; blank when there is none."""
    table = load_units("us_states")
    for row in rows_of(path):
        name = words(row["state"])
        if name in table.subtotals:
            continue
        unit = "" if name in table.nation else table.units[name].id
        year = int(row["school_year"][:4]) + 1
        for indicator, column in columns.items():
            yield (indicator, year, unit), row[column]


@pytest.fixture
def federal(shared: Path, out: Path) -> ImportReport:
    files = [
        *sorted((shared / "idea618_child_count").glob("bchildcount*.csv.xz")),
        *sorted((shared / "idea618_dispute_resolution").glob("20*.csv")),
    ]
    assert len(files) == 12
    return import_618(files, out=out)


@pytest.mark.parametrize(
    ("derived", "columns", "figures", "none"),
    [
        # 242 states and years of 5 figures; for 28 the files withhold a part.
        ("idea618_child_count/state_environment_counts.csv", CHILD_COUNT, 1182, 28),
        # 473 states and years of 2 figures (5 more are subtotals); 95 had none, or withhold it.
        ("idea618_dispute_resolution/state_indicators_15_16.csv", DISPUTES, 851, 95),
    ],
)
def test_every_derived_figure_comes_out(
    shared: Path,
    out: Path,
    rows_of: Rows,
    federal: ImportReport,
    derived: str,
    columns: dict[str, str],
    figures: int,
    none: int,
) -> None:
    values = published(out, rows_of)
    wanted = dict(expected(shared / derived, columns, rows_of))
    given = {key: float(text) for key, text in wanted.items() if text}
    missing = [key for key, text in wanted.items() if not text]
    assert (len(given), len(missing)) == (figures, none)
    assert {key for key in given if key not in values or values[key]["den"] == "0"} == set()
    assert {key: rate(values[key]) for key in given} == pytest.approx(given, abs=NEAR)
    # Where nothing could be derived there is no row, or a denominator that is a known zero.
    assert {values[key]["den"] for key in missing if key in values} <= {"0"}
    # And nothing that the derived tables do not have.
    mine = {key for key in values if key[0] in columns}
    assert mine <= wanted.keys()


def test_the_federal_files_account_for_every_row(federal: ImportReport, out: Path) -> None:
    assert federal.rows_read == federal.rows_used + len(federal.set_aside)
    assert federal.rows_read == 4 * 16226 + 478
    assert not federal.notes  # each file has its row for the nation
    assert (out / "profile.toml").read_text(encoding="utf-8") == 'profile = "nation"\n'


@pytest.mark.parametrize(
    "name",
    [
        "ma_graduation_4yr_all_and_special_ed.csv",
        "ma_district_state_graduation_all_subgroups_2006-2024.csv.xz",
    ],
)
def test_massachusetts_comes_out_whole(shared: Path, out: Path, rows_of: Rows, name: str) -> None:
    path = shared / "ma_graduation" / name
    report = import_published(path, out=out)
    values = published(out, rows_of)
    content = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    source = [
        row
        for row in csv.DictReader(content.decode().splitlines())
        if (row["subgroup"], row["cohort_type"]) == ("special_ed", "4-year")
    ]
    assert len(source) == len(values) == report.rows_used == 5360
    for row in source:
        mine = values["1", int(row["end_year"]), row["district_id"]]
        assert (mine["num"], mine["den"]) == (row["graduate_count"], row["cohort_count"])
        assert Decimal(mine["value"]) == 100 * Decimal(row["grad_rate"])
        # The layout's note: the counts were made from the rate, not the rate from the counts.
        assert round(int(row["cohort_count"]) * float(row["grad_rate"])) == int(mine["num"])
    assert len(report.warnings) == 12
    assert {finding.column for finding in report.warnings} == {"grad_rate"}


def test_texas_comes_out_by_data_year(shared: Path, out: Path, rows_of: Rows) -> None:
    report = import_published(shared / "tx_spp_regions/tx_spp_indicators.csv", out=out)
    values = published(out, rows_of)
    source = rows_of(shared / "tx_spp_regions/tx_spp_indicators.csv")
    catalog = load_catalog()
    known = [row for row in source if row["indicator"] in catalog and row["value"]]
    assert len(known) == len(values) == 2226
    for row in known:
        year = int(row["ffy"]) + (not catalog[row["indicator"]].lagged)
        unit = row["unit"].removeprefix("Region ").replace("State", "")
        mine = values[row["indicator"], year, unit]
        assert Decimal(mine["value"]) == Decimal(row["value"])
        both = row["numerator"] and row["denominator"]
        assert (mine["num"], mine["den"]) == (
            (row["numerator"], row["denominator"]) if both else ("", "")
        )
    # Texas Education Agency, Annual Dropout Rates 2018-19, special education, grades 7-12.
    assert (values["2", 2019, ""]["num"], values["2", 2019, ""]["den"]) == ("4453", "241106")
    assert Counter(finding.rule for finding in report.set_aside) == {
        "no indicator of the catalogue missouri": 24 * 63 + 63,
        "neither a value nor both counts": 201,
    }


def test_texas_targets_are_those_of_its_table_of_targets(
    shared: Path, out: Path, rows_of: Rows
) -> None:
    folder = shared / "tx_spp_regions"
    import_published(folder / "tx_spp_indicators.csv", out=out)
    catalog = load_catalog()
    mine = {
        (row["indicator"], int(row["school_year"])): Decimal(row["target"])
        for row in rows_of(out / "targets.csv")
    }
    theirs = {
        (row["indicator"], int(row["ffy"]) + (not catalog[row["indicator"]].lagged)): Decimal(
            row["target"]
        )
        for row in rows_of(folder / "tx_spp_targets.csv")
        if row["indicator"] in catalog and row["target"]
    }
    assert len(mine) == 107
    assert {key: theirs[key] for key in mine} == mine
