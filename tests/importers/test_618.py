"""import-618: the federal files become the inputs of a build whose units are states."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.extracts.schema import EXTRACTS
from dashboard.importers import ImportFileError, ImportReport, import_618

Rows = Callable[[Path], list[dict[str, str]]]
ALASKA = ("2006", "Alaska   ", 6, 2, 3, 11, 6)
GUAM = ("2006", "Guam", 2, 0, 2, "1,002", 501)
NATION = ("2006", "U.S. and Outlying Areas", 20, 5, 10, "2,000", "1,000")


def published(out: Path, rows_of: Rows) -> dict[tuple[str, str, str], tuple[str, str]]:
    rows = rows_of(out / "published.csv")
    return {
        (row["indicator"], row["school_year"], row["lea_id"]): (row["num"], row["den"])
        for row in rows
    }


def rules(report: ImportReport) -> list[tuple[int, str]]:
    return [(finding.line, finding.rule) for finding in report.set_aside]


def test_disputes_become_15_and_16_of_states_and_nation(
    disputes: Callable[..., Path], out: Path, rows_of: Rows
) -> None:
    report = import_618([disputes(ALASKA, GUAM, NATION)], out=out)
    assert published(out, rows_of) == {
        ("15", "2007", ""): ("1000", "2000"),
        ("15", "2007", "AK"): ("6", "11"),
        ("15", "2007", "GU"): ("501", "1002"),
        ("16", "2007", ""): ("15", "20"),
        ("16", "2007", "AK"): ("5", "6"),
        ("16", "2007", "GU"): ("2", "2"),
    }
    assert {row["level"] for row in rows_of(out / "published.csv") if not row["lea_id"]} == {
        "STATE"
    }
    assert rows_of(out / "districts.csv") == [
        {"school_year": "2007", "lea_id": id, "name": name, "lea_type": "REG", "active": "Y"}
        for id, name in (("AK", "Alaska"), ("GU", "Guam"))
    ]
    assert (out / "profile.toml").read_text(encoding="utf-8") == 'profile = "nation"\n'
    assert sorted(path.name for path in report.written) == sorted(
        path.name for path in out.iterdir()
    )
    assert (report.rows_read, report.rows_used, report.set_aside) == (3, 3, ())


def test_child_counts_become_5_and_6(
    child_count: Callable[..., Path], out: Path, rows_of: Rows
) -> None:
    path = child_count(
        "2014-15", {"MISSOURI": {}, "US, Outlying Areas, And Freely Associated States": {}}
    )
    report = import_618([path], out=out)
    for unit in ("MO", ""):
        assert {
            key[0]: value for key, value in published(out, rows_of).items() if key[2] == unit
        } == {
            "5A": ("60", "100"),
            "5B": ("10", "100"),
            "5C": ("6", "100"),
            "6A": ("25", "50"),
            "6B": ("10", "50"),
        }
    # Of each of the two: one row of another disability, one of a setting that nobody counts.
    assert (report.rows_read, report.rows_used, len(report.set_aside)) == (28, 24, 4)
    assert {finding.value for finding in report.set_aside} == {"Autism", "Correctional Facilities"}


def test_the_extracts_have_the_columns_of_the_schema(
    disputes: Callable[..., Path], out: Path, rows_of: Rows
) -> None:
    import_618([disputes(ALASKA)], out=out)
    for name in ("districts", "published"):
        assert tuple(rows_of(out / f"{name}.csv")[0]) == EXTRACTS[name].required


@pytest.mark.parametrize("mark", ["-", "x", "*"])
def test_a_withheld_part_leaves_no_value_and_is_reported(
    child_count: Callable[..., Path], out: Path, rows_of: Rows, mark: str
) -> None:
    withheld = {"Homebound/Hospital": mark}
    report = import_618([child_count("2014", {"Ohio": withheld, "Guam": {}})], out=out)
    values = published(out, rows_of)
    assert ("5C", "2015", "OH") not in values
    assert values["5A", "2015", "OH"] == ("60", "100")
    # The other two parts of 5C are known and of no use.
    lost = [f for f in report.set_aside if f.value not in ("Autism", "Correctional Facilities")]
    assert [(f.column, f.value) for f in lost] == [
        ("Ages 6-21", "3"),
        ("Ages 6-21", "2"),
        ("Ages 6-21", mark),
    ]
    assert {row["lea_id"] for row in rows_of(out / "districts.csv")} == {"OH", "GU"}


def test_a_withheld_total_takes_every_value_of_its_ages(
    child_count: Callable[..., Path], out: Path, rows_of: Rows
) -> None:
    import_618([child_count("2014", {"Ohio": {"Total, Age 6-21": "x"}})], out=out)
    assert {key[0] for key in published(out, rows_of)} == {"6A", "6B"}


def test_a_mark_in_a_row_that_is_used_all_the_same_is_a_warning(
    disputes: Callable[..., Path], out: Path, rows_of: Rows
) -> None:
    report = import_618([disputes(("2006", "Rhode Island", 71, 1, 56, "         -", 3))], out=out)
    assert ("15", "2007", "RI") not in published(out, rows_of)
    assert [(f.line, f.column, f.value, f.rule) for f in report.warnings] == [
        (6, "DPC Resolution Meetings Total (3.1)", "-", "data not available")
    ]


def test_no_meetings_are_a_known_zero(
    disputes: Callable[..., Path], out: Path, rows_of: Rows
) -> None:
    import_618([disputes(("2006", "Guam", 0, 0, 0, 0, 0))], out=out)
    assert published(out, rows_of)["15", "2007", "GU"] == ("0", "0")


def test_more_agreements_than_meetings_are_kept_and_reported(
    disputes: Callable[..., Path], out: Path, rows_of: Rows
) -> None:
    report = import_618([disputes(("2006", "Guam", 1, 0, 0, 2, 3))], out=out)
    assert published(out, rows_of)["15", "2007", "GU"] == ("3", "2")
    assert [f.rule for f in report.warnings] == [
        "the numerator is greater than the denominator (indicator 15)"
    ]


def test_without_a_row_for_the_nation_the_known_units_are_summed(
    disputes: Callable[..., Path], out: Path, rows_of: Rows
) -> None:
    report = import_618([disputes(ALASKA, GUAM, ("2006", "Ohio", 9, 1, 1, "-", 4))], out=out)
    values = published(out, rows_of)
    assert values["15", "2007", ""] == ("507", "1013")
    assert values["16", "2007", ""] == ("9", "17")
    assert report.notes == (
        "disputes.csv has no row for the whole in 2007: 15 of the upper level is the sum of 2 "
        "units whose counts are known.",
        "disputes.csv has no row for the whole in 2007: 16 of the upper level is the sum of 3 "
        "units whose counts are known.",
    )


def test_a_nation_that_withholds_a_count_is_not_summed(
    disputes: Callable[..., Path], out: Path, rows_of: Rows
) -> None:
    nation = ("2006", "US and outlying areas", 9, 1, 1, "-", 4)
    import_618([disputes(ALASKA, nation)], out=out)
    assert ("15", "2007", "") not in published(out, rows_of)


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        (("2006", "Atlantis", 1, 1, 0, 1, 1), "State", "no state or area"),
        (
            ("2006", "50 states, D.C., and P.R. (including BIE scho", 1, 1, 0, 1, 1),
            "State",
            "a sum",
        ),
        (("last year", "Ohio", 1, 1, 0, 1, 1), "Year", "not a school year"),
        (("2006-08", "Ohio", 1, 1, 0, 1, 1), "Year", "not a school year"),
        (
            ("2006", "Ohio", 1, 1, 0, -1, 1),
            "DPC Resolution Meetings Total (3.1)",
            "neither a count",
        ),
        (
            ("2006", "Ohio", 1, 1, 0, "", 1),
            "DPC Resolution Meetings Total (3.1)",
            "neither a count",
        ),
    ],
)
def test_a_row_at_fault_is_set_aside_with_its_place(
    disputes: Callable[..., Path],
    out: Path,
    rows_of: Rows,
    row: tuple[object, ...],
    column: str,
    rule: str,
) -> None:
    report = import_618([disputes(ALASKA, row)], out=out)
    (finding,) = report.set_aside
    assert (finding.file, finding.line, finding.column) == ("disputes.csv", 7, column)
    assert finding.rule.startswith(rule)
    assert (report.rows_read, report.rows_used) == (2, 1)
    assert {row["lea_id"] for row in rows_of(out / "published.csv")} == {"", "AK"}
    assert f"disputes.csv: set aside, line 7: {column}" in str(report)


def test_files_of_many_years_make_one_folder_in_any_order(
    disputes: Callable[..., Path], child_count: Callable[..., Path], tmp_path: Path
) -> None:
    files = [
        disputes(ALASKA, NATION, name="2006.csv"),
        disputes(("2007-2008", "BIE schools", 1, 1, 0, 1, 1), name="2007.csv"),
        child_count("2007", {"BUREAU OF INDIAN AFFAIRS": {}}),
    ]
    import_618(files, out=tmp_path / "one")
    import_618(files[::-1], out=tmp_path / "two")
    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert names == {"districts.csv", "published.csv", "profile.toml"}
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    districts = (tmp_path / "one" / "districts.csv").read_text(encoding="utf-8")
    assert districts.count("2008,BI,Bureau of Indian Education,REG,Y") == 1


def test_importing_the_same_again_changes_nothing(disputes: Callable[..., Path], out: Path) -> None:
    """trust.md I6."""
    file = disputes(ALASKA)
    first = import_618([file], out=out)
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.iterdir()}
    assert import_618([file], out=out) == first
    assert before == {
        path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.iterdir()
    }


def test_another_import_is_not_overwritten(disputes: Callable[..., Path], out: Path) -> None:
    import_618([disputes(ALASKA)], out=out)
    before = (out / "published.csv").read_bytes()
    with pytest.raises(ImportFileError, match="already holds other files"):
        import_618([disputes(GUAM, name="other.csv")], out=out)
    assert (out / "published.csv").read_bytes() == before


def test_a_folder_in_use_or_a_file_is_refused_and_an_empty_folder_is_not(
    disputes: Callable[..., Path], out: Path
) -> None:
    out.mkdir()
    import_618([disputes(ALASKA)], out=out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ImportFileError, match="already holds other files"):
        import_618([disputes(ALASKA)], out=out)
    with pytest.raises(ImportFileError, match="is a file"):
        import_618([disputes(ALASKA)], out=out / "notes.txt")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((ALASKA, ALASKA), r"lines 6 and 7 both give 'Mediations Held Total \(2.1\)' of Alaska"),
        ((ALASKA, ("2006", "ALASKA", 1, 1, 0, 1, 1)), "lines 6 and 7 both give"),
        ((ALASKA, ("2006", "Guam", 2, 0)), "line 7 has 4 fields, the header 7"),
        ((), "has a header and no rows"),
        ((("2006", "Guam", *"-----"),), "None of the 1 rows gives a value"),
    ],
)
def test_a_table_at_fault_is_refused_whole(
    disputes: Callable[..., Path], out: Path, rows: tuple[tuple[object, ...], ...], says: str
) -> None:
    file = disputes(*rows)
    with pytest.raises(ImportFileError, match=says):
        import_618([file], out=out)
    assert not out.exists()
    assert list(out.parent.iterdir()) == [file]


def test_a_year_given_twice_is_refused(disputes: Callable[..., Path], out: Path) -> None:
    files = [disputes(ALASKA, name=name) for name in ("a.csv", "b.csv")]
    with pytest.raises(
        ImportFileError,
        match=r"b.csv \(line 6\) and a.csv \(line 6\) both give 15 of AK in 2007. Keep one",
    ):
        import_618(files, out=out)
    assert not out.exists()


def test_one_refused_file_refuses_all(
    disputes: Callable[..., Path], table: Callable[..., Path], out: Path
) -> None:
    with pytest.raises(ImportFileError, match=r"bad\.csv"):
        import_618([disputes(ALASKA), table(["a", "b"], [1, 2], name="bad.csv")], out=out)
    assert not out.exists()


def test_no_file_at_all(out: Path) -> None:
    with pytest.raises(ImportFileError, match="at least one file"):
        import_618([], out=out)


def test_a_disk_that_fails_leaves_nothing_behind(
    disputes: Callable[..., Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = disputes(ALASKA)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(ImportFileError, match="out cannot be written: No space left on device"):
        import_618([file], out=out)
    assert list(out.parent.iterdir()) == [file]
