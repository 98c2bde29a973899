"""B2: values and rows that break a rule; each is set aside, or only reported, in exact words."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.extracts.folder import DISTRICTS, ENROLLMENT, plain, put, reading, table
from tests.extracts.good_rows import GOOD, other, text_of

YEAR = "must be a school year from 2000 to 2099, not blank"
COUNT = "must be a whole number from 0 to 999999999, not blank"
RACE = "must be one of AM7 AS7 BL7 HI7 MU7 PI7 WH7 MISSING"
FLAG = "must be one of Y N"
DATE = "must be a date written YYYY-MM-DD"
DAYS = "must be days: a number from 0 to 999.99 with at most two decimals"
PERCENT = "must be a percent from 0 to 100"
RATING = "must be a rating from 1 to 7"
NUMBER = "must be a plain decimal number"
ID = "must be text, not blank"
A2 = "blank lea_id: the row counts for the state only (A2)"
A11 = "exit_date lies outside the school year; school_year decides (A11)"
A15 = "participated=Y needs accountable=Y (A15)"
A21_BEFORE = "eval_complete_date must not be before consent_date (A21)"
A21_YEAR = "consent_date must lie in the school year (A21)"


class Bad(NamedTuple):
    """One value of a good row replaced, and the rule it then breaks."""

    extract: str
    column: str
    value: str
    rule: str
    severity: str = "set aside"


BAD = [
    *(
        Bad("enrollment", "enrolled_total", value, COUNT)
        for value in (
            "1e5", "-1", "1.0", "9223372036854775808", "inf", "nan", "NA", "null", "1,000", "1 000",
            " 5", "5 ", "+5", "0x1F", "1_000", "٣", "５", "1000000000", "",
        )
    ),
    *(
        Bad("enrollment", "school_year", value, YEAR)
        for value in ("12", "2012.0", " 2012", "2011-12", "1999", "2100", "99999999999", "")
    ),
    Bad("exiters", "school_year", "9999999", YEAR),
    *(Bad("enrollment", "race", value, RACE) for value in ("wh7", " WH7", "WH7 ", "W", "TOTAL")),
    *(Bad("exiters", "iep_at_exit", value, FLAG) for value in ("yes", "true", "1", "y", "Y ")),
    *(
        Bad("exiters", "exit_date", value, DATE)
        for value in (
            "2012/01/05", "2012-1-5", "2012-02-30", "0000-00-00", "2012-01-05T00:00",
            "2012-01-05 00:00:00", " 2012-01-05", "2012-01-05 ", "05-01-2012", "20120105",
            "infinity", "epoch", "1899-12-31", "12012-01-05", "41000",
        )
    ),
    *(Bad("eco", "entry_a", value, RATING) for value in ("8", "0", "3.5", "3.0", "-1", " 3")),
    *(Bad("discipline", "days", value, DAYS) for value in ("10.555", "-1", "1000", "1e1", ".5")),
    *(
        Bad("child_count", "pct_inside", value, PERCENT)
        for value in ("101", "100.1", "-1", "80%", "inf")
    ),
    Bad("child_count", "birth_date", "2011-12-02", "birth_date must not be after count_date"),
    Bad("child_count", "grade", "5", "must be one of PK K 01 02 03 04 05 06 07 08 09 10 11 12 UG"),
    *(Bad("targets", "target", value, NUMBER) for value in ("78,5", "78.5%", "1e1", "nan", "--")),
    Bad("targets", "kind", "GOAL", "must be one of TARGET BASELINE NONE"),
    Bad("districts", "name", "", ID),
    Bad("districts", "lea_id", "", ID),
    Bad("districts", "lea_type", "Regular", "must be one of REG CHARTER STATEOP"),
    Bad("monitoring_cycle", "collected", "X", FLAG),
    Bad("exiters", "student_id", "", ID),
    Bad("discipline", "incident_id", "", ID),
    Bad("discipline", "student_id", "", ID),
    Bad("assessment", "subject", "", "must be one of CA MA, not blank"),
    Bad("assessment", "accountable", "N", A15),
    Bad("parent_survey", "item25", "Yes", "must be one of SD D N A SA"),
    Bad("evaluations", "eval_complete_date", "2011-08-31", A21_BEFORE),
    Bad("evaluations", "consent_date", "", DATE + ", not blank"),
    Bad("due_process", "filed_date", "", DATE + ", not blank"),
    Bad("published", "lea_id", "", "a LEA row names its lea_id and a STATE row has none"),
    Bad("exiters", "exit_date", "2012-07-01", A11, "warning"),
    Bad("exiters", "exit_date", "2011-06-30", A11, "warning"),
    Bad(
        "exiters", "disability", "DD", "DD is not a disability code of the exiting file (1.4)",
        "warning",
    ),
    Bad("exiters", "lea_id", "", A2, "warning"),
    Bad(
        "published", "value", "33.4",
        "value differs from num/den by more than 0.05; num/den is used", "warning",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.extract}-{case.column}-{case.value}")
def test_a_bad_value_is_reported_in_exact_words(tmp_path: Path, case: Bad) -> None:
    good = GOOD[case.extract]
    bad = {**other(good), case.column: case.value}
    value, column = case.value, case.column
    if case.rule == A15:
        value, column = "Y", "participated"
    name = f"{case.extract}.csv"
    folder = put(tmp_path / "extracts", {name: text_of(good, bad)})
    with reading(folder) as library:
        assert plain(library.findings) == [(case.severity, 3, column, value, case.rule)]
        (file,) = [file for file in library.files if file.name == name]
        used = 2 if case.severity == "warning" else 1
        assert (file.rows, file.used, file.refused) == (2, used, False)
        assert len(table(library, case.extract)) == used


@pytest.mark.parametrize("extract", GOOD)
def test_the_good_rows_are_good(tmp_path: Path, extract: str) -> None:
    folder = put(tmp_path / "extracts", {f"{extract}.csv": text_of(GOOD[extract])})
    with reading(folder) as library:
        assert plain(library.findings) == []
        assert len(table(library, extract)) == 1


@pytest.mark.parametrize("day", ["2011-06-30", "2012-07-01"])
def test_a21_consent_lies_in_the_school_year(tmp_path: Path, day: str) -> None:
    row = {**GOOD["evaluations"], "consent_date": day, "eval_complete_date": ""}
    with reading(put(tmp_path / "extracts", {"evaluations.csv": text_of(row)})) as library:
        assert plain(library.findings) == [("set aside", 2, "consent_date", day, A21_YEAR)]


def test_a37_a_blank_code_outside_the_key_is_valid_and_equals_no_code(tmp_path: Path) -> None:
    row = {**GOOD["exiters"], "grade": "", "race": "", "exit_code": "", "exit_date": ""}
    with reading(put(tmp_path / "extracts", {"exiters.csv": text_of(row)})) as library:
        assert plain(library.findings) == []
        found = library.connection.execute("SELECT grade, race, exit_code FROM exiters").fetchall()
        assert found == [("", "", "")]


def test_every_broken_rule_of_a_row_is_told(tmp_path: Path) -> None:
    text = ENROLLMENT + "12,001001,W,-1\n2012,001001,WH7,10\n"
    with reading(put(tmp_path / "extracts", {"enrollment.csv": text})) as library:
        assert plain(library.findings) == [
            ("set aside", 2, "enrolled_total", "-1", COUNT),
            ("set aside", 2, "race", "W", RACE),
            ("set aside", 2, "school_year", "12", YEAR),
        ]


def test_a_row_set_aside_is_not_also_said_to_count(tmp_path: Path) -> None:
    text = ENROLLMENT + "2012,,WH7,-1\n"
    with reading(put(tmp_path / "extracts", {"enrollment.csv": text})) as library:
        assert plain(library.findings) == [("set aside", 2, "enrolled_total", "-1", COUNT)]


def test_lines_stay_physical_behind_fields_with_line_ends(tmp_path: Path) -> None:
    text = ENROLLMENT + '2012,"a\nb",WH7,1\n2012,1,WH7,x\n2012,"c\r\nd\n",WH7,y\n2012,2,WH7,z\n'
    with reading(put(tmp_path / "extracts", {"enrollment.csv": text})) as library:
        assert [(one.line, one.value) for one in library.findings] == [(4, "x"), (5, "y"), (8, "z")]


def test_leading_zeros_are_kept(tmp_path: Path) -> None:
    text = ENROLLMENT + "2012,0010,WH7,010\n2012,10,WH7,9\n"
    with reading(put(tmp_path / "extracts", {"enrollment.csv": text})) as library:
        assert plain(library.findings) == []
        assert table(library, "enrollment") == [(2012, "0010", "WH7", 10), (2012, "10", "WH7", 9)]


def enrollment(rows: int, *, bad: int) -> str:
    return ENROLLMENT + "".join(
        f"2012,{number:06},{'W' if number < bad else 'WH7'},5\n" for number in range(rows)
    )


def test_exactly_one_percent_of_bad_rows_is_set_aside(tmp_path: Path) -> None:
    folder = put(tmp_path / "extracts", {"enrollment.csv": enrollment(200, bad=2)})
    with reading(folder, max_bad_share=0.01) as library:
        assert not library.refused
        assert [(one.severity.value, one.line) for one in library.findings] == [
            ("set aside", 2),
            ("set aside", 3),
        ]
        assert len(table(library, "enrollment")) == 198


def test_over_one_percent_of_bad_rows_refuses_the_file(tmp_path: Path) -> None:
    folder = put(tmp_path / "extracts", {"enrollment.csv": enrollment(200, bad=3)})
    with reading(folder, max_bad_share=0.01) as library:
        assert plain(library.findings)[0] == (
            "refused",
            0,
            "",
            "",
            "3 of 200 rows break a rule, more than the 1.0% that may be set aside; mend them at "
            "the source",
        )
        assert library.refused == ("enrollment.csv",)
        assert table(library, "enrollment") == []


def test_the_share_of_bad_rows_is_that_of_one_physical_file(tmp_path: Path) -> None:
    files = {"enrollment/a.csv": enrollment(2, bad=1), "enrollment/b.csv": enrollment(900, bad=0)}
    files["enrollment/b.csv"] = files["enrollment/b.csv"].replace("2012", "2013")
    with reading(put(tmp_path / "extracts", files), max_bad_share=0.01) as library:
        assert library.refused == ("enrollment/a.csv",)


def test_very_many_bad_rows_are_counted_in_one_last_finding(tmp_path: Path) -> None:
    folder = put(tmp_path / "extracts", {"enrollment.csv": enrollment(1500, bad=1200)})
    with reading(folder) as library:
        assert len(library.findings) == 1001
        assert library.findings[0].rule == "and 200 more findings in this file"


def test_a_huge_quoted_value_hides_the_lines_behind_it_and_no_more(tmp_path: Path) -> None:
    huge = "x" * 150_000
    text = DISTRICTS + f'2012,1,Birch,X,Y\n2012,2,"{huge}",REG,Y\n2012,3,Elm,X,Y\n'
    with reading(put(tmp_path / "extracts", {"districts.csv": text})) as library:
        assert sorted(one.line for one in library.findings) == [0, 3]


def test_a_huge_value_is_told_in_part(tmp_path: Path) -> None:
    text = DISTRICTS + f"2012,1,Birch,{'x' * 150_000},Y\n"
    with reading(put(tmp_path / "extracts", {"districts.csv": text})) as library:
        assert [one.value for one in library.findings] == ["x" * 200]
