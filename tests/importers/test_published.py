"""import-published: three layouts of tables that somebody already computed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.extracts.library import read_extracts
from dashboard.extracts.schema import EXTRACTS
from dashboard.importers import ImportFileError, import_published

Rows = Callable[[Path], list[dict[str, str]]]
Table = Callable[..., Path]

CONTRACT = ["indicator", "school_year", "level", "lea_id", "num", "den", "value"]
MASSACHUSETTS = ["end_year", "type", "district_id", "district_name", "subgroup", "cohort_type",
                 "cohort_count", "graduate_count", "grad_rate"]  # fmt: skip
TEXAS = ["unit", "ffy", "school_year", "indicator", "numerator", "denominator", "value", "target",
         "report_year"]  # fmt: skip


def texas(
    unit: str, ffy: int, indicator: str, *rest: object, report: str = "2020-21"
) -> list[object]:
    return [unit, ffy, f"{ffy}-{(ffy + 1) % 100:02}", indicator, *rest, report]


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[1:]


# The contract's own layout


def test_the_extract_itself_passes_through_with_names(
    table: Table, out: Path, rows_of: Rows
) -> None:
    file = table(
        ["name", *CONTRACT],
        ["Missouri", "1", 2012, "STATE", "", 10, 20, 50],
        ["East Lynne 40", "1", 2012, "LEA", "019147", 1, 2, "50.04"],
        ["", "5A", 2013, "LEA", "019148", "", "", "66.6"],
    )
    report = import_published(file, out=out)
    assert lines(out / "published.csv") == [
        "1,2012,LEA,019147,1,2,50.04",
        "1,2012,STATE,,10,20,50",
        "5A,2013,LEA,019148,,,66.6",
    ]
    assert lines(out / "districts.csv") == [
        "2012,019147,East Lynne 40,REG,Y",
        "2013,019148,019148,REG,Y",
    ]
    assert {path.name for path in out.iterdir()} == {"published.csv", "districts.csv"}
    assert (report.rows_read, report.rows_used, report.warnings) == (3, 3, ())


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        (
            ["99", 2012, "STATE", "", 1, 2, 50],
            "indicator",
            "no indicator of the catalogue missouri",
        ),
        (["1", 2012, "STATE", "019147", 1, 2, 50], "lea_id", "a row of the state names no unit"),
        (["1", 2012, "LEA", "", 1, 2, 50], "lea_id", "a row of a unit names its id"),
        (["1", 2012, "SCHOOL", "1", 1, 2, 50], "level", "not STATE or LEA"),
        (["1", 12, "STATE", "", 1, 2, 50], "school_year", "not a school year"),
        (["1", 2012, "STATE", "", -1, 2, 50], "num", "not a count (0 to 999999999)"),
        (["1", 2012, "STATE", "", 1, 2.5, 50], "den", "not a count (0 to 999999999)"),
        (["1", 2012, "STATE", "", 1, 2, "high"], "value", "not a plain decimal number"),
        (["1", 2012, "STATE", "", 1, "", ""], "value", "neither a value nor both counts"),
    ],
)
def test_a_row_at_fault_is_set_aside(
    table: Table, out: Path, row: list[object], column: str, rule: str
) -> None:
    report = import_published(table(CONTRACT, ["2", 2012, "STATE", "", 1, 2, 50], row), out=out)
    (finding,) = report.set_aside
    assert (finding.line, finding.column, finding.rule) == (3, column, rule)
    assert lines(out / "published.csv") == ["2,2012,STATE,,1,2,50"]


def test_what_is_odd_is_reported_and_used(table: Table, out: Path) -> None:
    report = import_published(
        table(
            CONTRACT,
            ["1", 2012, "STATE", "", 2, 1, 200],
            ["2", 2012, "STATE", "", 1, 3, 33.4],
            ["8", 2012, "STATE", "", "", "", 101],
            ["5A", 2012, "STATE", "", 0, 0, 0],
        ),
        out=out,
    )
    assert [(finding.line, finding.rule) for finding in report.warnings] == [
        (2, "the numerator is greater than the denominator"),
        (3, "differs from the counts by more than 0.05; the counts are used"),
        (4, "a percent outside 0 to 100"),
    ]
    assert report.rows_used == 4


def test_a_unit_with_two_names_in_a_year_keeps_the_first(table: Table, out: Path) -> None:
    report = import_published(
        table(
            [*CONTRACT, "name"],
            ["1", 2012, "LEA", "07", 1, 2, 50, "Old"],
            ["2", 2012, "LEA", "07", 1, 2, 50, "New"],
        ),
        out=out,
    )
    assert lines(out / "districts.csv") == ["2012,07,Old,REG,Y"]
    assert [(finding.column, finding.value) for finding in report.warnings] == [("name", "New")]


# Massachusetts


def massachusetts_rows() -> list[list[object]]:
    return [
        [2006, "State", "", "", "special_ed", "4-year", 13814, 8440, 0.611],
        [2006, "District", "0001", "Abington", "all", "4-year", 150, 132, 0.88],
        [2006, "District", "0001", "Abington", "special_ed", "4-year", 25, 17, 0.68],
        [2006, "District", "0001", "Abington", "special_ed", "5-year", 25, 18, 0.72],
        [2017, "District", "3504", "Phoenix", "special_ed", "4-year", 13, 8, 0.641],
    ]


def test_massachusetts_gives_indicator_1(table: Table, out: Path) -> None:
    report = import_published(table(MASSACHUSETTS, *massachusetts_rows()), out=out)
    assert lines(out / "published.csv") == [
        "1,2006,LEA,0001,17,25,68",
        "1,2006,STATE,,8440,13814,61.1",
        "1,2017,LEA,3504,8,13,64.1",
    ]
    assert lines(out / "districts.csv") == ["2006,0001,Abington,REG,Y", "2017,3504,Phoenix,REG,Y"]
    assert [(f.line, f.column, f.value) for f in report.set_aside] == [
        (3, "subgroup", "all"),
        (5, "cohort_type", "5-year"),
    ]
    assert [(f.line, f.value) for f in report.warnings] == [(6, "0.641")]
    assert (out / "profile.toml").read_text(encoding="utf-8") == 'profile = "massachusetts"\n'
    assert not (out / "targets.csv").exists()


def test_the_order_of_columns_and_further_ones_do_not_matter(table: Table, tmp_path: Path) -> None:
    rows: list[list[object]] = [MASSACHUSETTS, *massachusetts_rows()]  # type: ignore[list-item]
    import_published(table(*rows), out=tmp_path / "one")
    turned = [[*row[::-1], "more"] for row in rows]
    import_published(table(*turned, name="turned.csv"), out=tmp_path / "two")
    for name in ("published.csv", "districts.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


# Texas


def test_texas_gives_values_targets_and_regions(table: Table, out: Path) -> None:
    report = import_published(
        table(
            TEXAS,
            texas("State", 2018, "5A", 332335, 478506, 69.5, "68.00"),
            texas("Region 01", 2018, "5A", 22151, 33976, 65.2, "68.0"),
            texas("Region 01", 2018, "14A", 34, "", 16.0, "30.0"),
            texas("Region 01", 2018, "6C", 1, 2, 50, ""),
            texas("Region 01", 2018, "4A", 0, "", "", "0.0"),
        ),
        out=out,
    )
    assert lines(out / "published.csv") == [
        "14A,2019,LEA,01,,,16",  # 34 of nobody knows how many
        "5A,2019,LEA,01,22151,33976,65.2",
        "5A,2019,STATE,,332335,478506,69.5",
    ]
    assert lines(out / "targets.csv") == [
        "missouri,14A,,2019,30,,TARGET",
        "missouri,5A,,2019,68,,TARGET",
    ]
    header = (out / "targets.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == [column.name for column in EXTRACTS["targets"].columns]
    assert lines(out / "districts.csv") == ["2019,01,Region 01,REG,Y"]
    assert [(f.line, f.column, f.value) for f in report.set_aside] == [
        (5, "indicator", "6C"),
        (6, "value", ""),
    ]
    assert (out / "profile.toml").read_text(encoding="utf-8") == 'profile = "region"\n'


def test_t_lag_values_stand_in_the_year_of_their_data(table: Table, out: Path) -> None:
    """1.1: the report of FFY 2011 holds the dropouts of 2010-11 and the child count of 2011-12."""
    import_published(
        table(
            TEXAS,
            texas("State", 2011, "2", 1, 2, 50, "40"),
            texas("State", 2011, "5A", 1, 2, 50, "40"),
        ),
        out=out,
    )
    assert lines(out / "published.csv") == ["2,2011,STATE,,1,2,50", "5A,2012,STATE,,1,2,50"]
    assert lines(out / "targets.csv") == [
        "missouri,2,,2011,40,,TARGET",
        "missouri,5A,,2012,40,,TARGET",
    ]


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_latest_report_of_a_year_counts(table: Table, out: Path, newest_first: bool) -> None:
    rows = [
        texas("State", 2018, "5A", 2, 4, 50, "", report="2023-24"),
        texas("State", 2018, "5A", 1, 4, 25, "", report="2020-21"),
    ]
    report = import_published(table(TEXAS, *(rows if newest_first else rows[::-1])), out=out)
    assert lines(out / "published.csv") == ["5A,2019,STATE,,2,4,50"]
    (finding,) = report.set_aside
    assert (finding.column, finding.value) == ("report_year", "2020-21")


def test_the_same_report_twice_is_refused(table: Table, out: Path) -> None:
    row = texas("State", 2018, "5A", 2, 4, 50, "")
    with pytest.raises(ImportFileError, match="both give 5A of the upper level in 2019"):
        import_published(table(TEXAS, row, row), out=out)


def test_the_states_target_wins_over_a_regions(table: Table, out: Path) -> None:
    report = import_published(
        table(
            TEXAS,
            texas("Region 01", 2018, "5A", 2, 4, 50, "70"),
            texas("State", 2018, "5A", 2, 4, 50, "68"),
        ),
        out=out,
    )
    assert lines(out / "targets.csv") == ["missouri,5A,,2019,68,,TARGET"]
    assert [(f.line, f.column, f.value) for f in report.warnings] == [(2, "target", "70")]


# --indicators


def chosen(table: Table) -> Path:
    return table(
        TEXAS,
        texas("State", 2018, "5A", 2, 4, 50, ""),
        texas("State", 2018, "1", 1, 4, 25, ""),
        texas("State", 2018, "3B", 1, 5, 20, ""),
        texas("State", 2018, "6C", 1, 5, 20, ""),
    )


def test_only_the_indicators_asked_for(table: Table, out: Path) -> None:
    report = import_published(chosen(table), out=out, indicators=["1", "5A"])
    assert lines(out / "published.csv") == ["1,2018,STATE,,1,4,25", "5A,2019,STATE,,2,4,50"]
    assert {f.rule for f in report.set_aside} == {"not among the indicators asked for"}


def test_a_pair_says_what_an_id_means_here(table: Table, out: Path) -> None:
    import_published(chosen(table), out=out, indicators=["3B=3C-MA,6C = 6B"])
    assert lines(out / "published.csv") == ["3C-MA,2019,STATE,,1,5,20", "6B,2019,STATE,,1,5,20"]


def test_an_id_unknown_to_the_catalogue_is_set_aside(table: Table, out: Path) -> None:
    report = import_published(chosen(table), out=out, indicators=["1", "6C"])
    assert [(f.value, f.rule) for f in report.set_aside if f.value == "6C"] == [
        ("6C", "no indicator of the catalogue missouri")
    ]


@pytest.mark.parametrize(
    ("indicators", "says"),
    [
        (["7"], "has no indicator '7'. It has: 1, 3B, 5A, 6C."),
        (["1=ZZ"], "'1=ZZ' is no choice of an indicator"),
        (["=1"], "'=1' is no choice of an indicator"),
        ([""], "'' is no choice of an indicator"),
        (["1", "1=2"], "'1' is chosen twice"),
        (["5A=1", "1"], "both give 1 of the upper level in 2018"),
        (["5A=5B", "3B=5B"], "both give 5B of the upper level in 2019"),
        (["6C"], "None of the 4 rows gives a value"),
    ],
)
def test_a_choice_that_cannot_be(table: Table, out: Path, indicators: list[str], says: str) -> None:
    with pytest.raises(ImportFileError) as refused:
        import_published(chosen(table), out=out, indicators=indicators)
    assert says in str(refused.value)
    assert not out.exists()


def test_massachusetts_can_be_another_indicator(table: Table, out: Path) -> None:
    import_published(table(MASSACHUSETTS, *massachusetts_rows()), out=out, indicators=["1=2"])
    assert all(line.startswith("2,") for line in lines(out / "published.csv"))


# Afterwards


def test_the_reader_of_extracts_finds_nothing_wrong(
    table: Table, out: Path, tmp_path: Path
) -> None:
    file = table(
        TEXAS,
        texas("State", 2018, "5A", 2, 4, 50, "68.00"),
        texas("Region 01", 2018, "5A", 1, 2, 50, "68.0"),
        texas("Region 02", 2018, "8", "", "", 81.5, ""),
    )
    import_published(file, out=out)
    library = read_extracts(out, cache=tmp_path / "cache")
    with library.connection:
        assert library.refused == ()
        assert library.findings == ()
        for extract in ("districts", "published", "targets"):
            assert library.given(extract)
